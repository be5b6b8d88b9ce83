-- The staged bank entries of accepted messages, with what tells them apart.

SELECT p.message, m.interchange AS statement, coalesce(i.partner_id, i.sender, '') AS bank,
    p.bank_account, p.booked_on, p.entry_cents, p.plain_reference,
    p.account_servicer_reference AS bank_reference,
    CASE WHEN p.parts = 1 THEN nullif(p.credit_account, 'UNIDENTIFIED') END AS credits_account
FROM (
    SELECT DISTINCT ON (message) *, count(*) OVER (PARTITION BY message) AS parts
    FROM staged_payment
    ORDER BY message, part
) p
JOIN staged_message m USING (message)
JOIN staged_interchange i USING (interchange)
WHERE m.status = 'accepted'
ORDER BY p.message;
