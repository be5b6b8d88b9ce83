-- What the cycle bills: the items of it and of earlier ones that no statement bore, and the credits
-- booked before its date; of each account in the order in which a document shows them.

CREATE TEMP TABLE billed ON COMMIT DROP AS
SELECT i.account_id, i.item_id, i.amount_cents, row_number() OVER (
    PARTITION BY i.account_id
    ORDER BY i.effective_on, i.kind, i.document_reference COLLATE "C", i.item_id
) AS line_number
FROM item i
LEFT JOIN statement_line l USING (item_id)
WHERE l.item_id IS NULL AND i.book_on <= :known_on
    AND (i.cycle_last_on IS NULL OR i.cycle_last_on <= :last_on)
    AND NOT EXISTS (
        SELECT FROM statement s WHERE s.account_id = i.account_id AND s.cycle_last_on >= :last_on
    );
