-- What an act does with a payment names it by its key, is counted, and takes no more off the held
-- than came, nor another amount off an account than the payment put there.

\set batches 'ARRAY(SELECT batch_id FROM batch)'

-- count
SELECT count(*) FROM txn t JOIN payment_move m USING (txn_id) WHERE t.batch_id = ANY(:batches);

-- breaches
SELECT t.txn_id, t.kind, t.idempotency_key, p.idempotency_key AS payment
FROM txn t
JOIN batch b USING (batch_id)
LEFT JOIN payment_move m USING (txn_id)
LEFT JOIN txn p ON p.txn_id = m.payment_txn_id
LEFT JOIN act c USING (act_id)
WHERE t.batch_id = ANY(:batches) AND (t.kind IN ('MOV', 'RTP') OR m.txn_id IS NOT NULL
        OR t.kind = 'IDN' AND c.kind IN ('assign', 'move', 'split', 'hold', 'return'))
    AND (b.kind = 'act' AND t.kind IN ('MOV', 'RTP', 'IDN') AND p.kind = 'PMT'
        AND t.idempotency_key ~ '\|[0-9]+$'
        AND regexp_replace(t.idempotency_key, '\|[0-9]+$', '') = t.kind || '|' || p.idempotency_key
        AND (t.kind <> 'MOV' OR EXISTS (
            SELECT FROM item i
            JOIN application a ON a.debit_item_id = i.item_id AND a.policy = 'moved'
            JOIN item c ON c.item_id = a.credit_item_id AND c.amount_cents = -i.amount_cents
            WHERE i.txn_id = t.txn_id))
    ) IS NOT TRUE
UNION ALL
SELECT min(t.txn_id), 'held', NULL, p.idempotency_key
FROM txn t
JOIN payment_move m USING (txn_id)
JOIN txn p ON p.txn_id = m.payment_txn_id
LEFT JOIN payment_key c ON c.txn_id = p.txn_id AND c.kind = 'content'
WHERE t.batch_id = ANY(:batches)
GROUP BY p.txn_id, p.idempotency_key, c.key, c.occurrence
HAVING (
    SELECT sum(e.amount_cents)
    FROM (
        SELECT p.txn_id
        UNION SELECT k.txn_id FROM payment_key k
        WHERE k.kind IN ('content', 'line', 'named')
            AND (k.key, k.occurrence) = (c.key, c.occurrence)
        UNION SELECT v.txn_id FROM payment_move v WHERE v.payment_txn_id = p.txn_id
        UNION SELECT v.txn_id FROM payment_key k JOIN payment_move v ON v.payment_txn_id = k.txn_id
        WHERE k.kind = 'content' AND (k.key, k.occurrence) = (c.key, c.occurrence)
    ) w
    JOIN txn x ON w.txn_id IN (x.txn_id, x.reverses_txn_id)
    JOIN entry e ON e.txn_id = x.txn_id AND e.book_on = x.book_on
    JOIN account a ON a.account_id = e.account_id
    WHERE a.code = 'UNIDENTIFIED'
) > 0;
