-- What a known payment got is its own from then on: the bank's line once, whom it is for once a
-- part.

INSERT INTO payment_key (txn_id, kind, key, occurrence, part)
SELECT t.txn_id, s.kind, s.key, s.occurrence, s.part
FROM added_to_payment s
JOIN txn t ON t.idempotency_key = s.idempotency_key
ORDER BY t.txn_id;
