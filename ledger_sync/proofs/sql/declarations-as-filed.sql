-- Every declaration says what it said when it was accepted, line by line.

\set batches 'ARRAY(SELECT batch_id FROM batch)'
\set from_cad '(SELECT min(cad_id) FROM cad)'
\set to_cad '(SELECT max(cad_id) FROM cad)'

-- count
SELECT count(*) FROM cad WHERE batch_id = ANY(:batches);

-- breaches
SELECT l.transaction_number, l.version
FROM (
    SELECT c.transaction_number, c.version, c.cad_type, a.code, c.filer, c.release_on,
        c.release_office, c.cargo_control_number, c.warehouse, c.previous_transaction_number,
        c.function, c.content_digest,
        CASE WHEN c.line_count > 0 THEN string_agg(
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
            '' ORDER BY line_number) END AS content
    FROM cad c
    JOIN account a USING (account_id)
    LEFT JOIN cad_line l ON l.cad_id = c.cad_id AND l.cad_id BETWEEN :from_cad AND :to_cad
    WHERE c.batch_id = ANY(:batches)
    GROUP BY c.cad_id, a.code
) l
WHERE l.content_digest IS DISTINCT FROM
    sha256(convert_to(concat_ws('|', l.cad_type, l.code, l.filer, l.release_on,
        l.release_office, l.cargo_control_number, 'warehouse ' || l.warehouse,
        'after ' || l.previous_transaction_number,
        CASE WHEN l.function = 'withdrawal' THEN 'withdrawal' END, l.content), 'UTF8'));
