-- A row that was settled is known by its name from then on, those that came again by their count;
-- a chargeback is known by the row that it takes back.

INSERT INTO payment_key (txn_id, kind, key, occurrence)
SELECT n.txn_id, n.kind, n.key, coalesce(before.occurrence, 0)
    + row_number() OVER (PARTITION BY n.kind, n.key ORDER BY n.message, n.part)
FROM (
    SELECT p.txn_id, 'settled' AS kind, r.name AS key, r.message, r.part
    FROM judged_row r
    JOIN posted_payment p USING (message, part)
    UNION ALL
    SELECT p.txn_id, 'takes_back', r.takes_back, r.message, r.part
    FROM judged_row r
    JOIN posted_payment p USING (message, part)
    WHERE r.takes_back IS NOT NULL AND r.fault IS NULL
) n
LEFT JOIN (
    SELECT kind, key, max(occurrence) AS occurrence
    FROM payment_key
    WHERE kind IN ('settled', 'takes_back')
        AND key IN (SELECT unnest(ARRAY[name, takes_back]) FROM judged_row)
    GROUP BY kind, key
) before USING (kind, key)
ORDER BY n.txn_id, n.kind;
