-- What adds to a payment is of its amount: the bank's own line, which clears all that was told in
-- detail, and those whom all of a held payment is for.

\set batches 'ARRAY(SELECT batch_id FROM batch)'

-- count
SELECT count(*) FROM txn WHERE batch_id = ANY(:batches) AND kind IN ('CLR', 'IDN');

-- breaches
SELECT a.kind, min(a.txn_id) AS txn_id, a.key, sum(a.cents)::bigint AS added_cents,
    told.cents::bigint AS told_cents
FROM (
    SELECT t.txn_id, t.kind, k.key, k.occurrence, sum(e.amount_cents) AS cents
    FROM txn t
    JOIN entry e ON e.txn_id = t.txn_id AND e.book_on = t.book_on AND e.entry_number = 1
    LEFT JOIN payment_key k ON k.txn_id = t.txn_id
        AND k.kind = CASE t.kind WHEN 'CLR' THEN 'line' ELSE 'named' END
    WHERE t.batch_id = ANY(:batches) AND t.kind IN ('CLR', 'IDN')
        AND NOT EXISTS (SELECT FROM payment_move m WHERE m.txn_id = t.txn_id)
    GROUP BY 1, 2, 3, 4
) a
LEFT JOIN LATERAL (
    SELECT sum(e.amount_cents) AS cents
    FROM payment_key c
    JOIN txn t USING (txn_id)
    JOIN entry e ON e.txn_id = t.txn_id AND e.book_on = t.book_on AND e.entry_number = 1
    WHERE c.kind = 'content' AND c.key = a.key AND c.occurrence = a.occurrence
) told ON true
GROUP BY a.kind, a.key, a.occurrence, told.cents
HAVING sum(a.cents) IS DISTINCT FROM told.cents;
