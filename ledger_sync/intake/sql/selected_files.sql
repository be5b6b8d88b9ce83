-- The files of a selection that had one of the outcomes, oldest first, with the day of their first
-- arrival; not what was replayed, nor bytes that were posted from another arrival since.

SELECT f.*,
    (WITH RECURSIVE arrival AS (
        SELECT f.received_on, f.replays_file_id
        UNION ALL
        SELECT e.received_on, e.replays_file_id
        FROM file e JOIN arrival a ON e.file_id = a.replays_file_id
    ) SELECT min(received_on) FROM arrival) AS filed_on
FROM file f
WHERE f.outcome = ANY(:outcomes)
    AND (CAST(:received_from AS date) IS NULL OR f.received_on >= :received_from)
    AND (CAST(:received_to AS date) IS NULL OR f.received_on <= :received_to)
    AND (CAST(:partner_id AS text) IS NULL OR f.partner_id = :partner_id)
    AND (CAST(:file_ids AS bigint[]) = '{}' OR f.file_id = ANY(:file_ids))
    AND (f.outcome = 'posted' OR NOT EXISTS (
        SELECT FROM file r
        WHERE r.replays_file_id = f.file_id OR (r.sha256 = f.sha256 AND r.outcome = 'posted')
    ))
ORDER BY f.file_id;
