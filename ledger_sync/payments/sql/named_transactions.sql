-- Whose the declarations of some numbers are, with what they came to and what of it was open before
-- a day; of a number that was used again, the last.

\set numbers 'ARRAY(SELECT transaction_number FROM cad LIMIT 10)'
\set before CURRENT_DATE

SELECT n.transaction_number, n.code, coalesce(sum(i.amount_cents), 0)::bigint AS amount_cents,
    coalesce(sum(i.amount_cents - i.applied_cents), 0)::bigint AS open_cents
FROM (
    SELECT DISTINCT ON (c.transaction_number) c.transaction_number, c.account_id, a.code
    FROM cad c
    JOIN account a USING (account_id)
    WHERE c.transaction_number = ANY(:numbers)
    ORDER BY c.transaction_number, c.cad_id DESC
) n
LEFT JOIN LATERAL (
    SELECT i.amount_cents, coalesce((
        SELECT sum(p.amount_cents) FROM application p
        WHERE p.debit_item_id = i.item_id AND p.applied_on < :before), 0) AS applied_cents
    FROM item i
    WHERE i.account_id = n.account_id AND i.document_reference = n.transaction_number
        AND i.amount_cents > 0 AND i.book_on < :before
) i ON true
GROUP BY n.transaction_number, n.code
ORDER BY n.transaction_number;
