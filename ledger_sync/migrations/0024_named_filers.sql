-- Who files under an account security number may be named by program account (BN15) too.

ALTER TABLE broker ADD COLUMN bn15 text CHECK (bn15 ~ '^\d{9}RM\d{4}$');
COMMENT ON COLUMN broker.bn15 IS 'The program account by which declarations may name who files under the number; null: by the number alone.';

-- Seals, version 10: the program accounts of filers too ----------------------------------------------------------------------

CREATE OR REPLACE FUNCTION batch_leaves(of_batch bigint) RETURNS TABLE (place text, number bigint, row_count bigint, digest bytea)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET timezone = 'UTC' SET datestyle = 'ISO' SET bytea_output = 'hex' AS $$
    SELECT 'due_rules', r.due_rules_id, 1::bigint, sha256(convert_to((r.due_rules_id, r.rules, r.loaded_at,
            r.loaded_by)::text, 'UTF8'))
        FROM batch b JOIN due_rules r USING (due_rules_id) WHERE b.batch_id = of_batch
    UNION ALL SELECT l.place, l.number, l.row_count, l.digest FROM batch_leaves_9(of_batch) l
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

-- Rights ----------------------------------------------------------------------------------------------------------------

DO $$
DECLARE
    function regprocedure;
BEGIN
    FOR function IN SELECT p.oid FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = pg_catalog, public, pg_temp', function);
    END LOOP;
END $$;
