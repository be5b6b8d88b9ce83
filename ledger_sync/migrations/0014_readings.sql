-- A batch says under which version of the reading it was posted: what a file says is proved under that one.

ALTER TABLE batch ADD COLUMN reading integer CHECK (reading > 0);
COMMENT ON COLUMN batch.reading IS
    'The version of the reading of files that it was posted by; null of a run, which reads none, and from before it was recorded.';
ALTER TABLE batch ADD CONSTRAINT batch_of_files_reads CHECK (kind <> 'file' OR reading IS NOT NULL OR seal_version < 8);

CREATE OR REPLACE FUNCTION refuse_unsealing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.digest IS NOT NULL
       OR (OLD.batch_id, OLD.kind, OLD.file_id, OLD.act_id, OLD.run_id, OLD.book_on, OLD.sealed_at, OLD.seal_version,
           OLD.reference_version_id, OLD.load_id, OLD.reading)
          IS DISTINCT FROM (NEW.batch_id, NEW.kind, NEW.file_id, NEW.act_id, NEW.run_id, NEW.book_on, NEW.sealed_at,
                            NEW.seal_version, NEW.reference_version_id, NEW.load_id, NEW.reading) THEN
        RAISE EXCEPTION 'batch % is not changed or deleted', OLD.batch_id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

-- Seals, version 8: what version 7 covers, and the reading ----------------------------------------------------------------

ALTER FUNCTION batch_leaves(bigint) RENAME TO batch_leaves_7;
CREATE OR REPLACE FUNCTION batch_content_7(of_batch bigint) RETURNS bytea LANGUAGE sql STABLE SECURITY DEFINER AS $$
    SELECT sha256(string_agg(convert_to(place || '|' || number || '|', 'UTF8') || digest, ''::bytea
                             ORDER BY place COLLATE "C", number))
    FROM batch_leaves_7(of_batch)
$$;
CREATE FUNCTION batch_leaves(of_batch bigint) RETURNS TABLE (place text, number bigint, row_count bigint, digest bytea)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET timezone = 'UTC' SET datestyle = 'ISO' SET bytea_output = 'hex' AS $$
    SELECT 'batch', 0::bigint, 1::bigint, sha256(convert_to((b.batch_id, b.kind, b.act_id, b.run_id, b.book_on, b.sealed_at,
            b.seal_version, b.reference_version_id, b.load_id, b.reading)::text, 'UTF8'))
        FROM batch b WHERE b.batch_id = of_batch
    UNION ALL SELECT l.place, l.number, l.row_count, l.digest FROM batch_leaves_7(of_batch) l WHERE l.place <> 'batch'
$$;
CREATE FUNCTION batch_content_8(of_batch bigint) RETURNS bytea LANGUAGE sql STABLE SECURITY DEFINER AS $$
    SELECT sha256(string_agg(convert_to(place || '|' || number || '|', 'UTF8') || digest, ''::bytea
                             ORDER BY place COLLATE "C", number))
    FROM batch_leaves(of_batch)
$$;
CREATE OR REPLACE FUNCTION batch_content(of_batch bigint) RETURNS bytea LANGUAGE sql STABLE SECURITY DEFINER AS $$
    SELECT CASE seal_version WHEN 1 THEN batch_content_1(of_batch) WHEN 2 THEN batch_content_2(of_batch)
                             WHEN 3 THEN batch_content_3(of_batch) WHEN 4 THEN batch_content_4(of_batch)
                             WHEN 5 THEN batch_content_5(of_batch) WHEN 6 THEN batch_content_6(of_batch)
                             WHEN 7 THEN batch_content_7(of_batch) WHEN 8 THEN batch_content_8(of_batch) END
    FROM batch WHERE batch_id = of_batch
$$;
ALTER TABLE batch ALTER COLUMN seal_version SET DEFAULT 8;

-- Rights ----------------------------------------------------------------------------------------------------------------

GRANT INSERT (reading) ON batch TO carmhub_app;
REVOKE ALL ON FUNCTION batch_leaves(bigint), batch_leaves_7(bigint), batch_content_8(bigint) FROM PUBLIC;
DO $$
DECLARE
    function regprocedure;
BEGIN
    FOR function IN SELECT p.oid FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = pg_catalog, public, pg_temp', function);
    END LOOP;
END $$;
