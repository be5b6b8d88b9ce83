-- Records the lines of the versions that a batch recorded, as filed and as priced. Each version is
-- looked up by its key: of a batch that is new, statistics know nothing.

INSERT INTO cad_line (cad_id, line_number, invoice_number, vendor_name, tariff_item, description,
    origin_country, export_country, direct_shipment_on, treatment, vfd_code, quantity_thousandths,
    unit, currency, value_for_currency_conversion_cents, tariff_code, sima_code, sima_measure,
    surtax_code, excise_code, gst_code, special_authority, licence, surtax_flag, melt_country,
    import_permit, exporter, content_cents, value_for_duty_cents,
    duty_cents, sima_cents, surtax_cents, excise_cents, gst_cents, basis_id, exchange_basis_id,
    byte_from, byte_to)
SELECT cad.cad_id, line_number, invoice_number, vendor_name, tariff_item, description,
    origin_country, export_country, direct_shipment_on, treatment, vfd_code, quantity_thousandths,
    unit, currency, value_for_currency_conversion_cents, tariff_code, sima_code, sima_measure,
    surtax_code, excise_code, gst_code, special_authority, licence, surtax_flag, melt_country,
    import_permit, exporter, content_cents, l.value_for_duty_cents,
    l.duty_cents, l.sima_cents, l.surtax_cents, l.excise_cents, l.gst_cents, b.basis_id, x.basis_id,
    l.byte_from, l.byte_to
FROM staged_cad_line l
JOIN accepted a USING (message)
CROSS JOIN LATERAL (
    SELECT cad_id FROM cad
    WHERE message_id = a.message_id AND posting_number = a.posting_number OFFSET 0
) AS cad
JOIN placed_basis b ON b.number = l.basis
JOIN placed_basis x ON x.number = l.exchange_basis
ORDER BY cad.cad_id, l.line_number;
