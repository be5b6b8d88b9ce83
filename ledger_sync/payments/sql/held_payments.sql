-- What is held for nobody known at the end of a book date: each payment by itself, of a card
-- settlement each row, with the kind of the transaction that last changed it. Below zero is what a
-- chargeback or a return took.

\set as_of CURRENT_DATE

SELECT min(t.document_reference) AS reference, coalesce(min(i.partner_id), '') AS bank,
    min(t.book_on) AS held_on, (array_agg(t.kind ORDER BY t.txn_id DESC))[1] AS last_kind,
    max(t.book_on) AS last_on, -sum(e.amount_cents)::bigint AS amount_cents
FROM account a
JOIN entry e USING (account_id)
JOIN txn t ON t.txn_id = e.txn_id AND t.book_on = e.book_on
LEFT JOIN message m USING (message_id)
LEFT JOIN interchange i USING (interchange_id)
LEFT JOIN payment_move v ON v.txn_id = coalesce(t.reverses_txn_id, t.txn_id)
LEFT JOIN payment_key k
    ON k.txn_id = coalesce(v.payment_txn_id, t.reverses_txn_id, t.txn_id)
    AND k.kind IN ('content', 'line', 'named', 'set_against')
LEFT JOIN payment_key s ON s.txn_id = k.txn_id AND s.kind = 'settled'
    AND (e.entry_number = 2 OR v.txn_id IS NOT NULL)
WHERE a.code = 'UNIDENTIFIED' AND e.book_on <= :as_of
GROUP BY coalesce(s.key, k.key, coalesce(t.reverses_txn_id, t.txn_id)::text),
    coalesce(s.occurrence, k.occurrence)
HAVING sum(e.amount_cents) <> 0
ORDER BY held_on, reference;
