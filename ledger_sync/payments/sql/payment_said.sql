-- Who paid a payment, and what is said of it.

\set txn_id 1

SELECT coalesce(payer_name, '') AS payer_name, coalesce(told, '') AS told
FROM payment
WHERE txn_id = :txn_id;
