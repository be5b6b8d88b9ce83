-- What accounts owed at the end of the day before, debt by debt.

\set codes 'ARRAY(SELECT code FROM account)'
\set before CURRENT_DATE

SELECT d.code, d.due_on, d.open_cents
FROM (
    SELECT a.code, i.due_on, (i.amount_cents - coalesce((
        SELECT sum(p.amount_cents) FROM application p
        WHERE p.debit_item_id = i.item_id AND p.applied_on < :before), 0))::bigint AS open_cents
    FROM account a
    JOIN item i USING (account_id)
    WHERE a.code = ANY(:codes) AND i.amount_cents > 0 AND i.book_on < :before
) d
WHERE d.open_cents > 0
ORDER BY d.code, d.due_on, d.open_cents;
