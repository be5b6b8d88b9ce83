-- A transaction, its items and its batch bear one book date; an application its batch's, or the
-- later one of an item.

\set batches 'ARRAY(SELECT batch_id FROM batch)'
\set from_txn '(SELECT min(txn_id) FROM txn)'
\set to_txn '(SELECT max(txn_id) FROM txn)'

-- count
SELECT count(*) FROM txn WHERE batch_id = ANY(:batches);

-- breaches
SELECT 'transaction' AS what, t.txn_id AS id, t.book_on, b.book_on AS batch_on
FROM txn t
JOIN batch b USING (batch_id)
LEFT JOIN item i ON i.txn_id = t.txn_id AND i.txn_id BETWEEN :from_txn AND :to_txn
WHERE t.batch_id = ANY(:batches) AND (t.book_on <> b.book_on OR i.book_on <> b.book_on)
UNION ALL
SELECT 'application', a.application_id, a.applied_on, b.book_on
FROM application a
JOIN batch b ON b.batch_id = a.batch_id AND b.book_on <> a.applied_on
CROSS JOIN LATERAL (SELECT book_on FROM item WHERE item_id = a.debit_item_id OFFSET 0) d
CROSS JOIN LATERAL (SELECT book_on FROM item WHERE item_id = a.credit_item_id OFFSET 0) c
WHERE a.batch_id = ANY(:batches)
    AND a.applied_on <> greatest(b.book_on, d.book_on, c.book_on);
