-- The deliveries of reference data without a decision, in the order they came: all, or the one that
-- :file_id or :message_id names.

SELECT d.message_id, d.table_name, d.kind, d.row_count, m.reference, m.file_id, f.name AS file_name,
    f.sha256, f.received_on, i.partner_id
FROM reference_delivery d
JOIN message m USING (message_id)
JOIN interchange i USING (interchange_id)
JOIN file f ON f.file_id = m.file_id
WHERE NOT EXISTS (SELECT FROM reference_decision r WHERE r.message_id = d.message_id)
    AND (CAST(:file_id AS bigint) IS NULL OR m.file_id = :file_id)
    AND (CAST(:message_id AS bigint) IS NULL OR d.message_id = :message_id)
ORDER BY d.message_id;
