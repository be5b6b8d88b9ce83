-- Records the accepted versions of declarations as filed and as priced.

INSERT INTO cad (message_id, account_id, accepted_on, content_digest, batch_id, posting_number,
    transaction_number, number_use, version, function, cad_type, filer, release_on, release_office,
    cargo_control_number, warehouse, previous_transaction_number, filed_on, accounting_due_on,
    cycle_last_on, due_on, line_count, total_value_cents, value_for_duty_cents, duty_cents,
    sima_cents, surtax_cents, excise_cents, gst_cents, payable_cents)
SELECT a.message_id, account.account_id, :book_on, d.content_digest, :batch_id, a.posting_number,
    transaction_number, number_use, version, function, cad_type, filer, release_on, release_office,
    cargo_control_number, warehouse, previous_transaction_number, filed_on, accounting_due_on,
    cycle_last_on, due_on, line_count, total_value_cents, value_for_duty_cents, duty_cents,
    sima_cents, surtax_cents, excise_cents, gst_cents, payable_cents
FROM staged_cad c
JOIN accepted a USING (message)
JOIN staged_content d USING (message)
JOIN account ON account.code = c.importer
ORDER BY c.message;
