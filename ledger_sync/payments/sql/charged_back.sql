-- The chargebacks of a batch that charge an importer, each with the item of the payment that it is
-- against.

SELECT i.item_id AS debit_item_id, c.item_id AS credit_item_id, c.txn_id AS payment_txn_id,
    i.amount_cents, i.item_id AS position
FROM txn t
JOIN payment_key k ON k.txn_id = t.txn_id AND k.kind = 'takes_back'
JOIN item i ON i.txn_id = t.txn_id
JOIN payment_key s ON s.kind = 'settled' AND (s.key, s.occurrence) = (k.key, 1)
JOIN item c ON c.txn_id = s.txn_id
WHERE t.batch_id = :batch_id
ORDER BY i.item_id;
