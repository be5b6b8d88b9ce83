-- What is open of each charge of debits, each looked up by its key, in the order in which charges
-- are paid.

SELECT d.item_id, p.charge, (p.amount_cents - coalesce(paid.cents, 0))::bigint AS amount_cents
FROM unnest(CAST(:debits AS bigint[])) AS d (item_id)
CROSS JOIN LATERAL (
    SELECT charge, amount_cents FROM item_part WHERE item_id = d.item_id OFFSET 0
) AS p
JOIN charge c USING (charge)
LEFT JOIN LATERAL (
    SELECT sum(s.amount_cents) AS cents
    FROM application a
    CROSS JOIN LATERAL (
        SELECT amount_cents FROM application_part
        WHERE application_id = a.application_id AND charge = p.charge OFFSET 0
    ) AS s
    WHERE a.debit_item_id = d.item_id
) AS paid ON true
ORDER BY c.rank, d.item_id;
