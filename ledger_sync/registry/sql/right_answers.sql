-- Which of the three questions about an account are answered right. The accounts of which an answer
-- is right are found first, whatever account is asked for.

SELECT
    :bn15 = ANY(ARRAY(
        SELECT a.code
        FROM standing_cad c JOIN account a USING (account_id)
        WHERE c.transaction_number = :transaction_number
            AND c.payable_cents = CAST(:duties_cents AS bigint)
            AND c.payable_cents = (
                SELECT coalesce(sum(i.amount_cents), 0)
                FROM item i
                JOIN txn t USING (txn_id)
                LEFT JOIN txn taken_back ON taken_back.txn_id = t.reverses_txn_id
                WHERE 'CAD' IN (t.kind, taken_back.kind) AND t.message_id IN (
                    SELECT s.message_id
                    FROM cad s
                    WHERE s.transaction_number = c.transaction_number
                        AND s.number_use = c.number_use
                )
            )
    )) AS transaction,
    :bn15 = ANY(ARRAY(
        SELECT a.code
        FROM item i JOIN account a USING (account_id)
        WHERE i.kind = 'PMT' AND i.effective_on = :paid_on AND i.amount_cents < 0
            AND i.amount_cents = - CAST(:payment_cents AS bigint)
            AND NOT EXISTS (SELECT FROM txn t WHERE t.reverses_txn_id = i.txn_id)
    )) AS payment,
    :bn15 = ANY(ARRAY(
        SELECT a.code
        FROM statement s JOIN account a USING (account_id)
        WHERE s.issued_on = :statement_on AND s.closing_cents <> 0
            AND s.closing_cents = CAST(:balance_cents AS bigint)
            AND NOT EXISTS (
                SELECT FROM statement n WHERE n.supersedes_statement_id = s.statement_id
            )
    )) AS balance;
