-- Undo applications, each by a row that reverses it and counts from the same day.

INSERT INTO application (
    debit_item_id, credit_item_id, amount_cents, applied_on, counts_on, policy, reason, batch_id,
    reverses_application_id
)
SELECT a.debit_item_id, a.credit_item_id, -a.amount_cents,
    greatest(:applied_on, d.book_on, c.book_on), a.counts_on, a.policy, a.reason, :batch_id,
    a.application_id
FROM application a
JOIN item d ON d.item_id = a.debit_item_id
JOIN item c ON c.item_id = a.credit_item_id
WHERE a.application_id = ANY(:application_ids)
ORDER BY a.application_id;
