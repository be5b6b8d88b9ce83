-- Records what waits for a person.

INSERT INTO review (file_id, message_id, kind, account_id, transaction_number, number_use, version,
    filed_on, decide_by_on)
SELECT f.file_id, m.message_id, c.function, a.account_id, c.transaction_number, c.number_use,
    c.version, c.filed_on, c.decide_by_on
FROM staged_cad c
JOIN staged_file f ON f.file = c.message >> 32
JOIN message m ON m.file_id = f.file_id AND m.ordinal = c.message & 4294967295
JOIN account a ON a.code = c.importer
WHERE m.status = 'pending'
ORDER BY m.message_id;
