-- Records where each line stands; what the bank calls it is the name of one line alone.

INSERT INTO bank_statement_line (message_id, bank_statement_id, bank_line_id, reference)
SELECT m.message_id, s.bank_statement_id, l.bank_line_id, j.reference
FROM judged_line j
JOIN staged_file f ON f.file = j.message >> 32
JOIN message m ON m.file_id = f.file_id AND m.ordinal = j.message & 4294967295
JOIN bank_statement s USING (interchange_id)
JOIN bank_line l ON (l.content, l.occurrence) = (j.content, j.occurrence)
ORDER BY m.message_id;
