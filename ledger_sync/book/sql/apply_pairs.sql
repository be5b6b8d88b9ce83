-- Apply the credits to the debits of pair, each counting from the day that its items say.

INSERT INTO application (
    debit_item_id, credit_item_id, amount_cents, applied_on, counts_on, policy, reason, batch_id
)
SELECT m.debit_item_id, m.credit_item_id, m.amount_cents, m.applied_on,
    CASE WHEN 'REV' IN (m.debit_kind, m.credit_kind) OR m.is_own THEN m.debit_effective_on
        WHEN m.credit_kind = 'PMT' THEN coalesce(y.paid_on, m.applied_on)
        ELSE m.applied_on END,
    :policy,
    coalesce(:reason, CASE WHEN m.is_own THEN 'correction'
        WHEN m.credit_kind = 'PMT' THEN 'payment'
        ELSE 'choice' END),
    :batch_id
FROM (
    SELECT pair.*, d.kind AS debit_kind, c.kind AS credit_kind, c.txn_id AS credit_txn_id,
        d.effective_on AS debit_effective_on,
        greatest(:applied_on, d.book_on, c.book_on) AS applied_on,
        CASE WHEN d.document_reference = c.document_reference
                AND d.kind IN ('CAD', 'SOADJ') AND c.kind IN ('CAD', 'SOADJ')
            THEN same_declaration(d.txn_id, c.txn_id) ELSE false END AS is_own
    FROM pair
    JOIN item d ON d.item_id = pair.debit_item_id
    JOIN item c ON c.item_id = pair.credit_item_id
) AS m
LEFT JOIN payment y ON y.txn_id = m.credit_txn_id
ORDER BY m.position;
