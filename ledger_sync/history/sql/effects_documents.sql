-- The notices and statements queued that bear the items of transactions.

SELECT i.txn_id, o.shown_kind AS kind, o.name, o.partner_id, o.delivered_at
FROM unnest(CAST(:transactions AS bigint[])) AS named (txn_id)
JOIN item i USING (txn_id)
CROSS JOIN LATERAL (
    SELECT n.* FROM document n WHERE n.notice_on = i.book_on AND n.account_id = i.account_id
    UNION ALL
    SELECT s.*
    FROM statement_line l JOIN document s ON s.statement_id = l.statement_id
    WHERE l.item_id = i.item_id
) AS o
ORDER BY i.txn_id, o.outbox_id;
