-- What takes a payment off its account is applied to it.

SELECT i.item_id AS debit_item_id, c.item_id AS credit_item_id, i.amount_cents,
    i.item_id AS position
FROM txn t
JOIN item i USING (txn_id)
JOIN item c ON c.item_id = :item_id
WHERE t.batch_id = :batch_id AND t.kind = 'MOV';
