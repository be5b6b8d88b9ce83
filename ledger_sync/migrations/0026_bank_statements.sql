-- What a bank says of an account: statements from balance to balance, every booked line of them once, whatever it is; and the returns of payments among them.

CREATE TABLE bank_statement (
    bank_statement_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    interchange_id bigint NOT NULL UNIQUE REFERENCES interchange,
    bank           text NOT NULL,
    bank_account   text NOT NULL,
    currency       text,
    reference      text,
    from_on        date NOT NULL,
    to_on          date NOT NULL,
    opening_cents  bigint,
    closing_cents  bigint,
    recorded_at    timestamptz NOT NULL DEFAULT now(),
    CHECK (from_on <= to_on)
);
COMMENT ON TABLE bank_statement IS
    'A statement of an account, or a page or a part of a day of it. Derived from kept bytes; no seal covers it, the proof bank-reconciled holds it to its lines and to the book.';
COMMENT ON COLUMN bank_statement.opening_cents IS 'With the account''s sign; null where the statement tells none.';
CREATE INDEX bank_statement_by_account ON bank_statement (bank, bank_account, to_on);

CREATE TABLE bank_line (
    bank_line_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    bank         text NOT NULL,
    bank_account text NOT NULL,
    booked_on    date NOT NULL,
    amount_cents bigint NOT NULL,
    content      text NOT NULL CHECK (content <> ''),
    occurrence   int NOT NULL CHECK (occurrence > 0),
    recorded_at  timestamptz NOT NULL DEFAULT now(),
    UNIQUE (content, occurrence)
);
COMMENT ON TABLE bank_line IS
    'What the bank booked, above zero in favour of the account, once however many statements show it. Known again as payments are: bank|account|day|cents|what is said of it, and which of those alike it is.';
CREATE INDEX bank_line_by_account ON bank_line (bank, bank_account);

CREATE TABLE bank_statement_line (
    message_id        bigint PRIMARY KEY REFERENCES message,
    bank_statement_id bigint NOT NULL REFERENCES bank_statement,
    bank_line_id      bigint NOT NULL REFERENCES bank_line,
    reference         text
);
COMMENT ON TABLE bank_statement_line IS 'Where a line stands: each statement that shows it, by the message of its entry.';
COMMENT ON COLUMN bank_statement_line.reference IS 'What the bank calls the line, where it is the line''s alone.';
CREATE INDEX bank_statement_line_of ON bank_statement_line (bank_statement_id);
CREATE INDEX bank_statement_line_is ON bank_statement_line (bank_line_id);
CREATE INDEX bank_statement_line_named ON bank_statement_line (reference) WHERE reference IS NOT NULL;

CREATE TRIGGER bank_statement_append_only BEFORE DELETE OR UPDATE ON bank_statement
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER bank_statement_no_truncate BEFORE TRUNCATE ON bank_statement
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER bank_line_append_only BEFORE DELETE OR UPDATE ON bank_line
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER bank_line_no_truncate BEFORE TRUNCATE ON bank_line
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER bank_statement_line_append_only BEFORE DELETE OR UPDATE ON bank_statement_line
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER bank_statement_line_no_truncate BEFORE TRUNCATE ON bank_statement_line
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
GRANT SELECT ON bank_statement, bank_line, bank_statement_line TO carmhub_app, carmhub_read;
GRANT INSERT (interchange_id, bank, bank_account, currency, reference, from_on, to_on, opening_cents, closing_cents) ON bank_statement TO carmhub_app;
GRANT INSERT (bank, bank_account, booked_on, amount_cents, content, occurrence) ON bank_line TO carmhub_app;
GRANT INSERT (message_id, bank_statement_id, bank_line_id, reference) ON bank_statement_line TO carmhub_app;

-- A return of a payment is held until it is set against the payment that it names.
INSERT INTO item_kind VALUES
    ('RTB', 'payments', 'debit', 'Return by the bank', 'Retour par la banque', 2),
    ('RTN', 'payments', 'debit', 'Returned payment', 'Paiement retourné', 2);

ALTER TABLE payment_key
    DROP CONSTRAINT payment_key_kind_check,
    ADD CONSTRAINT payment_key_kind_check CHECK (kind IN ('content', 'reference', 'line', 'named', 'settled', 'takes_back', 'names', 'set_against', 'returned'));
COMMENT ON COLUMN payment_key.kind IS
    'What the key is to its transaction: content or reference of a payment; line: the bank''s own line that cleared it; named: who held money was for; settled: a row of a card settlement; takes_back: the settled row that a chargeback is against; names: the bank''s reference of what a return takes back; set_against: the return that is set against a payment; returned: that payment.';
CREATE INDEX payment_key_says ON payment_key (
    split_part(key, '|', 1), split_part(key, '|', 2), split_part(key, '|', 4), split_part(key, '|', 5)
) WHERE kind = 'content' AND part = 1;
