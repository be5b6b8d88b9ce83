-- What takes a payment off its account is applied to it.

INSERT INTO application (debit_item_id, credit_item_id, amount_cents, applied_on, policy, batch_id)
SELECT i.item_id, c.item_id, i.amount_cents, greatest(:book_on, c.book_on), :policy, :batch_id
FROM txn t
JOIN item i USING (txn_id)
JOIN item c ON c.item_id = :item_id
WHERE t.batch_id = :batch_id AND t.kind = 'MOV';
