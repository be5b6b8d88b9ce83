-- The items that a batch brought to accounts with both sides open, and in which turn of its account
-- each came: those of the account's first file, of its second.

WITH file_order AS (
    SELECT f.file_id, min(i.interchange_id) AS first
    FROM file f JOIN interchange i USING (file_id)
    WHERE f.batch_id = :batch_id
    GROUP BY f.file_id
)
SELECT i.account_id, i.item_id,
    dense_rank() OVER (PARTITION BY i.account_id ORDER BY o.first) AS turn
FROM txn t
JOIN item i USING (txn_id)
LEFT JOIN message m USING (message_id)
LEFT JOIN file_order o USING (file_id)
WHERE t.batch_id = :batch_id
    AND EXISTS (
        SELECT FROM item_balance b
        WHERE b.account_id = i.account_id AND b.is_debit AND b.open_cents > 0
    )
    AND EXISTS (
        SELECT FROM item_balance b
        WHERE b.account_id = i.account_id AND NOT b.is_debit AND b.open_cents > 0
    );
