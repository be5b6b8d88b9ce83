-- Interest is posted: by rates of every day that the book keeps, on which item, until when.

INSERT INTO item_kind VALUES ('INT', 'interest', 'either', 'Interest', 'Intérêts', 2);

CREATE TABLE interest_rates (
    interest_rates_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    bears text NOT NULL CHECK (bears IN ('debt', 'request', 'decision')),
    countings jsonb NOT NULL CHECK (jsonb_typeof(countings) = 'array'),
    reference_version_id bigint REFERENCES reference_version,
    recorded_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE interest_rates IS
    'Versions of the rates of interest by day, of what bears it; no seal covers them, the proof interest-rates works them out again.';
COMMENT ON COLUMN interest_rates.bears IS 'debt; request or decision: a refund that was asked for, or that the agency decided on.';
COMMENT ON COLUMN interest_rates.countings IS 'The rules of interest.toml by which the rates of days came of the prescribed ones.';
COMMENT ON COLUMN interest_rates.reference_version_id IS 'The reference data, prescribed rates and waivers among them, that they came of.';

CREATE TABLE interest_day (
    interest_rates_id bigint NOT NULL REFERENCES interest_rates,
    day date NOT NULL,
    rate_ppm bigint NOT NULL CHECK (rate_ppm >= 0),
    days_of_year int NOT NULL CHECK (days_of_year IN (365, 366)),
    grown numeric(60, 0) NOT NULL CHECK (grown >= 1e30),
    worth numeric(60, 0) NOT NULL CHECK (worth > 0),
    PRIMARY KEY (interest_rates_id, day)
);
COMMENT ON TABLE interest_day IS 'The rate of each day, and of the day before the first, which bears none.';
COMMENT ON COLUMN interest_day.grown IS 'What 10^30 on the day before the first has grown to by the end of the day, compounded daily.';
COMMENT ON COLUMN interest_day.worth IS 'What 10^30 at the end of the day was worth on the day before the first.';

CREATE TABLE interest (
    txn_id bigint PRIMARY KEY REFERENCES txn,
    of_item_id bigint NOT NULL REFERENCES item,
    interest_rates_id bigint NOT NULL REFERENCES interest_rates,
    first_on date NOT NULL,
    through_on date NOT NULL,
    counted_cents bigint NOT NULL CHECK (counted_cents >= 0),
    recorded_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE interest IS
    'On which item each posting of interest is. No seal covers it: the proof interest-by-rules holds it to its transaction, whose key and days say the same.';
COMMENT ON COLUMN interest.counted_cents IS 'What interest from first_on through through_on came to when it was posted; what was posted before is part of it.';
CREATE INDEX interest_of_item ON interest (of_item_id);

CREATE FUNCTION interest_paid(items bigint[], as_of bigint[])
    RETURNS TABLE (place bigint, is_interest boolean, corrects boolean, counts_on date, applied_on date, cents bigint)
    LANGUAGE sql STABLE ROWS 100000 AS $$
    SELECT q.place, m.is_interest, p.reason = 'correction', p.counts_on, p.applied_on,
        CASE WHEN (m.amount_cents > 0) = (i.amount_cents > 0) THEN p.amount_cents ELSE -p.amount_cents END
    FROM unnest(items, as_of) WITH ORDINALITY AS q (item_id, as_of, place)
    JOIN item i USING (item_id)
    -- The item, and the interest posted on it that was not reversed.
    CROSS JOIN LATERAL (
        SELECT i.item_id, i.amount_cents, false AS is_interest
        UNION ALL
        SELECT o.item_id, o.amount_cents, true
        FROM interest n JOIN txn t USING (txn_id) JOIN item o USING (txn_id)
        WHERE n.of_item_id = q.item_id AND t.batch_id <= q.as_of
            AND NOT EXISTS (SELECT FROM txn r WHERE r.reverses_txn_id = n.txn_id AND r.batch_id <= q.as_of)
    ) AS m
    CROSS JOIN LATERAL (
        SELECT a.*, a.credit_item_id AS other_item_id FROM application a WHERE a.debit_item_id = m.item_id AND m.amount_cents > 0
        UNION ALL
        SELECT a.*, a.debit_item_id FROM application a WHERE a.credit_item_id = m.item_id AND m.amount_cents < 0
    ) AS p
    -- What came from or went to others, and stands.
    WHERE p.batch_id <= q.as_of AND p.reverses_application_id IS NULL AND p.other_item_id <> q.item_id
        AND NOT EXISTS (SELECT FROM application u WHERE u.reverses_application_id = p.application_id AND u.batch_id <= q.as_of)
        AND NOT EXISTS (SELECT FROM item o JOIN interest n USING (txn_id) WHERE o.item_id = p.other_item_id AND n.of_item_id = q.item_id)
$$;
COMMENT ON FUNCTION interest_paid(bigint[], bigint[]) IS
    'What was paid of each item and of the interest on it by others than these, by what was applied up to a batch; below zero, what went to others.';

CREATE FUNCTION interest_counted(items bigint[], rates bigint[], firsts date[], throughs date[], as_of bigint[])
    RETURNS TABLE (place bigint, counted_cents bigint, ends_on date) LANGUAGE sql STABLE ROWS 100000 AS $$
    WITH asked AS (
        SELECT q.place, q.rates_id, q.first_on - 1 AS before_on, q.through_on, abs(i.amount_cents)::numeric AS cents,
            b.worth AS worth_before
        FROM unnest(items, rates, firsts, throughs) WITH ORDINALITY AS q (item_id, rates_id, first_on, through_on, place)
        JOIN item i USING (item_id)
        JOIN interest_day b ON b.interest_rates_id = q.rates_id AND b.day = q.first_on - 1
        WHERE q.through_on >= q.first_on - 1
    ), paid AS (
        SELECT q.*, p.is_interest, p.corrects, p.counts_on, p.applied_on, p.cents AS paid_cents,
            bool_or(p.corrects) OVER of_it AS corrected,
            coalesce(sum(p.cents) FILTER (WHERE p.is_interest) OVER of_it, 0) AS interest_cents
        FROM interest_paid(items, as_of) p JOIN asked q USING (place)
        WINDOW of_it AS (PARTITION BY p.place)
    ),
    -- Two courses where a re-determination lowered a debt: as if it had never been more, and with the day of that.
    of_day AS (
        SELECT place, 1 AS course, rates_id, before_on, through_on, cents, worth_before, NULL::date AS day, 0::numeric AS paid_cents,
            0::numeric AS interest_cents
        FROM asked
        UNION ALL
        SELECT place, c.course, rates_id, before_on, through_on, cents, worth_before, c.day, sum(paid_cents), interest_cents
        FROM paid
        CROSS JOIN LATERAL (
            SELECT 1 AS course, greatest(counts_on, before_on) AS day
            UNION ALL
            SELECT 2, greatest(CASE WHEN corrects THEN applied_on ELSE counts_on END, before_on) WHERE corrected
        ) AS c
        GROUP BY place, c.course, rates_id, before_on, through_on, cents, worth_before, c.day, interest_cents
    ), left_by AS (
        SELECT d.*, d.paid_cents * i.worth AS paid_worth,
            d.day <= d.through_on AND 2 * i.grown * (d.cents * d.worth_before
                - sum(d.paid_cents * i.worth) OVER (PARTITION BY d.place, d.course ORDER BY d.day)) < 1e60 AS ends
        FROM of_day d
        LEFT JOIN interest_day i ON i.interest_rates_id = d.rates_id AND i.day = d.day
    ), ended AS (
        SELECT l.*, coalesce(min(day) FILTER (WHERE ends) OVER (PARTITION BY place, course), through_on) AS ends_on FROM left_by l
    ), summed AS (
        SELECT place, course, rates_id, before_on, cents, worth_before, ends_on, max(interest_cents) AS interest_cents,
            coalesce(sum(paid_cents) FILTER (WHERE day < ends_on), 0) AS paid_cents,
            coalesce(sum(paid_worth) FILTER (WHERE day < ends_on), 0) AS paid_worth
        FROM ended
        GROUP BY place, course, rates_id, before_on, cents, worth_before, ends_on
    ),
    -- Half up to a million-millionth of a cent, then half up to the cent.
    counted AS (
        SELECT s.place, s.course, s.ends_on, s.interest_cents,
            CASE WHEN s.ends_on <= s.before_on THEN 0 ELSE div(2 * div(
                2 * (i.grown * (s.cents * s.worth_before - s.paid_worth) - (s.cents - s.paid_cents) * 1e60) + 1e48, 2e48)
                + 1e12, 2e12) END AS cents
        FROM summed s
        JOIN interest_day i ON i.interest_rates_id = s.rates_id AND i.day = s.ends_on
    )
    SELECT place,
        greatest(max(cents) FILTER (WHERE course = 1), max(least(cents, interest_cents)) FILTER (WHERE course = 2))::bigint,
        max(ends_on) FILTER (WHERE course = 1)
    FROM counted
    GROUP BY place
$$;
COMMENT ON FUNCTION interest_counted(bigint[], bigint[], date[], date[], bigint[]) IS
    'The interest on items, each by a version of rates, from its first day through a day, by what was applied up to a batch; billing/interest says the same of one.';

CREATE OR REPLACE FUNCTION refuse_strange_run() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    IF EXISTS (SELECT FROM txn t WHERE t.batch_id = NEW.batch_id
               AND CASE NEW.kind WHEN 'penalty' THEN t.kind <> 'LAP' WHEN 'interest' THEN t.kind <> 'INT'
                   ELSE NEW.kind IN ('clearing', 'billing') END) THEN
        RAISE EXCEPTION 'batch % is a run of kind %, which posts no such transaction', NEW.batch_id, NEW.kind
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;

-- Append-only -----------------------------------------------------------------------------------------------------------

CREATE TRIGGER interest_append_only BEFORE DELETE OR UPDATE ON interest FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER interest_no_truncate BEFORE TRUNCATE ON interest FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER interest_rates_append_only BEFORE DELETE OR UPDATE ON interest_rates
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER interest_rates_no_truncate BEFORE TRUNCATE ON interest_rates
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER interest_day_append_only BEFORE DELETE OR UPDATE ON interest_day FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER interest_day_no_truncate BEFORE TRUNCATE ON interest_day FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Rights ----------------------------------------------------------------------------------------------------------------

GRANT SELECT ON interest, interest_rates, interest_day TO carmhub_app, carmhub_read;
GRANT INSERT (txn_id, of_item_id, interest_rates_id, first_on, through_on, counted_cents) ON interest TO carmhub_app;
GRANT INSERT (bears, countings, reference_version_id) ON interest_rates TO carmhub_app;
GRANT INSERT ON interest_day TO carmhub_app;
REVOKE ALL ON FUNCTION interest_paid(bigint[], bigint[]), interest_counted(bigint[], bigint[], date[], date[], bigint[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION interest_paid(bigint[], bigint[]), interest_counted(bigint[], bigint[], date[], date[], bigint[])
    TO carmhub_app, carmhub_read;
DO $$
DECLARE
    function regprocedure;
BEGIN
    FOR function IN SELECT p.oid FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = pg_catalog, public, pg_temp', function);
    END LOOP;
END $$;
