-- Card settlements post chargebacks and fees beside payments; every payment says when it counts as paid.

INSERT INTO item_kind VALUES
    ('CHB', 'payments', 'debit', 'Chargeback', 'Rétrofacturation', 2),
    ('BKF', 'payments', 'either', 'Bank fee', 'Frais bancaires', 2);

ALTER TABLE payment_key
    DROP CONSTRAINT payment_key_kind_check,
    ADD CONSTRAINT payment_key_kind_check CHECK (kind IN ('content', 'reference', 'line', 'named', 'settled', 'takes_back'));
COMMENT ON COLUMN payment_key.kind IS
    'What the key is to its transaction: content or reference of a payment; line: the bank''s own line that cleared it; named: who held money was for; settled: a row of a card settlement; takes_back: the settled row that a chargeback is against.';

CREATE TABLE payment (
    txn_id      bigint PRIMARY KEY REFERENCES txn,
    method      text NOT NULL CHECK (method ~ '^[a-z]+$'),
    payer_on    date,
    value_on    date NOT NULL,
    received_on date NOT NULL,
    posted_on   date NOT NULL,
    paid_on     date NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE payment IS
    'How and when each payment was made. Derived from kept bytes and dated rules; no seal covers it, the proof payments-dated holds it to its transaction.';
COMMENT ON COLUMN payment.payer_on IS 'When the payer paid, where the file told it.';
COMMENT ON COLUMN payment.paid_on IS 'When it counts as paid: lateness is told by this day alone.';
CREATE INDEX payment_by_method ON payment (method, paid_on) WHERE method <> 'electronic';

-- Payments posted before told no payer's day and no method; they counted on their value date.
INSERT INTO payment (txn_id, method, value_on, received_on, posted_on, paid_on)
SELECT t.txn_id, 'electronic', t.effective_on, coalesce(f.received_on, t.book_on), t.book_on, t.effective_on
FROM txn t
LEFT JOIN message m USING (message_id)
LEFT JOIN file f USING (file_id)
WHERE t.kind IN ('PMT', 'IDN')
ORDER BY t.txn_id;

CREATE TRIGGER payment_append_only BEFORE DELETE OR UPDATE ON payment
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER payment_no_truncate BEFORE TRUNCATE ON payment
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
GRANT SELECT ON payment TO carmhub_app, carmhub_read;
GRANT INSERT (txn_id, method, payer_on, value_on, received_on, posted_on, paid_on) ON payment TO carmhub_app;
