-- Those of some files that wait, in the order given, with the day of their first arrival, through
-- all the replays that led to it.

SELECT f.file_id, f.partner_id, f.name, f.sha256, f.size_bytes, f.received_on, f.act_id,
    (WITH RECURSIVE arrival AS (
        SELECT f.received_on, f.replays_file_id
        UNION ALL
        SELECT e.received_on, e.replays_file_id
        FROM file e JOIN arrival a ON e.file_id = a.replays_file_id
    ) SELECT min(received_on) FROM arrival) AS filed_on
FROM file f
WHERE f.file_id = ANY(:file_ids) AND f.outcome IS NULL
ORDER BY array_position(CAST(:file_ids AS bigint[]), f.file_id);
