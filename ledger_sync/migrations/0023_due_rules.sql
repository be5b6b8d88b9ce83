-- By which rules it is worked out when something is billed and due stands in the book: versions that its owner loads, and that
-- every batch names.

CREATE TABLE due_rules (
    due_rules_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    rules jsonb NOT NULL CHECK (jsonb_typeof(rules) = 'object'),
    loaded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    loaded_by text NOT NULL CHECK (loaded_by <> '')
);
COMMENT ON TABLE due_rules IS
    'Versions of what cycles.toml, cad_types.toml and the list of release offices say of days, which the owner of the book loads; the newest holds.';
COMMENT ON COLUMN due_rules.loaded_by IS 'The user of the system who had it loaded.';

CREATE TRIGGER due_rules_append_only BEFORE DELETE OR UPDATE ON due_rules FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER due_rules_no_truncate BEFORE TRUNCATE ON due_rules FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

ALTER TABLE batch ADD COLUMN due_rules_id bigint REFERENCES due_rules,
    ADD CONSTRAINT batch_names_due_rules CHECK (due_rules_id IS NOT NULL OR seal_version < 10);
COMMENT ON COLUMN batch.due_rules_id IS
    'The rules by which its days were worked out, the newest when it was opened; null from before they were recorded.';

CREATE OR REPLACE FUNCTION note_knowledge() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    newest_version bigint := (SELECT max(reference_version_id) FROM reference_version);
    newest_load bigint := (SELECT max(load_id) FROM registry_load);
BEGIN
    NEW.reference_version_id := coalesce(NEW.reference_version_id, newest_version);
    NEW.load_id := coalesce(NEW.load_id, newest_load);
    IF (NEW.reference_version_id, NEW.load_id) IS DISTINCT FROM (newest_version, newest_load) THEN
        RAISE EXCEPTION 'reference data or the registry moved on: decide again' USING ERRCODE = 'restrict_violation';
    END IF;
    NEW.due_rules_id := (SELECT max(due_rules_id) FROM due_rules);
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION refuse_unsealing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.digest IS NOT NULL
       OR (OLD.batch_id, OLD.kind, OLD.file_id, OLD.act_id, OLD.run_id, OLD.book_on, OLD.sealed_at, OLD.seal_version,
           OLD.reference_version_id, OLD.load_id, OLD.reading, OLD.due_rules_id)
          IS DISTINCT FROM (NEW.batch_id, NEW.kind, NEW.file_id, NEW.act_id, NEW.run_id, NEW.book_on, NEW.sealed_at,
                            NEW.seal_version, NEW.reference_version_id, NEW.load_id, NEW.reading, NEW.due_rules_id) THEN
        RAISE EXCEPTION 'batch % is not changed or deleted', OLD.batch_id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

-- Seals, version 10: what version 9 covers, and the rules of days -----------------------------------------------------------

ALTER FUNCTION batch_leaves(bigint) RENAME TO batch_leaves_9;
CREATE OR REPLACE FUNCTION batch_content_9(of_batch bigint) RETURNS bytea LANGUAGE sql STABLE SECURITY DEFINER AS $$
    SELECT sha256(string_agg(convert_to(place || '|' || number || '|', 'UTF8') || digest, ''::bytea
                             ORDER BY place COLLATE "C", number))
    FROM batch_leaves_9(of_batch)
$$;
CREATE FUNCTION batch_leaves(of_batch bigint) RETURNS TABLE (place text, number bigint, row_count bigint, digest bytea)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET timezone = 'UTC' SET datestyle = 'ISO' SET bytea_output = 'hex' AS $$
    SELECT 'due_rules', r.due_rules_id, 1::bigint, sha256(convert_to((r.due_rules_id, r.rules, r.loaded_at,
            r.loaded_by)::text, 'UTF8'))
        FROM batch b JOIN due_rules r USING (due_rules_id) WHERE b.batch_id = of_batch
    UNION ALL SELECT l.place, l.number, l.row_count, l.digest FROM batch_leaves_9(of_batch) l
$$;
CREATE FUNCTION batch_content_10(of_batch bigint) RETURNS bytea LANGUAGE sql STABLE SECURITY DEFINER AS $$
    SELECT sha256(string_agg(convert_to(place || '|' || number || '|', 'UTF8') || digest, ''::bytea
                             ORDER BY place COLLATE "C", number))
    FROM batch_leaves(of_batch)
$$;
CREATE OR REPLACE FUNCTION batch_content(of_batch bigint) RETURNS bytea LANGUAGE sql STABLE SECURITY DEFINER AS $$
    SELECT CASE seal_version WHEN 1 THEN batch_content_1(of_batch) WHEN 2 THEN batch_content_2(of_batch)
                             WHEN 3 THEN batch_content_3(of_batch) WHEN 4 THEN batch_content_4(of_batch)
                             WHEN 5 THEN batch_content_5(of_batch) WHEN 6 THEN batch_content_6(of_batch)
                             WHEN 7 THEN batch_content_7(of_batch) WHEN 8 THEN batch_content_8(of_batch)
                             WHEN 9 THEN batch_content_9(of_batch) WHEN 10 THEN batch_content_10(of_batch) END
    FROM batch WHERE batch_id = of_batch
$$;
ALTER TABLE batch ALTER COLUMN seal_version SET DEFAULT 10;

-- Rights ----------------------------------------------------------------------------------------------------------------

GRANT SELECT ON due_rules TO carmhub_app, carmhub_read;
REVOKE ALL ON FUNCTION batch_leaves(bigint), batch_leaves_9(bigint), batch_content_10(bigint) FROM PUBLIC;
DO $$
DECLARE
    function regprocedure;
BEGIN
    FOR function IN SELECT p.oid FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = pg_catalog, public, pg_temp', function);
    END LOOP;
END $$;
