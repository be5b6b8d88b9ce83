-- The last day on which a declaration's debts were paid: from when its applications count. A reversal,
-- or a credit of the declaration itself, pays none.

SELECT max(a.counts_on)
FROM cad c
JOIN txn t USING (message_id)
JOIN item i ON i.txn_id = t.txn_id AND i.kind IN ('CAD', 'SOADJ') AND i.amount_cents > 0
JOIN application a ON a.debit_item_id = i.item_id
    AND a.reason NOT IN ('taken_back', 'correction')
    AND a.reverses_application_id IS NULL AND NOT EXISTS (
        SELECT FROM application r WHERE r.reverses_application_id = a.application_id
    )
WHERE c.transaction_number = :number AND c.number_use = :number_use;
