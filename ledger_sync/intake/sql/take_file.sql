-- A waiting file that no other run has, with the day of its first arrival, through all the replays
-- that led to it.

SELECT file_id, partner_id, name, sha256, received_on,
    (WITH RECURSIVE arrival AS (
        SELECT f.received_on, f.replays_file_id
        UNION ALL
        SELECT e.received_on, e.replays_file_id
        FROM file e JOIN arrival a ON e.file_id = a.replays_file_id
    ) SELECT min(received_on) FROM arrival) AS filed_on
FROM file f
WHERE file_id = :file_id AND outcome IS NULL
FOR UPDATE SKIP LOCKED;
