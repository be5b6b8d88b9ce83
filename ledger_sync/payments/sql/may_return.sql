-- Returns that are held, each with the payments that it may take back, where the batch brought the
-- return, the payment or whom the payment is for: by the bank's reference first, then by account,
-- amount and the payer's reference, the newest first. A payment is taken back whole and once, is
-- known to be for somebody, and stands where it came: what acts moved, people charge.

WITH brought AS (
    SELECT DISTINCT c.payment_key_id, c.txn_id, c.key, c.occurrence
    FROM txn t
    JOIN payment_key k USING (txn_id)
    JOIN payment_key c ON c.kind = 'content' AND (c.key, c.occurrence, c.part)
        = (k.key, k.occurrence, 1)
    WHERE t.batch_id = :batch_id AND t.kind IN ('PMT', 'IDN', 'RTB')
        AND k.kind IN ('content', 'named')
), alike AS (
    SELECT b.key AS one, b.occurrence AS one_occurrence, o.key AS other,
        o.occurrence AS other_occurrence, false AS by_name
    FROM brought b
    JOIN payment_key o ON o.kind = 'content' AND o.part = 1
        AND split_part(o.key, '|', 1) = split_part(b.key, '|', 1)
        AND split_part(o.key, '|', 2) = split_part(b.key, '|', 2)
        AND split_part(o.key, '|', 4) = CASE WHEN split_part(b.key, '|', 4) LIKE '-%'
            THEN ltrim(split_part(b.key, '|', 4), '-') ELSE '-' || split_part(b.key, '|', 4) END
        AND split_part(o.key, '|', 5) = split_part(b.key, '|', 5)
    WHERE split_part(b.key, '|', 5) <> ''
    UNION ALL
    SELECT b.key, b.occurrence, o.key, o.occurrence, true
    FROM brought b
    JOIN payment_key n ON n.txn_id = b.txn_id AND n.kind IN ('names', 'reference')
    JOIN payment_key r ON r.key = n.key AND r.part = 1
        AND r.kind = CASE n.kind WHEN 'names' THEN 'reference' ELSE 'names' END
    JOIN payment_key o ON o.txn_id = r.txn_id AND o.kind = 'content' AND o.part = 1
), paired AS (
    SELECT one AS content, one_occurrence AS occurrence, other AS payment_content,
        other_occurrence AS payment_occurrence, by_name
    FROM alike WHERE split_part(one, '|', 4) LIKE '-%'
    UNION
    SELECT other, other_occurrence, one, one_occurrence, by_name
    FROM alike WHERE split_part(other, '|', 4) LIKE '-%'
)
SELECT p.content, p.occurrence, p.payment_content, p.payment_occurrence,
    CASE WHEN t.batch_id = :batch_id THEN t.message_id ELSE (
        SELECT min(x.message_id)
        FROM payment_key k JOIN txn x USING (txn_id)
        WHERE k.kind IN ('content', 'named') AND x.batch_id = :batch_id
            AND (k.key, k.occurrence) = (p.payment_content, p.payment_occurrence)
    ) END AS message_id, t.document_reference AS entry_reference, t.effective_on AS value_on
FROM paired p
JOIN payment_key r ON r.kind = 'content' AND (r.key, r.occurrence, r.part)
    = (p.content, p.occurrence, 1)
JOIN txn t ON t.txn_id = r.txn_id AND t.kind = 'RTB'
WHERE split_part(p.payment_content, '|', 4) = ltrim(split_part(p.content, '|', 4), '-')
    AND NOT EXISTS (SELECT FROM txn v WHERE v.reverses_txn_id = t.txn_id)
    AND NOT EXISTS (
        SELECT FROM payment_key k
        WHERE k.kind = 'set_against' AND (k.key, k.occurrence) = (p.content, p.occurrence))
    AND NOT EXISTS (
        SELECT FROM payment_key k
        WHERE k.kind = 'returned'
            AND (k.key, k.occurrence) = (p.payment_content, p.payment_occurrence))
    AND NOT EXISTS (
        SELECT FROM payment_key k JOIN txn v ON v.reverses_txn_id = k.txn_id
        WHERE k.kind IN ('content', 'named')
            AND (k.key, k.occurrence) = (p.payment_content, p.payment_occurrence))
    AND NOT EXISTS (
        SELECT FROM payment_key k JOIN payment_move m ON m.payment_txn_id = k.txn_id
        WHERE k.kind IN ('content', 'named')
            AND (k.key, k.occurrence) = (p.payment_content, p.payment_occurrence)
            AND NOT EXISTS (SELECT FROM txn v WHERE v.reverses_txn_id = m.txn_id))
    AND EXISTS (
        SELECT FROM payment_key k JOIN item i USING (txn_id)
        WHERE k.kind IN ('content', 'named')
            AND (k.key, k.occurrence) = (p.payment_content, p.payment_occurrence))
ORDER BY p.content, p.occurrence, p.by_name DESC, split_part(p.payment_content, '|', 3) DESC,
    p.payment_content, p.payment_occurrence;
