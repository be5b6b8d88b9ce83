-- Records the staged messages under their interchanges.

INSERT INTO message (file_id, interchange_id, ordinal, reference, type, transaction_number, version,
    status, byte_from, byte_to)
SELECT f.file_id, i.interchange_id, m.message & 4294967295, m.reference, m.type,
    m.transaction_number, m.version, m.status, m.byte_from, m.byte_to
FROM staged_message m
JOIN staged_file f ON f.file = m.message >> 32
JOIN interchange i ON i.file_id = f.file_id AND i.ordinal = m.interchange & 4294967295
ORDER BY m.message;
