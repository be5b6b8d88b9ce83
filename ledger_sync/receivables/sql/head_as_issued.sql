-- The head of a statement of a date, with the dates of the one before it.

SELECT s.*, p.known_on AS known_before_on, p.cycle_last_on AS last_before_on,
    coalesce(o.due_on, s.due_on) AS no_charge_until
FROM statement_issued s
LEFT JOIN due_override o ON o.program = 'commercial' AND o.rule_on = s.due_on
LEFT JOIN statement p ON p.statement_id = s.previous_statement_id
WHERE s.bn15 = :bn15 AND s.issued_on = :issued_on
ORDER BY s.version DESC LIMIT 1;
