-- What interest on an item comes to otherwise than was posted: of the items that bear it, those
-- open where a cycle ends, those on which something was applied since the last close, or all.

WITH looked AS (
    SELECT i.item_id FROM item i WHERE :everything AND i.kind IN ('CAD', 'SOADJ')
    UNION
    SELECT coalesce(n.of_item_id, i.item_id)
    FROM item_balance b
    JOIN item i USING (item_id)
    LEFT JOIN interest n ON n.txn_id = i.txn_id
    WHERE CAST(:cycle_on AS date) IS NOT NULL AND b.open_cents > 0
        AND i.kind IN ('CAD', 'SOADJ', 'INT')
    UNION
    SELECT coalesce(n.of_item_id, i.item_id)
    FROM batch t
    JOIN application a USING (batch_id)
    CROSS JOIN LATERAL (VALUES (a.debit_item_id), (a.credit_item_id)) AS side (item_id)
    JOIN item i ON i.item_id = side.item_id
    LEFT JOIN interest n ON n.txn_id = i.txn_id
    WHERE t.book_on > coalesce(closed_through(), '-infinity') AND i.kind IN ('CAD', 'SOADJ', 'INT')
    UNION
    SELECT i.item_id
    FROM batch t
    JOIN txn USING (batch_id)
    JOIN item i USING (txn_id)
    WHERE t.book_on > coalesce(closed_through(), '-infinity')
        AND i.amount_cents < 0 AND i.interest_from IS NOT NULL
), bearing AS (
    SELECT i.item_id, i.txn_id, i.account_id, i.document_reference, i.filer,
        i.amount_cents > 0 AS is_debt, b.open_cents,
        coalesce(i.interest_from, greatest(i.due_on, o.due_on) + 1) AS first_on,
        CASE WHEN i.amount_cents > 0 THEN CAST(:debt AS bigint)
            WHEN i.interest_rule = 'after_91st_day' THEN CAST(:request AS bigint)
            ELSE CAST(:decision AS bigint) END AS rates_id,
        CASE WHEN i.amount_cents < 0 AND i.interest_rule = 'after_91st_day'
            THEN i.effective_on END AS granted_on
    FROM looked
    JOIN item i USING (item_id)
    JOIN item_balance b USING (item_id)
    LEFT JOIN (
        SELECT rule_on, max(due_on) AS due_on FROM due_override GROUP BY rule_on
    ) AS o ON o.rule_on = i.due_on
    WHERE i.interest_from IS NOT NULL OR (i.kind = 'CAD' AND i.amount_cents > 0)
), dated AS (
    SELECT b.*, p.postings, CASE WHEN b.is_debt THEN p.cents ELSE -p.cents END AS posted_cents,
        least(CAST(:upto AS date), coalesce(b.granted_on,
            greatest(CAST(:cycle_on AS date), p.through_on, l.counts_on))) AS through_on,
        b.open_cents = 0 AND p.postings = 0 AND l.counts_on < b.first_on AS in_time
    FROM bearing b
    CROSS JOIN LATERAL (
        SELECT count(*) AS postings, max(n.through_on) AS through_on,
            coalesce(sum(i.amount_cents) FILTER (WHERE r.txn_id IS NULL), 0) AS cents
        FROM interest n
        JOIN item i USING (txn_id)
        LEFT JOIN txn r ON r.reverses_txn_id = n.txn_id
        WHERE n.of_item_id = b.item_id
    ) AS p
    CROSS JOIN LATERAL (
        SELECT max(a.counts_on) AS counts_on
        FROM (
            SELECT b.item_id
            UNION ALL
            SELECT o.item_id FROM interest n JOIN item o USING (txn_id)
            WHERE n.of_item_id = b.item_id
        ) AS m
        CROSS JOIN LATERAL (
            SELECT * FROM application WHERE debit_item_id = m.item_id
            UNION ALL
            SELECT * FROM application WHERE credit_item_id = m.item_id
        ) AS a
        WHERE b.open_cents = 0 AND a.reverses_application_id IS NULL AND NOT EXISTS (
            SELECT FROM application u WHERE u.reverses_application_id = a.application_id
        )
    ) AS l
    WHERE b.first_on <= :upto
), asked AS (
    SELECT d.*, row_number() OVER (ORDER BY d.account_id, d.item_id) AS place
    FROM dated d
    WHERE d.through_on >= d.first_on AND d.in_time IS NOT TRUE
), counted AS (
    SELECT c.*
    FROM (
        SELECT array_agg(item_id ORDER BY place) AS items,
            array_agg(rates_id ORDER BY place) AS rates,
            array_agg(first_on ORDER BY place) AS firsts,
            array_agg(through_on ORDER BY place) AS throughs,
            array_agg(9223372036854775807 ORDER BY place) AS as_of
        FROM asked
    ) AS q
    CROSS JOIN LATERAL interest_counted(q.items, q.rates, q.firsts, q.throughs, q.as_of) AS c
)
SELECT a.item_id, t.message_id, a.document_reference, v.code AS importer, a.filer, a.is_debt,
    a.rates_id, a.first_on, a.through_on, a.postings + 1 AS posting, c.counted_cents,
    (c.counted_cents - a.posted_cents)::bigint AS difference_cents,
    sha256(convert_to(concat_ws('|', a.item_id, a.first_on, a.through_on, c.counted_cents), 'UTF8'))
        AS digest
FROM counted c
JOIN asked a USING (place)
JOIN txn t ON t.txn_id = a.txn_id
JOIN account v USING (account_id)
WHERE c.counted_cents <> a.posted_cents
ORDER BY place;
