-- The accepted messages of a file of which something stands, and a number of what each says: the
-- first 64 bits of the SHA-256 of a declaration's head, reasons and lines, of what two people
-- approve, or of the sum that an entry pays, as the mappers write it of the kept bytes.

SELECT m.ordinal, ('x' || encode(substr(sha256(convert_to(
    CASE WHEN u.message_id IS NOT NULL
        THEN concat_ws(' ', u.item_count, u.debit_cents, u.credit_cents)
    WHEN c.cad_id IS NULL THEN coalesce(p.said, '') ELSE concat_ws(chr(10),
        array_to_string(ARRAY[
            c.transaction_number::text, c.version::text, c.cad_type::text, a.code::text,
            c.filer::text, c.release_on::text, c.release_office::text,
            c.cargo_control_number::text, c.warehouse::text,
            c.previous_transaction_number::text, c.line_count::text,
            c.total_value_cents::text
        ], chr(31), chr(30)),
        r.said, l.said) END,
    'UTF8')), 1, 8), 'hex'))::bit(64)::bigint AS said
FROM message m
LEFT JOIN current_cad c USING (message_id)
LEFT JOIN submission u USING (message_id)
LEFT JOIN account a ON a.account_id = c.account_id
LEFT JOIN LATERAL (
    SELECT string_agg(array_to_string(ARRAY[position::text, reason_code, remark], chr(31), chr(30)),
        chr(10) ORDER BY position) AS said
    FROM message_reason
    WHERE message_id = m.message_id
) r ON true
LEFT JOIN LATERAL (
    SELECT string_agg(array_to_string(ARRAY[
            line_number::text, invoice_number::text, vendor_name::text, tariff_item::text,
            description::text, origin_country::text, export_country::text,
            direct_shipment_on::text, treatment::text, vfd_code::text,
            quantity_thousandths::text, unit::text, currency::text,
            value_for_currency_conversion_cents::text, tariff_code::text, sima_code::text,
            sima_measure::text, surtax_code::text, excise_code::text, gst_code::text,
            special_authority::text, licence::text, surtax_flag::text, melt_country::text,
            import_permit::text, exporter::text, content_cents::text
        ], chr(31), chr(30)), chr(10) ORDER BY line_number) AS said
    FROM cad_line
    WHERE cad_id = c.cad_id
) l ON true
LEFT JOIN LATERAL (
    SELECT max(cents)::text AS said
    FROM (
        SELECT sum(CASE WHEN s.amount_cents < 0 THEN -e.amount_cents ELSE e.amount_cents END)
            AS cents
        FROM txn t
        JOIN entry e ON e.txn_id = t.txn_id AND e.book_on = t.book_on
        JOIN entry s ON s.txn_id = t.txn_id AND s.book_on = t.book_on AND s.entry_number = 1
        WHERE t.message_id = m.message_id AND e.amount_cents > 0
            AND t.kind IN ('PMT', 'CHB', 'BKF', 'RTB', 'CLR', 'IDN')
        GROUP BY t.kind IN ('PMT', 'CHB', 'BKF', 'RTB'), t.kind = 'CLR'
    ) kinds
) p ON true
WHERE m.file_id = :file_id
    AND (m.status = 'accepted' OR m.status = 'pending' AND c.cad_id IS NOT NULL)
    AND c.function IS DISTINCT FROM 'withdrawal'
ORDER BY m.ordinal;
