-- Tells that what is accepted waits for two people: what it owes and credits, or its amount alone.

INSERT INTO staged_finding (code, severity, interchange, message, value, expected, byte_from,
    byte_to)
SELECT CASE s.kind WHEN 'opening' THEN 'OPN-011' ELSE 'RCP-006' END, 'warning', m.interchange,
    m.message,
    CAST(CAST(CASE s.kind WHEN 'opening' THEN s.debit_cents ELSE s.credit_cents END AS numeric)
        / 100 AS numeric(20, 2))::text,
    CASE s.kind WHEN 'opening'
        THEN CAST(CAST(s.credit_cents AS numeric) / 100 AS numeric(20, 2))::text END,
    m.byte_from, m.byte_to
FROM staged_submission s
JOIN staged_message m USING (message)
WHERE m.status = 'accepted';
