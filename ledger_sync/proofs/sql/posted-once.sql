-- No kept bytes, accepted interchange, declaration version or idempotency key counts twice.

-- count
SELECT count(*) FROM txn;

-- breaches
SELECT 'file' AS what, encode(sha256, 'hex') AS which
FROM file
WHERE outcome = 'posted'
GROUP BY sha256
HAVING count(*) > 1
UNION ALL
SELECT 'declaration', concat_ws('/', transaction_number, number_use, version)
FROM cad
WHERE posting_number = 1
GROUP BY transaction_number, number_use, version
HAVING count(*) > 1
UNION ALL
SELECT 'transaction', idempotency_key
FROM (
    SELECT idempotency_key, lag(idempotency_key) OVER (ORDER BY idempotency_key) AS before
    FROM txn
) AS k
WHERE idempotency_key = before
UNION ALL
SELECT 'interchange', partner_id || ' ' || reference
FROM interchange
WHERE status = 'accepted'
GROUP BY partner_id, format, reference
HAVING count(*) > 1;
