-- The messages of files, each with the version in the book that it filed, or repeated.

SELECT m.file_id, m.message_id, m.ordinal, m.interchange_id, m.reference, m.type,
    m.transaction_number, m.version, m.status, m.byte_from, m.byte_to, c.cad_id,
    c.value_for_duty_cents, duty_cents, sima_cents, surtax_cents, excise_cents, gst_cents, (
        SELECT jsonb_object_agg(charge, cents) FROM (
            SELECT e.charge, sum(e.amount_cents)::bigint AS cents
            FROM cad_line_charge e WHERE e.cad_id = c.cad_id GROUP BY e.charge
        ) AS more
    ) AS more_charges, c.payable_cents, c.due_on
FROM message m
LEFT JOIN LATERAL (
    SELECT *
    FROM current_cad c
    WHERE c.transaction_number = m.transaction_number AND c.version = m.version
        AND (c.message_id = m.message_id OR m.status = 'duplicate')
    ORDER BY c.number_use DESC LIMIT 1
) c ON true
WHERE m.file_id = ANY(:files)
ORDER BY m.message_id;
