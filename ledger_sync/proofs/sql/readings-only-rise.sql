-- Every batch of files or of an act was posted by no earlier reading than the batches before it.

\set batches 'ARRAY(SELECT batch_id FROM batch)'

-- count
SELECT count(*) FROM batch WHERE batch_id = ANY(:batches) AND kind IN ('file', 'act');

-- breaches
WITH before AS (
    SELECT max(reading) AS reading FROM batch
    WHERE batch_id < (SELECT min(batch_id) FROM batch WHERE batch_id = ANY(:batches))
), told AS (
    SELECT batch_id, reading, greatest((SELECT reading FROM before), max(reading) OVER (
        ORDER BY batch_id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) AS newest
    FROM batch
    WHERE batch_id = ANY(:batches) AND kind IN ('file', 'act')
)
SELECT batch_id, reading, newest FROM told WHERE coalesce(reading, 0) < newest;
