-- Records why versions were filed that are accepted, or wait for a person.

INSERT INTO message_reason (file_id, message_id, position, reason_code, remark)
SELECT f.file_id, m.message_id, r.position, r.reason_code, r.remark
FROM staged_reason r
JOIN staged_file f ON f.file = r.message >> 32
JOIN message m ON m.file_id = f.file_id AND m.ordinal = r.message & 4294967295
WHERE m.status IN ('accepted', 'pending')
ORDER BY m.message_id, r.position;
