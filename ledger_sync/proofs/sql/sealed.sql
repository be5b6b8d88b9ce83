-- Every batch still has the content it was sealed with, and the seals form one chain.

\set batches 'ARRAY(SELECT batch_id FROM batch)'

-- count
SELECT count(*) FROM batch WHERE batch_id = ANY(:batches);

-- breaches
SELECT b.batch_id
FROM batch b
LEFT JOIN LATERAL (
    SELECT digest FROM batch p WHERE p.batch_id < b.batch_id ORDER BY p.batch_id DESC LIMIT 1
) p ON true
WHERE b.batch_id = ANY(:batches) AND (
    b.digest IS NULL
    OR b.previous_digest IS DISTINCT FROM coalesce(p.digest, first_digest())
    OR b.digest IS DISTINCT FROM sha256(b.previous_digest || batch_content(b.batch_id))
);
