-- The submissions without a decision, in the order they came: all, or the one that :message_id
-- names.

SELECT s.message_id, s.kind, s.item_count, s.debit_cents, s.credit_cents, m.reference, m.file_id,
    f.name AS file_name, f.sha256, f.received_on, i.partner_id
FROM submission s
JOIN message m USING (message_id)
JOIN interchange i USING (interchange_id)
JOIN file f ON f.file_id = m.file_id
WHERE NOT EXISTS (SELECT FROM submission_decision d WHERE d.message_id = s.message_id)
    AND (CAST(:message_id AS bigint) IS NULL OR s.message_id = :message_id)
ORDER BY s.message_id;
