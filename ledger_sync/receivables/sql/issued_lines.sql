-- The lines that statements bear.

SELECT l.statement_id, l.line_number, i.kind, i.document_reference, i.effective_on, i.due_on,
    i.filer, i.kind_en, i.kind_fr, i.parts, i.amount_cents, i.item_id
FROM statement_line l
JOIN item_line i USING (item_id)
WHERE l.statement_id = ANY(:statements)
ORDER BY l.statement_id, l.line_number;
