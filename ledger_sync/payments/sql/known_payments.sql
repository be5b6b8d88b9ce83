-- The payments of the book that staged entries may be: of the same content, or the same reference.

SELECT c.key AS content, coalesce(c.occurrence, 1) AS occurrence, r.key AS reference
FROM payment_key c
LEFT JOIN payment_key r ON r.txn_id = c.txn_id AND r.kind = 'reference'
WHERE c.kind = 'content' AND c.part = 1 AND c.key IN (SELECT content FROM compared_entry)
UNION
SELECT c.key, coalesce(c.occurrence, 1), r.key
FROM payment_key r
LEFT JOIN payment_key c ON c.txn_id = r.txn_id AND c.kind = 'content'
WHERE r.kind = 'reference' AND r.part = 1
    AND r.key IN (SELECT reference FROM compared_entry)
ORDER BY content, occurrence;
