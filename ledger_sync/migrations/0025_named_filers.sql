-- Who files under an account security number may be named by program account (BN15) too.

ALTER TABLE broker ADD COLUMN bn15 text CHECK (bn15 ~ '^\d{9}RM\d{4}$');
COMMENT ON COLUMN broker.bn15 IS 'The program account by which declarations may name who files under the number; null: by the number alone.';

-- Seals, version 10: what version 9 covers, and the program accounts of filers -------------------------------------------

ALTER FUNCTION batch_leaves(bigint) RENAME TO batch_leaves_9;
CREATE OR REPLACE FUNCTION batch_content_9(of_batch bigint) RETURNS bytea LANGUAGE sql STABLE SECURITY DEFINER AS $$
    SELECT sha256(string_agg(convert_to(place || '|' || number || '|', 'UTF8') || digest, ''::bytea
                             ORDER BY place COLLATE "C", number))
    FROM batch_leaves_9(of_batch)
$$;
CREATE FUNCTION batch_leaves(of_batch bigint) RETURNS TABLE (place text, number bigint, row_count bigint, digest bytea)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET timezone = 'UTC' SET datestyle = 'ISO' SET bytea_output = 'hex' AS $$
    SELECT l.place, l.number, l.row_count, l.digest FROM batch_leaves_9(of_batch) l
    UNION ALL SELECT 'registry_load_filers', r.load_id, f.named, f.digest
        FROM batch b JOIN registry_load r ON r.load_id <= b.load_id
            AND r.load_id > coalesce((SELECT p.load_id FROM batch p WHERE p.batch_id < b.batch_id
                AND p.load_id IS NOT NULL ORDER BY p.batch_id DESC LIMIT 1), 0)
        JOIN LATERAL (
            SELECT count(*) AS named, sha256(convert_to(string_agg((f.account_security_number, f.effective_from, f.bn15)::text, ''
                ORDER BY f.account_security_number COLLATE "C", f.effective_from), 'UTF8')) AS digest
            FROM broker f WHERE f.load_id = r.load_id AND f.bn15 IS NOT NULL) f ON f.named > 0
        WHERE b.batch_id = of_batch
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

REVOKE ALL ON FUNCTION batch_leaves(bigint), batch_leaves_9(bigint), batch_content_10(bigint) FROM PUBLIC;
DO $$
DECLARE
    function regprocedure;
BEGIN
    FOR function IN SELECT p.oid FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = pg_catalog, public, pg_temp', function);
    END LOOP;
END $$;
