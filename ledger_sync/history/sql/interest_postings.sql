-- Every posting of interest on the items of an account that stands, oldest first.

SELECT n.of_item_id AS item_id, o.kind, k.name_en AS kind_en, k.name_fr AS kind_fr,
    o.document_reference, o.amount_cents, n.interest_rates_id, n.first_on, n.through_on,
    n.counted_cents, t.batch_id, t.book_on, i.due_on, i.amount_cents AS posted_cents
FROM account a
JOIN item o USING (account_id)
JOIN interest n ON n.of_item_id = o.item_id
JOIN txn t ON t.txn_id = n.txn_id
JOIN item i ON i.txn_id = n.txn_id
JOIN item_kind k ON k.kind = o.kind
LEFT JOIN txn r ON r.reverses_txn_id = n.txn_id
WHERE a.code = :bn15 AND a.class = 'receivable' AND r.txn_id IS NULL
    AND (CAST(:document_reference AS text) IS NULL OR o.document_reference = :document_reference)
ORDER BY o.item_id, t.txn_id;
