-- The last day on which a declaration's debts were paid: of a payment the day on which it counts,
-- of another credit the day of the application. A reversal, or a credit of the declaration itself,
-- pays none.

SELECT max(CASE credit.kind WHEN 'PMT' THEN p.paid_on ELSE a.applied_on END)
FROM cad c
JOIN txn t USING (message_id)
JOIN item i ON i.txn_id = t.txn_id AND i.kind IN ('CAD', 'SOADJ') AND i.amount_cents > 0
JOIN application a ON a.debit_item_id = i.item_id
    AND a.reverses_application_id IS NULL AND NOT EXISTS (
        SELECT FROM application r WHERE r.reverses_application_id = a.application_id
    )
JOIN item credit ON credit.item_id = a.credit_item_id AND credit.kind <> 'REV'
LEFT JOIN payment p ON p.txn_id = credit.txn_id
WHERE c.transaction_number = :number AND c.number_use = :number_use AND NOT EXISTS (
    SELECT FROM txn s JOIN cad own USING (message_id)
    WHERE s.txn_id = credit.txn_id AND own.transaction_number = :number
        AND own.number_use = :number_use
);
