-- The same transaction number and version, in the book already or earlier in the file: the first
-- there is, whether it says the same, and the day on which an original of the book was accepted.

CREATE TEMP TABLE seen_before ON COMMIT DROP AS
SELECT DISTINCT ON (c.message) c.message, c.transaction_number, c.same, c.number_use, c.accepted_on
FROM (
    SELECT c.message, c.transaction_number, -1 AS earlier,
        s.content_digest = c.content_digest AS same, s.number_use,
        CASE WHEN version = 1 THEN s.accepted_on END AS accepted_on
    FROM candidate c JOIN cad s USING (transaction_number, version)
    WHERE c.version = 1 OR s.number_use = c.number_use
    UNION ALL
    SELECT c.message, c.transaction_number, s.message, s.content_digest = c.content_digest, 0, NULL
    FROM candidate c JOIN candidate s USING (transaction_number, version)
    WHERE s.message < c.message
) AS c
ORDER BY c.message, c.earlier, c.number_use DESC;
