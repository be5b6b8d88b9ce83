-- A return charges whom its payment credited, part by part and once; what takes no payment back
-- charges nobody.

\set batches 'ARRAY(SELECT batch_id FROM batch)'

-- count
SELECT count(*) FROM txn WHERE batch_id = ANY(:batches) AND kind IN ('RTB', 'RTN');

-- breaches
SELECT t.txn_id, a.code, e.amount_cents, paid.code AS paid_by, paid.cents
FROM txn t
JOIN entry e ON e.txn_id = t.txn_id AND e.book_on = t.book_on
    AND e.entry_number = CASE t.kind WHEN 'RTB' THEN 2 ELSE 1 END
JOIN account a USING (account_id)
LEFT JOIN LATERAL (
    SELECT c.code, -i.amount_cents AS cents
    FROM payment_key k
    JOIN payment_key s ON s.kind IN ('content', 'named') AND (s.key, s.occurrence, s.part)
        = (k.key, k.occurrence, k.part)
    JOIN item i ON i.txn_id = s.txn_id AND i.kind = 'PMT'
    JOIN account c ON c.account_id = i.account_id
    WHERE k.txn_id = t.txn_id AND k.kind = 'returned' AND EXISTS (
        SELECT FROM payment_key r JOIN payment_key h ON (h.key, h.occurrence, h.kind)
            = (r.key, r.occurrence, 'content')
        WHERE r.txn_id = t.txn_id AND r.kind = 'set_against')
) paid ON true
WHERE t.batch_id = ANY(:batches) AND CASE t.kind
    WHEN 'RTB' THEN a.code <> 'UNIDENTIFIED'
    WHEN 'RTN' THEN (paid.code, paid.cents) IS DISTINCT FROM (a.code, e.amount_cents)
END;
