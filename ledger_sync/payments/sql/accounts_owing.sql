-- Some accounts that owe an amount today, as one debt.

\set cents 1

SELECT DISTINCT a.code
FROM item_balance b
JOIN account a USING (account_id)
WHERE b.is_debit AND b.open_cents = :cents
ORDER BY a.code
LIMIT 20;
