-- Notes a jump in the numbers of partners whose interchanges count up, against the one before in
-- the file, in an earlier file of the batch, or the newest in the book; what a replay brought is
-- not one to follow on.

INSERT INTO staged_finding (code, severity, interchange, value, expected, byte_from, byte_to)
WITH numbered AS (
    SELECT i.*, f.file, f.replays, CAST(substring(i.reference FROM '\d{1,14}$') AS bigint) AS n
    FROM staged_interchange i
    JOIN partner p USING (partner_id)
    JOIN staged_file f ON f.file = i.interchange >> 32
    WHERE p.numbered
), last_of_file AS (
    SELECT DISTINCT ON (partner_id, format, file) partner_id, format, file, n
    FROM numbered WHERE NOT replays
    ORDER BY partner_id, format, file, interchange DESC
), followed AS (
    SELECT i.*, lag(n) OVER (PARTITION BY partner_id, format, file ORDER BY interchange) AS in_file
    FROM numbered i WHERE status = 'received'
), found AS (
    SELECT i.*, CASE
        WHEN in_file IS NOT NULL THEN in_file
        WHEN of_batch.file IS NOT NULL THEN of_batch.n
        ELSE (
            SELECT CAST(substring(seen.reference FROM '\d{1,14}$') AS bigint)
            FROM interchange seen
            WHERE seen.partner_id = i.partner_id AND seen.format = i.format AND NOT EXISTS (
                SELECT FROM file r
                WHERE r.file_id = seen.file_id AND r.replays_file_id IS NOT NULL
            )
            ORDER BY seen.interchange_id DESC LIMIT 1
        )
    END AS before
    FROM followed i
    LEFT JOIN LATERAL (
        SELECT l.file, l.n FROM last_of_file l
        WHERE l.partner_id = i.partner_id AND l.format = i.format AND l.file < i.file
        ORDER BY l.file DESC LIMIT 1
    ) of_batch ON true
)
SELECT 'EDI-022', 'warning', interchange, reference, CAST(before + 1 AS text), byte_from, byte_to
FROM found
WHERE n > before + 1;
