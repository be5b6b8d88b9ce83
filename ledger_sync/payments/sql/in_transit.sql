-- What is on an account of money in transit at the end of a book date: each payment by itself,
-- with what its details put there, less what the bank's own line and reversals took off.

\set as_of CURRENT_DATE

SELECT a.code AS account, min(t.document_reference) AS reference,
    split_part(k.key, '|', 1) AS bank, split_part(k.key, '|', 2) AS bank_account,
    min(t.book_on) AS told_on,
    sum(e.amount_cents)::bigint AS amount_cents
FROM account a
JOIN entry e USING (account_id)
JOIN txn t ON t.txn_id = e.txn_id AND t.book_on = e.book_on
JOIN payment_key k ON k.txn_id = coalesce(t.reverses_txn_id, t.txn_id)
    AND k.kind IN ('content', 'line')
WHERE a.code LIKE 'TRANSIT\_%' AND e.book_on <= :as_of
GROUP BY a.code, k.key, k.occurrence
HAVING sum(e.amount_cents) <> 0
ORDER BY told_on, account, reference;
