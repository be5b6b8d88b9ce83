-- A declaration that was posted again owed nothing before, or that was reversed.

\set batches 'ARRAY(SELECT batch_id FROM batch)'

-- count
SELECT count(*) FROM cad WHERE batch_id = ANY(:batches) AND posting_number > 1;

-- breaches
SELECT c.transaction_number, c.posting_number
FROM cad c
JOIN cad before ON before.message_id = c.message_id
    AND before.posting_number = c.posting_number - 1
WHERE c.batch_id = ANY(:batches) AND c.posting_number > 1
    AND (SELECT sum(p.sign) FROM posted_cad p WHERE p.cad_id = before.cad_id) <> 0;
