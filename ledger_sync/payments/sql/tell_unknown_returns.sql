-- Tells which returns name no payment that the book has and did not take back already, nor one that
-- comes with them.

INSERT INTO staged_finding (code, severity, interchange, message, value, byte_from, byte_to)
SELECT 'PAY-022', 'warning', m.interchange, m.message,
    coalesce(p.original_reference, p.plain_reference), p.byte_from, p.byte_to
FROM staged_payment p
JOIN judged_entry j USING (message)
JOIN staged_message m USING (message)
JOIN staged_interchange i USING (interchange)
WHERE p.kind = 'RTB' AND j.verdict = 'new' AND m.status = 'accepted'
    AND NOT EXISTS (
        SELECT FROM payment_key k
        WHERE k.kind = 'content' AND k.part = 1 AND p.plain_reference <> ''
            AND split_part(k.key, '|', 1) = coalesce(i.partner_id, i.sender, '')
            AND split_part(k.key, '|', 2) = coalesce(p.bank_account, '')
            AND split_part(k.key, '|', 4) = abs(p.entry_cents)::text
            AND split_part(k.key, '|', 5) = p.plain_reference
            AND NOT EXISTS (
                SELECT FROM payment_key b
                WHERE b.kind = 'returned' AND (b.key, b.occurrence) = (k.key, k.occurrence)))
    AND NOT EXISTS (
        SELECT FROM payment_key r
        JOIN payment_key k ON k.txn_id = r.txn_id AND k.kind = 'content'
        WHERE r.kind = 'reference' AND split_part(k.key, '|', 4) = abs(p.entry_cents)::text
            AND r.key = coalesce(i.partner_id, i.sender, '') || '|' || p.original_reference
            AND NOT EXISTS (
                SELECT FROM payment_key b
                WHERE b.kind = 'returned' AND (b.key, b.occurrence) = (k.key, k.occurrence)))
    AND NOT EXISTS (
        SELECT FROM staged_payment o
        JOIN staged_message n ON n.message = o.message AND n.status = 'accepted'
        WHERE o.kind = 'PMT' AND o.bank_account = p.bank_account AND o.entry_cents = -p.entry_cents
            AND (o.plain_reference = p.plain_reference AND p.plain_reference <> ''
                OR o.account_servicer_reference = p.original_reference))
ORDER BY p.message;
