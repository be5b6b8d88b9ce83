-- The statements of a draft that the book would refuse at its seal: whose cents do not add up, that
-- do not open where their account's last one closed, or bear what is no item of the account.

SELECT min(s.bn15)
FROM drafted_statement s
LEFT JOIN statement p ON p.statement_id = s.previous_statement_id
LEFT JOIN (
    SELECT account_id,
        coalesce(sum(amount_cents) FILTER (WHERE amount_cents > 0), 0) AS debits,
        coalesce(-sum(amount_cents) FILTER (WHERE amount_cents < 0), 0) AS credits,
        max(book_on) AS booked_through, count(*) <> max(line_number) AS has_gaps
    FROM drafted_line
    GROUP BY account_id
) AS l ON l.account_id = s.account_id
WHERE s.opening_cents <> coalesce(p.closing_cents, 0)
    OR p.account_id <> s.account_id OR p.cycle_last_on >= s.cycle_last_on
    OR s.debits_cents <> coalesce(l.debits, 0) OR s.credits_cents <> coalesce(l.credits, 0)
    OR s.closing_cents <> s.opening_cents + s.debits_cents - s.credits_cents
    OR l.booked_through > s.known_on OR l.has_gaps;
