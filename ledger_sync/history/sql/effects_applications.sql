-- What was applied to the items of transactions, or of them, and to which items.

SELECT i.txn_id, a.application_id, a.amount_cents, a.applied_on, a.policy,
    a.reverses_application_id, o.item_id, o.kind, o.document_reference, (
        SELECT jsonb_object_agg(p.charge, p.amount_cents)
        FROM application_part p
        WHERE p.application_id = a.application_id
    ) AS parts
FROM unnest(CAST(:transactions AS bigint[])) AS named (txn_id)
JOIN item i USING (txn_id)
CROSS JOIN LATERAL (
    SELECT *, credit_item_id AS other_item_id FROM application WHERE debit_item_id = i.item_id
    UNION ALL
    SELECT *, debit_item_id FROM application WHERE credit_item_id = i.item_id
) AS a
JOIN item o ON o.item_id = a.other_item_id
ORDER BY i.txn_id, a.application_id;
