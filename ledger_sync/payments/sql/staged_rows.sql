-- The rows of staged card settlements whose message is accepted, in order.

SELECT p.message, p.part, coalesce(i.partner_id, i.sender, '') AS bank, p.entry_reference,
    p.original_reference, p.credit_account, p.amount_cents
FROM staged_payment p
JOIN staged_message m USING (message)
JOIN staged_interchange i USING (interchange)
WHERE p.debit_account = 'TRANSIT_CARD' AND m.status = 'accepted'
ORDER BY p.message, p.part;
