-- Nothing was posted on a business date after its close.

\set batches 'ARRAY(SELECT batch_id FROM batch)'

-- count
SELECT count(*) FROM batch WHERE batch_id = ANY(:batches);

-- breaches
SELECT b.batch_id, b.book_on
FROM batch b
WHERE b.batch_id = ANY(:batches) AND b.kind <> 'billing' AND b.batch_id > (
    SELECT min(c.last_batch_id) FROM closed_date c WHERE c.book_on >= b.book_on
);
