-- The payments of entries that are new, each under the key of its entry and its part.

CREATE TEMP TABLE staged_payment_txn ON COMMIT DROP AS
SELECT p.*, j.content, j.occurrence,
    concat_ws('|', 'PMT', j.content, j.occurrence, CASE WHEN p.part > 1 THEN p.part END)
        AS idempotency_key,
    sha256(convert_to(concat_ws('|', p.bn15, p.value_on, p.amount_cents), 'UTF8')) AS payload_digest
FROM staged_payment p
JOIN judged_entry j USING (message)
WHERE j.verdict = 'new';
