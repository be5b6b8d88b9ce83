-- On which item each posting of interest that is staged is, by which rates, and until when.

INSERT INTO interest (txn_id, of_item_id, interest_rates_id, first_on, through_on, counted_cents)
SELECT t.txn_id, s.item_id, s.rates_id, s.first_on, s.through_on, s.counted_cents
FROM staged_interest s
JOIN txn t ON t.idempotency_key = s.key
ORDER BY t.txn_id;
