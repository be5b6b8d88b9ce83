-- The staged bank entries of accepted messages, with what tells them apart, and whom they are for.

SELECT p.message, m.interchange AS statement, coalesce(i.partner_id, i.sender, '') AS bank,
    p.bank_account, p.booked_on, p.entry_cents, p.plain_reference,
    p.account_servicer_reference AS bank_reference, of_entry.whom,
    p.debit_account = 'BANK' AS by_line
FROM (SELECT DISTINCT ON (message) * FROM staged_payment ORDER BY message, part) p
JOIN (
    SELECT message, string_agg(credit_account || ' ' || amount_cents, '+'
            ORDER BY credit_account COLLATE "C", amount_cents)
        FILTER (WHERE credit_account <> 'UNIDENTIFIED') AS whom
    FROM staged_payment
    GROUP BY message
) of_entry USING (message)
JOIN staged_message m USING (message)
JOIN staged_interchange i USING (interchange)
WHERE m.status = 'accepted'
ORDER BY p.message;
