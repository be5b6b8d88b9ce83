-- Tells which rows of the settlements that post are held, and why.

INSERT INTO staged_finding (code, severity, interchange, message, value, expected, byte_from,
    byte_to)
SELECT CASE r.fault WHEN 'settled before' THEN 'CRD-008' WHEN 'names none' THEN 'CRD-007'
        ELSE 'CRD-009' END,
    'warning', m.interchange, m.message,
    CASE r.fault WHEN 'names none' THEN p.original_reference ELSE p.entry_reference END,
    CAST(CAST(r.left_cents AS numeric) / 100 AS numeric(20, 2))::text, p.byte_from, p.byte_to
FROM judged_row r
JOIN staged_payment p USING (message, part)
JOIN staged_message m USING (message)
WHERE r.fault IS NOT NULL AND m.status = 'accepted'
ORDER BY r.message, r.part;
