-- An application of a payment counts from the day on which that was paid, one of a declaration's
-- own credit or of a reversal from the day of the debt, any other from its book date; undone, from
-- the same day and for the same reason.

\set batches 'ARRAY(SELECT batch_id FROM batch)'

-- count
SELECT count(*) FROM application WHERE batch_id = ANY(:batches);

-- breaches
SELECT a.application_id, a.counts_on, a.reason, p.paid_on, d.effective_on
FROM application a
JOIN item d ON d.item_id = a.debit_item_id
JOIN item c ON c.item_id = a.credit_item_id
JOIN txn dt ON dt.txn_id = d.txn_id
JOIN txn ct ON ct.txn_id = c.txn_id
LEFT JOIN payment p ON p.txn_id = c.txn_id AND c.kind = 'PMT'
LEFT JOIN application r ON r.application_id = a.reverses_application_id
LEFT JOIN LATERAL (
    SELECT true AS own
    FROM cad one
    JOIN cad other ON (other.transaction_number, other.number_use)
        = (one.transaction_number, one.number_use)
    WHERE one.message_id = dt.message_id AND other.message_id = ct.message_id
        AND d.kind IN ('CAD', 'SOADJ') AND c.kind IN ('CAD', 'SOADJ')
    LIMIT 1
) AS declaration ON true
WHERE a.batch_id = ANY(:batches)
    AND (a.counts_on <> CASE
            WHEN a.reverses_application_id IS NOT NULL THEN r.counts_on
            WHEN 'REV' IN (d.kind, c.kind) OR declaration.own THEN d.effective_on
            ELSE coalesce(p.paid_on, a.applied_on) END
        OR a.reason = 'payment' AND c.kind <> 'PMT'
        OR a.reason = 'correction' AND declaration.own IS NULL
        OR a.reason = 'taken_back' AND 'REV' NOT IN (d.kind, c.kind)
            AND d.kind NOT IN ('CHB', 'RTN', 'MOV')
        OR a.reason <> coalesce(r.reason, a.reason));
