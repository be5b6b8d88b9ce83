-- The payments of the book that staged entries may be: of the same content, or the same reference.

SELECT c.key AS content, coalesce(c.occurrence, 1) AS occurrence, r.key AS reference,
    CASE WHEN NOT EXISTS (
        SELECT FROM payment_key other
        WHERE other.kind = 'content' AND other.key = c.key
            AND other.occurrence = c.occurrence AND other.part = 2
    ) THEN (
        SELECT a.code FROM item i JOIN account a USING (account_id) WHERE i.txn_id = t.txn_id
    ) END AS credits
FROM (
    SELECT txn_id FROM payment_key
    WHERE kind = 'content' AND part = 1 AND key IN (SELECT content FROM compared_entry)
    UNION
    SELECT txn_id FROM payment_key
    WHERE kind = 'reference' AND part = 1 AND key IN (SELECT reference FROM compared_entry)
) t
LEFT JOIN payment_key c ON c.txn_id = t.txn_id AND c.kind = 'content'
LEFT JOIN payment_key r ON r.txn_id = t.txn_id AND r.kind = 'reference'
ORDER BY content, occurrence;
