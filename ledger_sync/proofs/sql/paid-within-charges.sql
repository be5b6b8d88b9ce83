-- No charge of an item is paid beyond what it has.

\set from_on '(SELECT min(book_on) FROM batch)'
\set to_on '(SELECT max(book_on) FROM batch)'
\set from_txn '(SELECT min(txn_id) FROM txn)'
\set to_txn '(SELECT max(txn_id) FROM txn)'
\set from_item '(-9223372036854775807)'
\set to_item '9223372036854775807'

-- count
SELECT count(*) FROM application WHERE debit_item_id BETWEEN :from_item AND :to_item;

-- breaches
SELECT paid.debit_item_id, paid.charge, paid.cents, has.amount_cents
FROM (
    SELECT a.debit_item_id, p.charge, sum(p.amount_cents)::bigint AS cents
    FROM application a
    CROSS JOIN LATERAL (
        SELECT charge, amount_cents FROM application_part p
        WHERE p.application_id = a.application_id OFFSET 0
    ) p
    WHERE a.debit_item_id BETWEEN :from_item AND :to_item
    GROUP BY a.debit_item_id, p.charge
    HAVING sum(p.amount_cents) <> 0
) AS paid
LEFT JOIN (
    SELECT i.item_id, c.charge, -sum(e.amount_cents)::bigint AS amount_cents
    FROM item i
    JOIN entry e ON e.txn_id = i.txn_id AND e.book_on = i.book_on
        AND e.book_on BETWEEN :from_on AND :to_on AND e.txn_id BETWEEN :from_txn AND :to_txn
    JOIN account c ON c.account_id = e.account_id
    WHERE i.item_id BETWEEN :from_item AND :to_item AND c.charge IS NOT NULL
    GROUP BY i.item_id, c.charge
) has ON has.item_id = paid.debit_item_id AND has.charge = paid.charge
WHERE has.amount_cents IS NULL
    OR paid.cents NOT BETWEEN least(has.amount_cents, 0) AND greatest(has.amount_cents, 0);
