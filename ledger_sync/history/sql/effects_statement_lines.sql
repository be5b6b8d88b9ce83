-- The lines of statements that bear the items of transactions.

SELECT i.txn_id, a.code, s.issued_on, s.version, l.line_number, l.amount_cents
FROM unnest(CAST(:transactions AS bigint[])) AS named (txn_id)
JOIN item i USING (txn_id)
JOIN statement_line l USING (item_id)
JOIN statement s USING (statement_id)
JOIN account a ON a.account_id = s.account_id
ORDER BY i.txn_id, s.statement_id;
