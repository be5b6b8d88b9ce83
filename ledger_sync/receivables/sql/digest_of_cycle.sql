-- Digests what the statements of a cycle say, in natural keys: no ids, no clocks.

SELECT encode(sha256(convert_to(coalesce(
    string_agg(told, E'\n' ORDER BY bn15 COLLATE "C", version), ''), 'UTF8')), 'hex')
FROM (
    SELECT a.code AS bn15, s.version,
        (a.code, s.version, s.first_on, s.cycle_last_on, s.issued_on, s.due_on, s.opening_cents,
         s.debits_cents, s.credits_cents, s.closing_cents)::text || coalesce((
            SELECT string_agg((l.line_number, i.kind, i.document_reference, i.book_on,
                l.amount_cents)::text, '' ORDER BY l.line_number)
            FROM statement_line l JOIN item i USING (item_id)
            WHERE l.statement_id = s.statement_id), '') AS told
    FROM statement s JOIN account a USING (account_id)
    WHERE s.cycle_last_on = :cycle_last_on
) AS statement_told;
