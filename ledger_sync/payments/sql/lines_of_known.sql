-- What the bank's own line of a payment that was told in detail takes off the accounts on which the
-- details put it; what was taken back of it since is held for nobody known.

SELECT j.message, a.message_id, j.content, j.occurrence, p.entry_reference, p.value_on,
    CASE WHEN EXISTS (SELECT FROM txn v WHERE v.reverses_txn_id = t.txn_id) THEN 'UNIDENTIFIED'
        ELSE money.code END AS account,
    sum(e.amount_cents)::bigint AS amount_cents
FROM judged_entry j
JOIN accepted a USING (message)
JOIN (SELECT DISTINCT ON (message) message, entry_reference, value_on FROM staged_payment
      ORDER BY message, part) p USING (message)
JOIN payment_key k ON k.kind = 'content' AND k.key = j.content AND k.occurrence = j.occurrence
JOIN txn t ON t.txn_id = k.txn_id
JOIN entry e ON e.txn_id = t.txn_id AND e.book_on = t.book_on AND e.entry_number = 1
JOIN account money ON money.account_id = e.account_id
WHERE j.clears
GROUP BY 1, 2, 3, 4, 5, 6, 7
HAVING sum(e.amount_cents) <> 0
ORDER BY 1, 7;
