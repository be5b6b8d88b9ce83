-- Records the staged findings, each with the interchange and the message that it is about, if any.

INSERT INTO finding (file_id, interchange_id, message_id, code, severity, byte_from, byte_to,
    segment, segment_position, element, line_number, value, expected)
SELECT f.file_id, i.interchange_id, m.message_id, n.code, n.severity, n.byte_from, n.byte_to,
    n.segment, n.segment_position, n.element, n.line_number, n.value, n.expected
FROM staged_finding n
JOIN staged_file f ON f.file = coalesce(n.message >> 32, n.interchange >> 32, n.file)
LEFT JOIN interchange i ON i.file_id = f.file_id AND i.ordinal = n.interchange & 4294967295
LEFT JOIN message m ON m.file_id = f.file_id AND m.ordinal = n.message & 4294967295
ORDER BY f.file, n.interchange, n.message, n.byte_from, n.code, n.segment_position, n.segment,
    n.element, n.line_number;
