-- Payments that may be paid twice: one of the same payer, amount and account came before, within so
-- many days. Parts of one entry, and what was taken back or moved, are none.

\set since CURRENT_DATE
\set days 7

WITH paid AS (
    SELECT t.txn_id, t.document_reference AS reference, p.payer_name,
        plain_name(p.payer_name) AS payer, a.code AS account, -i.amount_cents AS amount_cents,
        p.value_on, t.message_id
    FROM payment p
    JOIN txn t USING (txn_id)
    JOIN item i USING (txn_id)
    JOIN account a USING (account_id)
    WHERE p.payer_name IS NOT NULL AND p.value_on >= CAST(:since AS date) - CAST(:days AS int)
        AND NOT EXISTS (SELECT FROM txn r WHERE r.reverses_txn_id = t.txn_id)
        AND NOT EXISTS (
            SELECT FROM application m
            WHERE m.credit_item_id = i.item_id AND m.policy IN ('moved', 'chargeback')
                AND NOT EXISTS (
                    SELECT FROM application u WHERE u.reverses_application_id = m.application_id))
)
SELECT o.txn_id, o.reference, o.payer_name, o.account, o.amount_cents::bigint AS amount_cents,
    o.value_on, f.txn_id AS first_txn_id, f.reference AS first_reference,
    f.value_on AS first_value_on
FROM paid o
CROSS JOIN LATERAL (
    SELECT f.* FROM paid f
    WHERE (f.payer, f.account, f.amount_cents) = (o.payer, o.account, o.amount_cents)
        AND (f.value_on, f.txn_id) < (o.value_on, o.txn_id)
        AND f.value_on >= o.value_on - CAST(:days AS int)
        AND f.message_id IS DISTINCT FROM o.message_id
    ORDER BY f.value_on DESC, f.txn_id DESC
    LIMIT 1
) f
WHERE o.value_on >= CAST(:since AS date)
ORDER BY o.value_on, o.txn_id;
