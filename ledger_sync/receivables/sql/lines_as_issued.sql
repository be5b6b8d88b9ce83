-- What an account's statement shows of what was known on its date, less what the one before it
-- could show; :known_before_on and :last_before_on are null of the first.

SELECT row_number() OVER shown AS line_number, kind, document_reference, effective_on, due_on,
    filer, kind_en, kind_fr, parts, amount_cents, item_id
FROM item_line i
WHERE account_id = :account_id
    AND book_on <= :known_on AND (cycle_last_on IS NULL OR cycle_last_on <= :last_on)
    AND NOT coalesce(book_on <= :known_before_on
        AND (cycle_last_on IS NULL OR cycle_last_on <= :last_before_on), false)
WINDOW shown AS (
    ORDER BY i.effective_on, i.kind, i.document_reference COLLATE "C", i.item_id
)
ORDER BY line_number;
