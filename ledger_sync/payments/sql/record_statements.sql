-- Records the staged statements that were not refused.

INSERT INTO bank_statement (interchange_id, bank, bank_account, currency, reference, from_on, to_on,
    opening_cents, closing_cents)
SELECT r.interchange_id, coalesce(i.partner_id, i.sender, ''), s.bank_account, s.currency,
    s.reference, s.from_on, s.to_on, s.opening_cents, s.closing_cents
FROM staged_statement s
JOIN staged_interchange i USING (interchange)
JOIN staged_file f ON f.file = s.interchange >> 32
JOIN interchange r ON r.file_id = f.file_id AND r.ordinal = s.interchange & 4294967295
WHERE i.status = 'received'
ORDER BY s.interchange;
