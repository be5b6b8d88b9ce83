-- The late originals without a penalty yet among what the open dates up to one accepted, and of
-- which not everything that was posted is reversed.

SELECT c.cad_id, c.accounting_due_on, c.filed_on, c.release_office, c.release_on
FROM batch b
JOIN cad c USING (batch_id)
WHERE b.kind = 'file' AND b.book_on <= :business_date
    AND b.book_on > (SELECT coalesce(closed_through(), '-infinity'))
    AND c.version = 1 AND c.posting_number = 1 AND c.filed_on > c.accounting_due_on
    AND NOT EXISTS (
        SELECT
        FROM txn t
        WHERE t.idempotency_key = concat_ws('|', 'LAP', c.transaction_number,
            CASE WHEN c.number_use > 1 THEN 'use ' || c.number_use END)
    )
    AND NOT coalesce((
        SELECT bool_and(r.txn_id IS NOT NULL)
        FROM cad p
        JOIN txn t ON t.message_id = p.message_id AND t.kind = 'CAD'
        LEFT JOIN txn r ON r.reverses_txn_id = t.txn_id
        WHERE p.transaction_number = c.transaction_number AND p.number_use = c.number_use
    ), false)
ORDER BY c.cad_id;
