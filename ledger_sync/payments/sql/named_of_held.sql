-- Whom a payment is for that was held: the parts of the entry that name somebody; the rest stays
-- held as it is. Of a card settlement each row is told, so that all come to the deposit.

SELECT j.message, a.message_id, j.content, j.occurrence, p.part, p.kind, p.entry_reference,
    p.value_on, p.credit_account, p.amount_cents
FROM judged_entry j
JOIN accepted a USING (message)
JOIN staged_payment p USING (message)
WHERE j.identifies AND (p.credit_account <> 'UNIDENTIFIED' OR p.debit_account = 'TRANSIT_CARD')
ORDER BY j.message, p.part;
