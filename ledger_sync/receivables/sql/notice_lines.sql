-- What the notices of a business date show accounts, of each in the order of a document.

SELECT account_id, row_number() OVER shown AS line_number, kind, document_reference, effective_on,
    due_on, filer, kind_en, kind_fr, parts, amount_cents, item_id
FROM item_line i
WHERE account_id = ANY(:accounts) AND book_on = :book_on
WINDOW shown AS (
    PARTITION BY account_id
    ORDER BY i.effective_on, i.kind, i.document_reference COLLATE "C", i.item_id
)
ORDER BY account_id, line_number;
