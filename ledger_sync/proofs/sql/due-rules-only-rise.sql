-- Every batch since the first rules of days were loaded names those by which its own were worked
-- out, none older than those that a batch before it names.

\set batches 'ARRAY(SELECT batch_id FROM batch)'

-- count
SELECT count(*) FROM batch WHERE batch_id = ANY(:batches);

-- breaches
WITH before AS (
    SELECT max(due_rules_id) AS due_rules_id FROM batch
    WHERE batch_id < (SELECT min(batch_id) FROM batch WHERE batch_id = ANY(:batches))
), told AS (
    SELECT batch_id, due_rules_id, sealed_at, greatest((SELECT due_rules_id FROM before),
        max(due_rules_id) OVER (
            ORDER BY batch_id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) AS newest
    FROM batch
    WHERE batch_id = ANY(:batches)
)
SELECT batch_id, due_rules_id, newest
FROM told
WHERE coalesce(due_rules_id, 0) < newest
    OR due_rules_id IS NULL AND sealed_at > (SELECT min(loaded_at) FROM due_rules);
