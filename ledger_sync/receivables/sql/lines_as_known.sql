-- What a cycle of an account shows of what is known on a book date: each fact in the cycle that it
-- belongs to in the world.

SELECT row_number() OVER shown AS line_number, kind, document_reference, effective_on, due_on,
    filer, kind_en, kind_fr, parts, amount_cents, item_id
FROM item_line i
WHERE account_id = :account_id AND book_on <= :known_on
    AND CASE WHEN cycle_last_on IS NULL THEN effective_on < :statement_on
        ELSE cycle_last_on <= :last_on END
    AND NOT CASE WHEN cycle_last_on IS NULL THEN effective_on < :statement_before_on
        ELSE cycle_last_on <= :last_before_on END
WINDOW shown AS (
    ORDER BY i.effective_on, i.kind, i.document_reference COLLATE "C", i.item_id
)
ORDER BY line_number;
