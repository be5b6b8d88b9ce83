-- The statements of a cycle: those that are issued, and version 1 for every account with activity
-- or a balance that has no statement of the cycle or a later one.

CREATE TEMP TABLE drafted_statement ON COMMIT DROP AS
WITH newest AS (
    SELECT DISTINCT ON (account_id) account_id, statement_id, cycle_last_on, closing_cents
    FROM statement
    ORDER BY account_id, cycle_last_on DESC, version DESC
), movement AS (
    SELECT account_id,
        coalesce(sum(amount_cents) FILTER (WHERE amount_cents > 0), 0)::bigint AS debits,
        coalesce(-sum(amount_cents) FILTER (WHERE amount_cents < 0), 0)::bigint AS credits
    FROM drafted_line
    GROUP BY account_id
)
SELECT a.account_id, a.code AS bn15, NULL::bigint AS statement_id, 1 AS version,
    CAST(:first_on AS date) AS first_on, CAST(:last_on AS date) AS cycle_last_on,
    CAST(:statement_on AS date) AS issued_on, CAST(:known_on AS date) AS known_on,
    CAST(:due_on AS date) AS due_on, n.statement_id AS previous_statement_id,
    coalesce(n.closing_cents, 0) AS opening_cents, coalesce(m.debits, 0) AS debits_cents,
    coalesce(m.credits, 0) AS credits_cents,
    coalesce(n.closing_cents, 0) + coalesce(m.debits, 0) - coalesce(m.credits, 0) AS closing_cents
FROM account a
LEFT JOIN newest n USING (account_id)
LEFT JOIN movement m USING (account_id)
WHERE (m.account_id IS NOT NULL OR n.closing_cents <> 0)
    AND (n.cycle_last_on IS NULL OR n.cycle_last_on < :last_on)
UNION ALL
SELECT account_id, a.code, s.statement_id, s.version, s.first_on, s.cycle_last_on, s.issued_on,
    s.known_on, s.due_on, s.previous_statement_id, s.opening_cents, s.debits_cents,
    s.credits_cents, s.closing_cents
FROM statement s
JOIN account a USING (account_id)
WHERE s.cycle_last_on = :last_on;
