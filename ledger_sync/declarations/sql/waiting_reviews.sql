-- The reviews without a decision, or the one of :review_id, the first to be due first, each with
-- what the declaration owes as it stands.

SELECT r.*, a.code AS importer, p.legal_name AS importer_name, f.sha256, f.name, f.partner_id,
    f.size_bytes, f.claim_id, m.ordinal, c.due_on AS original_due_on,
    c.release_on, c.filed_on AS original_filed_on,
    c.accounting_due_on AS original_accounting_due_on, (
        SELECT s.payable_cents FROM standing_cad s
        WHERE s.transaction_number = r.transaction_number AND s.number_use = r.number_use
    ) AS standing_payable_cents, (
        SELECT array_agg(e.reason_code ORDER BY e.position) FROM message_reason e
        WHERE e.message_id = r.message_id
    ) AS reasons, (
        SELECT array_agg(e.remark ORDER BY e.position) FROM message_reason e
        WHERE e.message_id = r.message_id AND e.remark <> ''
    ) AS remarks
FROM review r
JOIN account a USING (account_id)
CROSS JOIN LATERAL party_on(a.code, r.filed_on, 'infinity') AS p
JOIN message m USING (message_id)
JOIN file f ON f.file_id = r.file_id
JOIN cad c ON c.transaction_number = r.transaction_number AND c.number_use = r.number_use
    AND c.version = 1 AND c.posting_number = 1
WHERE NOT EXISTS (SELECT FROM review_decision d WHERE d.review_id = r.review_id)
    AND (CAST(:review_id AS bigint) IS NULL OR r.review_id = :review_id)
ORDER BY r.decide_by_on, r.review_id
LIMIT CAST(:limit AS bigint);
