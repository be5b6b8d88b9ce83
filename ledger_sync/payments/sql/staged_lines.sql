-- The booked lines of staged statements that were not refused, with what tells them apart.

SELECT l.message, m.interchange AS statement, coalesce(i.partner_id, i.sender, '') AS bank,
    s.bank_account, l.booked_on, l.amount_cents AS entry_cents, l.plain_reference,
    l.account_servicer_reference AS bank_reference
FROM staged_bank_line l
JOIN staged_message m USING (message)
JOIN staged_interchange i USING (interchange)
JOIN staged_statement s USING (interchange)
WHERE i.status = 'received'
ORDER BY l.message;
