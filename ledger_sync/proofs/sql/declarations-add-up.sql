-- Every declaration's totals are the sums of its lines.

\set batches 'ARRAY(SELECT batch_id FROM batch)'
\set from_cad '(SELECT min(cad_id) FROM cad)'
\set to_cad '(SELECT max(cad_id) FROM cad)'

-- count
SELECT count(*) FROM cad WHERE batch_id = ANY(:batches);

-- breaches
SELECT c.transaction_number, c.version
FROM cad c
LEFT JOIN (
    SELECT l.cad_id, count(*) AS lines, sum(l.value_for_duty_cents) AS vfd,
        sum(l.duty_cents) AS duty, sum(l.sima_cents) AS sima, sum(l.surtax_cents) AS surtax,
        sum(l.excise_cents) AS excise, sum(l.gst_cents) AS gst,
        sum(l.value_for_currency_conversion_cents) AS value
    FROM cad_line l JOIN cad USING (cad_id)
    WHERE cad.batch_id = ANY(:batches) AND l.cad_id BETWEEN :from_cad AND :to_cad
    GROUP BY l.cad_id
) l USING (cad_id)
LEFT JOIN (
    SELECT cad_id, sum(amount_cents) AS more
    FROM cad_line_charge l JOIN cad USING (cad_id)
    WHERE cad.batch_id = ANY(:batches) AND l.cad_id BETWEEN :from_cad AND :to_cad
    GROUP BY cad_id
) e USING (cad_id)
WHERE c.batch_id = ANY(:batches) AND (
    coalesce(l.lines, 0) <> c.line_count
    OR l.vfd <> c.value_for_duty_cents
    OR l.duty <> c.duty_cents
    OR l.sima <> c.sima_cents
    OR l.surtax <> c.surtax_cents
    OR l.excise <> c.excise_cents
    OR l.gst <> c.gst_cents
    OR l.value <> c.total_value_cents
    OR c.payable_cents <> c.duty_cents + c.sima_cents + c.surtax_cents + c.excise_cents
        + c.gst_cents + coalesce(e.more, 0)
);
