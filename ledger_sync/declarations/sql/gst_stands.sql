-- What stands of a declaration's GST, in cents: what of it was paid, and what an adjustment before
-- kept. Paid is what applications of others' credits gave to GST, or to GST kept.

SELECT (
    SELECT coalesce(sum(p.amount_cents), 0)::bigint
    FROM cad c
    JOIN txn t USING (message_id)
    JOIN item i ON i.txn_id = t.txn_id AND i.kind IN ('CAD', 'SOADJ') AND i.amount_cents > 0
    JOIN application a ON a.debit_item_id = i.item_id
    JOIN application_part p USING (application_id)
    JOIN item credit ON credit.item_id = a.credit_item_id AND credit.kind <> 'REV'
    WHERE c.transaction_number = :number AND c.number_use = :number_use AND c.posting_number = 1
        AND p.charge IN ('gst', 'gst_kept')
        AND NOT EXISTS (
            SELECT FROM txn s JOIN cad own USING (message_id)
            WHERE s.txn_id = credit.txn_id AND own.transaction_number = :number
                AND own.number_use = :number_use
        )
) AS paid_cents, (
    SELECT coalesce(-sum(e.amount_cents), 0)::bigint
    FROM (
        SELECT DISTINCT t.txn_id, t.book_on
        FROM cad c JOIN txn t USING (message_id)
        WHERE c.transaction_number = :number AND c.number_use = :number_use
    ) AS t
    JOIN entry e USING (txn_id, book_on)
    JOIN account a USING (account_id)
    WHERE a.code = 'GST_KEPT'
) AS kept_cents;
