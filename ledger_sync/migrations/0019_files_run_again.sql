-- What an act moved is counted whole: what the files that it ran again posted is the act's, and what one document gained is not
-- set against what another lost.

CREATE INDEX file_of_act ON file (act_id) WHERE act_id IS NOT NULL;

CREATE OR REPLACE FUNCTION moved_by_act(of_act bigint) RETURNS bigint LANGUAGE sql STABLE AS $$
    WITH b AS (
        SELECT batch_id FROM batch WHERE act_id = of_act
        UNION SELECT batch_id FROM run JOIN batch USING (run_id) WHERE run.act_id = of_act
    ), posted AS (
        SELECT t.txn_id, t.book_on, t.document_reference FROM b JOIN txn t USING (batch_id)
        UNION SELECT t.txn_id, t.book_on, t.document_reference FROM file f JOIN message m USING (file_id)
            JOIN txn t ON t.message_id = m.message_id AND t.batch_id = f.batch_id
            WHERE f.act_id = of_act
    )
    SELECT greatest(
        (SELECT coalesce(sum(greatest(cents, 0)), 0) FROM (
            SELECT sum(e.amount_cents) AS cents FROM posted t
            JOIN entry e ON e.txn_id = t.txn_id AND e.book_on = t.book_on
            GROUP BY e.account_id, t.document_reference) AS changed),
        (SELECT coalesce(sum(abs(s.closing_cents)), 0) FROM b JOIN statement s USING (batch_id)),
        (SELECT coalesce(sum(greatest(-a.amount_cents, 0)), 0) FROM b JOIN application a USING (batch_id)))::bigint
$$;
COMMENT ON FUNCTION moved_by_act IS
    'What an act moved, in cents: on one side of the book, document by document, also by the files that it ran again, in statements, or of applications undone.';

-- A batch of files is sealed where each act that runs one of them again has its people, by all that it moved until then.
CREATE OR REPLACE FUNCTION refuse_seal_of_too_few() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    by_act bigint := coalesce(NEW.act_id, (SELECT r.act_id FROM run r WHERE r.run_id = NEW.run_id));
BEGIN
    IF NEW.kind IN ('act', 'billing') AND NOT EXISTS (
        SELECT FROM act WHERE act_id = by_act AND kind NOT IN ('rerun', 'reference', 'implausible')
            AND (kind = 'billing') = (NEW.kind = 'billing')) THEN
        RAISE EXCEPTION 'batch % of kind % is by no act of such a kind', NEW.batch_id, NEW.kind USING ERRCODE = 'restrict_violation';
    END IF;
    IF by_act IS NOT NULL THEN
        PERFORM refuse_too_few_for(by_act);
    END IF;
    PERFORM refuse_too_few_for(again.act_id) FROM (
        SELECT DISTINCT act_id FROM file WHERE batch_id = NEW.batch_id AND act_id IS NOT NULL ORDER BY 1) AS again;
    RETURN NULL;
END $$;

DO $$
DECLARE
    function regprocedure;
BEGIN
    FOR function IN SELECT p.oid FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = pg_catalog, public, pg_temp', function);
    END LOOP;
END $$;
