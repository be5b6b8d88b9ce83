-- What is open under documents of accounts, a credit below zero, in the order in which it is taken.

SELECT i.item_id, a.code AS account, i.document_reference AS document,
    CASE WHEN b.is_debit THEN b.open_cents ELSE -b.open_cents END AS open_cents
FROM account a
JOIN item_balance b ON b.account_id = a.account_id AND b.open_cents > 0
JOIN item i USING (item_id)
WHERE a.code = ANY(:accounts) AND i.document_reference = ANY(:documents)
ORDER BY i.due_on NULLS LAST, i.effective_on, i.item_id;
