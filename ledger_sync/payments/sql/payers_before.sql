-- Whom payers paid before a day, by their plain names, and which accounts are those of a client of
-- that name.

\set names 'ARRAY(SELECT plain_name(payer_name) FROM payment)'
\set before CURRENT_DATE

SELECT plain_name(y.payer_name) AS payer, a.code, count(*) AS payments
FROM payment y
JOIN item i USING (txn_id)
JOIN account a USING (account_id)
WHERE plain_name(y.payer_name) = ANY(:names) AND y.posted_on < :before
    AND NOT EXISTS (SELECT FROM txn r WHERE r.reverses_txn_id = y.txn_id)
    AND NOT EXISTS (
        SELECT FROM application p
        WHERE p.credit_item_id = i.item_id AND p.policy = 'moved'
            AND NOT EXISTS (
                SELECT FROM application u WHERE u.reverses_application_id = p.application_id))
GROUP BY 1, 2
UNION ALL
SELECT DISTINCT plain_name(h.legal_name), a.code, 0
FROM client_history h
JOIN account a USING (bn9)
WHERE plain_name(h.legal_name) = ANY(:names) AND NOT h.withdrawn AND a.class = 'receivable'
ORDER BY 1, 2, 3;
