-- What an act applied, by account and document.

SELECT p.code AS account, c.document_reference AS credit, d.document_reference AS debit,
    sum(a.amount_cents)::bigint AS cents, a.applied_on
FROM batch b
JOIN application a USING (batch_id)
JOIN item c ON c.item_id = a.credit_item_id
JOIN item d ON d.item_id = a.debit_item_id
JOIN account p ON p.account_id = d.account_id
WHERE b.act_id = :act_id
GROUP BY 1, 2, 3, 5
ORDER BY 1, 2, 3, 5;
