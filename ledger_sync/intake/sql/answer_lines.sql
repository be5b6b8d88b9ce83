-- The lines of versions in the book, as priced.

SELECT l.cad_id, l.line_number, l.value_for_duty_cents, l.duty_cents, l.sima_cents, l.surtax_cents,
    l.excise_cents, l.gst_cents, (
        SELECT jsonb_object_agg(e.charge, e.amount_cents) FROM cad_line_charge e
        WHERE e.cad_id = l.cad_id AND e.line_number = l.line_number
    ) AS more_charges
FROM cad_line l
WHERE l.cad_id = ANY(:cads)
ORDER BY l.cad_id, l.line_number;
