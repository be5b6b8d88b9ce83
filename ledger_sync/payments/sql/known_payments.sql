-- The payments of the book that staged entries may be: of the same content, or the same reference.
-- Of one that has a content: whom it is for, whether the bank's own line of it came, and whether
-- all of it is held for nobody known, and no act did anything with it.

WITH known AS (
    SELECT key, occurrence FROM payment_key
    WHERE kind = 'content' AND part = 1 AND key IN (SELECT content FROM compared_entry)
    UNION
    SELECT c.key, c.occurrence
    FROM payment_key r
    JOIN payment_key c ON c.txn_id = r.txn_id AND c.kind = 'content'
    WHERE r.kind = 'reference' AND r.part = 1 AND r.key IN (SELECT reference FROM compared_entry)
)
SELECT known.key AS content, known.occurrence,
    (SELECT r.key
     FROM payment_key c JOIN payment_key r ON r.txn_id = c.txn_id AND r.kind = 'reference'
     WHERE c.kind = 'content' AND (c.key, c.occurrence, c.part) = (known.key, known.occurrence, 1))
        AS reference,
    coalesce(named.whom, posted.whom) AS whom,
    posted.lined OR EXISTS (
        SELECT FROM payment_key l
        WHERE l.kind = 'line' AND (l.key, l.occurrence) = (known.key, known.occurrence)
    ) AS lined,
    posted.held AND named.whom IS NULL AND NOT EXISTS (
        SELECT FROM payment_key c JOIN payment_move m ON m.payment_txn_id = c.txn_id
        WHERE c.kind = 'content' AND (c.key, c.occurrence) = (known.key, known.occurrence)
    ) AS held
FROM known
CROSS JOIN LATERAL (
    SELECT string_agg(a.code || ' ' || -w.amount_cents, '+'
            ORDER BY a.code COLLATE "C", -w.amount_cents)
            FILTER (WHERE a.code <> 'UNIDENTIFIED') AS whom,
        bool_or(money.code = 'BANK') AS lined,
        bool_and(a.code = 'UNIDENTIFIED'
            AND NOT EXISTS (SELECT FROM txn v WHERE v.reverses_txn_id = t.txn_id)) AS held
    FROM payment_key k
    JOIN txn t USING (txn_id)
    JOIN entry m ON m.txn_id = t.txn_id AND m.book_on = t.book_on AND m.entry_number = 1
    JOIN account money ON money.account_id = m.account_id
    JOIN entry w ON w.txn_id = t.txn_id AND w.book_on = t.book_on AND w.entry_number = 2
    JOIN account a ON a.account_id = w.account_id
    WHERE k.kind = 'content' AND (k.key, k.occurrence) = (known.key, known.occurrence)
) posted
CROSS JOIN LATERAL (
    SELECT string_agg(a.code || ' ' || -e.amount_cents, '+'
            ORDER BY a.code COLLATE "C", -e.amount_cents)
            FILTER (WHERE a.code <> 'UNIDENTIFIED') AS whom
    FROM payment_key k
    JOIN txn t USING (txn_id)
    JOIN entry e ON e.txn_id = t.txn_id AND e.book_on = t.book_on AND e.entry_number = 2
    JOIN account a USING (account_id)
    WHERE k.kind = 'named' AND (k.key, k.occurrence) = (known.key, known.occurrence)
) named
UNION ALL
SELECT NULL, 1, r.key, NULL, true, false
FROM payment_key r
WHERE r.kind = 'reference' AND r.part = 1 AND r.key IN (SELECT reference FROM compared_entry)
    AND NOT EXISTS (SELECT FROM payment_key c WHERE c.txn_id = r.txn_id AND c.kind = 'content')
ORDER BY content, occurrence;
