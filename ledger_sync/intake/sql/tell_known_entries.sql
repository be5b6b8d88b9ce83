-- Tells of staged bank entries that were posted before, the same or with another content.

INSERT INTO staged_finding (code, severity, interchange, message, value, byte_from, byte_to)
SELECT CASE j.verdict WHEN 'same' THEN 'PAY-003' ELSE 'PAY-004' END,
    CASE j.verdict WHEN 'same' THEN 'warning' ELSE 'error' END,
    m.interchange, m.message, p.entry_reference, m.byte_from, m.byte_to
FROM judged_entry j
JOIN staged_message m USING (message)
JOIN (SELECT DISTINCT ON (message) message, entry_reference FROM staged_payment
      ORDER BY message, part) p USING (message)
WHERE j.verdict IN ('same', 'other');
