-- An act that posts says by which reading, as a batch of files does: what says none is believed by no proof. Who may call at a
-- shell is proved too.

ALTER TABLE batch DROP CONSTRAINT batch_of_files_reads,
    ADD CONSTRAINT batch_of_files_reads CHECK (
        kind NOT IN ('file', 'act') OR reading IS NOT NULL OR seal_version < 8);

GRANT EXECUTE ON FUNCTION may_at_shell(jsonb, text, bigint, date, text, text) TO carmhub_app, carmhub_read;
