-- Every item stands on the side of its kind: a payment is a credit, a penalty a debit.

\set batches 'ARRAY(SELECT batch_id FROM batch)'
\set from_txn '(SELECT min(txn_id) FROM txn)'
\set to_txn '(SELECT max(txn_id) FROM txn)'

-- count
SELECT count(*) FROM txn WHERE batch_id = ANY(:batches);

-- breaches
SELECT i.item_id, i.kind, i.amount_cents
FROM txn t
JOIN item i ON i.txn_id = t.txn_id AND i.txn_id BETWEEN :from_txn AND :to_txn
JOIN item_kind k ON k.kind = i.kind
WHERE t.batch_id = ANY(:batches) AND k.side <> 'either'
    AND (k.side = 'debit') <> (i.amount_cents > 0);
