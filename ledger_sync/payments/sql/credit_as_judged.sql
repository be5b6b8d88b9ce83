-- Each row of a settlement credits, or charges, whom it was judged to.

UPDATE staged_payment p
SET credit_account = r.account
FROM judged_row r
WHERE (p.message, p.part) = (r.message, r.part) AND p.credit_account <> r.account;
