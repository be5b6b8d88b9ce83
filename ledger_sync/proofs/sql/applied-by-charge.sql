-- Every application says which charges of its debit it paid, to the cent; undone, it gives the
-- same back.

\set batches 'ARRAY(SELECT batch_id FROM batch)'
\set from_application '(SELECT min(application_id) FROM application)'
\set to_application '(SELECT max(application_id) FROM application)'

-- count
SELECT count(*) FROM application WHERE batch_id = ANY(:batches);

-- breaches
SELECT 'parts' AS what, a.application_id, a.amount_cents,
    coalesce(sum(p.amount_cents), 0)::bigint AS parts_cents
FROM application a
LEFT JOIN application_part p ON p.application_id = a.application_id
    AND p.application_id BETWEEN :from_application AND :to_application
WHERE a.batch_id = ANY(:batches)
GROUP BY a.application_id
HAVING a.amount_cents IS DISTINCT FROM coalesce(sum(p.amount_cents), 0)
UNION ALL
SELECT 'given back', a.application_id, p.amount_cents, r.amount_cents
FROM application a
JOIN application_part p USING (application_id)
LEFT JOIN application_part r
    ON r.application_id = a.reverses_application_id AND r.charge = p.charge
WHERE a.batch_id = ANY(:batches) AND a.reverses_application_id IS NOT NULL
    AND r.amount_cents IS DISTINCT FROM -p.amount_cents;
