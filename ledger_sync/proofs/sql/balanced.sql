-- The entries of every transaction sum to zero, and every transaction has entries.

\set batches 'ARRAY(SELECT batch_id FROM batch)'
\set from_on '(SELECT min(book_on) FROM batch)'
\set to_on '(SELECT max(book_on) FROM batch)'
\set from_txn '(SELECT min(txn_id) FROM txn)'
\set to_txn '(SELECT max(txn_id) FROM txn)'

-- count
SELECT count(*) FROM txn WHERE batch_id = ANY(:batches);

-- breaches
SELECT t.txn_id, sum(e.amount_cents)::bigint AS sum_cents, count(e.txn_id) AS entries
FROM txn t
LEFT JOIN entry e ON e.txn_id = t.txn_id AND e.book_on = t.book_on
    AND e.book_on BETWEEN :from_on AND :to_on AND e.txn_id BETWEEN :from_txn AND :to_txn
WHERE t.batch_id = ANY(:batches)
GROUP BY t.txn_id
HAVING coalesce(sum(e.amount_cents), 1) <> 0;
