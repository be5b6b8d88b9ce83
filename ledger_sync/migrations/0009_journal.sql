-- One journal: runs as causes beside files and acts; kinds and charges as rows; what an application paid of each
-- charge; charges of a line beyond its five columns; seals, version 4.

-- Kinds of transactions and items: another kind is another row -----------------------------------------------------

CREATE TABLE item_kind (
    kind          text PRIMARY KEY CHECK (kind ~ '^[A-Z][A-Z0-9]*$'),
    section       text NOT NULL CHECK (section ~ '^[a-z_]+$'),
    side          text NOT NULL CHECK (side IN ('debit', 'credit', 'either')),
    name_en       text NOT NULL,
    name_fr       text NOT NULL,
    clearing_rank int NOT NULL CHECK (clearing_rank > 0)
);
COMMENT ON TABLE item_kind IS 'What a transaction or an open item is: where a statement shows it, on which side it stands, what people call it.';
COMMENT ON COLUMN item_kind.clearing_rank IS 'Which is paid first among what a clearing policy orders by kind.';
INSERT INTO item_kind VALUES
    ('CAD', 'declarations', 'either', 'Declaration', 'Déclaration', 1),
    ('SOADJ', 'adjustments', 'either', 'Adjustment', 'Rajustement', 2),
    ('LAP', 'penalties', 'debit', 'Late accounting', 'Déclaration tardive', 2),
    ('PMT', 'payments', 'credit', 'Payment', 'Paiement', 2),
    ('REV', 'reversals', 'either', 'Reversal', 'Contrepassation', 2);

ALTER TABLE txn DROP CONSTRAINT txn_kind_check, ADD FOREIGN KEY (kind) REFERENCES item_kind;
ALTER TABLE item DROP CONSTRAINT item_kind_check, ADD FOREIGN KEY (kind) REFERENCES item_kind;

-- Charges: what an amount is made of ---------------------------------------------------------------------------------

CREATE TABLE charge (
    charge text PRIMARY KEY CHECK (charge ~ '^[a-z][a-z_]*$'),
    rank   int NOT NULL UNIQUE CHECK (rank > 0)
);
COMMENT ON TABLE charge IS 'What an amount is made of; each control account bears one. The rank is the order in which documents show them.';
INSERT INTO charge VALUES ('duty', 10), ('sima', 20), ('surtax', 30), ('excise', 40), ('gst', 50), ('penalty', 60),
    ('payment', 90), ('transfer', 91);

ALTER TABLE account ADD COLUMN charge text REFERENCES charge;
UPDATE account SET charge = CASE WHEN code IN ('BANK', 'UNIDENTIFIED') THEN 'payment' ELSE lower(code) END WHERE class = 'control';
INSERT INTO account (code, class, charge) SELECT 'TRANSFER', 'control', 'transfer' WHERE EXISTS (SELECT FROM account)
    ON CONFLICT DO NOTHING;
ALTER TABLE account ADD CONSTRAINT account_charge_check CHECK ((class = 'control') = (charge IS NOT NULL));
COMMENT ON COLUMN account.charge IS 'Of a control account: what its side of a transaction is to the receivable on the other.';

CREATE OR REPLACE FUNCTION refuse_another_account() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (OLD.account_id, OLD.code, OLD.class, OLD.bn9, OLD.charge)
       IS DISTINCT FROM (NEW.account_id, NEW.code, NEW.class, NEW.bn9, NEW.charge) THEN
        RAISE EXCEPTION 'account % is not changed or deleted', OLD.code USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

-- An item is made of the other sides of its transaction, which has no second receivable: no cent stands twice.
CREATE VIEW item_part AS
    SELECT i.item_id, a.charge, -sum(e.amount_cents)::bigint AS amount_cents
    FROM item i JOIN entry e ON e.txn_id = i.txn_id AND e.book_on = i.book_on JOIN account a ON a.account_id = e.account_id
    WHERE a.charge IS NOT NULL GROUP BY i.item_id, a.charge HAVING sum(e.amount_cents) <> 0;
COMMENT ON VIEW item_part IS 'Of which charges an open item is made; they add up to it.';

-- A line's charges beyond the five that are its columns: rows, where they are not zero.
CREATE TABLE cad_line_charge (
    cad_id       bigint NOT NULL,
    line_number  int NOT NULL,
    charge       text NOT NULL REFERENCES charge CHECK (charge NOT IN ('duty', 'sima', 'surtax', 'excise', 'gst', 'payment', 'transfer')),
    amount_cents bigint NOT NULL CHECK (amount_cents > 0),
    PRIMARY KEY (cad_id, line_number, charge),
    FOREIGN KEY (cad_id, line_number) REFERENCES cad_line
);
COMMENT ON TABLE cad_line_charge IS 'What a line owes beyond duty, SIMA, surtax, excise and GST, which are its columns.';
ALTER TABLE cad DROP CONSTRAINT cad_payable_check,
    ADD CONSTRAINT cad_payable_check CHECK (payable_cents >= duty_cents + sima_cents + surtax_cents + excise_cents + gst_cents);

-- Every charge of every line, whether it is a column or a row.
CREATE VIEW cad_line_part AS
    SELECT l.cad_id, l.line_number, c.charge, c.amount_cents FROM cad_line l
    CROSS JOIN LATERAL (VALUES ('duty', l.duty_cents), ('sima', l.sima_cents), ('surtax', l.surtax_cents),
                               ('excise', l.excise_cents), ('gst', l.gst_cents)) AS c (charge, amount_cents)
    WHERE c.amount_cents <> 0
    UNION ALL SELECT cad_id, line_number, charge, amount_cents FROM cad_line_charge;

-- Causes: a file's message, a person's act, or a run of ours ----------------------------------------------------------

CREATE TABLE run (
    run_id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind          text NOT NULL CHECK (kind ~ '^[a-z]+$' AND kind NOT IN ('file', 'act')),
    business_date date NOT NULL,
    ran_at        timestamptz NOT NULL DEFAULT now(),
    UNIQUE (run_id, kind)
);
COMMENT ON TABLE run IS 'What we posted of ourselves for a business date: penalties, clearing, billing, later interest and refunds.';

ALTER TABLE batch DISABLE TRIGGER batch_sealed_once;
ALTER TABLE batch ADD COLUMN run_id bigint UNIQUE, DROP CONSTRAINT batch_kind_check;
DO $$ -- a run for each batch that was one; its seal, of an earlier version, does not cover it
DECLARE
    old record;
    made bigint;
BEGIN
    FOR old IN SELECT batch_id, kind, book_on, sealed_at FROM batch WHERE kind NOT IN ('file', 'act') ORDER BY batch_id LOOP
        INSERT INTO run (kind, business_date, ran_at) VALUES (old.kind, old.book_on, old.sealed_at) RETURNING run_id INTO made;
        UPDATE batch SET run_id = made WHERE batch_id = old.batch_id;
    END LOOP;
END $$;
ALTER TABLE batch ADD FOREIGN KEY (run_id, kind) REFERENCES run (run_id, kind),
    ADD CONSTRAINT batch_run_check CHECK ((kind NOT IN ('file', 'act')) = (run_id IS NOT NULL)),
    ALTER COLUMN seal_version SET DEFAULT 4;
ALTER TABLE batch ENABLE TRIGGER batch_sealed_once;
COMMENT ON COLUMN batch.kind IS 'file, act, or the kind of the run: the cause that it names by file_id, act_id or run_id.';

CREATE OR REPLACE FUNCTION refuse_unsealing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.digest IS NOT NULL
       OR (OLD.batch_id, OLD.kind, OLD.file_id, OLD.act_id, OLD.run_id, OLD.book_on, OLD.sealed_at, OLD.seal_version)
          IS DISTINCT FROM (NEW.batch_id, NEW.kind, NEW.file_id, NEW.act_id, NEW.run_id, NEW.book_on, NEW.sealed_at,
                            NEW.seal_version) THEN
        RAISE EXCEPTION 'batch % is not changed or deleted', OLD.batch_id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

-- A transaction of a file's batch comes of a message; of an act's or a run's batch it may be about one, or about none.
ALTER TABLE txn ALTER COLUMN message_id DROP NOT NULL;
COMMENT ON COLUMN txn.message_id IS 'The message that it comes of or is about; where there is none, its batch names the act or the run.';
CREATE VIEW txn_cause AS
    SELECT t.txn_id, t.batch_id, t.message_id, b.kind, b.act_id, b.run_id FROM txn t JOIN batch b USING (batch_id);
COMMENT ON VIEW txn_cause IS 'Why each transaction was posted: a message, an act of a person or a run of ours; never nothing.';

-- What an application paid of each charge ------------------------------------------------------------------------------

CREATE TABLE application_part (
    application_id bigint NOT NULL REFERENCES application,
    charge         text NOT NULL REFERENCES charge,
    amount_cents   bigint NOT NULL CHECK (amount_cents <> 0),
    derived        boolean NOT NULL DEFAULT false,
    PRIMARY KEY (application_id, charge)
);
COMMENT ON TABLE application_part IS 'Which charges of its debit an application paid; undone, it gives the same back.';
COMMENT ON COLUMN application_part.derived IS 'Made by the default order for an application older than its parts.';

-- Pro rata of what is open of each charge, the cents left over to the largest remainders, in the order of the charges.
-- Applications of one debit follow each other, so that each is shared in its turn.
DO $$
DECLARE
    round bigint := 0;
    shared bigint;
BEGIN
    CREATE TEMP TABLE in_turn AS SELECT application_id, debit_item_id, amount_cents, reverses_application_id,
        row_number() OVER (PARTITION BY debit_item_id ORDER BY application_id) AS turn FROM application;
    CREATE INDEX ON in_turn (turn);
    CREATE TEMP TABLE open_part AS SELECT p.item_id, p.charge, c.rank, p.amount_cents FROM item_part p JOIN charge c USING (charge)
        WHERE p.item_id IN (SELECT debit_item_id FROM in_turn);
    CREATE INDEX ON open_part (item_id);
    LOOP
        round := round + 1;
        INSERT INTO application_part (application_id, charge, amount_cents, derived)
        WITH share AS (
            SELECT t.application_id, p.charge, p.rank, floor(t.amount_cents * p.amount_cents::numeric / o.cents) AS whole,
                   t.amount_cents * p.amount_cents::numeric / o.cents - floor(t.amount_cents * p.amount_cents::numeric / o.cents) AS rest,
                   t.amount_cents
            FROM in_turn t JOIN open_part p ON p.item_id = t.debit_item_id
            JOIN LATERAL (SELECT sum(amount_cents) AS cents FROM open_part q WHERE q.item_id = t.debit_item_id) o ON true
            WHERE t.turn = round AND t.reverses_application_id IS NULL),
        ranked AS (
            SELECT application_id, charge, whole, row_number() OVER (PARTITION BY application_id ORDER BY rest DESC, rank) AS place,
                   amount_cents - sum(whole) OVER (PARTITION BY application_id) AS left_over FROM share)
        SELECT application_id, charge, (whole + CASE WHEN place <= left_over THEN 1 ELSE 0 END)::bigint, true FROM ranked
        WHERE whole + CASE WHEN place <= left_over THEN 1 ELSE 0 END <> 0
        UNION ALL
        SELECT t.application_id, p.charge, -p.amount_cents, true FROM in_turn t
        JOIN application_part p ON p.application_id = t.reverses_application_id WHERE t.turn = round;
        GET DIAGNOSTICS shared = ROW_COUNT;
        EXIT WHEN shared = 0;
        UPDATE open_part o SET amount_cents = o.amount_cents - p.amount_cents
        FROM in_turn t JOIN application_part p USING (application_id)
        WHERE t.turn = round AND o.item_id = t.debit_item_id AND o.charge = p.charge;
    END LOOP;
    DROP TABLE in_turn, open_part;
END $$;

-- Rules that no program can go around ---------------------------------------------------------------------------------

DO $$
DECLARE
    name text;
    part text[];
BEGIN
    FOREACH name IN ARRAY ARRAY['run', 'application_part', 'cad_line_charge', 'item_kind', 'charge'] LOOP
        EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()',
                       name || '_append_only', name);
        EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()',
                       name || '_no_truncate', name);
    END LOOP;
    FOREACH part SLICE 1 IN ARRAY ARRAY[['application_part', 'application_id', 'application'], ['cad_line_charge', 'cad_id', 'cad']] LOOP
        EXECUTE format('CREATE TRIGGER %I AFTER INSERT ON %I REFERENCING NEW TABLE AS added FOR EACH STATEMENT'
                       ' EXECUTE FUNCTION refuse_late_parts(%L, %L)', part[1] || '_unsealed', part[1], part[2], part[3]);
    END LOOP;
END $$;

-- What must hold of the journal of a batch before it is sealed.
CREATE FUNCTION refuse_unsound_journal(of_batch bigint) RETURNS void LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    posted_on date := (SELECT book_on FROM batch WHERE batch_id = of_batch);
    found bigint;
BEGIN
    SELECT t.txn_id INTO found FROM txn t JOIN batch b USING (batch_id)
        WHERE t.batch_id = of_batch AND b.kind = 'file' AND t.message_id IS NULL LIMIT 1;
    IF found IS NOT NULL THEN
        RAISE EXCEPTION 'transaction % names no cause', found USING ERRCODE = 'check_violation';
    END IF;
    SELECT i.item_id INTO found FROM txn t JOIN item i USING (txn_id) JOIN item_kind k ON k.kind = i.kind
        WHERE t.batch_id = of_batch AND k.side <> 'either' AND (k.side = 'debit') <> (i.amount_cents > 0) LIMIT 1;
    IF found IS NOT NULL THEN
        RAISE EXCEPTION 'item % stands on the other side than its kind', found USING ERRCODE = 'check_violation';
    END IF;
    SELECT min(t.txn_id) INTO found FROM txn t JOIN entry e ON e.txn_id = t.txn_id AND e.book_on = posted_on
        WHERE t.batch_id = of_batch AND e.account_id = ANY (ARRAY(SELECT account_id FROM account WHERE charge = 'transfer'))
        GROUP BY t.message_id HAVING sum(e.amount_cents) <> 0 LIMIT 1;
    IF found IS NOT NULL THEN
        RAISE EXCEPTION 'what transaction % moves does not arrive', found USING ERRCODE = 'check_violation';
    END IF;
    SELECT a.application_id INTO found FROM application a
        LEFT JOIN LATERAL (SELECT sum(p.amount_cents) AS cents, bool_or(p.derived) AS derived FROM application_part p
                           WHERE p.application_id = a.application_id) p ON true
        WHERE a.batch_id = of_batch AND (p.cents IS DISTINCT FROM a.amount_cents OR p.derived) LIMIT 1;
    IF found IS NOT NULL THEN
        RAISE EXCEPTION 'application % does not say which charges it paid', found USING ERRCODE = 'check_violation';
    END IF;
    SELECT a.application_id INTO found FROM application a JOIN application_part p USING (application_id)
        LEFT JOIN application_part r ON r.application_id = a.reverses_application_id AND r.charge = p.charge
        WHERE a.batch_id = of_batch AND a.reverses_application_id IS NOT NULL AND r.amount_cents IS DISTINCT FROM -p.amount_cents LIMIT 1;
    IF found IS NOT NULL THEN
        RAISE EXCEPTION 'application % gives back other charges than were paid', found USING ERRCODE = 'check_violation';
    END IF;
    SELECT d.debit_item_id INTO found FROM (SELECT DISTINCT debit_item_id FROM application WHERE batch_id = of_batch) d
        CROSS JOIN LATERAL (SELECT p.charge, sum(p.amount_cents) AS cents FROM application a JOIN application_part p USING (application_id)
                            WHERE a.debit_item_id = d.debit_item_id GROUP BY p.charge) paid
        LEFT JOIN item_part i ON i.item_id = d.debit_item_id AND i.charge = paid.charge
        WHERE paid.cents <> 0 AND (i.amount_cents IS NULL OR paid.cents NOT BETWEEN least(i.amount_cents, 0) AND greatest(i.amount_cents, 0))
        LIMIT 1;
    IF found IS NOT NULL THEN
        RAISE EXCEPTION 'more is paid of a charge of item % than it has', found USING ERRCODE = 'check_violation';
    END IF;
    SELECT c.cad_id INTO found FROM cad c
        LEFT JOIN LATERAL (SELECT sum(l.amount_cents) AS cents FROM cad_line_charge l WHERE l.cad_id = c.cad_id) l ON true
        WHERE c.batch_id = of_batch AND c.payable_cents <> c.duty_cents + c.sima_cents + c.surtax_cents + c.excise_cents
            + c.gst_cents + coalesce(l.cents, 0) LIMIT 1;
    IF found IS NOT NULL THEN
        RAISE EXCEPTION 'the charges of declaration % do not add up', found USING ERRCODE = 'check_violation';
    END IF;
END $$;

-- Seals, version 4: what version 3 covers, and what came with this migration -------------------------------------------

ALTER FUNCTION batch_leaves(bigint) RENAME TO batch_leaves_3;
CREATE OR REPLACE FUNCTION batch_content_3(of_batch bigint) RETURNS bytea LANGUAGE sql STABLE SECURITY DEFINER AS $$
    SELECT sha256(string_agg(convert_to(place || '|' || number || '|', 'UTF8') || digest, ''::bytea
                             ORDER BY place COLLATE "C", number))
    FROM batch_leaves_3(of_batch)
$$;
CREATE FUNCTION batch_leaves(of_batch bigint) RETURNS TABLE (place text, number bigint, row_count bigint, digest bytea)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET timezone = 'UTC' SET datestyle = 'ISO' SET bytea_output = 'hex' AS $$
    SELECT 'batch', 0::bigint, 1::bigint, sha256(convert_to((b.batch_id, b.kind, b.file_id, b.act_id, b.run_id, b.book_on,
            b.sealed_at, b.seal_version)::text, 'UTF8'))
        FROM batch b WHERE b.batch_id = of_batch
    UNION ALL SELECT 'run', 0, 1, sha256(convert_to((r.run_id, r.kind, r.business_date, r.ran_at)::text, 'UTF8'))
        FROM batch b JOIN run r USING (run_id) WHERE b.batch_id = of_batch
    UNION ALL SELECT l.place, l.number, l.row_count, l.digest FROM batch_leaves_3(of_batch) l WHERE l.place <> 'batch'
    UNION ALL SELECT 'application_part', p.application_id / 1000, count(*), sha256(convert_to(string_agg((p.application_id, p.charge,
            p.amount_cents)::text, '' ORDER BY p.application_id, p.charge COLLATE "C"), 'UTF8'))
        FROM application a JOIN application_part p USING (application_id) WHERE a.batch_id = of_batch AND NOT p.derived
        GROUP BY p.application_id / 1000
    UNION ALL SELECT 'cad_line_charge', l.cad_id, count(*), sha256(convert_to(string_agg((l.line_number, l.charge,
            l.amount_cents)::text, '' ORDER BY l.line_number, l.charge COLLATE "C"), 'UTF8'))
        FROM cad c JOIN cad_line_charge l USING (cad_id) WHERE c.batch_id = of_batch GROUP BY l.cad_id
$$;
CREATE FUNCTION batch_content_4(of_batch bigint) RETURNS bytea LANGUAGE sql STABLE SECURITY DEFINER AS $$
    SELECT sha256(string_agg(convert_to(place || '|' || number || '|', 'UTF8') || digest, ''::bytea
                             ORDER BY place COLLATE "C", number))
    FROM batch_leaves(of_batch)
$$;
CREATE OR REPLACE FUNCTION batch_content(of_batch bigint) RETURNS bytea LANGUAGE sql STABLE SECURITY DEFINER AS $$
    SELECT CASE seal_version WHEN 1 THEN batch_content_1(of_batch) WHEN 2 THEN batch_content_2(of_batch)
                             WHEN 3 THEN batch_content_3(of_batch) WHEN 4 THEN batch_content_4(of_batch) END
    FROM batch WHERE batch_id = of_batch
$$;

CREATE OR REPLACE FUNCTION seal_batch(of_batch bigint) RETURNS bytea LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    previous bytea;
    content bytea;
    sealed bytea;
    counted bigint;
BEGIN
    PERFORM 1 FROM batch WHERE batch_id = of_batch AND digest IS NULL FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'batch % is unknown or already sealed', of_batch USING ERRCODE = 'restrict_violation';
    END IF;
    IF EXISTS (SELECT FROM batch WHERE batch_id > of_batch AND digest IS NOT NULL) THEN
        RAISE EXCEPTION 'a batch later than % is sealed already', of_batch USING ERRCODE = 'restrict_violation';
    END IF;
    PERFORM refuse_unsound(of_batch);
    PERFORM refuse_unsound_journal(of_batch);
    SELECT b.digest INTO previous FROM batch b WHERE b.digest IS NOT NULL ORDER BY b.batch_id DESC LIMIT 1;
    previous := coalesce(previous, first_digest());
    SELECT sum(row_count), sha256(string_agg(convert_to(place || '|' || number || '|', 'UTF8') || l.digest, ''::bytea
                                             ORDER BY place COLLATE "C", number))
        INTO counted, content FROM batch_leaves(of_batch) l;
    sealed := sha256(previous || content);
    UPDATE batch SET previous_digest = previous, digest = sealed, sealed_rows = counted WHERE batch_id = of_batch;
    RETURN sealed;
END $$;

-- What people are shown, in one place ---------------------------------------------------------------------------------

CREATE VIEW item_line AS
    SELECT i.item_id, i.account_id, i.kind, k.name_en AS kind_en, k.name_fr AS kind_fr, i.document_reference, i.effective_on, i.book_on,
           i.due_on, i.cycle_last_on, i.filer, i.amount_cents,
           (SELECT array_agg(ARRAY[p.charge, p.amount_cents::text] ORDER BY c.rank) FROM item_part p JOIN charge c USING (charge)
            WHERE p.item_id = i.item_id) AS parts
    FROM item i JOIN item_kind k ON k.kind = i.kind;
COMMENT ON VIEW item_line IS 'An item as a line of a document: what people call its kind, and what it is made of; of a later version, the difference.';

CREATE VIEW statement_issued AS
    SELECT s.*, a.code AS bn15, p.legal_name, p.language, p.documents_to, p.statement_formats
    FROM statement s JOIN account a ON a.account_id = s.account_id JOIN batch b ON b.batch_id = s.batch_id
    CROSS JOIN LATERAL party_on(a.code, s.issued_on, b.sealed_at) AS p;
COMMENT ON VIEW statement_issued IS 'A statement with whom it is for, as known when it was issued.';

CREATE VIEW document AS
    SELECT o.*, CASE WHEN o.file_id IS NULL THEN concat_ws('-', o.kind, o.form) ELSE o.kind END AS shown_kind, d.delivered_at
    FROM outbox o LEFT JOIN delivery d ON d.outbox_id = o.outbox_id;
COMMENT ON VIEW document IS 'What was queued, by the kind that people are shown, DN-xml, of an answer CUSRES, and when it was delivered.';

-- Nothing is dated in an archived month that was not there when it was archived.
CREATE FUNCTION archived_through() RETURNS date LANGUAGE sql STABLE AS $$
    SELECT (max(month) + interval '1 month')::date - 1 FROM archive
$$;
COMMENT ON FUNCTION archived_through() IS 'The last day of the newest archived month; null when there is none.';

-- Rights ----------------------------------------------------------------------------------------------------------------

GRANT SELECT ON item_kind, charge, run, application_part, cad_line_charge, item_part, cad_line_part, txn_cause, item_line,
    statement_issued, document TO carmhub_app;
GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO carmhub_app;
GRANT INSERT (kind, business_date) ON run TO carmhub_app;
GRANT INSERT (run_id) ON batch TO carmhub_app;
GRANT INSERT (application_id, charge, amount_cents) ON application_part TO carmhub_app;
GRANT INSERT ON cad_line_charge TO carmhub_app;
GRANT INSERT (charge) ON account TO carmhub_app;
GRANT EXECUTE ON FUNCTION archived_through() TO carmhub_app;
DO $$
DECLARE
    function regprocedure;
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'carmhub_read') THEN
        GRANT SELECT ON item_kind, charge, run, application_part, cad_line_charge, item_part, cad_line_part, txn_cause, item_line,
            statement_issued, document TO carmhub_read;
        GRANT EXECUTE ON FUNCTION archived_through() TO carmhub_read;
    END IF;
    REVOKE ALL ON FUNCTION batch_leaves(bigint), batch_leaves_3(bigint), batch_content_4(bigint), refuse_unsound_journal(bigint),
        archived_through() FROM PUBLIC;
    FOR function IN SELECT p.oid FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = pg_catalog, public, pg_temp', function);
    END LOOP;
END $$;
