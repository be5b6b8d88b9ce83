-- The payments that were posted before payments had keys: they are older than all that have some.

SELECT t.txn_id, t.document_reference, i.partner_id AS bank, f.sha256, m.ordinal,
    row_number() OVER (PARTITION BY t.message_id ORDER BY t.txn_id) AS part,
    count(*) OVER (PARTITION BY t.message_id) AS parts
FROM txn t
JOIN message m USING (message_id)
JOIN interchange i USING (interchange_id)
JOIN file f ON f.file_id = m.file_id
WHERE t.kind = 'PMT' AND t.txn_id > coalesce((SELECT max(txn_id) FROM payment_key), 0)
ORDER BY m.file_id, t.txn_id;
