-- Every batch names the rules by which its days were worked out, none older than those that a
-- batch before it names.

\set batches 'ARRAY(SELECT batch_id FROM batch)'

-- count
SELECT count(*) FROM batch WHERE batch_id = ANY(:batches);

-- breaches
WITH before AS (
    SELECT max(due_rules_id) AS due_rules_id FROM batch
    WHERE batch_id < (SELECT min(batch_id) FROM batch WHERE batch_id = ANY(:batches))
), told AS (
    SELECT batch_id, due_rules_id, greatest((SELECT due_rules_id FROM before),
        max(due_rules_id) OVER (
            ORDER BY batch_id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) AS newest
    FROM batch
    WHERE batch_id = ANY(:batches)
)
SELECT batch_id, due_rules_id, newest FROM told WHERE coalesce(due_rules_id, 0) < newest;
