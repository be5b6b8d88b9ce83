-- The returns of a batch that charge an importer, each with the item of the payment that it takes
-- back.

SELECT i.item_id AS debit_item_id, c.item_id AS credit_item_id, c.txn_id AS payment_txn_id,
    i.amount_cents, i.item_id AS position
FROM txn t
JOIN payment_key k ON k.txn_id = t.txn_id AND k.kind = 'returned'
JOIN item i ON i.txn_id = t.txn_id
JOIN payment_key s ON s.kind IN ('content', 'named') AND (s.key, s.occurrence, s.part)
    = (k.key, k.occurrence, k.part)
JOIN item c ON c.txn_id = s.txn_id AND c.kind = 'PMT'
WHERE t.batch_id = :batch_id AND t.kind = 'RTN'
ORDER BY i.item_id;
