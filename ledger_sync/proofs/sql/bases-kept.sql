-- The terms by which lines were priced still have their digest.

\set batches 'ARRAY(SELECT batch_id FROM batch)'

-- count
SELECT count(*) FROM basis WHERE batch_id = ANY(:batches);

-- breaches
SELECT basis_id
FROM basis
WHERE batch_id = ANY(:batches) AND digest <> sha256(convert_to(terms, 'UTF8'));
