-- What is open of every item is its amount less what was applied to it.

\set from_item '(-9223372036854775807)'
\set to_item '9223372036854775807'

-- count
SELECT count(*) FROM item_balance WHERE item_id BETWEEN :from_item AND :to_item;

-- breaches
SELECT i.item_id, b.open_cents, abs(i.amount_cents) - coalesce(used.cents, 0) AS due_cents
FROM item i
LEFT JOIN item_balance b ON b.item_id = i.item_id AND b.item_id BETWEEN :from_item AND :to_item
LEFT JOIN (
    SELECT item_id, sum(amount_cents) AS cents
    FROM (
        SELECT debit_item_id AS item_id, amount_cents
        FROM application WHERE debit_item_id BETWEEN :from_item AND :to_item
        UNION ALL
        SELECT credit_item_id, amount_cents
        FROM application WHERE credit_item_id BETWEEN :from_item AND :to_item
    ) AS s
    GROUP BY 1
) used ON used.item_id = i.item_id
WHERE i.item_id BETWEEN :from_item AND :to_item AND (
    b.item_id IS NULL
    OR b.amount_cents <> abs(i.amount_cents)
    OR b.open_cents <> abs(i.amount_cents) - coalesce(used.cents, 0)
);
