-- What an act credits counts on the day on which the payment did, and is its payer's.

INSERT INTO payment (txn_id, method, payer_on, value_on, received_on, posted_on, paid_on,
    payer_name, told, matched_by)
SELECT t.txn_id, p.method, p.payer_on, p.value_on, p.received_on, t.book_on, p.paid_on,
    p.payer_name, p.told, 'act'
FROM txn t
JOIN payment p ON p.txn_id = :txn_id
WHERE t.batch_id = :batch_id AND t.kind = 'IDN'
ORDER BY t.txn_id;
