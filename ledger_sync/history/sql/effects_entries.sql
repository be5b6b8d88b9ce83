-- The entries of transactions.

SELECT t.txn_id, e.entry_number, a.code, e.amount_cents
FROM unnest(CAST(:transactions AS bigint[])) AS named (txn_id)
JOIN txn t USING (txn_id)
CROSS JOIN LATERAL (
    SELECT * FROM entry WHERE txn_id = t.txn_id AND book_on = t.book_on OFFSET 0
) AS e
JOIN account a USING (account_id)
ORDER BY t.txn_id, e.entry_number;
