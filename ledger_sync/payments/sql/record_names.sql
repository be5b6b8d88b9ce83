-- What the bank calls the payment that a return takes back is a key of the return, with its count.

INSERT INTO payment_key (txn_id, kind, key, occurrence)
SELECT n.txn_id, 'names', n.key, coalesce((
        SELECT max(b.occurrence) FROM payment_key b WHERE b.kind = 'names' AND b.key = n.key
    ), 0) + row_number() OVER (PARTITION BY n.key ORDER BY n.txn_id)
FROM (
    SELECT y.txn_id, coalesce(i.partner_id, i.sender, '') || '|' || p.original_reference AS key
    FROM posted_payment y
    JOIN staged_payment p USING (message, part)
    JOIN staged_message m USING (message)
    JOIN staged_interchange i USING (interchange)
    JOIN txn t USING (txn_id)
    WHERE t.batch_id = :batch_id AND p.kind = 'RTB' AND p.original_reference IS NOT NULL
) n
ORDER BY n.txn_id;
