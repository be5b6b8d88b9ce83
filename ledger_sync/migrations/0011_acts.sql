-- Acts of people: the rules of how many people an act takes stand in the book, and it refuses an act of too few.

-- The rules, a version each time they change ----------------------------------------------------------------------------

CREATE TABLE act_rules (
    act_rules_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    rules jsonb NOT NULL,
    loaded_at timestamptz NOT NULL DEFAULT now(),
    loaded_by text NOT NULL DEFAULT current_user,
    CHECK (jsonb_typeof(rules) = 'array')
);
COMMENT ON TABLE act_rules IS 'Versions of config/rules/acts.toml, which the owner of the book loads; the newest holds.';

CREATE FUNCTION people_needed(rules jsonb, of_kind text, cents bigint, on_day date) RETURNS integer LANGUAGE sql IMMUTABLE AS $$
    SELECT r.people
    FROM jsonb_to_recordset(rules) AS r (kind text, from_cents bigint, people integer, effective_from date)
    WHERE r.kind = of_kind AND r.from_cents <= cents AND r.effective_from <= on_day
    ORDER BY r.effective_from DESC, r.from_cents DESC LIMIT 1
$$;
COMMENT ON FUNCTION people_needed IS 'How many people an act of a kind takes that moves so much; null where no rule is in force.';

-- What was asked for, before another person approves it -----------------------------------------------------------------

CREATE TABLE act_request (
    request_key text PRIMARY KEY,
    kind text NOT NULL,
    selection jsonb NOT NULL,
    digest bytea NOT NULL CHECK (octet_length(digest) = 32),
    requested_by text NOT NULL CHECK (requested_by <> ''),
    requested_at timestamptz NOT NULL DEFAULT now(),
    login text NOT NULL CHECK (login <> ''),
    reason text NOT NULL CHECK (reason <> '')
);
COMMENT ON TABLE act_request IS 'What one person asked for, or checked, and another one is to approve.';
COMMENT ON COLUMN act_request.digest IS 'SHA-256 of what would be done, as it was shown.';
COMMENT ON COLUMN act_request.login IS 'How the person was known: airflow, or shell and the user of the operating system.';

ALTER TABLE act DROP CONSTRAINT act_kind_check,
    ADD CONSTRAINT act_kind_check CHECK (kind IN ('rerun', 'repost', 'reverse', 'unapply', 'review', 'billing')),
    ADD COLUMN requested_at timestamptz,
    ADD COLUMN requested_login text,
    ADD COLUMN approved_by text CHECK (approved_by <> ''),
    ADD COLUMN approved_at timestamptz,
    ADD COLUMN approved_login text,
    ADD COLUMN digest bytea CHECK (octet_length(digest) = 32),
    ADD COLUMN act_rules_id bigint REFERENCES act_rules,
    ADD CONSTRAINT act_approved_check CHECK ((approved_by IS NULL) = (approved_at IS NULL)),
    ADD CONSTRAINT act_names_digest CHECK (approved_by IS NULL OR digest IS NOT NULL);
COMMENT ON TABLE act IS 'What persons did to the book or the intake.';
COMMENT ON COLUMN act.digest IS 'SHA-256 of what was to be done, as it was approved.';
COMMENT ON COLUMN act.act_rules_id IS 'The rules of acts in force.';

ALTER TABLE run ADD COLUMN act_id bigint UNIQUE REFERENCES act;
COMMENT ON COLUMN run.act_id IS 'The act by which a person let it run; null where none was needed.';

CREATE FUNCTION moved_by_act(of_act bigint) RETURNS bigint LANGUAGE sql STABLE AS $$
    WITH b AS (
        SELECT batch_id FROM batch WHERE act_id = of_act
        UNION ALL SELECT batch_id FROM run JOIN batch USING (run_id) WHERE run.act_id = of_act
    )
    SELECT greatest(
        (SELECT coalesce(sum(greatest(cents, 0)), 0) FROM (
            SELECT sum(e.amount_cents) AS cents FROM b JOIN txn t USING (batch_id)
            JOIN entry e ON e.txn_id = t.txn_id AND e.book_on = t.book_on GROUP BY e.account_id) AS changed),
        (SELECT coalesce(sum(abs(s.closing_cents)), 0) FROM b JOIN statement s USING (batch_id)),
        (SELECT coalesce(sum(greatest(-a.amount_cents, 0)), 0) FROM b JOIN application a USING (batch_id)))::bigint
$$;
COMMENT ON FUNCTION moved_by_act IS 'What an act moved, in cents: on one side of the book, in statements, or of applications undone.';

CREATE FUNCTION same_person(one text, other text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT lower(btrim(one)) = lower(btrim(other))
$$;

CREATE FUNCTION fill_act() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    asked act_request;
BEGIN
    NEW.act_rules_id := (SELECT max(act_rules_id) FROM act_rules);
    NEW.approved_at := CASE WHEN NEW.approved_by IS NOT NULL THEN now() END;
    SELECT * INTO asked FROM act_request WHERE request_key = NEW.request_key;
    IF FOUND THEN
        IF (asked.kind, asked.selection, asked.digest, asked.requested_by)
           IS DISTINCT FROM (NEW.kind, NEW.selection, NEW.digest, NEW.requested_by) THEN
            RAISE EXCEPTION 'request % asked for something else', NEW.request_key USING ERRCODE = 'restrict_violation';
        END IF;
        NEW.requested_at := asked.requested_at;
        NEW.requested_login := asked.login;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER act_filled BEFORE INSERT ON act FOR EACH ROW EXECUTE FUNCTION fill_act();

CREATE FUNCTION by_two(of_act act) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT of_act.requested_at IS NOT NULL AND of_act.approved_by IS NOT NULL
        AND NOT same_person(of_act.approved_by, of_act.requested_by)
        AND CASE WHEN of_act.requested_login = 'airflow' THEN coalesce(of_act.approved_login = 'airflow', false)
                 ELSE coalesce(of_act.approved_login <> 'airflow' AND of_act.approved_login <> of_act.requested_login, false) END
$$;
COMMENT ON FUNCTION by_two IS
    'Whether one person asked for an act and another approved it: both through Airflow, or both at a shell as two users of the system.';

CREATE FUNCTION refuse_too_few_for(of_act bigint) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    done act;
    moved bigint := moved_by_act(of_act);
    needed integer;
BEGIN
    SELECT * INTO done FROM act WHERE act_id = of_act;
    SELECT people_needed(rules, done.kind, moved, (now() AT TIME ZONE 'America/Toronto')::date) INTO needed
    FROM act_rules WHERE act_rules_id = done.act_rules_id;
    IF needed IS NULL THEN
        RAISE EXCEPTION 'no rule says how many people an act of kind % takes', done.kind USING ERRCODE = 'restrict_violation';
    END IF;
    IF needed > 1 AND NOT by_two(done) THEN
        RAISE EXCEPTION 'an act of kind % that moves % cents takes two people; % asked, % approved',
            done.kind, moved, done.requested_by, coalesce(done.approved_by, 'nobody') USING ERRCODE = 'restrict_violation';
    END IF;
END $$;

CREATE FUNCTION refuse_too_few_people() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    PERFORM refuse_too_few_for(NEW.act_id);
    RETURN NULL;
END $$;

-- And once all that a batch does is there, whenever its act was recorded.
CREATE FUNCTION refuse_seal_of_too_few() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    by_act bigint := coalesce(NEW.act_id, (SELECT r.act_id FROM run r WHERE r.run_id = NEW.run_id));
BEGIN
    IF NEW.kind IN ('act', 'billing')
       AND NOT EXISTS (SELECT FROM act WHERE act_id = by_act AND kind <> 'rerun' AND (kind = 'billing') = (NEW.kind = 'billing')) THEN
        RAISE EXCEPTION 'batch % of kind % is by no act of such a kind', NEW.batch_id, NEW.kind USING ERRCODE = 'restrict_violation';
    END IF;
    IF by_act IS NOT NULL THEN
        PERFORM refuse_too_few_for(by_act);
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER batch_by_enough_people AFTER UPDATE OF digest ON batch DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION refuse_seal_of_too_few();
CREATE CONSTRAINT TRIGGER act_by_enough_people AFTER INSERT ON act DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION refuse_too_few_people();

DO $$
DECLARE
    kept text;
BEGIN
    FOREACH kept IN ARRAY ARRAY['act_rules', 'act_request'] LOOP
        EXECUTE format('CREATE TRIGGER %1$s_append_only BEFORE DELETE OR UPDATE ON %1$s'
                       ' FOR EACH ROW EXECUTE FUNCTION refuse_change()', kept);
        EXECUTE format('CREATE TRIGGER %1$s_no_truncate BEFORE TRUNCATE ON %1$s'
                       ' FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', kept);
    END LOOP;
END $$;

-- Seals, version 6: what version 5 covers, and who asked, who approved, what, by which rules -------------------------------

ALTER FUNCTION batch_leaves(bigint) RENAME TO batch_leaves_5;
CREATE OR REPLACE FUNCTION batch_content_5(of_batch bigint) RETURNS bytea LANGUAGE sql STABLE SECURITY DEFINER AS $$
    SELECT sha256(string_agg(convert_to(place || '|' || number || '|', 'UTF8') || digest, ''::bytea
                             ORDER BY place COLLATE "C", number))
    FROM batch_leaves_5(of_batch)
$$;
CREATE FUNCTION batch_leaves(of_batch bigint) RETURNS TABLE (place text, number bigint, row_count bigint, digest bytea)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET timezone = 'UTC' SET datestyle = 'ISO' SET bytea_output = 'hex' AS $$
    SELECT 'act', a.act_id, 1::bigint, sha256(convert_to((a.act_id, a.request_key, a.kind, a.requested_by, a.requested_at,
            a.requested_login, a.reason, a.selection, a.acted_at, a.approved_by, a.approved_at, a.approved_login, a.digest,
            a.act_rules_id)::text, 'UTF8'))
        FROM act a WHERE a.act_id IN (SELECT b.act_id FROM batch b WHERE b.batch_id = of_batch
                                      UNION SELECT f.act_id FROM file f WHERE f.batch_id = of_batch
                                      UNION SELECT r.act_id FROM batch b JOIN run r USING (run_id) WHERE b.batch_id = of_batch)
    UNION ALL SELECT 'act_rules', v.act_rules_id, 1, sha256(convert_to((v.act_rules_id, v.rules, v.loaded_at,
            v.loaded_by)::text, 'UTF8'))
        FROM act_rules v WHERE v.act_rules_id IN (
            SELECT a.act_rules_id FROM act a LEFT JOIN run r USING (act_id)
            JOIN batch b ON b.act_id = a.act_id OR b.run_id = r.run_id WHERE b.batch_id = of_batch)
    UNION ALL SELECT 'run', 0, 1, sha256(convert_to((r.run_id, r.kind, r.business_date, r.ran_at, r.act_id)::text, 'UTF8'))
        FROM batch b JOIN run r USING (run_id) WHERE b.batch_id = of_batch
    UNION ALL SELECT l.place, l.number, l.row_count, l.digest FROM batch_leaves_5(of_batch) l WHERE l.place NOT IN ('act', 'run')
$$;
CREATE FUNCTION batch_content_6(of_batch bigint) RETURNS bytea LANGUAGE sql STABLE SECURITY DEFINER AS $$
    SELECT sha256(string_agg(convert_to(place || '|' || number || '|', 'UTF8') || digest, ''::bytea
                             ORDER BY place COLLATE "C", number))
    FROM batch_leaves(of_batch)
$$;
CREATE OR REPLACE FUNCTION batch_content(of_batch bigint) RETURNS bytea LANGUAGE sql STABLE SECURITY DEFINER AS $$
    SELECT CASE seal_version WHEN 1 THEN batch_content_1(of_batch) WHEN 2 THEN batch_content_2(of_batch)
                             WHEN 3 THEN batch_content_3(of_batch) WHEN 4 THEN batch_content_4(of_batch)
                             WHEN 5 THEN batch_content_5(of_batch) WHEN 6 THEN batch_content_6(of_batch) END
    FROM batch WHERE batch_id = of_batch
$$;
ALTER TABLE batch ALTER COLUMN seal_version SET DEFAULT 6;

-- Rights ----------------------------------------------------------------------------------------------------------------

GRANT SELECT ON act_rules, act_request TO carmhub_app, carmhub_read;
GRANT INSERT (request_key, kind, selection, digest, requested_by, login, reason) ON act_request TO carmhub_app;
GRANT INSERT (requested_login, approved_by, approved_login, digest) ON act TO carmhub_app;
GRANT INSERT (act_id) ON run TO carmhub_app;
DO $$
DECLARE
    function regprocedure;
BEGIN
    REVOKE ALL ON FUNCTION batch_leaves(bigint), batch_leaves_5(bigint), batch_content_6(bigint), fill_act(),
        refuse_too_few_people(), refuse_too_few_for(bigint), refuse_seal_of_too_few(), by_two(act), people_needed(jsonb, text, bigint, date), same_person(text, text), moved_by_act(bigint)
        FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION people_needed(jsonb, text, bigint, date), same_person(text, text), moved_by_act(bigint), by_two(act)
        TO carmhub_app, carmhub_read;
    FOR function IN SELECT p.oid FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = pg_catalog, public, pg_temp', function);
    END LOOP;
END $$;
