-- The lines of bank accounts, each with what the book posted of it by the end of a book date: of
-- all messages that tell it, or before statements were recorded, less what was taken back of that.

\set as_of CURRENT_DATE

SELECT l.bank_line_id, l.bank, l.bank_account, l.booked_on, l.amount_cents,
    posted.cents AS posted_cents, posted.taken_back,
    shown.reference, split_part(l.content, '|', 5) AS said,
    CASE WHEN posted.cents <> l.amount_cents THEN shown.why END AS why
FROM bank_line l
CROSS JOIN LATERAL (
    SELECT coalesce(sum(e.amount_cents), 0)::bigint AS cents,
        coalesce(bool_or(t.reverses_txn_id IS NOT NULL), false) AS taken_back
    FROM (
        SELECT t.txn_id, t.book_on, t.reverses_txn_id
        FROM bank_statement_line s JOIN txn t USING (message_id)
        WHERE s.bank_line_id = l.bank_line_id
        UNION
        SELECT t.txn_id, t.book_on, t.reverses_txn_id
        FROM payment_key k
        JOIN txn o USING (txn_id)
        JOIN txn t ON t.txn_id = o.txn_id OR t.reverses_txn_id = o.txn_id
        WHERE k.kind IN ('content', 'line') AND (k.key, k.occurrence) = (l.content, l.occurrence)
            AND NOT EXISTS (
                SELECT FROM bank_statement_line s WHERE s.message_id = o.message_id)
    ) t
    JOIN entry e ON e.txn_id = t.txn_id AND e.book_on = t.book_on
        AND e.account_id = (SELECT account_id FROM account WHERE code = 'BANK')
    WHERE t.book_on <= :as_of
) posted
CROSS JOIN LATERAL (
    SELECT min(s.reference) AS reference, min(n.code) AS why
    FROM bank_statement_line s
    LEFT JOIN finding n ON n.message_id = s.message_id AND n.severity = 'error'
    WHERE s.bank_line_id = l.bank_line_id
) shown
ORDER BY l.bank_line_id;
