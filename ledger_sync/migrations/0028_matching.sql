-- What a payment says and who pays it stays in the book, so that it can be matched: with accounts, and with what the payer paid before.

CREATE FUNCTION plain_name(name text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT upper(regexp_replace(normalize(name, NFKD), '[^A-Za-z0-9]', '', 'g') COLLATE "C")
$$;
COMMENT ON FUNCTION plain_name(name text) IS 'A name as names are compared: letters without accents and digits, in capitals.';

ALTER TABLE payment
    ADD COLUMN payer_name text,
    ADD COLUMN told text,
    ADD COLUMN matched_by text CHECK (matched_by ~ '^[a-z]+$');
COMMENT ON COLUMN payment.payer_name IS 'Who paid, as the bank or the text says; null where neither does, and of payments before it was kept.';
COMMENT ON COLUMN payment.told IS 'What the payer and the bank say of it, up to 500 letters.';
COMMENT ON COLUMN payment.matched_by IS 'The step that found whom it is for; null of what is held, and from before it was kept.';
GRANT INSERT (payer_name, told, matched_by) ON payment TO carmhub_app;

CREATE INDEX payment_of_payer ON payment (plain_name(payer_name)) WHERE payer_name IS NOT NULL;
CREATE INDEX client_of_name ON client_history (plain_name(legal_name));
CREATE INDEX account_of_business ON account (bn9) WHERE class = 'receivable';

INSERT INTO item_kind VALUES
    ('MOV', 'payments', 'debit', 'Payment moved', 'Paiement déplacé', 2),
    ('RTP', 'payments', 'either', 'Payment to be returned', 'Paiement à retourner', 2);

ALTER TABLE act DROP CONSTRAINT act_kind_check,
    ADD CONSTRAINT act_kind_check CHECK (kind IN (
        'rerun', 'repost', 'reverse', 'unapply', 'review', 'billing', 'reference', 'implausible',
        'opening', 'receipt', 'decline', 'assign', 'move', 'split', 'hold', 'return'));

CREATE TABLE payment_move (
    txn_id         bigint PRIMARY KEY REFERENCES txn,
    payment_txn_id bigint NOT NULL REFERENCES txn,
    recorded_at    timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE payment_move IS
    'Which payment an act moved off its account, assigned or returns. The key of the transaction names the payment and is sealed; no seal covers this, the proof moves-fit holds it to the key.';
CREATE INDEX payment_move_of_payment ON payment_move (payment_txn_id);
CREATE TRIGGER payment_move_append_only BEFORE DELETE OR UPDATE ON payment_move
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER payment_move_no_truncate BEFORE TRUNCATE ON payment_move
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
GRANT SELECT ON payment_move TO carmhub_app, carmhub_read;
GRANT INSERT (txn_id, payment_txn_id) ON payment_move TO carmhub_app;
