-- Every statement is its opening balance and its lines, and opens where its account's last one
-- closed.

\set batches 'ARRAY(SELECT batch_id FROM batch)'
\set from_statement '(SELECT min(statement_id) FROM statement)'
\set to_statement '(SELECT max(statement_id) FROM statement)'

-- count
SELECT count(*) FROM statement WHERE batch_id = ANY(:batches);

-- breaches
SELECT s.statement_id
FROM statement s
LEFT JOIN statement p ON p.statement_id = s.previous_statement_id
LEFT JOIN (
    SELECT l.statement_id,
        coalesce(sum(l.amount_cents) FILTER (WHERE l.amount_cents > 0), 0) AS debits,
        coalesce(-sum(l.amount_cents) FILTER (WHERE l.amount_cents < 0), 0) AS credits
    FROM statement_line l JOIN statement USING (statement_id)
    WHERE batch_id = ANY(:batches) AND l.statement_id BETWEEN :from_statement AND :to_statement
    GROUP BY 1
) l ON l.statement_id = s.statement_id
WHERE s.batch_id = ANY(:batches) AND (
    s.opening_cents <> coalesce(p.closing_cents, 0)
    OR p.account_id <> s.account_id
    OR p.cycle_last_on >= s.cycle_last_on
    OR (p.statement_id IS NULL AND EXISTS (
        SELECT FROM statement e
        WHERE e.account_id = s.account_id AND e.cycle_last_on < s.cycle_last_on
    ))
    OR s.debits_cents <> coalesce(l.debits, 0)
    OR s.credits_cents <> coalesce(l.credits, 0)
    OR s.closing_cents <> s.opening_cents + s.debits_cents - s.credits_cents
);
