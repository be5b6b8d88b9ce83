-- Nothing was posted from a message that was neither accepted nor approved.

\set batches 'ARRAY(SELECT batch_id FROM batch)'

-- count
SELECT count(*) FROM txn WHERE batch_id = ANY(:batches);

-- breaches
SELECT t.txn_id
FROM txn t
CROSS JOIN LATERAL (SELECT status FROM message WHERE message_id = t.message_id OFFSET 0) m
WHERE t.batch_id = ANY(:batches) AND m.status <> 'accepted' AND NOT EXISTS (
    SELECT FROM review r
    JOIN review_decision d USING (review_id)
    WHERE r.message_id = t.message_id AND d.decision = 'approved'
);
