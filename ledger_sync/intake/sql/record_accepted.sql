-- Names what is accepted: the number that is staged, the message, and the number of its posting.

CREATE TEMP TABLE accepted ON COMMIT DROP AS
SELECT (f.file::bigint << 32) + m.ordinal AS message, m.message_id, 1 AS posting_number
FROM staged_file f JOIN message m USING (file_id)
WHERE m.status = 'accepted';
