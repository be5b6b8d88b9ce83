"""What the owner of a book does to hide an alteration: every batch sealed anew."""

RESEAL = """
DO $$
DECLARE
    b record;
    previous bytea := first_digest();
BEGIN
    FOR b IN SELECT batch_id FROM batch ORDER BY batch_id LOOP
        UPDATE batch SET previous_digest = previous,
            digest = sha256(previous || batch_content(b.batch_id)) WHERE batch_id = b.batch_id;
        SELECT digest INTO previous FROM batch WHERE batch_id = b.batch_id;
    END LOOP;
END $$
"""
