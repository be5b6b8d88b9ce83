-- Every accepted message left a declaration, a payment or what adds to one, reference data, a
-- review, or what waits for two people.

\set batches 'ARRAY(SELECT batch_id FROM batch)'

-- count
SELECT count(*)
FROM message JOIN file USING (file_id)
WHERE status IN ('accepted', 'pending') AND batch_id = ANY(:batches);

-- breaches
SELECT m.message_id
FROM file f
CROSS JOIN LATERAL (
    SELECT message_id FROM message
    WHERE file_id = f.file_id AND status IN ('accepted', 'pending') OFFSET 0
) m
WHERE f.batch_id = ANY(:batches)
    AND NOT EXISTS (SELECT FROM review r WHERE r.message_id = m.message_id)
    AND NOT EXISTS (SELECT FROM cad c WHERE c.message_id = m.message_id OFFSET 0)
    AND NOT EXISTS (
        SELECT FROM txn t
        WHERE t.message_id = m.message_id AND t.kind IN ('PMT', 'CHB', 'BKF', 'RTB', 'CLR', 'IDN')
        OFFSET 0
    )
    AND NOT EXISTS (SELECT FROM reference_delivery d WHERE d.message_id = m.message_id)
    AND NOT EXISTS (SELECT FROM submission s WHERE s.message_id = m.message_id);
