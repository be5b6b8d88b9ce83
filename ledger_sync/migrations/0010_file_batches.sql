-- Files by the batch: one batch takes in many files, and says by which reference data and registry it was decided.

-- A file names its batch ------------------------------------------------------------------------------------------------

ALTER TABLE file ADD COLUMN batch_id bigint REFERENCES batch;
COMMENT ON COLUMN file.batch_id IS 'The batch that took it in; null of a file that waits, repeats the bytes of another or was put aside.';
ALTER TABLE file DISABLE TRIGGER file_outcome_once;
UPDATE file SET batch_id = b.batch_id FROM batch b WHERE b.file_id = file.file_id;
ALTER TABLE file ENABLE TRIGGER file_outcome_once;
CREATE INDEX file_of_batch ON file (batch_id) WHERE batch_id IS NOT NULL;

ALTER TABLE batch DROP CONSTRAINT batch_check,
    ADD COLUMN reference_version_id bigint REFERENCES reference_version,
    ADD COLUMN load_id bigint REFERENCES registry_load,
    ALTER COLUMN seal_version SET DEFAULT 5,
    ADD CONSTRAINT batch_file_check CHECK ((file_id IS NOT NULL) = (kind = 'file' AND seal_version < 5));
COMMENT ON COLUMN batch.file_id IS 'The one file of a batch sealed under version 4 or before; of any batch, file.batch_id names its files.';
COMMENT ON COLUMN batch.reference_version_id IS 'The newest version of reference data that its files were decided by.';
COMMENT ON COLUMN batch.load_id IS 'The newest load of the registry that its files were decided by.';

CREATE OR REPLACE FUNCTION refuse_second_outcome() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.outcome IS NOT NULL OR (OLD.batch_id IS NOT NULL AND OLD.batch_id IS DISTINCT FROM NEW.batch_id)
       OR (OLD.file_id, OLD.claim_id, OLD.partner_id, OLD.name, OLD.sha256, OLD.size_bytes, OLD.received_on, OLD.received_at,
           OLD.replays_file_id, OLD.act_id)
          IS DISTINCT FROM (NEW.file_id, NEW.claim_id, NEW.partner_id, NEW.name, NEW.sha256, NEW.size_bytes, NEW.received_on,
           NEW.received_at, NEW.replays_file_id, NEW.act_id) THEN
        RAISE EXCEPTION 'file % already has outcome %, or would change', OLD.file_id, OLD.outcome
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.batch_id IS DISTINCT FROM OLD.batch_id THEN
        PERFORM refuse_sealed(NEW.batch_id);
    END IF;
    NEW.processed_at := now();
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION refuse_unsealing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.digest IS NOT NULL
       OR (OLD.batch_id, OLD.kind, OLD.file_id, OLD.act_id, OLD.run_id, OLD.book_on, OLD.sealed_at, OLD.seal_version,
           OLD.reference_version_id, OLD.load_id)
          IS DISTINCT FROM (NEW.batch_id, NEW.kind, NEW.file_id, NEW.act_id, NEW.run_id, NEW.book_on, NEW.sealed_at,
                            NEW.seal_version, NEW.reference_version_id, NEW.load_id) THEN
        RAISE EXCEPTION 'batch % is not changed or deleted', OLD.batch_id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

-- What says more of a file is sealed with it.
DO $$
DECLARE
    part text;
BEGIN
    FOREACH part IN ARRAY ARRAY['interchange', 'message', 'finding', 'message_reason', 'review'] LOOP
        EXECUTE format('DROP TRIGGER %1$s_unsealed ON %1$s', part);
        EXECUTE format('CREATE TRIGGER %1$s_unsealed AFTER INSERT ON %1$s REFERENCING NEW TABLE AS added'
                       ' FOR EACH STATEMENT EXECUTE FUNCTION refuse_late_parts(''file_id'', ''file'')', part);
    END LOOP;
END $$;

-- Seals, version 5: what version 4 covers, of all files of a batch, and what it was decided by --------------------------

ALTER FUNCTION batch_leaves(bigint) RENAME TO batch_leaves_4;
CREATE OR REPLACE FUNCTION batch_content_4(of_batch bigint) RETURNS bytea LANGUAGE sql STABLE SECURITY DEFINER AS $$
    SELECT sha256(string_agg(convert_to(place || '|' || number || '|', 'UTF8') || digest, ''::bytea
                             ORDER BY place COLLATE "C", number))
    FROM batch_leaves_4(of_batch)
$$;
CREATE FUNCTION batch_leaves(of_batch bigint) RETURNS TABLE (place text, number bigint, row_count bigint, digest bytea)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET timezone = 'UTC' SET datestyle = 'ISO' SET bytea_output = 'hex' AS $$
    SELECT 'batch', 0::bigint, 1::bigint, sha256(convert_to((b.batch_id, b.kind, b.act_id, b.run_id, b.book_on, b.sealed_at,
            b.seal_version, b.reference_version_id, b.load_id)::text, 'UTF8'))
        FROM batch b WHERE b.batch_id = of_batch
    UNION ALL SELECT 'act', a.act_id, 1, sha256(convert_to((a.act_id, a.request_key, a.kind, a.requested_by, a.reason, a.selection,
            a.acted_at)::text, 'UTF8'))
        FROM act a WHERE a.act_id IN (SELECT b.act_id FROM batch b WHERE b.batch_id = of_batch
                                      UNION SELECT f.act_id FROM file f WHERE f.batch_id = of_batch)
    UNION ALL SELECT l.place, l.number, l.row_count, l.digest FROM batch_leaves_4(of_batch) l WHERE l.place NOT IN ('batch', 'act')
    UNION ALL SELECT 'file', f.file_id / 1000, count(*), sha256(convert_to(string_agg((f.file_id, f.partner_id, f.name, f.sha256,
            f.size_bytes, f.received_on, f.replays_file_id)::text, '' ORDER BY f.file_id), 'UTF8'))
        FROM file f WHERE f.batch_id = of_batch GROUP BY f.file_id / 1000
    UNION ALL SELECT 'interchange', i.interchange_id / 1000, count(*), sha256(convert_to(string_agg((i.interchange_id, i.file_id,
            i.ordinal, i.format, i.partner_id, i.sender, i.reference, i.prepared_at, i.status, i.byte_from, i.byte_to)::text, ''
            ORDER BY i.interchange_id), 'UTF8'))
        FROM file f JOIN interchange i USING (file_id) WHERE f.batch_id = of_batch GROUP BY i.interchange_id / 1000
    UNION ALL SELECT 'message', m.message_id / 1000, count(*), sha256(convert_to(string_agg((m.message_id, m.interchange_id,
            m.ordinal, m.reference, m.type, m.transaction_number, m.version, m.status, m.byte_from, m.byte_to)::text, ''
            ORDER BY m.message_id), 'UTF8'))
        FROM file f JOIN message m USING (file_id) WHERE f.batch_id = of_batch GROUP BY m.message_id / 1000
    UNION ALL SELECT 'finding', n.finding_id / 1000, count(*), sha256(convert_to(string_agg((n.finding_id, n.file_id,
            n.interchange_id, n.message_id, n.code, n.severity, n.byte_from, n.byte_to, n.segment, n.segment_position, n.element,
            n.line_number, n.value, n.expected)::text, '' ORDER BY n.finding_id), 'UTF8'))
        FROM file f JOIN finding n USING (file_id) WHERE f.batch_id = of_batch GROUP BY n.finding_id / 1000
    UNION ALL SELECT 'reason', r.message_id / 1000, count(*), sha256(convert_to(string_agg((r.message_id, r.position, r.reason_code,
            r.remark)::text, '' ORDER BY r.message_id, r.position), 'UTF8'))
        FROM file f JOIN message_reason r USING (file_id) WHERE f.batch_id = of_batch GROUP BY r.message_id / 1000
    UNION ALL SELECT 'review', r.review_id / 1000, count(*), sha256(convert_to(string_agg((r.review_id, r.message_id, r.kind,
            r.account_id, r.transaction_number, r.number_use, r.version, r.filed_on, r.decide_by_on)::text, ''
            ORDER BY r.review_id), 'UTF8'))
        FROM file f JOIN review r USING (file_id) WHERE f.batch_id = of_batch GROUP BY r.review_id / 1000
$$;
CREATE FUNCTION batch_content_5(of_batch bigint) RETURNS bytea LANGUAGE sql STABLE SECURITY DEFINER AS $$
    SELECT sha256(string_agg(convert_to(place || '|' || number || '|', 'UTF8') || digest, ''::bytea
                             ORDER BY place COLLATE "C", number))
    FROM batch_leaves(of_batch)
$$;
CREATE OR REPLACE FUNCTION batch_content(of_batch bigint) RETURNS bytea LANGUAGE sql STABLE SECURITY DEFINER AS $$
    SELECT CASE seal_version WHEN 1 THEN batch_content_1(of_batch) WHEN 2 THEN batch_content_2(of_batch)
                             WHEN 3 THEN batch_content_3(of_batch) WHEN 4 THEN batch_content_4(of_batch)
                             WHEN 5 THEN batch_content_5(of_batch) END
    FROM batch WHERE batch_id = of_batch
$$;

-- Rights ----------------------------------------------------------------------------------------------------------------

REVOKE INSERT (file_id) ON batch FROM carmhub_app;
GRANT INSERT (reference_version_id, load_id) ON batch TO carmhub_app;
GRANT UPDATE (batch_id) ON file TO carmhub_app;
DO $$
DECLARE
    function regprocedure;
BEGIN
    REVOKE ALL ON FUNCTION batch_leaves(bigint), batch_leaves_4(bigint), batch_content_5(bigint) FROM PUBLIC;
    FOR function IN SELECT p.oid FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = pg_catalog, public, pg_temp', function);
    END LOOP;
END $$;
