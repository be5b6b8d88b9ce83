-- An act is by as many people as the rules that it names ask for, by what it moved.

\set batches 'ARRAY(SELECT batch_id FROM batch)'

-- count
SELECT count(*) FROM act WHERE act_id IN (
    SELECT act_id FROM batch WHERE batch_id = ANY(:batches)
    UNION SELECT run.act_id FROM run JOIN batch USING (run_id) WHERE batch_id = ANY(:batches)
);

-- breaches
SELECT a.act_id, a.kind, a.requested_by, a.approved_by
FROM act a
JOIN act_rules r USING (act_rules_id)
WHERE a.act_id IN (
        SELECT act_id FROM batch WHERE batch_id = ANY(:batches)
        UNION SELECT run.act_id FROM run JOIN batch USING (run_id) WHERE batch_id = ANY(:batches)
    )
    AND people_needed(r.rules, a.kind, moved_by_act(a.act_id),
        (a.acted_at AT TIME ZONE 'America/Toronto')::date) > 1
    AND NOT by_two(a);
