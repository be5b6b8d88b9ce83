-- An act is by as many people as its rules ask for, by what it moved, alone or with all that its
-- person did that day; one that posts nothing is asked of the batches around it, and what applies
-- a delivery that is not plausible is an act of that kind. Who asks or approves at a shell is named
-- there for it.

\set batches 'ARRAY(SELECT batch_id FROM batch)'

-- count
WITH ends AS (
    SELECT min(batch_id) AS first, max(batch_id) AS last FROM batch WHERE batch_id = ANY(:batches)
), span AS (
    SELECT coalesce((SELECT sealed_at FROM batch WHERE batch_id = first
               AND EXISTS (SELECT FROM batch WHERE batch_id < first)), '-infinity') AS since,
           coalesce((SELECT sealed_at FROM batch WHERE batch_id > last ORDER BY batch_id LIMIT 1),
               'infinity') AS until
    FROM ends WHERE first IS NOT NULL
)
SELECT count(*) FROM act WHERE act_id IN (
    SELECT act_id FROM batch WHERE batch_id = ANY(:batches)
    UNION SELECT run.act_id FROM run JOIN batch USING (run_id) WHERE batch_id = ANY(:batches)
    UNION SELECT act_id FROM file WHERE batch_id = ANY(:batches)
    UNION SELECT act_id FROM act JOIN span ON acted_at >= since AND acted_at < until
);

-- breaches
WITH ends AS (
    SELECT min(batch_id) AS first, max(batch_id) AS last FROM batch WHERE batch_id = ANY(:batches)
), span AS (
    SELECT coalesce((SELECT sealed_at FROM batch WHERE batch_id = first
               AND EXISTS (SELECT FROM batch WHERE batch_id < first)), '-infinity') AS since,
           coalesce((SELECT sealed_at FROM batch WHERE batch_id > last ORDER BY batch_id LIMIT 1),
               'infinity') AS until
    FROM ends WHERE first IS NOT NULL
), done AS (
    SELECT a.*, r.rules, by_two(a) AS two, moved_by_act(a.act_id) AS moved,
        business_day_at(a.acted_at) AS on_day
    FROM act a JOIN act_rules r USING (act_rules_id)
    WHERE a.act_id IN (
        SELECT act_id FROM batch WHERE batch_id = ANY(:batches)
        UNION SELECT run.act_id FROM run JOIN batch USING (run_id) WHERE batch_id = ANY(:batches)
        UNION SELECT act_id FROM file WHERE batch_id = ANY(:batches)
        UNION SELECT act_id FROM act JOIN span ON acted_at >= since AND acted_at < until
    )
)
SELECT act_id, kind, requested_by, approved_by
FROM done
WHERE NOT two AND (
    people_needed(rules, kind, moved, on_day) > 1
    OR kind = 'reference' AND selection ->> 'decision' = 'applied' AND EXISTS (
        SELECT FROM finding
        WHERE message_id = (selection ->> 'delivery')::bigint AND code = 'REF-016')
    OR moved > 0 AND people_needed(rules, 'day', moved_alone(coalesce(approved_by, requested_by),
        coalesce(approved_login, requested_login), acted_at, act_id), on_day) > 1)
    OR requested_login IS DISTINCT FROM 'airflow'
        AND NOT may_at_shell(rules, kind, moved, on_day, requested_by, requested_login)
    OR approved_by IS NOT NULL AND approved_login IS DISTINCT FROM 'airflow'
        AND NOT may_at_shell(rules, kind, moved, on_day, approved_by, approved_login);
