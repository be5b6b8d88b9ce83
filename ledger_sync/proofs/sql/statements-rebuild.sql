-- Every statement's lines are the facts known on its date that no statement bore before.

\set batches 'ARRAY(SELECT batch_id FROM batch)'
\set from_statement '(SELECT min(statement_id) FROM statement)'
\set to_statement '(SELECT max(statement_id) FROM statement)'

-- count
SELECT count(*)
FROM statement_line l JOIN statement USING (statement_id)
WHERE batch_id = ANY(:batches) AND l.statement_id BETWEEN :from_statement AND :to_statement;

-- breaches
SELECT coalesce(l.statement_id, i.statement_id) AS statement_id, l.line_number, i.item_id
FROM (
    SELECT l.*
    FROM statement s JOIN statement_line l USING (statement_id)
    WHERE s.batch_id = ANY(:batches) AND l.statement_id BETWEEN :from_statement AND :to_statement
) l
FULL JOIN (
    SELECT s.statement_id, i.item_id, i.amount_cents
    FROM statement s
    JOIN item i ON i.account_id = s.account_id AND i.book_on <= s.known_on
        AND (i.cycle_last_on IS NULL OR i.cycle_last_on <= s.cycle_last_on)
    LEFT JOIN statement p ON p.statement_id = s.previous_statement_id
        AND p.account_id = s.account_id
    WHERE s.batch_id = ANY(:batches) AND NOT (
        p.statement_id IS NOT NULL AND i.book_on <= p.known_on
        AND (i.cycle_last_on IS NULL OR i.cycle_last_on <= p.cycle_last_on)
    )
) i
    ON i.item_id = l.item_id AND i.statement_id = l.statement_id
    AND i.amount_cents = l.amount_cents
WHERE l.item_id IS NULL OR i.item_id IS NULL;
