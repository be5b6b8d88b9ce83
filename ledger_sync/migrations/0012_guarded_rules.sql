-- The rules are guarded as the money is: reference data and the registry change by recorded versions alone, and those are
-- sealed. A book knows its own day, and closes none that is still to come.

-- The day of the book -----------------------------------------------------------------------------------------------------

CREATE TABLE book_clock (
    clock_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    days_ahead int NOT NULL CHECK (days_ahead BETWEEN 0 AND 36600),
    set_at timestamptz NOT NULL DEFAULT now(),
    set_by text NOT NULL DEFAULT current_user
);
COMMENT ON TABLE book_clock IS
    'Of a made-up book alone: how far its day is ahead of Toronto''s; the newest row holds. A real book has none.';

CREATE FUNCTION is_made_up() RETURNS boolean LANGUAGE sql STABLE AS $$ SELECT EXISTS (SELECT FROM book_clock) $$;
COMMENT ON FUNCTION is_made_up IS 'Whether the book was made with a clock of its own, for a demonstration or a simulation.';
CREATE FUNCTION days_ahead() RETURNS integer LANGUAGE sql STABLE AS $$
    SELECT coalesce((SELECT days_ahead FROM book_clock ORDER BY clock_id DESC LIMIT 1), 0)
$$;
CREATE FUNCTION business_today() RETURNS date LANGUAGE sql STABLE AS $$
    SELECT (now() AT TIME ZONE 'America/Toronto')::date + days_ahead()
$$;
COMMENT ON FUNCTION business_today IS 'The business date now: the calendar day in Toronto, in a made-up book so many days later.';

CREATE FUNCTION refuse_clock() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT is_made_up() AND (EXISTS (SELECT FROM file) OR EXISTS (SELECT FROM batch) OR EXISTS (SELECT FROM closed_date)) THEN
        RAISE EXCEPTION 'a book in use gets no clock of its own' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.days_ahead < days_ahead() THEN
        RAISE EXCEPTION 'the clock of a book goes forward only' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER book_clock_forward BEFORE INSERT ON book_clock FOR EACH ROW EXECUTE FUNCTION refuse_clock();

CREATE FUNCTION refuse_future() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.book_on > business_today() + TG_ARGV[0]::int THEN
        RAISE EXCEPTION '% is later than today, %', NEW.book_on, business_today() USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER closed_date_not_ahead BEFORE INSERT ON closed_date FOR EACH ROW EXECUTE FUNCTION refuse_future(0);
-- What is posted after today was closed is of tomorrow.
CREATE TRIGGER batch_not_ahead BEFORE INSERT ON batch FOR EACH ROW EXECUTE FUNCTION refuse_future(1);

-- What was asked for may be rejected or withdrawn, for good ----------------------------------------------------------------

CREATE TABLE act_rejection (
    request_key text PRIMARY KEY,
    rejected_by text NOT NULL CHECK (rejected_by <> ''),
    login text NOT NULL CHECK (login <> ''),
    reason text NOT NULL CHECK (reason <> ''),
    rejected_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE act_rejection IS 'What was asked for, or would have been, and a person said no to: nothing is done under its key.';

CREATE FUNCTION refuse_rejected() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    who text;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('act:' || NEW.request_key, 3));
    IF TG_TABLE_NAME = 'act_rejection' THEN
        IF EXISTS (SELECT FROM act WHERE request_key = NEW.request_key) THEN
            RAISE EXCEPTION 'request % was carried out', NEW.request_key USING ERRCODE = 'restrict_violation';
        END IF;
    ELSE
        SELECT rejected_by INTO who FROM act_rejection WHERE request_key = NEW.request_key;
        IF FOUND THEN
            RAISE EXCEPTION 'request % was rejected by %', NEW.request_key, who USING ERRCODE = 'restrict_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER act_not_rejected BEFORE INSERT ON act FOR EACH ROW EXECUTE FUNCTION refuse_rejected();
CREATE TRIGGER act_request_not_rejected BEFORE INSERT ON act_request FOR EACH ROW EXECUTE FUNCTION refuse_rejected();
CREATE TRIGGER act_rejection_in_time BEFORE INSERT ON act_rejection FOR EACH ROW EXECUTE FUNCTION refuse_rejected();

-- Reference data changes by a recorded version -----------------------------------------------------------------------------

CREATE FUNCTION reference_columns(of_table text) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE of_table
        WHEN 'partner' THEN '{partner_id,name,kind,language,sender_identification,account_security_number,messages,acknowledgement,amounts,numbered}'::text[]
        WHEN 'tariff_item' THEN '{tariff_item,effective_from,effective_to,unit,description_en,description_fr}'
        WHEN 'tariff_rate' THEN '{tariff_item,treatment,effective_from,effective_to,rate_ppm,specific_micros,specific_unit,combination}'
        WHEN 'treatment_origin' THEN '{treatment,country,effective_from,effective_to}'
        WHEN 'exchange_rate' THEN '{currency,effective_from,effective_to,rate_ppm}'
        WHEN 'gst_rate' THEN '{gst_code,effective_from,effective_to,rate_ppm,source}'
        WHEN 'excise_rate' THEN '{excise_code,effective_from,effective_to,rate_ppm,specific_micros,specific_unit,combination,source}'
        WHEN 'sima_measure' THEN '{tariff_item,origin_country,measure,kind,effective_from,effective_to,rate_ppm,specific_micros,specific_unit,source}'
        WHEN 'surtax_measure' THEN '{surtax_code,tariff_item,origin_country,effective_from,effective_to,rate_ppm,rank,excludes_lower,source}'
        WHEN 'relief' THEN '{list,code,charge,effective_from,effective_to,remitted_ppm,source}'
        WHEN 'unit_factor' THEN '{from_unit,to_unit,effective_from,effective_to,factor_ppm,source}'
        WHEN 'holiday' THEN '{holiday_on,province,name_en,name_fr,source}'
        WHEN 'due_override' THEN '{program,rule_on,due_on,source}'
        WHEN 'prescribed_rate' THEN '{effective_from,effective_to,rate_ppm,source}'
        WHEN 'waiver' THEN '{kind,effective_from,effective_to,source}'
    END
$$;
COMMENT ON FUNCTION reference_columns IS 'The columns of a reference table in the order in which its digest reads them.';

CREATE FUNCTION reference_digest(of_table text, held regclass) RETURNS bytea LANGUAGE plpgsql STABLE
    SET datestyle = 'ISO' SET timezone = 'UTC' AS $$
DECLARE
    columns text := (SELECT string_agg(quote_ident(name), ', ' ORDER BY place)
                     FROM unnest(reference_columns(of_table)) WITH ORDINALITY AS c (name, place));
    digest bytea;
BEGIN
    EXECUTE format('SELECT sha256(convert_to(coalesce(string_agg(line, E''\n'' ORDER BY line COLLATE "C"), ''''), ''UTF8''))'
                   ' FROM (SELECT ROW(%s)::text AS line FROM %s) AS held', columns, held) INTO digest;
    RETURN digest;
END $$;
COMMENT ON FUNCTION reference_digest IS 'SHA-256 of all rows of a reference table, or of another that holds its columns.';

-- Which transaction made a version or a load; of older ones nobody asks any more. A clock would not tell: another
-- transaction may have begun before it was made, and go on after.
ALTER TABLE reference_version ADD COLUMN made_in xid8;
ALTER TABLE reference_version ALTER COLUMN made_in SET DEFAULT pg_current_xact_id();
COMMENT ON COLUMN reference_version.made_in IS 'The transaction that made it, which alone may add to it.';
ALTER TABLE registry_load ADD COLUMN made_in xid8;
ALTER TABLE registry_load ALTER COLUMN made_in SET DEFAULT pg_current_xact_id();
COMMENT ON COLUMN registry_load.made_in IS 'The transaction that made it, which alone may add to it.';

CREATE FUNCTION version_of_now(of_table text) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT max(reference_version_id) FROM reference_version
    WHERE table_name = of_table AND made_in = pg_current_xact_id() AND applied_at = now()
$$;
COMMENT ON FUNCTION version_of_now IS 'The version of a reference table that this transaction records; null where it records none.';

CREATE FUNCTION refuse_unrecorded() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    of_version bigint := version_of_now(TG_TABLE_NAME);
    rows_of constant text := 'SELECT (jsonb_populate_record(NULL::%1$I, %2$s)).* FROM reference_change'
                             ' WHERE reference_version_id = $1 AND %3$s';
    differ constant text := 'SELECT EXISTS ((SELECT * FROM %1$s EXCEPT %2$s) UNION ALL (%2$s EXCEPT SELECT * FROM %1$s))';
    added constant text := format(rows_of, TG_TABLE_NAME, 'after', 'before IS NULL');
    was constant text := format(rows_of, TG_TABLE_NAME, 'before', 'before IS NOT NULL AND after IS NOT NULL');
    becomes constant text := format(rows_of, TG_TABLE_NAME, 'after', 'before IS NOT NULL AND after IS NOT NULL');
    removed constant text := format(rows_of, TG_TABLE_NAME, 'before', 'after IS NULL');
    unlike boolean;
BEGIN
    IF of_version IS NULL THEN
        RAISE EXCEPTION '% changes by a recorded version alone', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'INSERT' THEN
        EXECUTE format(differ, 'new_rows', added) INTO unlike USING of_version;
    ELSIF TG_OP = 'DELETE' THEN
        EXECUTE format(differ, 'old_rows', removed) INTO unlike USING of_version;
    ELSE
        EXECUTE format('SELECT (%s) OR (%s)', format(differ, 'old_rows', was), format(differ, 'new_rows', becomes))
            INTO unlike USING of_version;
    END IF;
    IF unlike THEN
        RAISE EXCEPTION '% would change otherwise than version % records', TG_TABLE_NAME, of_version
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION refuse_unowned_seed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(NEW) ->> coalesce(TG_ARGV[0], 'origin') <> 'delivery'
       AND NOT pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'USAGE') THEN
        RAISE EXCEPTION 'the owner of the book alone seeds it; others deliver' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER reference_version_seeded BEFORE INSERT ON reference_version
    FOR EACH ROW EXECUTE FUNCTION refuse_unowned_seed('origin');
CREATE TRIGGER registry_load_seeded BEFORE INSERT ON registry_load
    FOR EACH ROW EXECUTE FUNCTION refuse_unowned_seed('source');

CREATE FUNCTION refuse_unlike_version() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    twice boolean;
BEGIN
    EXECUTE (SELECT format('SELECT EXISTS (SELECT FROM reference_change WHERE reference_version_id = $1 GROUP BY %s HAVING count(*) > 1)',
                           string_agg(format('coalesce(after, before) ->> %L', a.attname), ', '))
             FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey)
             WHERE i.indrelid = NEW.table_name::regclass AND i.indisprimary) INTO twice USING NEW.reference_version_id;
    IF twice THEN
        RAISE EXCEPTION 'version % of % changes a row twice', NEW.number, NEW.table_name USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.origin = 'delivery' AND NOT EXISTS (
        SELECT FROM reference_delivery d JOIN reference_decision r USING (message_id)
        WHERE d.message_id = NEW.message_id AND d.table_name = NEW.table_name
          AND (r.decision, r.decided_by, r.decided_at) = ('applied', NEW.applied_by, NEW.applied_at)) THEN
        RAISE EXCEPTION 'nobody decided to apply version % of %', NEW.number, NEW.table_name
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF version_of_now(NEW.table_name) <> NEW.reference_version_id THEN
        RAISE EXCEPTION 'one version of % a transaction', NEW.table_name USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.digest <> reference_digest(NEW.table_name, NEW.table_name::regclass)
       OR NEW.added + NEW.changed + NEW.ended + NEW.removed
          <> (SELECT count(*) FROM reference_change WHERE reference_version_id = NEW.reference_version_id) THEN
        RAISE EXCEPTION 'version % of % is not what it says', NEW.number, NEW.table_name USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER reference_version_as_told AFTER INSERT ON reference_version DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION refuse_unlike_version();

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['partner', 'tariff_item', 'tariff_rate', 'treatment_origin', 'exchange_rate', 'gst_rate',
                                'excise_rate', 'sima_measure', 'surtax_measure', 'relief', 'unit_factor', 'holiday',
                                'due_override', 'prescribed_rate', 'waiver'] LOOP
        EXECUTE format('CREATE TRIGGER %1$s_added AFTER INSERT ON %1$s REFERENCING NEW TABLE AS new_rows'
                       ' FOR EACH STATEMENT EXECUTE FUNCTION refuse_unrecorded()', name);
        EXECUTE format('CREATE TRIGGER %1$s_changed AFTER UPDATE ON %1$s REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows'
                       ' FOR EACH STATEMENT EXECUTE FUNCTION refuse_unrecorded()', name);
        EXECUTE format('CREATE TRIGGER %1$s_removed AFTER DELETE ON %1$s REFERENCING OLD TABLE AS old_rows'
                       ' FOR EACH STATEMENT EXECUTE FUNCTION refuse_unrecorded()', name);
        EXECUTE format('CREATE TRIGGER %1$s_no_truncate BEFORE TRUNCATE ON %1$s'
                       ' FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', name);
    END LOOP;
END $$;

-- The registry changes by a recorded load ----------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION refuse_older_load() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM (SELECT DISTINCT load_id FROM added) a JOIN registry_load r USING (load_id)
               WHERE r.made_in IS DISTINCT FROM pg_current_xact_id() OR r.recorded_at < now()) THEN
        RAISE EXCEPTION 'a load takes rows only while it is made' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION refuse_older_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM (SELECT DISTINCT reference_version_id FROM added) a JOIN reference_version v USING (reference_version_id)
               WHERE v.made_in IS DISTINCT FROM pg_current_xact_id() OR v.applied_at < now()) THEN
        RAISE EXCEPTION 'a version takes changes only while it is made' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION refuse_unregistered() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM added)
       AND NOT pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'USAGE')
       AND NOT EXISTS (SELECT FROM registry_load WHERE made_in = pg_current_xact_id() AND recorded_at >= now()) THEN
        RAISE EXCEPTION '% takes rows with a load of the registry alone', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER client_registered AFTER INSERT ON client REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_unregistered();
CREATE TRIGGER account_registered AFTER INSERT ON account REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_unregistered();

-- Every batch says by which reference data and registry it was decided, the newest of its time -----------------------------

CREATE FUNCTION note_knowledge() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    newest_version bigint := (SELECT max(reference_version_id) FROM reference_version);
    newest_load bigint := (SELECT max(load_id) FROM registry_load);
BEGIN
    NEW.reference_version_id := coalesce(NEW.reference_version_id, newest_version);
    NEW.load_id := coalesce(NEW.load_id, newest_load);
    IF (NEW.reference_version_id, NEW.load_id) IS DISTINCT FROM (newest_version, newest_load) THEN
        RAISE EXCEPTION 'reference data or the registry moved on: decide again' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER batch_knows BEFORE INSERT ON batch FOR EACH ROW EXECUTE FUNCTION note_knowledge();
COMMENT ON COLUMN batch.reference_version_id IS 'The newest version of reference data that it was decided by.';
COMMENT ON COLUMN batch.load_id IS 'The newest load of the registry that it was decided by.';

-- What is posted now names what it was priced by; lines from before bases were kept are there already.
CREATE FUNCTION refuse_unbased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM added WHERE basis_id IS NULL OR exchange_basis_id IS NULL) THEN
        RAISE EXCEPTION 'a line names what it is priced by' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER cad_line_based AFTER INSERT ON cad_line REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_unbased();

-- A run of ours posts what is its own: penalties late accounting ones, the others no transaction at all.
CREATE FUNCTION refuse_strange_run() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    IF EXISTS (SELECT FROM txn t WHERE t.batch_id = NEW.batch_id
               AND CASE NEW.kind WHEN 'penalty' THEN t.kind <> 'LAP' ELSE NEW.kind IN ('clearing', 'billing') END) THEN
        RAISE EXCEPTION 'batch % is a run of kind %, which posts no such transaction', NEW.batch_id, NEW.kind
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER batch_posts_its_own AFTER UPDATE OF digest ON batch DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION refuse_strange_run();

-- How a row of reference data is named where a price rests on it: table, key, first day.
CREATE FUNCTION reference_name(of_table text, held jsonb) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT of_table || ' ' || concat_ws('/', VARIADIC CASE of_table
        WHEN 'tariff_rate' THEN ARRAY[held ->> 'tariff_item', held ->> 'treatment']
        WHEN 'sima_measure' THEN ARRAY[held ->> 'tariff_item', held ->> 'origin_country', held ->> 'measure', held ->> 'kind']
        WHEN 'surtax_measure' THEN ARRAY[held ->> 'surtax_code', held ->> 'tariff_item', held ->> 'origin_country']
        WHEN 'excise_rate' THEN ARRAY[held ->> 'excise_code']
        WHEN 'gst_rate' THEN ARRAY[held ->> 'gst_code']
        WHEN 'relief' THEN ARRAY[held ->> 'list', held ->> 'code', held ->> 'charge']
        WHEN 'unit_factor' THEN ARRAY[held ->> 'from_unit', held ->> 'to_unit']
        WHEN 'exchange_rate' THEN ARRAY[held ->> 'currency']
    END || ARRAY[held ->> 'effective_from'])
$$;
CREATE VIEW priced_reference AS
    SELECT reference_name('tariff_rate', to_jsonb(r)) AS name, to_jsonb(r) AS held FROM tariff_rate r
    UNION ALL SELECT reference_name('sima_measure', to_jsonb(r)), to_jsonb(r) FROM sima_measure r
    UNION ALL SELECT reference_name('surtax_measure', to_jsonb(r)), to_jsonb(r) FROM surtax_measure r
    UNION ALL SELECT reference_name('excise_rate', to_jsonb(r)), to_jsonb(r) FROM excise_rate r
    UNION ALL SELECT reference_name('gst_rate', to_jsonb(r)), to_jsonb(r) FROM gst_rate r
    UNION ALL SELECT reference_name('relief', to_jsonb(r)), to_jsonb(r) FROM relief r
    UNION ALL SELECT reference_name('unit_factor', to_jsonb(r)), to_jsonb(r) FROM unit_factor r
    UNION ALL SELECT reference_name('exchange_rate', to_jsonb(r)), to_jsonb(r) FROM exchange_rate r;
COMMENT ON VIEW priced_reference IS 'Every row of reference data that a price may rest on, as it stands, under its name.';

-- Seals, version 7: what version 6 covers, and the versions and loads since the batch before ------------------------------

ALTER FUNCTION batch_leaves(bigint) RENAME TO batch_leaves_6;
CREATE OR REPLACE FUNCTION batch_content_6(of_batch bigint) RETURNS bytea LANGUAGE sql STABLE SECURITY DEFINER AS $$
    SELECT sha256(string_agg(convert_to(place || '|' || number || '|', 'UTF8') || digest, ''::bytea
                             ORDER BY place COLLATE "C", number))
    FROM batch_leaves_6(of_batch)
$$;
CREATE FUNCTION batch_leaves(of_batch bigint) RETURNS TABLE (place text, number bigint, row_count bigint, digest bytea)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET timezone = 'UTC' SET datestyle = 'ISO' SET bytea_output = 'hex' AS $$
    SELECT l.place, l.number, l.row_count, l.digest FROM batch_leaves_6(of_batch) l
    UNION ALL SELECT 'reference_version', v.reference_version_id, 1 + c.changes, sha256(convert_to((v.reference_version_id,
            v.table_name, v.number, v.origin, v.message_id, v.file_name, v.applied_by, v.applied_at, v.added, v.changed, v.ended,
            v.removed, v.row_count, v.digest)::text, 'UTF8') || c.digest)
        FROM batch b JOIN reference_version v ON v.reference_version_id <= b.reference_version_id
            AND v.reference_version_id > coalesce((SELECT p.reference_version_id FROM batch p WHERE p.batch_id < b.batch_id
                AND p.reference_version_id IS NOT NULL ORDER BY p.batch_id DESC LIMIT 1), 0)
        CROSS JOIN LATERAL (SELECT count(*) AS changes, sha256(convert_to(coalesce(string_agg((ordinal, change, before, after)::text,
                '' ORDER BY ordinal), ''), 'UTF8')) AS digest
            FROM reference_change r WHERE r.reference_version_id = v.reference_version_id) AS c
        WHERE b.batch_id = of_batch
    UNION ALL SELECT 'registry_load', r.load_id, 1 + h.facts, sha256(convert_to((r.load_id, r.source, r.name, r.sha256,
            r.loaded_by, r.recorded_at)::text, 'UTF8') || h.digest)
        FROM batch b JOIN registry_load r ON r.load_id <= b.load_id
            AND r.load_id > coalesce((SELECT p.load_id FROM batch p WHERE p.batch_id < b.batch_id
                AND p.load_id IS NOT NULL ORDER BY p.batch_id DESC LIMIT 1), 0)
        CROSS JOIN LATERAL (SELECT count(*) AS facts, sha256(convert_to(coalesce(string_agg(fact, '' ORDER BY fact COLLATE "C"), ''),
                'UTF8')) AS digest
            FROM (SELECT 'client' || (bn9, legal_name, effective_from, effective_to, withdrawn)::text AS fact
                      FROM client_history f WHERE f.load_id = r.load_id
                  UNION ALL SELECT 'account' || (bn15, program, language, documents_to, notice_formats, statement_formats,
                      offset_preference, effective_from, effective_to, withdrawn)::text
                      FROM account_history f WHERE f.load_id = r.load_id
                  UNION ALL SELECT 'broker' || (account_security_number, partner_id, legal_name, effective_from, effective_to,
                      withdrawn)::text FROM broker f WHERE f.load_id = r.load_id
                  UNION ALL SELECT 'delegation' || (bn15, partner_id, role, effective_from, effective_to, withdrawn)::text
                      FROM delegation f WHERE f.load_id = r.load_id
                  UNION ALL SELECT 'enrolment' || (bn15, program, effective_from, effective_to, withdrawn)::text
                      FROM enrolment f WHERE f.load_id = r.load_id
                  UNION ALL SELECT 'security' || (bn15, agreement, kind, amount_cents, provider, effective_from, effective_to,
                      withdrawn)::text FROM security f WHERE f.load_id = r.load_id) AS said) AS h
        WHERE b.batch_id = of_batch
$$;
CREATE FUNCTION batch_content_7(of_batch bigint) RETURNS bytea LANGUAGE sql STABLE SECURITY DEFINER AS $$
    SELECT sha256(string_agg(convert_to(place || '|' || number || '|', 'UTF8') || digest, ''::bytea
                             ORDER BY place COLLATE "C", number))
    FROM batch_leaves(of_batch)
$$;
CREATE OR REPLACE FUNCTION batch_content(of_batch bigint) RETURNS bytea LANGUAGE sql STABLE SECURITY DEFINER AS $$
    SELECT CASE seal_version WHEN 1 THEN batch_content_1(of_batch) WHEN 2 THEN batch_content_2(of_batch)
                             WHEN 3 THEN batch_content_3(of_batch) WHEN 4 THEN batch_content_4(of_batch)
                             WHEN 5 THEN batch_content_5(of_batch) WHEN 6 THEN batch_content_6(of_batch)
                             WHEN 7 THEN batch_content_7(of_batch) END
    FROM batch WHERE batch_id = of_batch
$$;
ALTER TABLE batch ALTER COLUMN seal_version SET DEFAULT 7;

-- Rights ----------------------------------------------------------------------------------------------------------------

DO $$
DECLARE
    kept text;
BEGIN
    FOREACH kept IN ARRAY ARRAY['book_clock', 'act_rejection'] LOOP
        EXECUTE format('CREATE TRIGGER %1$s_append_only BEFORE DELETE OR UPDATE ON %1$s'
                       ' FOR EACH ROW EXECUTE FUNCTION refuse_change()', kept);
        EXECUTE format('CREATE TRIGGER %1$s_no_truncate BEFORE TRUNCATE ON %1$s'
                       ' FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', kept);
    END LOOP;
END $$;
REVOKE INSERT, UPDATE, DELETE ON partner FROM carmhub_app;
GRANT SELECT ON book_clock, act_rejection, priced_reference TO carmhub_app, carmhub_read;
GRANT INSERT (request_key, rejected_by, login, reason) ON act_rejection TO carmhub_app;
DO $$
DECLARE
    function regprocedure;
BEGIN
    REVOKE ALL ON FUNCTION is_made_up(), days_ahead(), business_today(), refuse_clock(), refuse_future(), refuse_rejected(),
        reference_columns(text), reference_digest(text, regclass), version_of_now(text), refuse_unrecorded(), refuse_unowned_seed(),
        refuse_unlike_version(), refuse_unregistered(), note_knowledge(), refuse_unbased(), refuse_strange_run(), reference_name(text, jsonb), batch_leaves(bigint),
        batch_leaves_6(bigint), batch_content_7(bigint) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION is_made_up(), days_ahead(), business_today(), reference_columns(text),
        reference_digest(text, regclass), reference_name(text, jsonb) TO carmhub_app, carmhub_read;
    GRANT EXECUTE ON FUNCTION version_of_now(text) TO carmhub_app;
    FOR function IN SELECT p.oid FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = pg_catalog, public, pg_temp', function);
    END LOOP;
END $$;
