-- The payments among some transactions that acts moved, by moves that stand and are not among them.

\set txn_ids 'ARRAY(SELECT payment_txn_id FROM payment_move)'

SELECT DISTINCT p.document_reference AS reference
FROM payment_move m
JOIN txn p ON p.txn_id = m.payment_txn_id
WHERE m.payment_txn_id = ANY(:txn_ids) AND m.txn_id <> ALL(:txn_ids)
    AND NOT EXISTS (SELECT FROM txn r WHERE r.reverses_txn_id = m.txn_id)
ORDER BY 1;
