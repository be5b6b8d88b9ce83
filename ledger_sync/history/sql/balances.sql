-- What is open of accounts at the end of a book date, by kind of item: an item booked by then, less
-- what applications of that date and earlier applied to it.

\set accounts 'ARRAY(SELECT account_id FROM account)'
\set as_of CURRENT_DATE
\set due_before CURRENT_DATE

WITH booked AS (
    SELECT item_id, account_id, kind, amount_cents, due_on
    FROM item
    WHERE account_id = ANY(:accounts) AND book_on <= :as_of
), applied AS (
    SELECT p.debit_item_id AS item_id, sum(p.amount_cents) AS cents
    FROM booked b JOIN application p ON p.debit_item_id = b.item_id
    WHERE p.applied_on <= :as_of
    GROUP BY 1
    UNION ALL
    SELECT p.credit_item_id, sum(p.amount_cents)
    FROM booked b JOIN application p ON p.credit_item_id = b.item_id
    WHERE p.applied_on <= :as_of
    GROUP BY 1
), open AS (
    SELECT b.account_id, b.kind, b.amount_cents > 0 AS is_debit, b.due_on,
        abs(b.amount_cents) - coalesce(a.cents, 0) AS cents
    FROM booked b LEFT JOIN applied a USING (item_id)
)
SELECT account_id, kind,
    coalesce(sum(cents) FILTER (WHERE is_debit), 0)::bigint AS open_debits_cents,
    coalesce(sum(cents) FILTER (WHERE NOT is_debit), 0)::bigint AS open_credits_cents,
    coalesce(sum(cents) FILTER (WHERE is_debit AND due_on < :due_before), 0)::bigint
        AS overdue_cents
FROM open
GROUP BY account_id, kind
ORDER BY account_id, kind;
