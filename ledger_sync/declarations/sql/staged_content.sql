-- The digest of what each staged declaration says, its head and then line by line; what a line does
-- not say of codes adds nothing. The proof declarations-as-filed digests the book alike.

CREATE TEMP TABLE staged_content ON COMMIT DROP AS
SELECT c.message,
    sha256(convert_to(concat_ws('|', c.cad_type, c.importer, c.filer, c.release_on,
        c.release_office, c.cargo_control_number, 'warehouse ' || c.warehouse,
        'after ' || c.previous_transaction_number,
        CASE WHEN c.function = 'withdrawal' THEN 'withdrawal' END, l.content), 'UTF8'))
    AS content_digest
FROM staged_cad c
LEFT JOIN (
    SELECT message,
        string_agg(
            (line_number, invoice_number, vendor_name, tariff_item, description, origin_country,
             export_country, direct_shipment_on, treatment, vfd_code, quantity_thousandths, unit,
             currency, value_for_currency_conversion_cents)::text
            || CASE WHEN num_nonnulls(tariff_code, sima_code, sima_measure, surtax_code,
                excise_code, gst_code, special_authority, licence) > 0
                THEN (tariff_code, sima_code, sima_measure, surtax_code,
                      excise_code, gst_code, special_authority, licence)::text
                ELSE '' END
            || CASE WHEN num_nonnulls(surtax_flag, melt_country, import_permit, exporter,
                content_cents) > 0
                THEN (surtax_flag, melt_country, import_permit, exporter, content_cents)::text
                ELSE '' END,
            '' ORDER BY line_number) AS content
    FROM staged_cad_line
    GROUP BY message
) AS l USING (message);
