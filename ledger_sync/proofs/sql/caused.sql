-- Every transaction names its cause: a message of a file of its batch, or the act or the run of its
-- batch.

\set batches 'ARRAY(SELECT batch_id FROM batch)'

-- count
SELECT count(*) FROM txn WHERE batch_id = ANY(:batches);

-- breaches
SELECT t.txn_id, b.kind
FROM txn t
JOIN batch b USING (batch_id)
LEFT JOIN LATERAL (SELECT file_id FROM message WHERE message_id = t.message_id OFFSET 0) m ON true
LEFT JOIN file f ON f.file_id = m.file_id
LEFT JOIN run r ON r.run_id = b.run_id AND r.kind = b.kind AND r.business_date = b.book_on
WHERE t.batch_id = ANY(:batches) AND CASE b.kind
    WHEN 'file' THEN f.batch_id IS DISTINCT FROM b.batch_id
    WHEN 'act' THEN b.act_id IS NULL
    ELSE r.run_id IS NULL
END;
