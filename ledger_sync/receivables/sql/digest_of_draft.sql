-- Digests what the statements of a cycle say, in natural keys: no ids, no clocks.

SELECT encode(sha256(coalesce(string_agg(told, ''::bytea ORDER BY bn15 COLLATE "C"), '')), 'hex')
FROM (
    SELECT s.bn15, sha256(convert_to(concat_ws(E'\n',
        (s.bn15, s.version, s.first_on, s.cycle_last_on, s.issued_on, s.known_on, s.due_on,
         s.opening_cents, s.debits_cents, s.credits_cents, s.closing_cents)::text,
        l.told), 'UTF8')) AS told
    FROM drafted_statement s
    LEFT JOIN (
        SELECT account_id, string_agg((line_number, kind, document_reference, effective_on,
            book_on, due_on, filer, amount_cents)::text, E'\n' ORDER BY line_number) AS told
        FROM drafted_line
        GROUP BY account_id
    ) AS l USING (account_id)
) AS statement_told;
