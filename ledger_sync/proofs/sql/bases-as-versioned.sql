-- Every line was priced by what reference data said of it in the version that its batch records.

\set batches 'ARRAY(SELECT batch_id FROM batch)'
\set from_cad '(SELECT min(cad_id) FROM cad)'
\set to_cad '(SELECT max(cad_id) FROM cad)'

-- count
SELECT count(*)
FROM (
    SELECT DISTINCT u.basis_id, b.reference_version_id
    FROM batch b
    JOIN cad c USING (batch_id)
    JOIN cad_line l USING (cad_id)
    CROSS JOIN LATERAL (VALUES (l.basis_id), (l.exchange_basis_id)) AS u (basis_id)
    WHERE b.batch_id = ANY(:batches) AND b.reference_version_id IS NOT NULL
        AND l.cad_id BETWEEN :from_cad AND :to_cad AND u.basis_id IS NOT NULL
) AS used;

-- breaches
WITH alike AS MATERIALIZED (
    SELECT b.reference_version_id, l.basis_id, l.exchange_basis_id, l.currency, l.tariff_item,
        l.treatment, count(*) AS lines, min(l.cad_id) AS cad_id
    FROM batch b
    JOIN cad c USING (batch_id)
    JOIN cad_line l USING (cad_id)
    WHERE b.batch_id = ANY(:batches) AND b.reference_version_id IS NOT NULL
        AND l.cad_id BETWEEN :from_cad AND :to_cad
    GROUP BY b.reference_version_id, l.basis_id, l.exchange_basis_id, l.currency, l.tariff_item,
        l.treatment
), used AS (
    SELECT basis_id, reference_version_id FROM alike WHERE basis_id IS NOT NULL
    UNION
    SELECT exchange_basis_id, reference_version_id FROM alike WHERE exchange_basis_id IS NOT NULL
), term AS (
    SELECT u.basis_id, u.reference_version_id, t.term
    FROM used u
    JOIN basis USING (basis_id)
    CROSS JOIN LATERAL
        jsonb_path_query(terms::jsonb, 'strict $.** ? (exists(@.source))') AS t (term)
), named AS (
    SELECT basis_id, reference_version_id, term ->> 'source' AS name, jsonb_strip_nulls(
        jsonb_build_object('rate_ppm', term -> 'rate_ppm',
            'specific_micros', term -> 'specific_micros', 'specific_unit', term -> 'unit',
            'remitted_ppm', term -> 'remitted_ppm',
            'content_least_ppm', term -> 'content_least_ppm')) AS said
    FROM term
    UNION
    SELECT basis_id, reference_version_id, term ->> 'factor_source',
        jsonb_build_object('factor_ppm', term -> 'factor_ppm')
    FROM term
    WHERE term ? 'factor_source'
), told AS (
    SELECT reference_name(v.table_name, coalesce(r.before, r.after)) AS name,
        r.reference_version_id, r.before, r.after
    FROM reference_change r
    JOIN reference_version v USING (reference_version_id)
    WHERE v.table_name IN (SELECT split_part(name, ' ', 1) FROM named)
), last AS (
    SELECT DISTINCT ON (n.name, n.reference_version_id)
        n.name, n.reference_version_id, t.after AS held
    FROM (SELECT DISTINCT name, reference_version_id FROM named) n
    JOIN told t ON t.name = n.name AND t.reference_version_id <= n.reference_version_id
    ORDER BY n.name, n.reference_version_id, t.reference_version_id DESC
), next AS (
    SELECT DISTINCT ON (n.name, n.reference_version_id)
        n.name, n.reference_version_id, t.before AS held
    FROM (SELECT DISTINCT name, reference_version_id FROM named) n
    JOIN told t ON t.name = n.name AND t.reference_version_id > n.reference_version_id
    ORDER BY n.name, n.reference_version_id, t.reference_version_id
), unversioned AS (
    SELECT name, held
    FROM priced_reference
    WHERE name IN (SELECT name FROM named EXCEPT SELECT name FROM told)
), strange AS (
    SELECT l.basis_id, l.reference_version_id, l.lines, l.cad_id
    FROM alike l
    JOIN basis p USING (basis_id)
    JOIN basis x ON x.basis_id = l.exchange_basis_id
    WHERE NOT starts_with(x.terms::jsonb #>> '{exchange,source}',
            concat('exchange_rate ', l.currency, '/'))
        OR NOT (p.terms::jsonb ? 'suspended' AND NOT p.terms::jsonb ? 'duty')
            AND NOT starts_with(coalesce(p.terms::jsonb #>> '{duty,source}', ''),
                concat('tariff_rate ', l.tariff_item, '/', l.treatment, '/'))
            AND NOT starts_with(coalesce(p.terms::jsonb #>> '{duty,source}', ''),
                concat('tariff_rate */', l.treatment, '/'))
)
SELECT n.basis_id, n.reference_version_id, n.name, n.said
FROM named n
LEFT JOIN last USING (name, reference_version_id)
LEFT JOIN next USING (name, reference_version_id)
LEFT JOIN unversioned u USING (name)
WHERE (CASE WHEN last.name IS NOT NULL THEN last.held
            WHEN next.name IS NOT NULL THEN next.held ELSE u.held END @> n.said) IS NOT TRUE
UNION ALL
SELECT u.basis_id, u.reference_version_id, 'a rate without a source', t.term
FROM used u
JOIN basis USING (basis_id)
CROSS JOIN LATERAL jsonb_path_query(terms::jsonb,
    'strict $.** ? ((exists(@.rate_ppm) || exists(@.remitted_ppm)) && !exists(@.source)
        || exists(@.factor_ppm) && @.factor_ppm != 1000000 && !exists(@.factor_source))')
    AS t (term)
UNION ALL
SELECT basis_id, reference_version_id, 'the rate of another line', jsonb_build_object(
    'lines', lines, 'first_cad_id', cad_id)
FROM strange
UNION ALL
SELECT NULL, reference_version_id, 'a line without a rate', jsonb_build_object(
    'lines', lines, 'first_cad_id', cad_id)
FROM alike
WHERE basis_id IS NULL OR exchange_basis_id IS NULL;
