-- Each payment that was posted is known by its content from now on.

INSERT INTO payment_key (txn_id, kind, key, occurrence, part)
SELECT t.txn_id, 'content', p.content, p.occurrence, p.part
FROM staged_payment_txn p
JOIN accepted USING (message)
JOIN txn t USING (idempotency_key)
ORDER BY t.txn_id;
