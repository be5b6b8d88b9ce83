-- What the bank calls an entry names every part of it, once and for good.

INSERT INTO payment_key (txn_id, kind, key, part)
SELECT DISTINCT ON (c.txn_id) c.txn_id, 'reference', j.reference, c.part
FROM judged_entry j
JOIN payment_key c ON c.kind = 'content' AND c.key = j.content AND c.occurrence = j.occurrence
WHERE j.reference IS NOT NULL AND j.verdict <> 'other'
    AND NOT EXISTS (
        SELECT FROM payment_key r
        WHERE r.kind = 'reference'
            AND (r.txn_id = c.txn_id OR r.key = j.reference AND r.part = c.part))
ORDER BY c.txn_id, j.message;
