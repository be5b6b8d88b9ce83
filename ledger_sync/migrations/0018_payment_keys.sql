-- A payment has keys: what the bank calls its entry, and what the entry says, with a count of those alike.

CREATE TABLE payment_key (
    payment_key_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txn_id bigint NOT NULL REFERENCES txn,
    kind text NOT NULL CHECK (kind IN ('content', 'reference')),
    key text NOT NULL CHECK (key <> ''),
    occurrence int NOT NULL DEFAULT 1 CHECK (occurrence > 0),
    part int NOT NULL DEFAULT 1 CHECK (part > 0),
    recorded_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (kind, key, occurrence, part),
    UNIQUE (txn_id, kind),
    CHECK (kind = 'content' OR occurrence = 1)
);
COMMENT ON TABLE payment_key IS
    'By what a payment is known again: bank|account|day|cents|reference of the payer, or bank|reference of the bank. Derived from kept bytes; no seal covers it, but a new payment''s own key says its content.';
COMMENT ON COLUMN payment_key.occurrence IS 'Which of several payments alike, from 1.';
COMMENT ON COLUMN payment_key.part IS 'Which payment of its bank entry, from 1.';
CREATE INDEX txn_payments ON txn (txn_id) WHERE kind = 'PMT';

ALTER TABLE partner ALTER COLUMN messages SET DEFAULT 'CUSDEC:D:13B CAD camt.053 camt.054';

CREATE TRIGGER payment_key_append_only BEFORE DELETE OR UPDATE ON payment_key
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER payment_key_no_truncate BEFORE TRUNCATE ON payment_key
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
GRANT SELECT ON payment_key TO carmhub_app, carmhub_read;
GRANT INSERT (txn_id, kind, key, occurrence, part) ON payment_key TO carmhub_app;
