-- Notes a jump in the numbers of partners whose interchanges count up, against the one before in
-- the file, or the newest in the book that no replay brought.

INSERT INTO staged_finding (code, severity, interchange, value, expected, byte_from, byte_to)
WITH numbered AS (
    SELECT i.*, CAST(substring(i.reference FROM '\d{1,14}$') AS bigint) AS n
    FROM staged_interchange i JOIN partner p USING (partner_id)
    WHERE p.numbered AND i.status = 'received'
), followed AS (
    SELECT *, coalesce(
        lag(n) OVER (PARTITION BY partner_id, format ORDER BY interchange),
        (SELECT CAST(substring(seen.reference FROM '\d{1,14}$') AS bigint)
         FROM interchange seen
         WHERE seen.partner_id = numbered.partner_id AND seen.format = numbered.format
             AND NOT EXISTS (
                 SELECT FROM file r
                 WHERE r.file_id = seen.file_id AND r.replays_file_id IS NOT NULL
             )
         ORDER BY seen.interchange_id DESC LIMIT 1)
    ) AS before
    FROM numbered
)
SELECT 'EDI-022', 'warning', interchange, reference, CAST(before + 1 AS text), byte_from, byte_to
FROM followed
WHERE n > before + 1;
