-- When each payment that was posted was valued, received, posted and paid; who paid it, and what is
-- said of it.

INSERT INTO payment (txn_id, method, payer_on, value_on, received_on, posted_on, paid_on,
    payer_name, told, matched_by)
SELECT t.txn_id, p.method, p.payer_on, p.value_on, f.received_on, t.book_on, p.paid_on,
    nullif(p.payer_name, ''), left(p.told, 500), p.matched_by
FROM posted_payment
JOIN staged_payment p USING (message, part)
JOIN txn t USING (txn_id)
JOIN staged_file s ON s.file = p.message >> 32
JOIN file f USING (file_id)
WHERE p.kind = 'PMT'
ORDER BY t.txn_id;
