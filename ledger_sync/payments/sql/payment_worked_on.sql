-- A payment as it stands: the account that it credits and how much; no account where it is held, as
-- it came or because it was moved off its account.

\set txn_id 1

SELECT t.txn_id, came.txn_id AS payment_txn_id, came.idempotency_key AS key,
    t.document_reference AS reference, t.effective_on AS value_on,
    CASE WHEN a.class = 'receivable' AND NOT off.moved THEN a.code END AS account,
    CASE WHEN NOT off.moved THEN i.item_id END AS item_id, (-e.amount_cents)::bigint AS cents,
    (SELECT count(*) FROM payment_move m WHERE m.payment_txn_id = came.txn_id) AS moves
FROM txn t
JOIN entry e ON e.txn_id = t.txn_id AND e.book_on = t.book_on AND e.entry_number = 2
JOIN account a USING (account_id)
LEFT JOIN item i ON i.txn_id = t.txn_id
CROSS JOIN LATERAL (
    SELECT EXISTS (
        SELECT FROM application p
        WHERE p.credit_item_id = i.item_id AND p.policy IN ('moved', 'chargeback')
            AND NOT EXISTS (
                SELECT FROM application u WHERE u.reverses_application_id = p.application_id)
    ) AS moved
) off
LEFT JOIN payment_move v ON v.txn_id = t.txn_id
LEFT JOIN payment_key n ON n.txn_id = t.txn_id AND n.kind = 'named'
LEFT JOIN payment_key c ON c.kind = 'content'
    AND (c.key, c.occurrence, c.part) = (n.key, n.occurrence, 1)
JOIN txn came ON came.txn_id = coalesce(v.payment_txn_id, c.txn_id, t.txn_id)
WHERE t.txn_id = :txn_id AND t.kind IN ('PMT', 'IDN')
    AND NOT EXISTS (SELECT FROM txn r WHERE r.reverses_txn_id = t.txn_id);
