-- Every version of a transaction number, oldest first, with its reasons and who decided on it: the
-- newest posting of each, and the reviews that wait or were refused, which have no cad_id.

SELECT v.*, a.code AS importer, f.name AS file_name, m.file_id, d.decision, d.decided_on,
    t.requested_by AS decided_by, t.reason AS decision_reason,
    (SELECT array_agg(r.reason_code ORDER BY r.position) FROM message_reason r
     WHERE r.message_id = v.message_id) AS reasons
FROM (
    SELECT c.cad_id, c.message_id, c.number_use, c.version, c.function, c.filed_on, c.filer,
        c.cad_type, c.release_on, c.release_office, c.cargo_control_number, c.warehouse,
        c.previous_transaction_number, c.line_count, c.total_value_cents, c.accepted_on, c.due_on,
        c.value_for_duty_cents, duty_cents, sima_cents, surtax_cents, excise_cents, gst_cents,
        c.payable_cents, NULL::date AS decide_by_on, c.account_id
    FROM current_cad c
    WHERE c.transaction_number = :number
    UNION ALL
    SELECT NULL, r.message_id, r.number_use, r.version, r.kind, r.filed_on, NULL, NULL, NULL, NULL,
        NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
        r.decide_by_on, r.account_id
    FROM review r
    WHERE r.transaction_number = :number
        AND NOT EXISTS (SELECT FROM cad c WHERE c.message_id = r.message_id)
) v
JOIN account a USING (account_id)
JOIN message m USING (message_id)
JOIN file f USING (file_id)
LEFT JOIN review w USING (message_id)
LEFT JOIN review_decision d USING (review_id)
LEFT JOIN act t ON t.act_id = d.act_id
ORDER BY v.number_use, v.version, v.message_id;
