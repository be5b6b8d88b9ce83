-- The staged declarations of a file that stand in the book and come out otherwise: their number,
-- the transaction that posted them, and their charges before and after.

CREATE TEMP TABLE changed ON COMMIT DROP AS
WITH staged AS (
    SELECT s.*, d.content_digest, l.priced
    FROM staged_cad s
    JOIN staged_content d USING (message)
    JOIN (
        SELECT message, string_agg((line_number, value_for_duty_cents, duty_cents, sima_cents,
            surtax_cents, excise_cents, gst_cents)::text, '' ORDER BY line_number) AS priced
        FROM staged_cad_line
        GROUP BY message
    ) l USING (message)
), standing AS (
    SELECT m.ordinal AS message, c.*, t.txn_id, l.priced
    FROM message m
    JOIN standing_cad c USING (message_id)
    LEFT JOIN txn t ON t.message_id = c.message_id AND t.batch_id = c.batch_id AND t.kind = 'CAD'
    JOIN LATERAL (
        SELECT string_agg((line_number, value_for_duty_cents, duty_cents, sima_cents,
            surtax_cents, excise_cents, gst_cents)::text, '' ORDER BY line_number) AS priced
        FROM cad_line
        WHERE cad_line.cad_id = c.cad_id
    ) l ON true
    WHERE m.file_id = :file_id AND c.function IN ('original', 'correction')
        AND NOT EXISTS (SELECT FROM txn r WHERE r.reverses_txn_id = t.txn_id)
)
SELECT n.message, o.message_id, o.posting_number + 1 AS posting_number, o.txn_id,
    o.transaction_number, o.version, o.number_use,
    o.duty_cents AS duty_before_cents, n.duty_cents AS duty_after_cents,
    o.sima_cents AS sima_before_cents, n.sima_cents AS sima_after_cents,
    o.surtax_cents AS surtax_before_cents, n.surtax_cents AS surtax_after_cents,
    o.excise_cents AS excise_before_cents, n.excise_cents AS excise_after_cents,
    o.gst_cents AS gst_before_cents, n.gst_cents AS gst_after_cents
FROM staged n
JOIN standing o USING (message)
JOIN account a ON a.code = n.importer
WHERE (o.account_id, o.content_digest, o.cycle_last_on, o.due_on, o.priced)
    IS DISTINCT FROM (a.account_id, n.content_digest, n.cycle_last_on, n.due_on, n.priced);
