-- A version that waited for a person is in the book exactly when it was approved.

\set batches 'ARRAY(SELECT batch_id FROM batch)'

-- count
SELECT count(*) FROM review JOIN file USING (file_id) WHERE batch_id = ANY(:batches);

-- breaches
SELECT r.review_id, d.decision
FROM review r
JOIN file f USING (file_id)
LEFT JOIN review_decision d USING (review_id)
WHERE f.batch_id = ANY(:batches) AND coalesce(d.decision = 'approved', false) <> EXISTS (
    SELECT FROM cad c WHERE c.message_id = r.message_id
);
