-- The statements of bank accounts that end by a day, each with the ids of its lines, its file, and
-- the batch of the first that was recorded of its account.

\set as_of CURRENT_DATE

SELECT s.bank_statement_id, s.bank, s.bank_account, s.currency, s.reference, f.name AS file,
    s.from_on, s.to_on, s.opening_cents, s.closing_cents, ARRAY(
        SELECT DISTINCT l.bank_line_id FROM bank_statement_line l
        WHERE l.bank_statement_id = s.bank_statement_id ORDER BY 1
    ) AS lines, min(f.batch_id) OVER (PARTITION BY s.bank, s.bank_account) AS first_batch_id
FROM bank_statement s
JOIN interchange i USING (interchange_id)
JOIN file f USING (file_id)
WHERE s.to_on <= :as_of
ORDER BY s.bank, s.bank_account, s.to_on, s.bank_statement_id;
