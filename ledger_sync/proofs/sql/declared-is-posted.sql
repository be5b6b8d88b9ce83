-- What stands of every declaration after its batch is what it owes, charge by charge; GST that was
-- paid and is not refunded stands for its importer.

\set batches 'ARRAY(SELECT batch_id FROM batch)'
\set from_on '(SELECT min(book_on) FROM batch)'
\set to_on '(SELECT max(book_on) FROM batch)'
\set from_txn '(SELECT min(txn_id) FROM txn)'
\set to_txn '(SELECT max(txn_id) FROM txn)'
\set from_cad '(SELECT min(cad_id) FROM cad)'
\set to_cad '(SELECT max(cad_id) FROM cad)'

-- count
SELECT count(*) FROM cad WHERE batch_id = ANY(:batches);

-- breaches
WITH c AS (
    SELECT * FROM cad WHERE batch_id = ANY(:batches)
), first_posting AS (
    SELECT c.cad_id, e.account_id, e.amount_cents
    FROM c
    JOIN txn t ON t.message_id = c.message_id AND t.batch_id = c.batch_id AND t.kind = 'CAD'
        AND t.batch_id = ANY(:batches)
    JOIN entry e ON e.txn_id = t.txn_id AND e.book_on = t.book_on
        AND e.book_on BETWEEN :from_on AND :to_on AND e.txn_id BETWEEN :from_txn AND :to_txn
    WHERE c.version = 1 AND c.posting_number = 1
), of_number AS (
    SELECT DISTINCT c.cad_id, c.account_id, c.batch_id, s.message_id
    FROM c JOIN cad s USING (transaction_number, number_use)
    WHERE c.version > 1 OR c.posting_number > 1
), later_posting AS (
    SELECT n.cad_id, CASE a.code WHEN 'GST_KEPT' THEN n.account_id ELSE e.account_id END
        AS account_id, e.amount_cents
    FROM of_number n
    JOIN txn t ON t.message_id = n.message_id AND t.batch_id <= n.batch_id
    LEFT JOIN txn taken_back ON taken_back.txn_id = t.reverses_txn_id
    JOIN entry e ON e.txn_id = t.txn_id AND e.book_on = t.book_on
    JOIN account a ON a.account_id = e.account_id
    WHERE 'CAD' IN (t.kind, taken_back.kind)
)
SELECT cad_id, account_id, sum(owed_cents)::bigint AS owed_cents,
    sum(posted_cents)::bigint AS posted_cents
FROM (
    SELECT cad_id, account_id, 0 AS owed_cents, amount_cents AS posted_cents FROM first_posting
    UNION ALL
    SELECT cad_id, account_id, 0, amount_cents FROM later_posting
    UNION ALL
    SELECT c.cad_id, c.account_id, c.payable_cents, 0 FROM c
    UNION ALL
    SELECT c.cad_id, a.account_id, -c.duty_cents, 0
    FROM c JOIN account a ON a.code = 'DUTY' WHERE c.duty_cents <> 0
    UNION ALL
    SELECT c.cad_id, a.account_id, -c.sima_cents, 0
    FROM c JOIN account a ON a.code = 'SIMA' WHERE c.sima_cents <> 0
    UNION ALL
    SELECT c.cad_id, a.account_id, -c.surtax_cents, 0
    FROM c JOIN account a ON a.code = 'SURTAX' WHERE c.surtax_cents <> 0
    UNION ALL
    SELECT c.cad_id, a.account_id, -c.excise_cents, 0
    FROM c JOIN account a ON a.code = 'EXCISE' WHERE c.excise_cents <> 0
    UNION ALL
    SELECT c.cad_id, a.account_id, -c.gst_cents, 0
    FROM c JOIN account a ON a.code = 'GST' WHERE c.gst_cents <> 0
    UNION ALL
    SELECT l.cad_id, a.account_id, -l.amount_cents, 0
    FROM c JOIN cad_line_charge l USING (cad_id) JOIN account a USING (charge)
    WHERE l.cad_id BETWEEN :from_cad AND :to_cad
) AS both_sides
GROUP BY cad_id, account_id
HAVING sum(owed_cents) <> sum(posted_cents);
