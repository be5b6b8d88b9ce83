-- What two people approve before it is posted: the opening of accounts that an older ledger kept, an officer's receipt.

ALTER TABLE partner DROP CONSTRAINT partner_kind_check,
    ADD CONSTRAINT partner_kind_check CHECK (kind IN ('broker', 'importer', 'bank', 'reference', 'agency'));

INSERT INTO item_kind VALUES
    ('OPD', 'opening', 'debit', 'Opening: declaration', 'Ouverture : déclaration', 1),
    ('OPA', 'opening', 'either', 'Opening: adjustment', 'Ouverture : rajustement', 2),
    ('OPP', 'opening', 'debit', 'Opening: penalty', 'Ouverture : pénalité', 2),
    ('OPI', 'opening', 'debit', 'Opening: interest', 'Ouverture : intérêts', 2),
    ('OPC', 'opening', 'credit', 'Opening: unapplied payment', 'Ouverture : paiement non affecté', 2),
    ('OPT', 'opening', 'either', 'Opening totals', 'Totaux d''ouverture', 2);

CREATE TABLE submission (
    message_id   bigint PRIMARY KEY REFERENCES message,
    kind         text NOT NULL CHECK (kind IN ('opening', 'receipt')),
    item_count   int NOT NULL CHECK (item_count > 0),
    debit_cents  bigint NOT NULL CHECK (debit_cents >= 0),
    credit_cents bigint NOT NULL CHECK (credit_cents >= 0)
);
COMMENT ON TABLE submission IS 'What came in a file and is posted once two people approved it: how many items, what they owe and what they credit.';
CREATE TABLE submission_decision (
    message_id bigint PRIMARY KEY REFERENCES submission,
    decision   text NOT NULL CHECK (decision IN ('posted', 'declined')),
    act_id     bigint NOT NULL UNIQUE REFERENCES act,
    decided_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE submission_decision IS 'What an act decided about a submission, once and for good.';

ALTER TABLE act DROP CONSTRAINT act_kind_check,
    ADD CONSTRAINT act_kind_check CHECK (kind IN ('rerun', 'repost', 'reverse', 'unapply', 'review', 'billing', 'reference',
        'implausible', 'opening', 'receipt', 'decline')),
    ADD CONSTRAINT act_names_submission CHECK (kind NOT IN ('opening', 'receipt', 'decline') OR selection ? 'submission');

CREATE FUNCTION refuse_unasked_submission() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM act a JOIN submission s ON s.message_id = NEW.message_id
        WHERE a.act_id = NEW.act_id AND a.acted_at = now() AND a.selection ->> 'submission' = NEW.message_id::text
            AND a.kind = CASE NEW.decision WHEN 'declined' THEN 'decline' ELSE s.kind END) THEN
        RAISE EXCEPTION 'submission % is decided on by an act of its own', NEW.message_id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER submission_decided_by_act BEFORE INSERT ON submission_decision
    FOR EACH ROW EXECUTE FUNCTION refuse_unasked_submission();

-- Rights ----------------------------------------------------------------------------------------------------------------

DO $$
DECLARE
    name text;
    function regprocedure;
BEGIN
    FOREACH name IN ARRAY ARRAY['submission', 'submission_decision'] LOOP
        EXECUTE format('CREATE TRIGGER %I BEFORE DELETE OR UPDATE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()',
                       name || '_append_only', name);
        EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()',
                       name || '_no_truncate', name);
    END LOOP;
    REVOKE ALL ON FUNCTION refuse_unasked_submission() FROM PUBLIC;
    FOR function IN SELECT p.oid FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = pg_catalog, public, pg_temp', function);
    END LOOP;
END $$;
GRANT SELECT ON submission, submission_decision TO carmhub_app, carmhub_read;
GRANT INSERT ON submission TO carmhub_app;
GRANT INSERT (message_id, decision, act_id) ON submission_decision TO carmhub_app;
