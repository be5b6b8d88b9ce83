-- Every transaction's items are its entries on receivable accounts, account by account.

\set batches 'ARRAY(SELECT batch_id FROM batch)'
\set from_on '(SELECT min(book_on) FROM batch)'
\set to_on '(SELECT max(book_on) FROM batch)'
\set from_txn '(SELECT min(txn_id) FROM txn)'
\set to_txn '(SELECT max(txn_id) FROM txn)'

-- count
SELECT count(*) FROM txn WHERE batch_id = ANY(:batches);

-- breaches
WITH receivable AS MATERIALIZED (
    SELECT account_id FROM account WHERE class = 'receivable'
)
SELECT coalesce(e.txn_id, i.txn_id) AS txn_id, i.item_id, e.amount_cents AS entry_cents,
    i.amount_cents AS item_cents
FROM (
    SELECT e.txn_id, e.account_id, e.amount_cents,
        row_number() OVER (PARTITION BY e.txn_id, e.account_id, e.amount_cents) AS copy
    FROM txn t
    JOIN entry e ON e.txn_id = t.txn_id AND e.book_on = t.book_on
        AND e.book_on BETWEEN :from_on AND :to_on AND e.txn_id BETWEEN :from_txn AND :to_txn
    JOIN receivable USING (account_id)
    WHERE t.batch_id = ANY(:batches)
) e
FULL JOIN (
    SELECT i.*, 1::bigint AS copy
    FROM txn t JOIN item i USING (txn_id)
    WHERE t.batch_id = ANY(:batches) AND i.txn_id BETWEEN :from_txn AND :to_txn
) i
    ON i.txn_id = e.txn_id AND i.account_id = e.account_id
    AND i.amount_cents = e.amount_cents AND i.copy = e.copy
WHERE e.txn_id IS NULL OR i.txn_id IS NULL;
