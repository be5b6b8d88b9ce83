-- No batch posts a declaration twice.

\set batches 'ARRAY(SELECT batch_id FROM batch)'

-- count
SELECT count(*) FROM txn WHERE batch_id = ANY(:batches) AND kind = 'CAD';

-- breaches
SELECT message_id, batch_id
FROM txn
WHERE kind = 'CAD' AND batch_id = ANY(:batches)
GROUP BY message_id, batch_id
HAVING count(*) > 1;
