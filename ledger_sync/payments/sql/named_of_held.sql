-- Whom a payment is for that was held: the parts of the entry that names them, with those
-- that stay held.

SELECT j.message, a.message_id, j.content, j.occurrence, p.part, p.kind, p.entry_reference,
    p.value_on, p.credit_account, p.amount_cents
FROM judged_entry j
JOIN accepted a USING (message)
JOIN staged_payment p USING (message)
WHERE j.identifies
ORDER BY j.message, p.part;
