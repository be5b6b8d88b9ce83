-- The registry: what is known of clients, accounts, brokers, delegations, enrolments and security, since when
-- in the world and since when to us; and the users linked to accounts.

-- A load is one act of learning. Rows of the history are only added: a row says what holds of its key from a day
-- on. Of two rows of one key and day the later load's is right; a row holds until the next day of its key, or
-- to its own end; a withdrawn row never held. So a day and a load answer any question of the past.
CREATE TABLE registry_load (
    load_id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    source      text NOT NULL CHECK (source IN ('seed', 'delivery', 'migration')),
    name        text NOT NULL,
    sha256      bytea NOT NULL CHECK (length(sha256) = 32),
    loaded_by   text NOT NULL CHECK (loaded_by <> ''),
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp()     -- when we knew it, by the database's clock
);

CREATE UNIQUE INDEX registry_delivered_once ON registry_load (sha256) WHERE source = 'delivery';

CREATE TABLE client_history (
    bn9            text NOT NULL REFERENCES client,
    legal_name     text NOT NULL,
    effective_from date NOT NULL,
    effective_to   date NOT NULL CHECK (effective_to >= effective_from),
    withdrawn      boolean NOT NULL,
    load_id        bigint NOT NULL REFERENCES registry_load,
    PRIMARY KEY (bn9, effective_from, load_id)
);

CREATE TABLE account_history (
    bn15              text NOT NULL REFERENCES account (code) CHECK (bn15 ~ '^\d{9}RM\d{4}$'),
    program           text NOT NULL,
    language          text NOT NULL CHECK (language IN ('en', 'fr')),
    documents_to      text REFERENCES partner,
    notice_formats    text NOT NULL,
    statement_formats text NOT NULL,
    offset_preference text NOT NULL,
    effective_from    date NOT NULL,
    effective_to      date NOT NULL CHECK (effective_to >= effective_from),
    withdrawn         boolean NOT NULL,
    load_id           bigint NOT NULL REFERENCES registry_load,
    PRIMARY KEY (bn15, effective_from, load_id)
);
COMMENT ON COLUMN account_history.program IS 'The program that names its billing cycle.';
COMMENT ON COLUMN account_history.documents_to IS 'The one partner who receives this account''s notices and statements.';
COMMENT ON COLUMN account_history.notice_formats IS 'The forms wanted, separated by blanks.';

CREATE TABLE broker (
    account_security_number text NOT NULL CHECK (account_security_number ~ '^\d{5}$'),
    partner_id              text NOT NULL REFERENCES partner,
    legal_name              text NOT NULL,
    effective_from          date NOT NULL,
    effective_to            date NOT NULL CHECK (effective_to >= effective_from),
    withdrawn               boolean NOT NULL,
    load_id                 bigint NOT NULL REFERENCES registry_load,
    PRIMARY KEY (account_security_number, effective_from, load_id)
);
COMMENT ON TABLE broker IS 'Who may file under an account security number: brokers, and importers who file themselves.';

ALTER TABLE delegation RENAME TO undated_delegation;
ALTER TABLE undated_delegation RENAME CONSTRAINT delegation_pkey TO undated_delegation_pkey;
CREATE TABLE delegation (
    bn15           text NOT NULL REFERENCES account (code) CHECK (bn15 ~ '^\d{9}RM\d{4}$'),
    partner_id     text NOT NULL REFERENCES partner,
    role           text NOT NULL,
    effective_from date NOT NULL,
    effective_to   date NOT NULL CHECK (effective_to >= effective_from),
    withdrawn      boolean NOT NULL,
    load_id        bigint NOT NULL REFERENCES registry_load,
    PRIMARY KEY (bn15, partner_id, effective_from, load_id)
);
CREATE INDEX delegation_of_partner ON delegation (partner_id);

CREATE TABLE enrolment (
    bn15           text NOT NULL REFERENCES account (code) CHECK (bn15 ~ '^\d{9}RM\d{4}$'),
    program        text NOT NULL,
    effective_from date NOT NULL,
    effective_to   date NOT NULL CHECK (effective_to >= effective_from),
    withdrawn      boolean NOT NULL,
    load_id        bigint NOT NULL REFERENCES registry_load,
    PRIMARY KEY (bn15, program, effective_from, load_id)
);
COMMENT ON TABLE enrolment IS 'What an account takes part in, beyond its own program: RPP, release prior to payment.';

CREATE TABLE security (
    bn15           text NOT NULL REFERENCES account (code) CHECK (bn15 ~ '^\d{9}RM\d{4}$'),
    agreement      text NOT NULL,
    kind           text NOT NULL CHECK (kind IN ('bond', 'cash')),
    amount_cents   bigint NOT NULL CHECK (amount_cents > 0),
    provider       text NOT NULL,
    effective_from date NOT NULL,
    effective_to   date NOT NULL CHECK (effective_to >= effective_from),
    withdrawn      boolean NOT NULL,
    load_id        bigint NOT NULL REFERENCES registry_load,
    PRIMARY KEY (bn15, agreement, effective_from, load_id)
);
COMMENT ON TABLE security IS 'Financial security in force for an account; an account without a row has none.';

-- Every account was billed by the cycle, as only those released prior to payment are.
-- What the book held without dates is taken to have been known since its first file, and to hold since the first
-- day of the system (2024-10-21); a broker's number since the other code lists begin.
INSERT INTO registry_load (source, name, sha256, loaded_by, recorded_at)
    SELECT 'migration', '0006_registry', sha256('0006_registry'), 'migration',
           least(now(), (SELECT min(received_at) FROM file), (SELECT min(sealed_at) FROM batch))
    WHERE EXISTS (SELECT FROM client);
INSERT INTO client_history
    SELECT bn9, legal_name, '2024-10-21', '9999-12-31', false, load_id FROM client, registry_load;
INSERT INTO account_history
    SELECT code, 'commercial', language, documents_to, 'xml pdf', 'xml pdf', 'standard', '2024-10-21', '9999-12-31', false, load_id
    FROM account JOIN client USING (bn9), registry_load WHERE class = 'receivable';
INSERT INTO broker
    SELECT account_security_number, partner_id, p.name, '1998-01-01', '9999-12-31', false, load_id
    FROM partner p, registry_load WHERE account_security_number IS NOT NULL;
INSERT INTO delegation
    SELECT code, partner_id, 'pPAM', effective_from, effective_to, false, load_id
    FROM undated_delegation JOIN account USING (account_id), registry_load;
INSERT INTO enrolment
    SELECT code, 'RPP', '2024-10-21', '9999-12-31', false, load_id FROM account, registry_load WHERE class = 'receivable';
DROP TABLE undated_delegation;
ALTER TABLE client DROP COLUMN legal_name, DROP COLUMN language;
ALTER TABLE account DROP COLUMN documents_to;

-- Who a document of a day is for, as known at a moment; before the first day that is known, as on that day.
CREATE FUNCTION party_on(of_account text, on_day date, known_at timestamptz)
    RETURNS TABLE (legal_name text, language text, documents_to text, notice_formats text, statement_formats text)
    LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(c.legal_name, a.bn9), coalesce(h.language, 'en'), h.documents_to, coalesce(h.notice_formats, ''),
           coalesce(h.statement_formats, '')
    FROM account a
    LEFT JOIN LATERAL (
        SELECT * FROM (SELECT DISTINCT ON (r.effective_from) r.* FROM client_history r JOIN registry_load USING (load_id)
                       WHERE r.bn9 = a.bn9 AND recorded_at <= known_at ORDER BY r.effective_from, r.load_id DESC) AS newest
        WHERE NOT withdrawn
        ORDER BY effective_from <= on_day DESC, abs(effective_from - on_day) LIMIT 1) AS c ON true
    LEFT JOIN LATERAL (
        SELECT * FROM (SELECT DISTINCT ON (r.effective_from) r.* FROM account_history r JOIN registry_load USING (load_id)
                       WHERE r.bn15 = a.code AND recorded_at <= known_at ORDER BY r.effective_from, r.load_id DESC) AS newest
        WHERE NOT withdrawn
        ORDER BY effective_from <= on_day DESC, abs(effective_from - on_day) LIMIT 1) AS h ON true
    WHERE a.code = of_account
$$;

-- Links: a user, known by the name that an identity provider gives, answers for an account ---------

CREATE TABLE link_attempt (
    attempt_id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id           text NOT NULL CHECK (length(user_id) BETWEEN 1 AND 200),
    bn15              text NOT NULL CHECK (length(bn15) <= 15), -- as asked for; it may not exist
    transaction_right boolean,                                  -- null: not answered
    payment_right     boolean,
    balance_right     boolean,
    outcome           text NOT NULL CHECK (outcome IN ('linked', 'refused', 'too_many')),
    attempted_at      timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE link_attempt IS 'Who asked to be linked, which questions were answered and how; never an answer itself.';
CREATE INDEX link_attempt_of_user ON link_attempt (user_id, attempted_at);
CREATE INDEX link_attempt_of_account ON link_attempt (bn15, attempted_at);

CREATE TABLE account_link (
    link_id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id    text NOT NULL,
    bn15       text NOT NULL REFERENCES account (code) CHECK (bn15 ~ '^\d{9}RM\d{4}$'),
    attempt_id bigint NOT NULL UNIQUE REFERENCES link_attempt,
    linked_at  timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX account_link_of_user ON account_link (user_id, bn15);
CREATE INDEX account_link_of_account ON account_link (bn15);

CREATE TABLE link_revocation (
    link_id    bigint PRIMARY KEY REFERENCES account_link,
    revoked_by text NOT NULL CHECK (revoked_by <> ''),
    reason     text NOT NULL CHECK (reason <> ''),
    revoked_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- Answers are looked up by what they say, never by account, so that an account cannot be told by the clock.
CREATE INDEX item_payment ON item (effective_on, amount_cents) WHERE kind = 'PMT';
CREATE INDEX statement_balance ON statement (issued_on, closing_cents);

CREATE VIEW standing_link AS
    SELECT * FROM account_link l WHERE NOT EXISTS (SELECT FROM link_revocation r WHERE r.link_id = l.link_id);
COMMENT ON VIEW standing_link IS 'Who may see an account now: every link that was not revoked.';

CREATE FUNCTION refuse_unearned_link() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM link_attempt t WHERE t.attempt_id = NEW.attempt_id AND t.outcome = 'linked'
                   AND (t.user_id, t.bn15) = (NEW.user_id, NEW.bn15)) THEN
        RAISE EXCEPTION 'no right answers stand behind this link' USING ERRCODE = 'restrict_violation';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('link:' || NEW.user_id, 6));
    IF EXISTS (SELECT FROM standing_link l WHERE (l.user_id, l.bn15) = (NEW.user_id, NEW.bn15)) THEN
        RAISE EXCEPTION 'user and account are linked already' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER account_link_earned BEFORE INSERT ON account_link FOR EACH ROW EXECUTE FUNCTION refuse_unearned_link();

-- Rules and rights --------------------------------------------------------------------------------

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['registry_load', 'client_history', 'account_history', 'broker', 'delegation', 'enrolment',
                                'security', 'link_attempt', 'account_link', 'link_revocation'] LOOP
        EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()',
                       name || '_append_only', name);
        EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()',
                       name || '_no_truncate', name);
        EXECUTE format('GRANT SELECT, INSERT ON %I TO carmhub_app', name);
    END LOOP;
END $$;
REVOKE INSERT ON registry_load, link_attempt, account_link, link_revocation FROM carmhub_app; -- the clock is the database's
GRANT INSERT (source, name, sha256, loaded_by) ON registry_load TO carmhub_app;
GRANT INSERT (user_id, bn15, transaction_right, payment_right, balance_right, outcome) ON link_attempt TO carmhub_app;
GRANT INSERT (user_id, bn15, attempt_id) ON account_link TO carmhub_app;
GRANT INSERT (link_id, revoked_by, reason) ON link_revocation TO carmhub_app;
REVOKE UPDATE, DELETE ON client, account FROM carmhub_app;
GRANT SELECT ON standing_link TO carmhub_app;
GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO carmhub_app;
REVOKE ALL ON FUNCTION party_on(text, date, timestamptz), refuse_unearned_link() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION party_on(text, date, timestamptz) TO carmhub_app;
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'carmhub_read') THEN
        GRANT SELECT ON ALL TABLES IN SCHEMA public TO carmhub_read;
        GRANT EXECUTE ON FUNCTION party_on(text, date, timestamptz) TO carmhub_read;
    END IF;
END $$;
