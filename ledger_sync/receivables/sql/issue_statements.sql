-- Issues version 1 to every account with activity or a balance that has no statement of the cycle
-- or a later one.

INSERT INTO statement (account_id, cycle_last_on, version, first_on, issued_on, known_on, due_on,
    previous_statement_id, opening_cents, debits_cents, credits_cents, closing_cents, batch_id)
WITH previous AS (
    SELECT DISTINCT ON (account_id) account_id, statement_id, closing_cents
    FROM statement
    WHERE cycle_last_on < :last_on
    ORDER BY account_id, cycle_last_on DESC, version DESC
), movement AS (
    SELECT account_id,
        coalesce(sum(amount_cents) FILTER (WHERE amount_cents > 0), 0)::bigint AS debits,
        coalesce(-sum(amount_cents) FILTER (WHERE amount_cents < 0), 0)::bigint AS credits
    FROM billed
    GROUP BY account_id
)
SELECT a.account_id, :last_on, 1, :first_on, :statement_on, :known_on, :due_on, p.statement_id,
    coalesce(p.closing_cents, 0), coalesce(m.debits, 0), coalesce(m.credits, 0),
    coalesce(p.closing_cents, 0) + coalesce(m.debits, 0) - coalesce(m.credits, 0), :batch_id
FROM account a
LEFT JOIN previous p USING (account_id)
LEFT JOIN movement m USING (account_id)
WHERE (m.account_id IS NOT NULL OR p.closing_cents <> 0)
    AND NOT EXISTS (
        SELECT FROM statement s WHERE s.account_id = a.account_id AND s.cycle_last_on >= :last_on
    )
ORDER BY a.account_id;
