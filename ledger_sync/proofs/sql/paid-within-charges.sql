-- No charge of an item is paid beyond what it has.

-- count
SELECT count(*) FROM application_part;

-- breaches
SELECT paid.debit_item_id, paid.charge, paid.cents, i.amount_cents
FROM (
    SELECT a.debit_item_id, p.charge, sum(p.amount_cents)::bigint AS cents
    FROM application a JOIN application_part p USING (application_id)
    GROUP BY a.debit_item_id, p.charge
    HAVING sum(p.amount_cents) <> 0
) AS paid
LEFT JOIN item_part i ON i.item_id = paid.debit_item_id AND i.charge = paid.charge
WHERE i.amount_cents IS NULL
    OR paid.cents NOT BETWEEN least(i.amount_cents, 0) AND greatest(i.amount_cents, 0);
