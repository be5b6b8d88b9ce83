-- Payments that were posted before get their keys: alike ones are counted in their order.

INSERT INTO payment_key (txn_id, kind, key, occurrence, part)
SELECT txn_id, 'content', content,
    row_number() OVER (PARTITION BY content, part ORDER BY txn_id), part
FROM unkeyed_payment WHERE content IS NOT NULL
UNION ALL
SELECT txn_id, 'reference', reference, 1, part
FROM unkeyed_payment WHERE reference IS NOT NULL
ORDER BY txn_id
ON CONFLICT DO NOTHING;
