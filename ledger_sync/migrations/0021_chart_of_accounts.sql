-- A charge and a control account for all that the chart of accounts names: money in transit, interest by kind, fees, what is
-- invoiced or given up, refunds, deposits, the opening of an account.

INSERT INTO charge VALUES ('interest_specified', 61), ('interest_prescribed', 62), ('interest_on_refunds', 63), ('fee', 64),
    ('bank_fee', 65), ('invoice', 66), ('waiver', 70), ('small_amount', 71), ('write_off', 72), ('refund', 80), ('deposit', 81),
    ('opening', 85);
INSERT INTO account (code, class, charge)
SELECT code, 'control', charge
FROM (VALUES ('TRANSIT_820', 'payment'), ('TRANSIT_CAMT054', 'payment'), ('TRANSIT_LOCKBOX', 'payment'),
    ('TRANSIT_CARD', 'payment'), ('TRANSIT_DEBITS', 'payment'), ('TRANSIT_RECEIPTS', 'payment'),
    ('INTEREST_SPECIFIED', 'interest_specified'), ('INTEREST_PRESCRIBED', 'interest_prescribed'),
    ('INTEREST_ON_REFUNDS', 'interest_on_refunds'), ('FEES', 'fee'), ('BANK_FEES', 'bank_fee'), ('INVOICED', 'invoice'),
    ('WAIVED', 'waiver'), ('SMALL_AMOUNTS', 'small_amount'), ('WRITE_OFFS', 'write_off'), ('REFUNDS_PAYABLE', 'refund'),
    ('REFUNDS_SENT', 'refund'), ('DEPOSITS', 'deposit'), ('OPENING', 'opening')) AS a (code, charge)
WHERE EXISTS (SELECT FROM account)
ON CONFLICT DO NOTHING;
