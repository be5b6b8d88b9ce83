-- The days of the next first versions of a range of book dates, each once with what decides them:
-- the type, the office, and the program of the account as the registry said when it was posted; and
-- how many bear them, from the first to the last.

SELECT b.due_rules_id, b.reference_version_id, c.cad_type, h.program, c.release_office,
    c.release_on, c.filed_on, c.cycle_last_on, c.due_on, c.accounting_due_on,
    count(*) AS rows, min(c.cad_id) AS cad_id, max(c.cad_id) AS last_cad_id
FROM (
    SELECT cad.*
    FROM cad JOIN batch USING (batch_id)
    WHERE cad_id > :after AND version = 1
        AND (CAST(:first_on AS date) IS NULL OR book_on >= :first_on)
        AND (CAST(:last_on AS date) IS NULL OR book_on <= :last_on)
    ORDER BY cad_id LIMIT :page
) c
JOIN batch b USING (batch_id)
JOIN account a USING (account_id)
LEFT JOIN LATERAL (
    SELECT newest.program, newest.effective_to
    FROM (
        SELECT DISTINCT ON (effective_from) program, effective_from, effective_to, withdrawn
        FROM account_history
        WHERE bn15 = a.code AND effective_from <= c.release_on
            AND (b.load_id IS NULL OR load_id <= b.load_id)
        ORDER BY effective_from DESC, load_id DESC
    ) AS newest
    WHERE NOT withdrawn
    ORDER BY newest.effective_from DESC LIMIT 1
) h ON h.effective_to >= c.release_on
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
ORDER BY cad_id;
