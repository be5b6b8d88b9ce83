-- Every entry belongs to a transaction of its book date.

-- count
SELECT count(*) FROM entry;

-- breaches
SELECT e.txn_id, e.entry_number
FROM entry e
WHERE NOT EXISTS (SELECT FROM txn t WHERE t.txn_id = e.txn_id AND t.book_on = e.book_on);
