-- What is open of every item is its amount less what was applied to it.

-- count
SELECT count(*) FROM item_balance;

-- breaches
SELECT i.item_id, b.open_cents, abs(i.amount_cents) - coalesce(used.cents, 0) AS due_cents
FROM item i
LEFT JOIN item_balance b USING (item_id)
LEFT JOIN (
    SELECT item_id, sum(amount_cents) AS cents
    FROM (
        SELECT debit_item_id AS item_id, amount_cents FROM application
        UNION ALL
        SELECT credit_item_id, amount_cents FROM application
    ) AS s
    GROUP BY 1
) used USING (item_id)
WHERE b.item_id IS NULL
    OR b.amount_cents <> abs(i.amount_cents)
    OR b.open_cents <> abs(i.amount_cents) - coalesce(used.cents, 0);
