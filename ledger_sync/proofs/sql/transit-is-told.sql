-- Nothing is on an account of money in transit but payments told in detail, the lines of the bank
-- that cleared them, and what was taken back of either.

\set batches 'ARRAY(SELECT batch_id FROM batch)'
\set from_on '(SELECT min(book_on) FROM batch)'
\set to_on '(SELECT max(book_on) FROM batch)'

-- count
SELECT count(*) FROM txn WHERE batch_id = ANY(:batches);

-- breaches
SELECT t.txn_id, a.code, e.amount_cents
FROM txn t
JOIN entry e ON e.txn_id = t.txn_id AND e.book_on = t.book_on
    AND e.book_on BETWEEN :from_on AND :to_on
JOIN account a USING (account_id)
JOIN txn cleared ON cleared.txn_id = coalesce(t.reverses_txn_id, t.txn_id)
WHERE t.batch_id = ANY(:batches) AND a.code LIKE 'TRANSIT\_%' AND NOT EXISTS (
    SELECT FROM payment_key k
    WHERE k.txn_id = cleared.txn_id
        AND k.kind = CASE WHEN cleared.kind = 'CLR' THEN 'line' ELSE 'content' END
);
