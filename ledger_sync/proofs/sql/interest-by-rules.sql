-- Interest is what the rates of its days make of its item and of what was applied to it until then,
-- less what was posted before; its transaction says of which item it is, and through which day.

\set batches 'ARRAY(SELECT batch_id FROM batch)'

-- count
SELECT count(*) FROM txn WHERE batch_id = ANY(:batches) AND kind = 'INT';

-- breaches
WITH posted AS (
    SELECT t.txn_id, t.batch_id, t.idempotency_key, t.effective_on, t.document_reference,
        i.account_id, n.of_item_id, n.interest_rates_id, n.first_on, n.through_on, n.counted_cents,
        row_number() OVER (ORDER BY t.txn_id) AS place
    FROM txn t
    LEFT JOIN item i USING (txn_id)
    LEFT JOIN interest n USING (txn_id)
    WHERE t.batch_id = ANY(:batches) AND t.kind = 'INT'
), counted AS (
    SELECT c.place, c.counted_cents
    FROM (
        SELECT array_agg(of_item_id ORDER BY place) AS items,
            array_agg(interest_rates_id ORDER BY place) AS rates,
            array_agg(first_on ORDER BY place) AS firsts,
            array_agg(through_on ORDER BY place) AS throughs,
            array_agg(batch_id ORDER BY place) AS as_of
        FROM posted
    ) AS q
    CROSS JOIN LATERAL interest_counted(q.items, q.rates, q.firsts, q.throughs, q.as_of) AS c
), stood AS (
    SELECT p.txn_id, count(*) AS posting,
        coalesce(sum(i.amount_cents) FILTER (WHERE r.txn_id IS NULL), 0) AS cents
    FROM posted p
    JOIN interest n ON n.of_item_id = p.of_item_id AND n.txn_id <= p.txn_id
    JOIN item i ON i.txn_id = n.txn_id
    LEFT JOIN txn r ON r.reverses_txn_id = n.txn_id AND r.batch_id <= p.batch_id
    GROUP BY p.txn_id
)
SELECT p.txn_id, p.of_item_id, p.first_on, p.through_on, p.counted_cents,
    c.counted_cents AS by_rules_cents, s.cents AS posted_cents
FROM posted p
LEFT JOIN counted c USING (place)
LEFT JOIN stood s USING (txn_id)
LEFT JOIN item o ON o.item_id = p.of_item_id
LEFT JOIN interest_rates v USING (interest_rates_id)
WHERE p.counted_cents IS DISTINCT FROM c.counted_cents
    OR p.counted_cents IS DISTINCT FROM CASE WHEN o.amount_cents > 0 THEN s.cents ELSE -s.cents END
    OR p.idempotency_key IS DISTINCT FROM concat_ws('|', 'INT', p.of_item_id, s.posting)
    OR (p.effective_on, p.account_id, p.document_reference)
        IS DISTINCT FROM (p.through_on, o.account_id, o.document_reference)
    OR p.first_on IS DISTINCT FROM o.interest_from
        AND p.first_on NOT BETWEEN coalesce(o.interest_from, o.due_on + 1)
            AND coalesce(o.interest_from, o.due_on + 7)
    OR v.bears IS DISTINCT FROM CASE WHEN o.amount_cents > 0 THEN 'debt'
        WHEN o.interest_rule = 'after_91st_day' THEN 'request' ELSE 'decision' END;
