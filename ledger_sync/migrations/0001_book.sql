-- The book. Rules that must hold whatever the program does stand here, as constraints and triggers.
-- Run as the owner; the application role may read and append, and little else.

-- Registry and reference data ------------------------------------------------------------------

CREATE TABLE partner (
    partner_id              text PRIMARY KEY,
    name                    text NOT NULL,
    kind                    text NOT NULL CHECK (kind IN ('broker', 'importer', 'bank')),
    language                text NOT NULL CHECK (language IN ('en', 'fr')),
    sender_identification   text NOT NULL UNIQUE,
    account_security_number text UNIQUE CHECK (account_security_number ~ '^\d{5}$')
);

CREATE TABLE client (
    bn9        text PRIMARY KEY CHECK (bn9 ~ '^\d{9}$'),
    legal_name text NOT NULL,
    language   text NOT NULL CHECK (language IN ('en', 'fr'))
);

-- One ledger account for each control account and for each program account (BN15) of a client.
CREATE TABLE account (
    account_id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code         text NOT NULL UNIQUE,
    class        text NOT NULL CHECK (class IN ('control', 'receivable')),
    bn9          text REFERENCES client,
    documents_to text REFERENCES partner,
    CHECK ((class = 'receivable') = (bn9 IS NOT NULL)),
    CHECK (class = 'control' OR code ~ '^\d{9}RM\d{4}$')
);
COMMENT ON COLUMN account.documents_to IS 'The one partner who receives this account''s notices and statements.';

CREATE TABLE delegation (
    account_id     bigint NOT NULL REFERENCES account,
    partner_id     text NOT NULL REFERENCES partner,
    effective_from date NOT NULL,
    effective_to   date NOT NULL CHECK (effective_to >= effective_from),
    PRIMARY KEY (account_id, partner_id, effective_from)
);

CREATE TABLE tariff_item (
    tariff_item    text NOT NULL CHECK (tariff_item ~ '^\d{10}$'),
    effective_from date NOT NULL,
    effective_to   date NOT NULL CHECK (effective_to >= effective_from),
    unit           text NOT NULL,
    description_en text NOT NULL,
    description_fr text NOT NULL,
    PRIMARY KEY (tariff_item, effective_from)
);

CREATE TABLE tariff_rate (
    tariff_item    text NOT NULL,
    treatment      text NOT NULL CHECK (treatment ~ '^\d{2}$'),
    effective_from date NOT NULL,
    effective_to   date NOT NULL CHECK (effective_to >= effective_from),
    rate_ppm       bigint NOT NULL CHECK (rate_ppm >= 0),
    PRIMARY KEY (tariff_item, treatment, effective_from)
);

CREATE TABLE treatment_origin (
    treatment      text NOT NULL,
    country        text NOT NULL,           -- '*' is any country
    effective_from date NOT NULL,
    effective_to   date NOT NULL CHECK (effective_to >= effective_from),
    PRIMARY KEY (treatment, country, effective_from)
);

CREATE TABLE exchange_rate (
    currency       text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    effective_from date NOT NULL,
    effective_to   date NOT NULL CHECK (effective_to >= effective_from),
    rate_ppm       bigint NOT NULL CHECK (rate_ppm > 0),
    PRIMARY KEY (currency, effective_from)
);

CREATE TABLE gst_rate (
    effective_from date PRIMARY KEY,
    effective_to   date NOT NULL CHECK (effective_to >= effective_from),
    rate_ppm       bigint NOT NULL CHECK (rate_ppm >= 0)
);

-- Intake ---------------------------------------------------------------------------------------

CREATE TABLE file (
    file_id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    claim_id     text NOT NULL UNIQUE,      -- one arrival; a re-run of the claim finds this row
    partner_id   text REFERENCES partner,   -- the account that delivered it; null from a shell
    name         text NOT NULL,
    sha256       bytea NOT NULL CHECK (length(sha256) = 32),
    size_bytes   bigint NOT NULL,
    received_on  date NOT NULL,
    received_at  timestamptz NOT NULL DEFAULT now(),
    outcome      text CHECK (outcome IN ('posted', 'rejected', 'duplicate', 'quarantined')),
    outcome_note text,
    processed_at timestamptz
);
CREATE INDEX file_waiting ON file (file_id) WHERE outcome IS NULL;
CREATE UNIQUE INDEX file_posted_once ON file (sha256) WHERE outcome = 'posted';

CREATE TABLE interchange (
    interchange_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    file_id        bigint NOT NULL REFERENCES file,
    ordinal        int NOT NULL,
    format         text NOT NULL,
    partner_id     text REFERENCES partner,
    sender         text,
    reference      text,
    prepared_at    text,
    status         text NOT NULL CHECK (status IN ('accepted', 'received', 'rejected', 'duplicate')),
    byte_from      bigint NOT NULL,
    byte_to        bigint NOT NULL,
    UNIQUE (file_id, ordinal)
);
COMMENT ON COLUMN interchange.status IS
    'accepted: something in it was posted; received: read, nothing accepted; a reference counts as used only when accepted.';
CREATE UNIQUE INDEX interchange_accepted_once ON interchange (partner_id, format, reference) WHERE status = 'accepted';

CREATE TABLE message (
    message_id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    file_id            bigint NOT NULL REFERENCES file,
    interchange_id     bigint NOT NULL REFERENCES interchange,
    ordinal            int NOT NULL,
    reference          text,
    type               text NOT NULL,
    transaction_number text,
    version            bigint,
    status             text NOT NULL CHECK (status IN ('accepted', 'rejected', 'duplicate')),
    byte_from          bigint NOT NULL,
    byte_to            bigint NOT NULL,
    UNIQUE (file_id, ordinal)
);
CREATE INDEX message_of_transaction ON message (transaction_number);

CREATE TABLE finding (
    finding_id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    file_id          bigint NOT NULL REFERENCES file,
    interchange_id   bigint REFERENCES interchange,
    message_id       bigint REFERENCES message,
    code             text NOT NULL,
    severity         text NOT NULL CHECK (severity IN ('error', 'warning')),
    byte_from        bigint NOT NULL,
    byte_to          bigint NOT NULL,
    segment          text,
    segment_position bigint,
    element          text,
    line_number      bigint,
    value            text,
    expected         text
);
CREATE INDEX finding_of_file ON finding (file_id);

-- The book -------------------------------------------------------------------------------------

CREATE TABLE closed_date (
    book_on   date PRIMARY KEY,
    closed_at timestamptz NOT NULL DEFAULT now()
);

-- One act of posting (a file, or a run), sealed: its digest chains on the one before it.
CREATE TABLE batch (
    batch_id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind            text NOT NULL CHECK (kind IN ('file', 'clearing', 'billing')),
    file_id         bigint UNIQUE REFERENCES file,
    book_on         date NOT NULL,
    sealed_at       timestamptz NOT NULL DEFAULT now(),
    previous_digest bytea UNIQUE,
    digest          bytea UNIQUE,
    CHECK ((kind = 'file') = (file_id IS NOT NULL))
);

CREATE TABLE txn (
    txn_id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    idempotency_key    text NOT NULL UNIQUE,
    payload_digest     bytea NOT NULL,
    kind               text NOT NULL CHECK (kind IN ('CAD', 'PMT')),
    document_reference text NOT NULL,
    effective_on       date NOT NULL,                      -- in the world
    book_on            date NOT NULL,                      -- in the book
    period             int GENERATED ALWAYS AS
        ((extract(year FROM book_on) * 100 + extract(month FROM book_on))::int) STORED,
    posted_at          timestamptz NOT NULL DEFAULT now(), -- by the database's clock
    message_id         bigint NOT NULL REFERENCES message,
    batch_id           bigint NOT NULL REFERENCES batch,
    reverses_txn_id    bigint UNIQUE REFERENCES txn
);
CREATE INDEX txn_of_message ON txn (message_id);
CREATE INDEX txn_of_batch ON txn (batch_id);

CREATE TABLE entry (
    txn_id       bigint NOT NULL REFERENCES txn,
    entry_number smallint NOT NULL,
    account_id   bigint NOT NULL REFERENCES account,
    amount_cents bigint NOT NULL CHECK (amount_cents <> 0), -- debit positive
    book_on      date NOT NULL,
    PRIMARY KEY (txn_id, entry_number, book_on)
) PARTITION BY RANGE (book_on);
CREATE INDEX entry_of_account ON entry (account_id, book_on);
CREATE TABLE entry_default PARTITION OF entry DEFAULT;

CREATE FUNCTION make_entry_partitions(first_month date, months int) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    month date;
BEGIN
    FOR i IN 0 .. months - 1 LOOP
        month := date_trunc('month', first_month) + make_interval(months => i);
        EXECUTE format('CREATE TABLE IF NOT EXISTS %I PARTITION OF entry FOR VALUES FROM (%L) TO (%L)',
                       'entry_' || to_char(month, 'YYYY_MM'), month, (month + interval '1 month')::date);
    END LOOP;
END $$;
SELECT make_entry_partitions('2024-10-01', 51); -- to the end of 2028

CREATE TABLE cad (
    cad_id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    message_id           bigint NOT NULL UNIQUE REFERENCES message,
    transaction_number   text NOT NULL CHECK (transaction_number ~ '^\d{14}$'),
    version              int NOT NULL CHECK (version > 0),
    cad_type             text NOT NULL,
    account_id           bigint NOT NULL REFERENCES account,
    filer                text NOT NULL,
    release_on           date NOT NULL,
    release_office       text NOT NULL,
    cargo_control_number text,
    accepted_on          date NOT NULL,
    cycle_last_on        date NOT NULL,
    due_on               date NOT NULL,
    line_count           int NOT NULL CHECK (line_count > 0),
    total_value_cents    bigint NOT NULL,
    value_for_duty_cents bigint NOT NULL CHECK (value_for_duty_cents >= 0),
    duty_cents           bigint NOT NULL CHECK (duty_cents >= 0),
    gst_cents            bigint NOT NULL CHECK (gst_cents >= 0),
    payable_cents        bigint NOT NULL CHECK (payable_cents = duty_cents + gst_cents),
    content_digest       bytea NOT NULL,
    UNIQUE (transaction_number, version)
);

CREATE TABLE cad_line (
    cad_id                              bigint NOT NULL REFERENCES cad,
    line_number                         int NOT NULL CHECK (line_number > 0),
    invoice_number                      text NOT NULL,
    vendor_name                         text NOT NULL,
    tariff_item                         text NOT NULL,
    description                         text NOT NULL,
    origin_country                      text NOT NULL,
    export_country                      text NOT NULL,
    direct_shipment_on                  date NOT NULL,
    treatment                           text NOT NULL,
    vfd_code                            text NOT NULL,
    quantity_thousandths                bigint NOT NULL CHECK (quantity_thousandths >= 0),
    unit                                text NOT NULL,
    currency                            text NOT NULL,
    value_for_currency_conversion_cents bigint NOT NULL CHECK (value_for_currency_conversion_cents >= 0),
    exchange_rate_ppm                   bigint NOT NULL,
    value_for_duty_cents                bigint NOT NULL CHECK (value_for_duty_cents >= 0),
    duty_rate_ppm                       bigint NOT NULL,
    duty_cents                          bigint NOT NULL CHECK (duty_cents >= 0),
    gst_rate_ppm                        bigint NOT NULL,
    gst_cents                           bigint NOT NULL CHECK (gst_cents >= 0),
    byte_from                           bigint NOT NULL,
    byte_to                             bigint NOT NULL,
    PRIMARY KEY (cad_id, line_number)
);

-- An open item of a receivable: debit positive, credit negative.
CREATE TABLE item (
    item_id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txn_id             bigint NOT NULL UNIQUE REFERENCES txn,
    account_id         bigint NOT NULL REFERENCES account,
    kind               text NOT NULL CHECK (kind IN ('CAD', 'PMT')),
    document_reference text NOT NULL,
    amount_cents       bigint NOT NULL CHECK (amount_cents <> 0),
    effective_on       date NOT NULL,
    book_on            date NOT NULL,
    due_on             date,
    cycle_last_on      date,
    filer              text,
    CHECK (amount_cents < 0 OR due_on IS NOT NULL)
);
CREATE INDEX item_of_account ON item (account_id, book_on);

-- The guard against over-application: kept by triggers alone.
CREATE TABLE item_balance (
    item_id      bigint PRIMARY KEY REFERENCES item,
    account_id   bigint NOT NULL,
    is_debit     boolean NOT NULL,
    amount_cents bigint NOT NULL CHECK (amount_cents > 0),
    open_cents   bigint NOT NULL CHECK (open_cents BETWEEN 0 AND amount_cents)
);
CREATE INDEX item_balance_open ON item_balance (account_id, is_debit) WHERE open_cents > 0;

CREATE TABLE application (
    application_id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    debit_item_id           bigint NOT NULL REFERENCES item,
    credit_item_id          bigint NOT NULL REFERENCES item,
    amount_cents            bigint NOT NULL CHECK (amount_cents <> 0),
    applied_on              date NOT NULL,
    policy                  text NOT NULL,
    batch_id                bigint NOT NULL REFERENCES batch,
    reverses_application_id bigint UNIQUE REFERENCES application,
    CHECK ((amount_cents < 0) = (reverses_application_id IS NOT NULL))
);
CREATE INDEX application_of_debit ON application (debit_item_id);
CREATE INDEX application_of_credit ON application (credit_item_id);
CREATE INDEX application_of_batch ON application (batch_id);

-- Statements -----------------------------------------------------------------------------------

CREATE TABLE statement (
    statement_id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id              bigint NOT NULL REFERENCES account,
    cycle_last_on           date NOT NULL,
    version                 int NOT NULL CHECK (version > 0),
    first_on                date NOT NULL,
    issued_on               date NOT NULL,
    due_on                  date NOT NULL,
    previous_statement_id   bigint UNIQUE REFERENCES statement,
    opening_cents           bigint NOT NULL,
    debits_cents            bigint NOT NULL CHECK (debits_cents >= 0),
    credits_cents           bigint NOT NULL CHECK (credits_cents >= 0),
    closing_cents           bigint NOT NULL CHECK (closing_cents = opening_cents + debits_cents - credits_cents),
    supersedes_statement_id bigint UNIQUE REFERENCES statement,
    batch_id                bigint NOT NULL REFERENCES batch,
    UNIQUE (account_id, cycle_last_on, version)
);
CREATE INDEX statement_of_batch ON statement (batch_id);

CREATE TABLE statement_line (
    statement_id bigint NOT NULL REFERENCES statement,
    line_number  int NOT NULL CHECK (line_number > 0),
    item_id      bigint NOT NULL UNIQUE REFERENCES item,
    amount_cents bigint NOT NULL CHECK (amount_cents <> 0),
    PRIMARY KEY (statement_id, line_number)
);

-- What goes out --------------------------------------------------------------------------------

CREATE TABLE outbox (
    outbox_id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    document_key  text NOT NULL UNIQUE,     -- what it is; made twice, it is queued once
    kind          text NOT NULL,
    partner_id    text NOT NULL REFERENCES partner,
    name          text NOT NULL,
    sha256        bytea NOT NULL CHECK (length(sha256) = 32),
    file_id       bigint REFERENCES file,
    account_id    bigint REFERENCES account,
    business_date date NOT NULL,
    queued_at     timestamptz NOT NULL DEFAULT now(),
    UNIQUE (partner_id, name)
);

CREATE TABLE delivery (
    outbox_id    bigint PRIMARY KEY REFERENCES outbox,
    path         text NOT NULL,
    size_bytes   bigint NOT NULL,
    delivered_at timestamptz NOT NULL DEFAULT now()
);

-- Rules that no program can go around ----------------------------------------------------------

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION refuse_unbalanced() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    found_txn bigint;
BEGIN
    SELECT txn_id INTO found_txn FROM added GROUP BY txn_id HAVING sum(amount_cents) <> 0 LIMIT 1;
    IF found_txn IS NOT NULL THEN
        RAISE EXCEPTION 'entries of transaction % do not balance', found_txn USING ERRCODE = 'check_violation';
    END IF;
    SELECT a.txn_id INTO found_txn FROM added a JOIN txn t USING (txn_id) WHERE a.book_on <> t.book_on LIMIT 1;
    IF found_txn IS NOT NULL THEN
        RAISE EXCEPTION 'entries of transaction % bear another book date', found_txn USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER entry_balanced AFTER INSERT ON entry
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION refuse_unbalanced();

CREATE FUNCTION refuse_closed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    found_on date;
BEGIN
    SELECT book_on INTO found_on FROM added JOIN closed_date USING (book_on) LIMIT 1;
    IF found_on IS NOT NULL THEN
        RAISE EXCEPTION 'business date % is closed', found_on USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER txn_open AFTER INSERT ON txn
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION refuse_closed();

CREATE FUNCTION open_item_balance() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public AS $$
BEGIN
    INSERT INTO item_balance (item_id, account_id, is_debit, amount_cents, open_cents)
    SELECT item_id, account_id, amount_cents > 0, abs(amount_cents), abs(amount_cents)
    FROM added ORDER BY item_id;
    RETURN NULL;
END $$;
CREATE TRIGGER item_opened AFTER INSERT ON item
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION open_item_balance();

CREATE FUNCTION apply_to_balances() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public AS $$
DECLARE
    found_application bigint;
BEGIN
    SELECT a.application_id INTO found_application
    FROM added a JOIN item d ON d.item_id = a.debit_item_id JOIN item c ON c.item_id = a.credit_item_id
    WHERE d.account_id <> c.account_id OR d.amount_cents < 0 OR c.amount_cents > 0 LIMIT 1;
    IF found_application IS NOT NULL THEN
        RAISE EXCEPTION 'application % does not join a debit and a credit of one account', found_application
            USING ERRCODE = 'check_violation';
    END IF;
    UPDATE item_balance b SET open_cents = b.open_cents - used.amount_cents
    FROM (SELECT item_id, sum(amount_cents)::bigint AS amount_cents
          FROM (SELECT debit_item_id AS item_id, amount_cents FROM added
                UNION ALL SELECT credit_item_id, amount_cents FROM added) AS both_sides
          GROUP BY item_id) AS used
    WHERE b.item_id = used.item_id;
    RETURN NULL;
END $$;
CREATE TRIGGER application_applied AFTER INSERT ON application
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION apply_to_balances();

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['interchange', 'message', 'finding', 'closed_date', 'txn', 'entry', 'cad', 'cad_line',
                                'item', 'application', 'statement', 'statement_line', 'outbox', 'delivery'] LOOP
        EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()',
                       name || '_append_only', name);
        EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()',
                       name || '_no_truncate', name);
    END LOOP;
END $$;

-- A file's outcome is set once.
CREATE FUNCTION refuse_second_outcome() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.outcome IS NOT NULL AND OLD.outcome <> 'quarantined' THEN
        RAISE EXCEPTION 'file % already has outcome %', OLD.file_id, OLD.outcome USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER file_outcome_once BEFORE UPDATE ON file FOR EACH ROW EXECUTE FUNCTION refuse_second_outcome();

-- What an account is never changes: a debt stays on the account it was posted to.
CREATE FUNCTION refuse_another_account() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (OLD.account_id, OLD.code, OLD.class, OLD.bn9) IS DISTINCT FROM (NEW.account_id, NEW.code, NEW.class, NEW.bn9) THEN
        RAISE EXCEPTION 'account % is not changed or deleted', OLD.code USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER account_stays BEFORE UPDATE OR DELETE ON account FOR EACH ROW EXECUTE FUNCTION refuse_another_account();

-- Seals ----------------------------------------------------------------------------------------

-- The digest of everything one batch put into the book; version 1 of the row texts.
CREATE FUNCTION batch_content(of_batch bigint) RETURNS bytea LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, public SET timezone = 'UTC' SET datestyle = 'ISO' SET bytea_output = 'hex' AS $$
    WITH b AS (SELECT * FROM batch WHERE batch_id = of_batch),
    leaf(place, leaf) AS (
        SELECT 'batch', (b.batch_id, b.kind, b.file_id, b.book_on, b.sealed_at)::text FROM b
        UNION ALL SELECT 'file', (f.file_id, f.partner_id, f.name, f.sha256, f.size_bytes, f.received_on)::text
            FROM b JOIN file f USING (file_id)
        UNION ALL SELECT 'interchange', (i.interchange_id, i.ordinal, i.format, i.partner_id, i.sender, i.reference, i.prepared_at,
            i.status, i.byte_from, i.byte_to)::text FROM b JOIN interchange i USING (file_id)
        UNION ALL SELECT 'message', (m.message_id, m.interchange_id, m.ordinal, m.reference, m.type, m.transaction_number, m.version,
            m.status, m.byte_from, m.byte_to)::text FROM b JOIN message m USING (file_id)
        UNION ALL SELECT 'finding', (f.finding_id, f.interchange_id, f.message_id, f.code, f.severity, f.byte_from, f.byte_to, f.segment,
            f.segment_position, f.element, f.line_number, f.value, f.expected)::text FROM b JOIN finding f USING (file_id)
        UNION ALL SELECT 'cad', (c.cad_id, c.message_id, c.transaction_number, c.version, c.cad_type, c.account_id, c.filer, c.release_on,
            c.release_office, c.cargo_control_number, c.accepted_on, c.cycle_last_on, c.due_on, c.line_count, c.total_value_cents,
            c.value_for_duty_cents, c.duty_cents, c.gst_cents, c.payable_cents, c.content_digest)::text
            FROM b JOIN message m USING (file_id) JOIN cad c USING (message_id)
        UNION ALL SELECT 'cad_line', (l.cad_id, l.line_number, l.invoice_number, l.vendor_name, l.tariff_item, l.description,
            l.origin_country, l.export_country, l.direct_shipment_on, l.treatment, l.vfd_code, l.quantity_thousandths, l.unit,
            l.currency, l.value_for_currency_conversion_cents, l.exchange_rate_ppm, l.value_for_duty_cents, l.duty_rate_ppm,
            l.duty_cents, l.gst_rate_ppm, l.gst_cents, l.byte_from, l.byte_to)::text
            FROM b JOIN message m USING (file_id) JOIN cad c USING (message_id) JOIN cad_line l USING (cad_id)
        UNION ALL SELECT 'txn', (t.txn_id, t.idempotency_key, t.payload_digest, t.kind, t.document_reference, t.effective_on, t.book_on,
            t.posted_at, t.message_id, t.reverses_txn_id)::text FROM b JOIN txn t USING (batch_id)
        UNION ALL SELECT 'entry', (e.txn_id, e.entry_number, e.account_id, e.amount_cents, e.book_on)::text
            FROM b JOIN txn t USING (batch_id) JOIN entry e ON e.txn_id = t.txn_id AND e.book_on = t.book_on
        UNION ALL SELECT 'item', (i.item_id, i.txn_id, i.account_id, i.kind, i.document_reference, i.amount_cents, i.effective_on,
            i.book_on, i.due_on, i.cycle_last_on, i.filer)::text FROM b JOIN txn t USING (batch_id) JOIN item i USING (txn_id)
        UNION ALL SELECT 'application', (a.application_id, a.debit_item_id, a.credit_item_id, a.amount_cents, a.applied_on, a.policy,
            a.reverses_application_id)::text FROM b JOIN application a USING (batch_id)
        UNION ALL SELECT 'statement', (s.statement_id, s.account_id, s.cycle_last_on, s.version, s.first_on, s.issued_on, s.due_on,
            s.previous_statement_id, s.opening_cents, s.debits_cents, s.credits_cents, s.closing_cents,
            s.supersedes_statement_id)::text FROM b JOIN statement s USING (batch_id)
        UNION ALL SELECT 'statement_line', (l.statement_id, l.line_number, l.item_id, l.amount_cents)::text
            FROM b JOIN statement s USING (batch_id) JOIN statement_line l USING (statement_id)
    )
    SELECT sha256(coalesce(string_agg(sha256(convert_to(place || leaf, 'UTF8')), ''::bytea ORDER BY place, leaf COLLATE "C"), ''::bytea)) FROM leaf
$$;

CREATE FUNCTION first_digest() RETURNS bytea LANGUAGE sql IMMUTABLE AS $$ SELECT sha256('carm-hub'::bytea) $$;

-- Seal a batch: its content chained on the batch before it. Call it last in the posting transaction.
CREATE FUNCTION seal_batch(of_batch bigint) RETURNS bytea LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public AS $$
DECLARE
    previous bytea;
    sealed bytea;
BEGIN
    PERFORM 1 FROM batch WHERE batch_id = of_batch AND digest IS NULL FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'batch % is unknown or already sealed', of_batch USING ERRCODE = 'restrict_violation';
    END IF;
    SELECT digest INTO previous FROM batch WHERE digest IS NOT NULL ORDER BY batch_id DESC LIMIT 1;
    previous := coalesce(previous, first_digest());
    sealed := sha256(previous || batch_content(of_batch));
    UPDATE batch SET previous_digest = previous, digest = sealed WHERE batch_id = of_batch;
    RETURN sealed;
END $$;

-- Rights: the application reads and appends; what may change is named by column.
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO carmhub_app;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO carmhub_app;
GRANT INSERT ON file, interchange, message, finding, closed_date, txn, entry, cad, cad_line, item, application, statement,
    statement_line, outbox, delivery TO carmhub_app;
GRANT INSERT (kind, file_id, book_on) ON batch TO carmhub_app; -- a seal is given by seal_batch alone
GRANT UPDATE (outcome, outcome_note, processed_at) ON file TO carmhub_app;
GRANT INSERT, UPDATE, DELETE ON partner, client, account, delegation, tariff_item, tariff_rate, treatment_origin, exchange_rate,
    gst_rate TO carmhub_app;
GRANT EXECUTE ON FUNCTION seal_batch(bigint), batch_content(bigint), first_digest() TO carmhub_app;
