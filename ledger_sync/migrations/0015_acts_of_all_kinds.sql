-- Acts of every kind bind: reference data is decided on by an act, what one person does alone is summed up by the day, and
-- who may call at a shell stands in the book.

ALTER TABLE act DROP CONSTRAINT act_kind_check,
    ADD CONSTRAINT act_kind_check CHECK (
        kind IN ('rerun', 'repost', 'reverse', 'unapply', 'review', 'billing', 'reference', 'implausible')),
    ADD CONSTRAINT act_names_delivery CHECK (
        kind NOT IN ('reference', 'implausible')
        OR selection ?& '{delivery,decision}' AND selection ->> 'decision' IN ('applied', 'declined'));
CREATE INDEX act_by_time ON act (acted_at);

-- What one person does alone on a business day ----------------------------------------------------------------------------

CREATE FUNCTION business_day_at(moment timestamptz) RETURNS date LANGUAGE sql STABLE AS $$
    SELECT (moment AT TIME ZONE 'America/Toronto')::date
        + coalesce((SELECT days_ahead FROM book_clock WHERE set_at <= moment ORDER BY clock_id DESC LIMIT 1), 0)
$$;
COMMENT ON FUNCTION business_day_at IS 'The business date at a moment, by the clock that the book had then.';

CREATE FUNCTION moved_alone(person text, login text, moment timestamptz, up_to bigint) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT coalesce(sum(moved_by_act(a.act_id)), 0)::bigint FROM act a
    WHERE a.acted_at BETWEEN moment - interval '25 hours' AND moment + interval '25 hours'  -- the longest day there is
        AND business_day_at(a.acted_at) = business_day_at(moment)
        AND (up_to IS NULL OR a.act_id <= up_to)
        AND (same_person(coalesce(a.approved_by, a.requested_by), person)
             OR login <> 'airflow' AND coalesce(a.approved_login, a.requested_login) = login)
        AND NOT by_two(a)
$$;
COMMENT ON FUNCTION moved_alone IS
    'What a person, or a user of the system, moved on a business day by acts of nobody else, in cents; up to an act, or all.';

-- Who may call for what at a shell -------------------------------------------------------------------------------------------

CREATE FUNCTION may_at_shell(rules jsonb, of_kind text, cents bigint, on_day date, named text, login text)
    RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    WITH people AS (
        SELECT DISTINCT ON (lower(btrim(p.person))) p.person, p.role, p.shell_user
        FROM jsonb_to_recordset(rules) AS p (person text, role text, shell_user text, effective_from date)
        WHERE p.person IS NOT NULL AND p.effective_from <= on_day
        ORDER BY lower(btrim(p.person)), p.effective_from DESC
    ), rule AS (
        SELECT r.roles
        FROM jsonb_to_recordset(rules) AS r (kind text, from_cents bigint, roles jsonb, effective_from date)
        WHERE r.kind = of_kind AND r.from_cents <= cents AND r.effective_from <= on_day
        ORDER BY r.effective_from DESC, r.from_cents DESC LIMIT 1
    )
    SELECT NOT EXISTS (SELECT FROM people WHERE shell_user <> '')
        OR EXISTS (SELECT FROM people, rule WHERE 'shell:' || shell_user = login AND shell_user <> ''
                   AND same_person(person, named) AND rule.roles ? people.role)
$$;
COMMENT ON FUNCTION may_at_shell IS
    'Whether somebody at a shell is who he says, and has a role for an act; anybody may where no user of the system is named.';

CREATE OR REPLACE FUNCTION refuse_too_few_for(of_act bigint) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    done act;
    told jsonb;
    on_day date;
    moved bigint := moved_by_act(of_act);
    alone bigint;
    needed integer;
BEGIN
    SELECT * INTO done FROM act WHERE act_id = of_act;
    on_day := business_day_at(done.acted_at);
    SELECT rules INTO told FROM act_rules WHERE act_rules_id = done.act_rules_id;
    needed := people_needed(told, done.kind, moved, on_day);
    IF needed IS NULL THEN
        RAISE EXCEPTION 'no rule says how many people an act of kind % takes', done.kind USING ERRCODE = 'restrict_violation';
    END IF;
    IF done.requested_login IS DISTINCT FROM 'airflow'
           AND NOT may_at_shell(told, done.kind, moved, on_day, done.requested_by, done.requested_login)
       OR done.approved_by IS NOT NULL AND done.approved_login IS DISTINCT FROM 'airflow'
           AND NOT may_at_shell(told, done.kind, moved, on_day, done.approved_by, done.approved_login) THEN
        RAISE EXCEPTION 'who asks or approves as % may do no act of kind % at a shell',
            coalesce(done.approved_login, done.requested_login), done.kind USING ERRCODE = 'restrict_violation';
    END IF;
    IF by_two(done) THEN
        RETURN;
    END IF;
    IF needed > 1 THEN
        RAISE EXCEPTION 'an act of kind % that moves % cents takes two people; % asked, % approved',
            done.kind, moved, done.requested_by, coalesce(done.approved_by, 'nobody') USING ERRCODE = 'restrict_violation';
    END IF;
    IF moved > 0 THEN
        PERFORM pg_advisory_xact_lock(hashtextextended('acts of one person', 3));  -- none is summed up while another commits
        alone := moved_alone(coalesce(done.approved_by, done.requested_by),
                             coalesce(done.approved_login, done.requested_login), done.acted_at, NULL);
        IF people_needed(told, 'day', alone, on_day) > 1 THEN
            RAISE EXCEPTION 'with this act % moves % cents alone on %, which takes two people',
                coalesce(done.approved_by, done.requested_by), alone, on_day USING ERRCODE = 'restrict_violation';
        END IF;
    END IF;
END $$;

-- Reference data is decided on by an act ------------------------------------------------------------------------------------

CREATE FUNCTION refuse_undecided() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    told text[] := ARRAY(SELECT code FROM finding WHERE message_id = NEW.message_id AND code IN ('REF-013', 'REF-016'));
    by_act act;
BEGIN
    IF NEW.decided_by = 'automatic' THEN
        IF NEW.decision = 'declined' OR told <> '{}' OR EXISTS (
            SELECT FROM act WHERE kind IN ('reference', 'implausible') AND acted_at = now()) THEN  -- nobody is called so
            RAISE EXCEPTION 'delivery % waits for a person', NEW.message_id USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    SELECT * INTO by_act FROM act
    WHERE kind IN ('reference', 'implausible') AND selection ->> 'delivery' = NEW.message_id::text AND acted_at = now();
    IF NOT FOUND OR coalesce(by_act.approved_by, by_act.requested_by) <> NEW.decided_by
       OR (by_act.selection ->> 'decision' = 'declined') <> (NEW.decision = 'declined') THEN
        RAISE EXCEPTION 'delivery % is decided on by an act of a person', NEW.message_id USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.decision <> 'declined' AND 'REF-016' = ANY(told) AND by_act.kind <> 'implausible' THEN
        RAISE EXCEPTION 'delivery % is not plausible: no act of kind % applies it', NEW.message_id, by_act.kind
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER reference_decided_by_act BEFORE INSERT ON reference_decision
    FOR EACH ROW EXECUTE FUNCTION refuse_undecided();

-- What is posted by an act is of a kind whose people are counted by what it moves.
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
    RETURN NULL;
END $$;

-- Rights ----------------------------------------------------------------------------------------------------------------

DO $$
DECLARE
    function regprocedure;
BEGIN
    REVOKE ALL ON FUNCTION business_day_at(timestamptz), moved_alone(text, text, timestamptz, bigint),
        may_at_shell(jsonb, text, bigint, date, text, text), refuse_undecided() FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION business_day_at(timestamptz), moved_alone(text, text, timestamptz, bigint)
        TO carmhub_app, carmhub_read;
    FOR function IN SELECT p.oid FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = pg_catalog, public, pg_temp', function);
    END LOOP;
END $$;
