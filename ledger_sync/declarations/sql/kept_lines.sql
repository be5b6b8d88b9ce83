-- The lines of the next declarations booked on a day, as filed and as priced, with what of their
-- declaration a price rests on: its type, its release, the day its original was accounted for on.

SELECT c.cad_id, c.transaction_number, c.version, c.cad_type, c.release_on,
    o.accepted_on AS accounted_on, l.line_number, l.tariff_item, l.origin_country, l.export_country,
    l.direct_shipment_on, l.treatment, l.vfd_code, l.quantity_thousandths, l.unit, l.currency,
    l.value_for_currency_conversion_cents, l.tariff_code, l.sima_code, l.sima_measure,
    l.surtax_code, l.excise_code, l.gst_code, l.special_authority, l.licence, l.surtax_flag,
    l.melt_country, l.import_permit, l.exporter, l.content_cents, l.duty_cents, l.sima_cents,
    l.surtax_cents, l.excise_cents, l.gst_cents
FROM (
    SELECT d.* FROM current_cad d JOIN batch USING (batch_id)
    WHERE book_on = :on AND d.line_count > 0 AND d.cad_id > :after
    ORDER BY d.cad_id LIMIT :page
) c
JOIN cad o ON o.transaction_number = c.transaction_number AND o.number_use = c.number_use
    AND o.version = 1 AND o.posting_number = 1
JOIN cad_line l ON l.cad_id = c.cad_id
ORDER BY c.cad_id, l.line_number;
