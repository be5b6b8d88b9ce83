-- A reversal takes back every entry of one posting, to the cent, on the same accounts.

\set batches 'ARRAY(SELECT batch_id FROM batch)'

-- count
SELECT count(*) FROM txn WHERE batch_id = ANY(:batches) AND kind = 'REV';

-- breaches
SELECT r.txn_id
FROM txn r
JOIN txn t ON t.txn_id = r.reverses_txn_id
WHERE r.batch_id = ANY(:batches) AND (
    t.kind = 'REV' OR (
        SELECT array_agg((entry_number, account_id, -amount_cents)::text ORDER BY entry_number)
        FROM entry e WHERE e.txn_id = r.txn_id AND e.book_on = r.book_on
    ) IS DISTINCT FROM (
        SELECT array_agg((entry_number, account_id, amount_cents)::text ORDER BY entry_number)
        FROM entry e WHERE e.txn_id = t.txn_id AND e.book_on = t.book_on
    )
);
