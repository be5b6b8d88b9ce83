-- The lines of a cycle's statements: of those that are issued what they bear; for the others the
-- items of the cycle and of earlier ones that no statement bore, and the credits booked before its
-- date, of each account in the order in which a document shows them.

CREATE TEMP TABLE drafted_line ON COMMIT DROP AS
SELECT account_id, line_number, item_id, kind, document_reference, effective_on, book_on, due_on,
    filer, amount_cents
FROM (
    SELECT i.*, row_number() OVER (
        PARTITION BY i.account_id
        ORDER BY i.effective_on, i.kind, i.document_reference COLLATE "C", i.item_id
    )::int AS line_number
    FROM item i
    LEFT JOIN statement_line l USING (item_id)
    LEFT JOIN statement s ON s.account_id = i.account_id AND s.cycle_last_on >= :last_on
    WHERE l.item_id IS NULL AND s.statement_id IS NULL AND i.book_on <= :known_on
        AND (i.cycle_last_on IS NULL OR i.cycle_last_on <= :last_on)
) AS billed
UNION ALL
SELECT i.account_id, l.line_number, i.item_id, i.kind, i.document_reference, i.effective_on,
    i.book_on, i.due_on, i.filer, l.amount_cents
FROM statement s
JOIN statement_line l USING (statement_id)
JOIN item i USING (item_id)
WHERE s.cycle_last_on = :last_on;
