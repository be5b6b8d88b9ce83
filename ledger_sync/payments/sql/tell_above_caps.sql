-- Tells which payments bring those of their account above what is accepted of their method: in all
-- that is paid within its days, in the book and before it in the batch, or alone.

INSERT INTO staged_finding (code, severity, interchange, message, value, expected, byte_from,
    byte_to)
SELECT 'CRD-006', 'warning', r.interchange, r.message,
    CAST(CAST(r.come_to AS numeric) / 100 AS numeric(20, 2))::text,
    CAST(CAST(r.up_to_cents AS numeric) / 100 AS numeric(20, 2))::text, r.byte_from, r.byte_to
FROM (
    SELECT m.interchange, p.message, p.part, p.byte_from, p.byte_to, d.up_to_cents,
        CASE WHEN d.alone THEN p.amount_cents
            ELSE coalesce(before.cents, 0) + sum(p.amount_cents) OVER (
                PARTITION BY p.credit_account, p.method, d.first_on, d.last_on
                ORDER BY p.message, p.part) END AS come_to
    FROM staged_payment p
    JOIN staged_message m USING (message)
    JOIN judged_entry j USING (message)
    JOIN capped_day d USING (method, paid_on)
    CROSS JOIN LATERAL (
        SELECT -sum(i.amount_cents) AS cents
        FROM payment y
        JOIN item i USING (txn_id)
        JOIN account a USING (account_id)
        WHERE a.code = p.credit_account AND y.method = p.method
            AND y.paid_on BETWEEN d.first_on AND d.last_on
    ) before
    WHERE m.status = 'accepted' AND (j.verdict = 'new' OR j.identifies)
        AND p.kind = 'PMT' AND p.credit_account <> 'UNIDENTIFIED'
) r
WHERE r.come_to > r.up_to_cents
ORDER BY r.message, r.part;
