-- The lines of versions in the book, as priced, with what they were priced by where they owe SIMA.

SELECT l.cad_id, l.line_number, l.value_for_duty_cents, l.duty_cents, l.sima_cents, l.surtax_cents,
    l.excise_cents, l.gst_cents, (
        SELECT jsonb_object_agg(e.charge, e.amount_cents) FROM cad_line_charge e
        WHERE e.cad_id = l.cad_id AND e.line_number = l.line_number
    ) AS more_charges,
    l.currency, l.unit, l.value_for_currency_conversion_cents, l.quantity_thousandths,
    l.content_cents,
    coalesce(l.exchange_rate_ppm, (x.terms::jsonb -> 'exchange' ->> 'rate_ppm')::bigint)
        AS exchange_rate_ppm,
    CASE WHEN l.sima_cents > 0 THEN b.terms END AS terms,
    CASE WHEN l.sima_cents > 0 THEN x.terms END AS exchange_terms
FROM cad_line l
LEFT JOIN basis b USING (basis_id)
LEFT JOIN basis x ON x.basis_id = l.exchange_basis_id
WHERE l.cad_id = ANY(:cads)
ORDER BY l.cad_id, l.line_number;
