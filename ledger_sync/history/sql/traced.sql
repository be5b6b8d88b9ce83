-- Transactions, each with its cause, its item, and the message, file and byte range it comes of.

SELECT t.txn_id, t.kind, t.document_reference, t.effective_on, t.book_on, t.posted_at, t.batch_id,
    t.reverses_txn_id, c.act_id, c.run_id, r.kind AS run, r.business_date AS run_on, i.item_id,
    i.amount_cents, b.open_cents, m.message_id, m.reference AS message, m.byte_from, m.byte_to,
    n.reference AS interchange, f.file_id, f.name AS file_name, f.partner_id, f.received_at,
    f.sha256
FROM unnest(CAST(:transactions AS bigint[])) AS named (txn_id)
JOIN txn t USING (txn_id)
JOIN txn_cause c USING (txn_id)
LEFT JOIN run r ON r.run_id = c.run_id
LEFT JOIN message m ON m.message_id = t.message_id
LEFT JOIN interchange n USING (interchange_id)
LEFT JOIN file f ON f.file_id = m.file_id
LEFT JOIN item i ON i.txn_id = t.txn_id
LEFT JOIN item_balance b ON b.item_id = i.item_id
ORDER BY t.txn_id;
