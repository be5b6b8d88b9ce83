-- The functions, triggers, rules and views of the book, each with a digest of what it does.

SELECT kind, name, left(encode(sha256(convert_to(body, 'UTF8')), 'hex'), 16) AS digest
FROM (
    SELECT 'function' AS kind,
        format('%s(%s)', p.proname, pg_catalog.pg_get_function_identity_arguments(p.oid)) AS name,
        concat_ws('|', p.prosrc, l.lanname, p.prosecdef, p.provolatile, p.proisstrict,
            array_to_string(p.proconfig, ',')) AS body
    FROM pg_catalog.pg_proc p
    JOIN pg_catalog.pg_language l ON l.oid = p.prolang
    WHERE p.pronamespace = 'public'::pg_catalog.regnamespace
    UNION ALL
    SELECT 'trigger', format('%s on %s', t.tgname, c.relname),
        concat_ws('|', f.proname, t.tgtype, t.tgenabled, t.tgdeferrable, t.tginitdeferred,
            encode(t.tgargs, 'hex'), t.tgoldtable, t.tgnewtable)
    FROM pg_catalog.pg_trigger t
    JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
    JOIN pg_catalog.pg_proc f ON f.oid = t.tgfoid
    WHERE NOT t.tgisinternal AND NOT c.relispartition
        AND c.relnamespace = 'public'::pg_catalog.regnamespace
    UNION ALL
    SELECT 'rule', format('%s on %s', r.rulename, c.relname),
        concat_ws('|', r.ev_type, r.ev_enabled, r.is_instead)
    FROM pg_catalog.pg_rewrite r
    JOIN pg_catalog.pg_class c ON c.oid = r.ev_class
    WHERE c.relnamespace = 'public'::pg_catalog.regnamespace AND r.rulename <> '_RETURN'
    UNION ALL
    SELECT 'view ' || current_setting('server_version_num')::int / 10000, c.relname,
        pg_catalog.pg_get_viewdef(c.oid)
    FROM pg_catalog.pg_class c
    WHERE c.relkind = 'v' AND c.relnamespace = 'public'::pg_catalog.regnamespace
) AS guards
ORDER BY kind, name COLLATE "C";
