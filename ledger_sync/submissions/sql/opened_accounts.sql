-- Of accounts, those that were opened: the newest opening, whether it stands, and how many there
-- were.

SELECT a.code, (array_agg(m.reference ORDER BY t.txn_id DESC))[1] AS reference,
    bool_or(NOT EXISTS (SELECT FROM txn r WHERE r.reverses_txn_id = t.txn_id)) AS stands,
    count(DISTINCT t.message_id)::int AS times
FROM account a
JOIN item i USING (account_id)
JOIN item_kind k ON k.kind = i.kind AND k.section = 'opening'
JOIN txn t USING (txn_id)
JOIN message m USING (message_id)
WHERE a.code = ANY(:codes)
GROUP BY a.code
ORDER BY a.code COLLATE "C";
