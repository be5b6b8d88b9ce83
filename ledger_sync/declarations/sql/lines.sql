-- The lines of a version as filed and as priced, with the terms of their bases.

SELECT line_number, invoice_number, vendor_name, tariff_item, description, origin_country,
    export_country, direct_shipment_on, treatment, vfd_code, quantity_thousandths, unit, currency,
    value_for_currency_conversion_cents, tariff_code, sima_code, sima_measure, surtax_code,
    excise_code, gst_code, special_authority, licence, surtax_flag, melt_country, import_permit,
    exporter, content_cents, value_for_duty_cents, duty_cents, sima_cents,
    surtax_cents, excise_cents, gst_cents, b.terms, x.terms AS exchange_terms, byte_from, byte_to
FROM cad_line
LEFT JOIN basis b USING (basis_id)
LEFT JOIN basis x ON x.basis_id = exchange_basis_id
WHERE cad_id = :cad_id
ORDER BY line_number;
