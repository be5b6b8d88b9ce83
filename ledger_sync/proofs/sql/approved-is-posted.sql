-- What two people approved is posted as its file was accepted, and what accounts are opened against
-- ends at zero; so does what takes it back.

\set batches 'ARRAY(SELECT batch_id FROM batch)'
\set from_on '(SELECT min(book_on) FROM batch)'
\set to_on '(SELECT max(book_on) FROM batch)'

-- count
SELECT count(*) FROM txn WHERE batch_id = ANY(:batches);

-- breaches
SELECT t.batch_id, t.message_id, sum(e.amount_cents)::bigint AS sum_cents
FROM txn t
JOIN entry e ON e.txn_id = t.txn_id AND e.book_on = t.book_on
    AND e.book_on BETWEEN :from_on AND :to_on
JOIN account a USING (account_id)
WHERE t.batch_id = ANY(:batches) AND a.code = 'OPENING'
GROUP BY t.batch_id, t.message_id
HAVING sum(e.amount_cents) <> 0
UNION ALL
SELECT b.batch_id, s.message_id, posted.cents
FROM batch b
JOIN act x USING (act_id)
LEFT JOIN submission_decision d ON d.act_id = b.act_id
LEFT JOIN submission s ON s.message_id = d.message_id AND s.kind = x.kind
CROSS JOIN LATERAL (
    SELECT count(i.item_id) AS items,
        coalesce(sum(i.amount_cents) FILTER (WHERE i.amount_cents > 0), 0)::bigint AS debits,
        coalesce(-sum(i.amount_cents) FILTER (WHERE i.amount_cents < 0), 0)::bigint AS credits,
        sum(i.amount_cents)::bigint AS cents,
        coalesce(bool_and(t.message_id IS NOT DISTINCT FROM s.message_id), true) AS its_own
    FROM txn t
    JOIN item i USING (txn_id)
    WHERE t.batch_id = b.batch_id
) posted
WHERE b.batch_id = ANY(:batches) AND x.kind IN ('opening', 'receipt') AND (
    (posted.items, posted.debits, posted.credits)
        IS DISTINCT FROM (s.item_count::bigint, s.debit_cents, s.credit_cents)
    OR NOT posted.its_own OR d.decision IS DISTINCT FROM 'posted')
UNION ALL
SELECT t.batch_id, t.message_id, NULL
FROM txn t
JOIN item_kind k USING (kind)
JOIN batch b USING (batch_id)
LEFT JOIN act x USING (act_id)
WHERE t.batch_id = ANY(:batches) AND k.section = 'opening' AND x.kind IS DISTINCT FROM 'opening';
