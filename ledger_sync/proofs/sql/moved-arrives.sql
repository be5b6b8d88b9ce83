-- What one cause moves from account to account arrives: the transfer account ends at zero.

\set batches 'ARRAY(SELECT batch_id FROM batch)'
\set from_on '(SELECT min(book_on) FROM batch)'
\set to_on '(SELECT max(book_on) FROM batch)'

-- count
SELECT count(*)
FROM txn t
JOIN entry e ON e.txn_id = t.txn_id AND e.book_on = t.book_on
    AND e.book_on BETWEEN :from_on AND :to_on
JOIN account a USING (account_id)
WHERE t.batch_id = ANY(:batches) AND a.charge = 'transfer';

-- breaches
SELECT t.batch_id, t.message_id, sum(e.amount_cents)::bigint AS sum_cents
FROM txn t
JOIN entry e ON e.txn_id = t.txn_id AND e.book_on = t.book_on
    AND e.book_on BETWEEN :from_on AND :to_on
JOIN account a USING (account_id)
WHERE t.batch_id = ANY(:batches) AND a.charge = 'transfer'
GROUP BY t.batch_id, t.message_id
HAVING sum(e.amount_cents) <> 0;
