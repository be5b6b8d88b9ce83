-- The lines of recorded statements that staged ones may be: of the same content, or of the same
-- reference of the bank.

SELECT l.content, l.occurrence, (
        SELECT min(s.reference) FROM bank_statement_line s WHERE s.bank_line_id = l.bank_line_id
    ) AS reference
FROM bank_line l
WHERE l.content IN (SELECT content FROM compared_line)
    OR l.bank_line_id IN (
        SELECT bank_line_id FROM bank_statement_line
        WHERE reference IN (SELECT reference FROM compared_line))
ORDER BY l.content, l.occurrence;
