-- A late accounting penalty stands beside one late declaration, on its account, once.

\set batches 'ARRAY(SELECT batch_id FROM batch)'

-- count
SELECT count(*) FROM txn WHERE batch_id = ANY(:batches) AND kind = 'LAP';

-- breaches
SELECT t.txn_id
FROM txn t
JOIN item i USING (txn_id)
WHERE t.batch_id = ANY(:batches) AND t.kind = 'LAP' AND NOT EXISTS (
    SELECT FROM cad c
    WHERE c.message_id = t.message_id AND c.version = 1 AND c.account_id = i.account_id
        AND c.filed_on > c.accounting_due_on
);
