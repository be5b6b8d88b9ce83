-- The accounts whose offset preference is not the standard one on a day, as now known.

SELECT a.account_id, h.offset_preference
FROM (SELECT DISTINCT bn15 FROM account_history WHERE offset_preference <> 'standard') AS other
JOIN account a ON a.code = other.bn15
CROSS JOIN LATERAL (
    SELECT newest.offset_preference
    FROM (
        SELECT DISTINCT ON (r.effective_from) r.*
        FROM account_history r
        WHERE r.bn15 = a.code
        ORDER BY r.effective_from, r.load_id DESC
    ) AS newest
    WHERE NOT newest.withdrawn
    ORDER BY newest.effective_from <= :applied_on DESC, abs(newest.effective_from - :applied_on)
    LIMIT 1
) AS h
WHERE h.offset_preference <> 'standard';
