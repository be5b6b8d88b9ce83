-- Records the lines that no statement showed before.

INSERT INTO bank_line (bank, bank_account, booked_on, amount_cents, content, occurrence)
SELECT DISTINCT ON (j.content, j.occurrence) coalesce(i.partner_id, i.sender, ''), s.bank_account,
    l.booked_on, l.amount_cents, j.content, j.occurrence
FROM judged_line j
JOIN staged_bank_line l USING (message)
JOIN staged_message m USING (message)
JOIN staged_interchange i USING (interchange)
JOIN staged_statement s USING (interchange)
WHERE NOT EXISTS (
    SELECT FROM bank_line k WHERE (k.content, k.occurrence) = (j.content, j.occurrence))
ORDER BY j.content, j.occurrence, j.message;
