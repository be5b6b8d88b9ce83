-- The rows that were settled before, of those named: whom each credited, and what is left of it
-- when what was taken back of it is off. Nothing is left of one that was reversed or that an act
-- moved, or of what is no payment.

SELECT s.key AS name, a.code AS account,
    CASE WHEN EXISTS (SELECT FROM txn v WHERE v.reverses_txn_id = s.txn_id)
            OR EXISTS (SELECT FROM payment_move m WHERE m.payment_txn_id = s.txn_id) THEN 0
        ELSE greatest(-e.amount_cents - coalesce(taken.cents, 0), 0) END::bigint AS left_cents
FROM payment_key s
JOIN txn t USING (txn_id)
JOIN entry e ON e.txn_id = t.txn_id AND e.book_on = t.book_on AND e.entry_number = 2
JOIN account a USING (account_id)
CROSS JOIN LATERAL (
    SELECT sum(c.amount_cents) AS cents
    FROM payment_key k
    JOIN txn b USING (txn_id)
    JOIN entry c ON c.txn_id = b.txn_id AND c.book_on = b.book_on AND c.entry_number = 2
    WHERE k.kind = 'takes_back' AND k.key = s.key
        AND NOT EXISTS (SELECT FROM txn v WHERE v.reverses_txn_id = b.txn_id)
) taken
WHERE s.kind = 'settled' AND s.occurrence = 1 AND s.key = ANY(:names)
ORDER BY s.key;
