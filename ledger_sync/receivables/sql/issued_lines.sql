-- The lines that the statements of a cycle bear.

SELECT l.statement_id, l.line_number, i.kind, i.document_reference, i.effective_on, i.due_on,
    i.filer, i.kind_en, i.kind_fr, i.parts, i.amount_cents, i.item_id
FROM statement s
JOIN statement_line l USING (statement_id)
JOIN item_line i USING (item_id)
WHERE s.cycle_last_on = :cycle_last_on
ORDER BY l.statement_id, l.line_number;
