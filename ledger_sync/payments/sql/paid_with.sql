-- What payments were applied to and still are, but for the chargebacks and returns that they met
-- before.

SELECT a.application_id
FROM item i
JOIN application a ON a.credit_item_id = i.item_id
WHERE i.txn_id = ANY(:txn_ids) AND a.policy <> ALL(:policies) AND a.reverses_application_id IS NULL
    AND NOT EXISTS (
        SELECT FROM application r WHERE r.reverses_application_id = a.application_id)
ORDER BY a.application_id;
