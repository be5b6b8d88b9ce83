-- The lines of the versions in the book that the messages of files filed, or repeated, as priced.

SELECT l.cad_id, l.line_number, l.value_for_duty_cents, l.duty_cents, l.sima_cents, l.surtax_cents,
    l.excise_cents, l.gst_cents, (
        SELECT jsonb_object_agg(e.charge, e.amount_cents) FROM cad_line_charge e
        WHERE e.cad_id = c.cad_id AND e.line_number = l.line_number
    ) AS more_charges
FROM message m
JOIN LATERAL (
    SELECT *
    FROM current_cad c
    WHERE c.transaction_number = m.transaction_number AND c.version = m.version
        AND (c.message_id = m.message_id OR m.status = 'duplicate')
    ORDER BY c.number_use DESC LIMIT 1
) c ON true
JOIN cad_line l USING (cad_id)
WHERE m.file_id = ANY(:files)
ORDER BY l.cad_id, l.line_number;
