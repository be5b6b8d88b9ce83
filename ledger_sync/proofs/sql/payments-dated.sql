-- Every payment says when it was valued, received, posted and paid: valued and posted as its
-- transaction, and paid when its payer or else its bank says, or on a day that follows.

\set batches 'ARRAY(SELECT batch_id FROM batch)'
\set from_txn '(SELECT min(txn_id) FROM txn)'
\set to_txn '(SELECT max(txn_id) FROM txn)'

-- count
SELECT count(*) FROM txn WHERE batch_id = ANY(:batches) AND kind IN ('PMT', 'IDN');

-- breaches
SELECT t.txn_id, p.payer_on, p.value_on, p.received_on, p.posted_on, p.paid_on
FROM txn t
LEFT JOIN payment p ON p.txn_id = t.txn_id AND p.txn_id BETWEEN :from_txn AND :to_txn
WHERE t.batch_id = ANY(:batches)
    AND CASE t.kind WHEN 'PMT' THEN p.txn_id IS NULL
        WHEN 'IDN' THEN p.txn_id IS NULL
            AND EXISTS (SELECT FROM item i WHERE i.txn_id = t.txn_id AND i.kind = 'PMT')
        ELSE p.txn_id IS NOT NULL END
    OR t.batch_id = ANY(:batches) AND (
        (p.value_on, p.posted_on) IS DISTINCT FROM (t.effective_on, t.book_on)
        OR p.paid_on NOT BETWEEN coalesce(p.payer_on, p.value_on)
            AND coalesce(p.payer_on, p.value_on) + 7)
        AND p.txn_id IS NOT NULL;
