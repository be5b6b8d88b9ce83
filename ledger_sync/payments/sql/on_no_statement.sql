-- What the book has of its bank accounts that is of no line of a recorded statement, a row a
-- transaction: posted before statements were recorded, or without one.

\set as_of CURRENT_DATE

SELECT coalesce(split_part(k.key, '|', 1), '') AS bank,
    coalesce(split_part(k.key, '|', 2), '') AS bank_account, o.batch_id, t.document_reference
        AS reference, t.book_on, sum(e.amount_cents)::bigint AS amount_cents
FROM account a
JOIN entry e USING (account_id)
JOIN txn t ON t.txn_id = e.txn_id AND t.book_on = e.book_on
JOIN txn o ON o.txn_id = coalesce(t.reverses_txn_id, t.txn_id)
LEFT JOIN payment_key k ON k.txn_id = o.txn_id AND k.kind IN ('content', 'line')
WHERE a.code = 'BANK' AND e.book_on <= :as_of
    AND NOT EXISTS (SELECT FROM bank_statement_line s WHERE s.message_id = t.message_id)
    AND NOT EXISTS (
        SELECT FROM bank_line l WHERE (l.content, l.occurrence) = (k.key, k.occurrence))
GROUP BY 1, 2, 3, 4, 5, t.txn_id
ORDER BY t.txn_id;
