-- What is held of payments: what came of their entries, or of their rows of a settlement, less what
-- was named, cleared, taken back, and done by acts.

\set payments 'ARRAY(SELECT payment_txn_id FROM payment_move)'

WITH asked AS (
    SELECT p.txn_id, p.document_reference AS reference, c.key, c.occurrence, 
        s.txn_id IS NOT NULL AS is_row
    FROM txn p
    LEFT JOIN payment_key c ON c.txn_id = p.txn_id AND c.kind = 'content'
    LEFT JOIN payment_key s ON s.txn_id = p.txn_id AND s.kind = 'settled'
    WHERE p.txn_id = ANY(:payments)
), came AS (
    SELECT a.txn_id AS of_txn_id, a.reference, a.txn_id FROM asked a
    UNION
    SELECT a.txn_id, a.reference, k.txn_id
    FROM asked a
    JOIN payment_key k ON k.kind IN ('content', 'line', 'named')
        AND (k.key, k.occurrence) = (a.key, a.occurrence)
    WHERE NOT a.is_row
), worked AS (
    SELECT c.of_txn_id, c.reference, c.txn_id FROM came c
    UNION
    SELECT c.of_txn_id, c.reference, m.txn_id
    FROM came c
    JOIN payment_move m ON m.payment_txn_id = c.txn_id
)
SELECT w.of_txn_id AS payment_txn_id, w.reference, (-sum(e.amount_cents))::bigint AS held_cents
FROM (
    SELECT of_txn_id, reference, txn_id FROM worked
    UNION
    SELECT w.of_txn_id, w.reference, r.txn_id
    FROM worked w JOIN txn r ON r.reverses_txn_id = w.txn_id
) w
JOIN txn t ON t.txn_id = w.txn_id
JOIN entry e ON e.txn_id = t.txn_id AND e.book_on = t.book_on
JOIN account a ON a.account_id = e.account_id AND a.code = 'UNIDENTIFIED'
GROUP BY w.of_txn_id, w.reference
ORDER BY w.of_txn_id;
