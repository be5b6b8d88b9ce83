-- Every later version follows the one before it, of the same importer and filer.

\set batches 'ARRAY(SELECT batch_id FROM batch)'

-- count
SELECT count(*) FROM cad WHERE batch_id = ANY(:batches) AND version > 1;

-- breaches
SELECT c.transaction_number, c.version
FROM cad c
WHERE c.batch_id = ANY(:batches) AND c.version > 1 AND NOT EXISTS (
    SELECT FROM cad before
    WHERE before.transaction_number = c.transaction_number
        AND before.number_use = c.number_use AND before.version = c.version - 1
        AND (before.account_id, before.filer) = (c.account_id, c.filer)
        AND before.batch_id < c.batch_id
);
