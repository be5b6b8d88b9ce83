-- A payment told in detail is in transit until the bank's own line of it comes; whoever names whom held money is for adds to it.

INSERT INTO item_kind VALUES
    ('CLR', 'payments', 'either', 'Bank line', 'Ligne bancaire', 2),
    ('IDN', 'payments', 'credit', 'Identified payment', 'Paiement identifié', 2);

ALTER TABLE payment_key
    DROP CONSTRAINT payment_key_kind_check,
    DROP CONSTRAINT payment_key_check,
    ADD CONSTRAINT payment_key_kind_check CHECK (kind IN ('content', 'reference', 'line', 'named')),
    ADD CONSTRAINT payment_key_check CHECK (kind <> 'reference' OR occurrence = 1);
COMMENT ON COLUMN payment_key.kind IS
    'What the key is to its transaction: content or reference of a payment; line: the bank''s own line that cleared it; named: who held money was for.';
