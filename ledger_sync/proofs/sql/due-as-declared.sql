-- An item of a declaration is billed and due as its version is, a correction as what it corrects,
-- an adjustment and a withdrawal on the day they were posted; a reversal as what it takes back. A
-- declaration was filed on the day its file first arrived.

\set batches 'ARRAY(SELECT batch_id FROM batch)'
\set from_txn '(SELECT min(txn_id) FROM txn)'
\set to_txn '(SELECT max(txn_id) FROM txn)'

-- count
SELECT (SELECT count(*) FROM cad WHERE batch_id = ANY(:batches))
    + (SELECT count(*) FROM txn t
        JOIN item i ON i.txn_id = t.txn_id AND i.txn_id BETWEEN :from_txn AND :to_txn
        WHERE t.batch_id = ANY(:batches));

-- breaches
SELECT 'item' AS what, i.item_id AS id, i.due_on, i.cycle_last_on
FROM txn t
JOIN item i ON i.txn_id = t.txn_id AND i.txn_id BETWEEN :from_txn AND :to_txn
JOIN cad c ON c.message_id = t.message_id AND c.batch_id = t.batch_id
WHERE t.batch_id = ANY(:batches) AND c.batch_id = ANY(:batches) AND t.kind = 'CAD' AND (
    i.due_on IS DISTINCT FROM c.due_on
    OR i.kind IS DISTINCT FROM
        CASE WHEN c.function IN ('original', 'correction') THEN 'CAD' ELSE 'SOADJ' END
    OR i.cycle_last_on IS DISTINCT FROM CASE WHEN i.kind = 'CAD' THEN c.cycle_last_on END
)
UNION ALL
SELECT 'reversal', i.item_id, i.due_on, i.cycle_last_on
FROM txn t
JOIN item i USING (txn_id)
LEFT JOIN item r ON r.txn_id = t.reverses_txn_id
WHERE t.batch_id = ANY(:batches) AND t.kind = 'REV' AND (
    i.due_on IS DISTINCT FROM coalesce(r.due_on, t.effective_on)
    OR i.cycle_last_on IS DISTINCT FROM r.cycle_last_on
)
UNION ALL
SELECT 'payment', i.item_id, i.due_on, i.cycle_last_on
FROM txn t
JOIN item i ON i.txn_id = t.txn_id AND i.txn_id BETWEEN :from_txn AND :to_txn
WHERE t.batch_id = ANY(:batches) AND t.kind = 'PMT' AND num_nonnulls(i.due_on, i.cycle_last_on) > 0
UNION ALL
SELECT 'version', c.cad_id, c.due_on, c.cycle_last_on
FROM cad c
CROSS JOIN LATERAL (SELECT file_id FROM message WHERE message_id = c.message_id OFFSET 0) m
JOIN file f ON f.file_id = m.file_id
LEFT JOIN LATERAL (
    SELECT due_on FROM cad
    WHERE c.version > 1 AND transaction_number = c.transaction_number
        AND number_use = c.number_use AND version = 1 AND posting_number = 1 OFFSET 0
) o ON true
WHERE c.batch_id = ANY(:batches) AND (
    c.filed_on <> CASE WHEN f.replays_file_id IS NULL THEN f.received_on ELSE (
        WITH RECURSIVE arrival AS (
            SELECT f.received_on, f.replays_file_id
            UNION ALL
            SELECT e.received_on, e.replays_file_id
            FROM arrival a JOIN file e ON e.file_id = a.replays_file_id
        ) SELECT min(received_on) FROM arrival) END
    OR c.version > 1 AND (
        c.due_on IS DISTINCT FROM
            CASE WHEN c.function = 'correction' THEN o.due_on ELSE c.accepted_on END
        OR NOT EXISTS (
            SELECT FROM cad e
            WHERE e.transaction_number = c.transaction_number AND e.number_use = c.number_use
                AND e.version = 1 AND e.cycle_last_on = c.cycle_last_on OFFSET 0
        )
    )
);
