-- Acts of a person, reversals and repostings; what the database refuses by itself; seals, version 2.

-- Acts: what a person asked for, by whom and why ------------------------------------------------

CREATE TABLE act (
    act_id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    request_key  text NOT NULL UNIQUE,      -- one request, however often it is repeated
    kind         text NOT NULL CHECK (kind IN ('rerun', 'repost', 'reverse', 'unapply')),
    requested_by text NOT NULL CHECK (requested_by <> ''),
    reason       text NOT NULL CHECK (reason <> ''),
    selection    jsonb NOT NULL,
    acted_at     timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE act IS 'What a person did to the book or the intake, apart from approving a run.';

-- A replayed file is a new arrival of bytes that are kept already.
ALTER TABLE file ADD COLUMN replays_file_id bigint REFERENCES file,
                 ADD COLUMN act_id bigint REFERENCES act,
                 ADD CHECK ((replays_file_id IS NULL) = (act_id IS NULL));
CREATE INDEX file_replayed ON file (replays_file_id) WHERE replays_file_id IS NOT NULL;
CREATE INDEX file_received ON file (received_on);

ALTER TABLE batch ADD COLUMN act_id bigint UNIQUE REFERENCES act,
                  ADD COLUMN seal_version int NOT NULL DEFAULT 1,
                  ADD COLUMN sealed_rows bigint;
ALTER TABLE batch ALTER COLUMN seal_version SET DEFAULT 2;
ALTER TABLE batch DROP CONSTRAINT batch_kind_check;
ALTER TABLE batch ADD CONSTRAINT batch_kind_check CHECK (kind IN ('file', 'clearing', 'billing', 'act')),
                  ADD CONSTRAINT batch_act_check CHECK ((kind = 'act') = (act_id IS NOT NULL));
COMMENT ON COLUMN batch.sealed_rows IS 'How many rows the seal covers; null under seal version 1.';

-- A declaration can be posted again, after the reversal of what was posted before.
ALTER TABLE cad DISABLE TRIGGER cad_append_only;
ALTER TABLE cad ADD COLUMN posting_number int NOT NULL DEFAULT 1 CHECK (posting_number > 0),
                ADD COLUMN batch_id bigint REFERENCES batch;
UPDATE cad SET batch_id = b.batch_id FROM message m JOIN batch b USING (file_id) WHERE m.message_id = cad.message_id;
ALTER TABLE cad ALTER COLUMN batch_id SET NOT NULL,
                DROP CONSTRAINT cad_message_id_key,
                DROP CONSTRAINT cad_transaction_number_version_key,
                ADD UNIQUE (message_id, posting_number),
                ADD UNIQUE (transaction_number, version, posting_number);
ALTER TABLE cad ENABLE TRIGGER cad_append_only;
CREATE INDEX cad_of_batch ON cad (batch_id);

CREATE VIEW current_cad AS
    SELECT * FROM cad c WHERE NOT EXISTS (SELECT FROM cad later WHERE later.message_id = c.message_id
                                          AND later.posting_number > c.posting_number);
COMMENT ON VIEW current_cad IS 'The newest posting of every declaration version.';

ALTER TABLE txn DROP CONSTRAINT txn_kind_check;
ALTER TABLE txn ADD CONSTRAINT txn_kind_check CHECK (kind IN ('CAD', 'PMT', 'REV')),
                ADD CONSTRAINT txn_reversal_check CHECK ((kind = 'REV') = (reverses_txn_id IS NOT NULL)),
                ADD CONSTRAINT txn_reverses_another CHECK (reverses_txn_id <> txn_id);
ALTER TABLE item DROP CONSTRAINT item_kind_check;
ALTER TABLE item ADD CONSTRAINT item_kind_check CHECK (kind IN ('CAD', 'PMT', 'REV'));
-- Which posting of a declaration a transaction is (1), or takes back (-1).
CREATE VIEW posted_cad AS
    SELECT t.txn_id, c.cad_id, 1 AS sign FROM txn t JOIN cad c ON c.message_id = t.message_id AND c.batch_id = t.batch_id
    WHERE t.kind = 'CAD'
    UNION ALL SELECT r.txn_id, c.cad_id, -1 FROM txn r JOIN txn t ON t.txn_id = r.reverses_txn_id
    JOIN cad c ON c.message_id = t.message_id AND c.batch_id = t.batch_id WHERE t.kind = 'CAD';

CREATE INDEX application_reversed ON application (reverses_application_id) WHERE reverses_application_id IS NOT NULL;

-- What a statement knew: facts booked up to and including this date.
ALTER TABLE statement DISABLE TRIGGER statement_append_only;
ALTER TABLE statement ADD COLUMN known_on date;
UPDATE statement SET known_on = issued_on - 1;
ALTER TABLE statement ALTER COLUMN known_on SET NOT NULL;
ALTER TABLE statement ENABLE TRIGGER statement_append_only;

-- Where the chain of seals stood when a date was closed.
ALTER TABLE closed_date ADD COLUMN last_batch_id bigint REFERENCES batch;
INSERT INTO closed_date (book_on) SELECT DISTINCT known_on FROM statement ON CONFLICT DO NOTHING;

-- Closed months that were exported, and re-read and compared before anything of them was removed.
CREATE TABLE archive (
    archive_id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    month           date NOT NULL UNIQUE CHECK (extract(day FROM month) = 1),
    manifest_sha256 bytea NOT NULL CHECK (length(manifest_sha256) = 32),
    proved_at       timestamptz NOT NULL DEFAULT now()
);

-- Rules that no program can go around -----------------------------------------------------------

-- Closed means closed: this date and every one before it.
CREATE FUNCTION closed_through() RETURNS date LANGUAGE sql STABLE AS $$ SELECT max(book_on) FROM closed_date $$;

CREATE FUNCTION refuse_sealed(of_batch bigint) RETURNS void LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF EXISTS (SELECT FROM batch WHERE batch_id = of_batch AND digest IS NOT NULL) THEN
        RAISE EXCEPTION 'batch % is sealed and takes no more rows', of_batch USING ERRCODE = 'restrict_violation';
    END IF;
END $$;

-- Postings wait for a close that is under way, and a close for the postings under way.
CREATE OR REPLACE FUNCTION refuse_closed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    found_on date;
    found_batch bigint;
BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtextextended('close', 2));
    SELECT book_on INTO found_on FROM added WHERE book_on <= closed_through() LIMIT 1;
    IF found_on IS NOT NULL THEN
        RAISE EXCEPTION 'business date % is closed', found_on USING ERRCODE = 'restrict_violation';
    END IF;
    FOR found_batch IN SELECT DISTINCT batch_id FROM added LOOP
        PERFORM refuse_sealed(found_batch);
    END LOOP;
    SELECT a.batch_id INTO found_batch FROM added a JOIN batch b USING (batch_id) WHERE a.book_on <> b.book_on LIMIT 1;
    IF found_batch IS NOT NULL THEN
        RAISE EXCEPTION 'a transaction of batch % bears another book date', found_batch USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION wait_for_postings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('close', 2));
    RETURN NEW;
END $$;
CREATE TRIGGER closed_date_waits BEFORE INSERT ON closed_date FOR EACH ROW EXECUTE FUNCTION wait_for_postings();

CREATE OR REPLACE FUNCTION refuse_unbalanced() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    found_txn bigint;
    found_batch bigint;
BEGIN
    SELECT txn_id INTO found_txn FROM added GROUP BY txn_id HAVING sum(amount_cents) <> 0 LIMIT 1;
    IF found_txn IS NOT NULL THEN
        RAISE EXCEPTION 'entries of transaction % do not balance', found_txn USING ERRCODE = 'check_violation';
    END IF;
    SELECT a.txn_id INTO found_txn FROM added a JOIN txn t USING (txn_id) WHERE a.book_on <> t.book_on LIMIT 1;
    IF found_txn IS NOT NULL THEN
        RAISE EXCEPTION 'entries of transaction % bear another book date', found_txn USING ERRCODE = 'check_violation';
    END IF;
    FOR found_batch IN SELECT DISTINCT t.batch_id FROM added a JOIN txn t USING (txn_id) LOOP
        PERFORM refuse_sealed(found_batch);
    END LOOP;
    RETURN NULL;
END $$;

CREATE FUNCTION refuse_late_rows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    found_batch bigint;
BEGIN
    FOR found_batch IN SELECT DISTINCT batch_id FROM added LOOP
        PERFORM refuse_sealed(found_batch);
    END LOOP;
    RETURN NULL;
END $$;
CREATE TRIGGER cad_unsealed AFTER INSERT ON cad
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION refuse_late_rows();
CREATE TRIGGER statement_unsealed AFTER INSERT ON statement
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION refuse_late_rows();

-- Rows below a sealed thing: the owner's key stands in the first argument, its table in the second.
CREATE FUNCTION refuse_late_parts() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    found_batch bigint;
BEGIN
    FOR found_batch IN EXECUTE format('SELECT DISTINCT o.batch_id FROM (SELECT DISTINCT %1$I FROM added) a JOIN %2$I o USING (%1$I)',
                                      TG_ARGV[0], TG_ARGV[1]) LOOP
        PERFORM refuse_sealed(found_batch);
    END LOOP;
    RETURN NULL;
END $$;
DO $$
DECLARE
    part text[];
BEGIN
    FOREACH part SLICE 1 IN ARRAY ARRAY[['item', 'txn_id', 'txn'], ['cad_line', 'cad_id', 'cad'],
                                        ['statement_line', 'statement_id', 'statement'], ['interchange', 'file_id', 'batch'],
                                        ['message', 'file_id', 'batch'], ['finding', 'file_id', 'batch']] LOOP
        EXECUTE format('CREATE TRIGGER %I AFTER INSERT ON %I REFERENCING NEW TABLE AS added FOR EACH STATEMENT'
                       ' EXECUTE FUNCTION refuse_late_parts(%L, %L)', part[1] || '_unsealed', part[1], part[2], part[3]);
    END LOOP;
END $$;

-- An application joins a debit and a credit of one account; a reversing one undoes one whole.
CREATE OR REPLACE FUNCTION apply_to_balances() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public AS $$
DECLARE
    found_application bigint;
    found_batch bigint;
BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtextextended('close', 2));
    SELECT a.application_id INTO found_application
    FROM added a JOIN item d ON d.item_id = a.debit_item_id JOIN item c ON c.item_id = a.credit_item_id
    WHERE d.account_id <> c.account_id OR d.amount_cents < 0 OR c.amount_cents > 0 LIMIT 1;
    IF found_application IS NOT NULL THEN
        RAISE EXCEPTION 'application % does not join a debit and a credit of one account', found_application
            USING ERRCODE = 'check_violation';
    END IF;
    SELECT a.application_id INTO found_application
    FROM added a JOIN application r ON r.application_id = a.reverses_application_id
    WHERE (a.debit_item_id, a.credit_item_id, a.amount_cents) IS DISTINCT FROM (r.debit_item_id, r.credit_item_id, -r.amount_cents)
       OR r.reverses_application_id IS NOT NULL LIMIT 1;
    IF found_application IS NOT NULL THEN
        RAISE EXCEPTION 'application % does not undo the one it names', found_application USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (SELECT FROM added WHERE applied_on <= closed_through()) THEN
        RAISE EXCEPTION 'business date % is closed', closed_through() USING ERRCODE = 'restrict_violation';
    END IF;
    FOR found_batch IN SELECT DISTINCT batch_id FROM added LOOP
        PERFORM refuse_sealed(found_batch);
    END LOOP;
    UPDATE item_balance b SET open_cents = b.open_cents - used.amount_cents
    FROM (SELECT item_id, sum(amount_cents)::bigint AS amount_cents
          FROM (SELECT debit_item_id AS item_id, amount_cents FROM added
                UNION ALL SELECT credit_item_id, amount_cents FROM added) AS both_sides
          GROUP BY item_id) AS used
    WHERE b.item_id = used.item_id;
    RETURN NULL;
END $$;

CREATE FUNCTION refuse_unknown_to_be() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM added WHERE known_on > coalesce(closed_through(), '-infinity')) THEN
        RAISE EXCEPTION 'a statement is issued only of closed dates' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER statement_of_closed_dates AFTER INSERT ON statement
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION refuse_unknown_to_be();

-- A file's outcome is set once; a replay of it is another arrival.
CREATE OR REPLACE FUNCTION refuse_second_outcome() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.outcome IS NOT NULL
       OR (OLD.file_id, OLD.claim_id, OLD.partner_id, OLD.name, OLD.sha256, OLD.size_bytes, OLD.received_on, OLD.received_at,
           OLD.replays_file_id, OLD.act_id)
          IS DISTINCT FROM (NEW.file_id, NEW.claim_id, NEW.partner_id, NEW.name, NEW.sha256, NEW.size_bytes, NEW.received_on,
           NEW.received_at, NEW.replays_file_id, NEW.act_id) THEN
        RAISE EXCEPTION 'file % already has outcome %, or would change', OLD.file_id, OLD.outcome
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER file_outcome_once ON file;
CREATE TRIGGER file_outcome_once BEFORE UPDATE OR DELETE ON file FOR EACH ROW EXECUTE FUNCTION refuse_second_outcome();

-- A batch changes once: when it is sealed.
CREATE FUNCTION refuse_unsealing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.digest IS NOT NULL
       OR (OLD.batch_id, OLD.kind, OLD.file_id, OLD.act_id, OLD.book_on, OLD.sealed_at, OLD.seal_version)
          IS DISTINCT FROM (NEW.batch_id, NEW.kind, NEW.file_id, NEW.act_id, NEW.book_on, NEW.sealed_at, NEW.seal_version) THEN
        RAISE EXCEPTION 'batch % is not changed or deleted', OLD.batch_id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER batch_sealed_once BEFORE UPDATE OR DELETE ON batch FOR EACH ROW EXECUTE FUNCTION refuse_unsealing();

CREATE FUNCTION refuse_unsealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM batch WHERE batch_id = NEW.batch_id AND digest IS NULL) THEN
        RAISE EXCEPTION 'batch % is not sealed', NEW.batch_id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER batch_is_sealed AFTER INSERT ON batch DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION refuse_unsealed();

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['act', 'archive'] LOOP
        EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()',
                       name || '_append_only', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['act', 'archive', 'file', 'batch', 'account', 'item_balance'] LOOP
        EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()',
                       name || '_no_truncate', name);
    END LOOP;
END $$;

-- Months ahead: whoever closes a day may have their partitions made, and nothing else.
DROP FUNCTION make_entry_partitions(date, int);
CREATE FUNCTION make_entry_partitions(first_month date, months int) RETURNS int LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public AS $$
DECLARE
    month date;
    name text;
    made int := 0;
BEGIN
    IF months NOT BETWEEN 1 AND 60 OR first_month NOT BETWEEN '2024-01-01' AND '2099-12-31' THEN
        RAISE EXCEPTION 'at most 60 months from 2024 to 2099' USING ERRCODE = 'invalid_parameter_value';
    END IF;
    FOR i IN 0 .. months - 1 LOOP
        month := date_trunc('month', first_month) + make_interval(months => i);
        name := 'entry_' || to_char(month, 'YYYY_MM');
        CONTINUE WHEN to_regclass('public.' || name) IS NOT NULL;
        EXECUTE format('CREATE TABLE public.%I PARTITION OF public.entry FOR VALUES FROM (%L) TO (%L)',
                       name, month, (month + interval '1 month')::date);
        EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON public.%I FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change()',
                       name || '_no_truncate', name);
        made := made + 1;
    END LOOP;
    RETURN made;
END $$;
DO $$
DECLARE
    name text;
BEGIN
    FOR name IN SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'entry'::regclass LOOP
        EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()',
                       name || '_no_truncate', name);
    END LOOP;
END $$;

-- Seals -----------------------------------------------------------------------------------------

-- Version 1 stays as it was for the batches sealed under it; later postings of a declaration are not theirs.
ALTER FUNCTION batch_content(bigint) RENAME TO batch_content_1;
DO $$
BEGIN
    EXECUTE replace(replace(pg_get_functiondef('batch_content_1(bigint)'::regprocedure),
        'JOIN message m USING (file_id) JOIN cad c USING (message_id) JOIN cad_line',
        'JOIN message m USING (file_id) JOIN cad c ON c.message_id = m.message_id AND c.posting_number = 1 JOIN cad_line'),
        'FROM b JOIN message m USING (file_id) JOIN cad c USING (message_id)' || chr(10),
        'FROM b JOIN message m USING (file_id) JOIN cad c ON c.message_id = m.message_id AND c.posting_number = 1' || chr(10));
END $$;

-- Version 2: a leaf for each thing (a declaration with its lines, a transaction's entries, a thousand rows of
-- what is small), so that memory stays bounded and rows are read in the order of their keys. What a declaration
-- says is in its content digest, which the leaf covers and a proof recomputes; the leaf adds what was computed.
CREATE FUNCTION batch_leaves(of_batch bigint) RETURNS TABLE (place text, number bigint, row_count bigint, digest bytea)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
    SET timezone = 'UTC' SET datestyle = 'ISO' SET bytea_output = 'hex' AS $$
    SELECT 'batch', 0::bigint, 1::bigint, sha256(convert_to((b.batch_id, b.kind, b.file_id, b.act_id, b.book_on, b.sealed_at,
            b.seal_version)::text, 'UTF8'))
        FROM batch b WHERE b.batch_id = of_batch
    UNION ALL SELECT 'act', 0, 1, sha256(convert_to((a.act_id, a.request_key, a.kind, a.requested_by, a.reason, a.selection,
            a.acted_at)::text, 'UTF8'))
        FROM batch b LEFT JOIN file f USING (file_id) JOIN act a ON a.act_id = coalesce(b.act_id, f.act_id)
        WHERE b.batch_id = of_batch
    UNION ALL SELECT 'file', 0, 1, sha256(convert_to((f.file_id, f.partner_id, f.name, f.sha256, f.size_bytes, f.received_on,
            f.replays_file_id)::text, 'UTF8'))
        FROM batch b JOIN file f USING (file_id) WHERE b.batch_id = of_batch
    UNION ALL SELECT 'interchange', i.ordinal / 1000, count(*), sha256(convert_to(string_agg((i.interchange_id, i.ordinal,
            i.format, i.partner_id, i.sender, i.reference, i.prepared_at, i.status, i.byte_from, i.byte_to)::text, ''
            ORDER BY i.ordinal), 'UTF8'))
        FROM interchange i WHERE i.file_id = (SELECT file_id FROM batch WHERE batch_id = of_batch) GROUP BY i.ordinal / 1000
    UNION ALL SELECT 'message', m.ordinal / 1000, count(*), sha256(convert_to(string_agg((m.message_id, m.interchange_id,
            m.ordinal, m.reference, m.type, m.transaction_number, m.version, m.status, m.byte_from, m.byte_to)::text, ''
            ORDER BY m.ordinal), 'UTF8'))
        FROM message m WHERE m.file_id = (SELECT file_id FROM batch WHERE batch_id = of_batch) GROUP BY m.ordinal / 1000
    UNION ALL SELECT 'finding', f.finding_id / 1000, count(*), sha256(convert_to(string_agg((f.finding_id, f.interchange_id,
            f.message_id, f.code, f.severity, f.byte_from, f.byte_to, f.segment, f.segment_position, f.element, f.line_number,
            f.value, f.expected)::text, '' ORDER BY f.finding_id), 'UTF8'))
        FROM finding f WHERE f.file_id = (SELECT file_id FROM batch WHERE batch_id = of_batch) GROUP BY f.finding_id / 1000
    UNION ALL SELECT 'cad', c.cad_id, 1 + l.lines, sha256(convert_to((c.cad_id, c.message_id, c.posting_number,
            c.transaction_number, c.version, c.cad_type, c.account_id, c.filer, c.release_on, c.release_office,
            c.cargo_control_number, c.accepted_on, c.cycle_last_on, c.due_on, c.line_count, c.total_value_cents,
            c.value_for_duty_cents, c.duty_cents, c.gst_cents, c.payable_cents, c.content_digest)::text || l.content, 'UTF8'))
        FROM cad c JOIN LATERAL (SELECT count(*) AS lines, coalesce(string_agg(concat_ws('|', l.line_number, l.exchange_rate_ppm,
            l.value_for_duty_cents, l.duty_rate_ppm, l.duty_cents, l.gst_rate_ppm, l.gst_cents, l.byte_from, l.byte_to), '~'
            ORDER BY l.line_number), '') AS content
            FROM cad_line l WHERE l.cad_id = c.cad_id) l ON true WHERE c.batch_id = of_batch
    UNION ALL SELECT 'txn', t.txn_id, 1 + e.entries, sha256(convert_to((t.txn_id, t.idempotency_key, t.payload_digest, t.kind,
            t.document_reference, t.effective_on, t.book_on, t.posted_at, t.message_id, t.reverses_txn_id)::text || e.content, 'UTF8'))
        FROM txn t JOIN LATERAL (SELECT count(*) AS entries, coalesce(string_agg((e.entry_number, e.account_id, e.amount_cents, e.book_on)::text,
            '' ORDER BY e.entry_number), '') AS content FROM entry e WHERE e.txn_id = t.txn_id
            AND e.book_on = (SELECT book_on FROM batch WHERE batch_id = of_batch)) e ON true WHERE t.batch_id = of_batch
    UNION ALL SELECT 'item', i.txn_id / 1000, count(*), sha256(convert_to(string_agg((i.item_id, i.txn_id, i.account_id, i.kind,
            i.document_reference, i.amount_cents, i.effective_on, i.book_on, i.due_on, i.cycle_last_on, i.filer)::text, ''
            ORDER BY i.txn_id), 'UTF8'))
        FROM txn t JOIN item i USING (txn_id) WHERE t.batch_id = of_batch GROUP BY i.txn_id / 1000
    UNION ALL SELECT 'application', a.application_id / 1000, count(*), sha256(convert_to(string_agg((a.application_id,
            a.debit_item_id, a.credit_item_id, a.amount_cents, a.applied_on, a.policy, a.reverses_application_id)::text, ''
            ORDER BY a.application_id), 'UTF8'))
        FROM application a WHERE a.batch_id = of_batch GROUP BY a.application_id / 1000
    UNION ALL SELECT 'statement', s.statement_id, 1 + l.lines, sha256(convert_to((s.statement_id, s.account_id, s.cycle_last_on,
            s.version, s.first_on, s.issued_on, s.known_on, s.due_on, s.previous_statement_id, s.opening_cents, s.debits_cents,
            s.credits_cents, s.closing_cents, s.supersedes_statement_id)::text || l.content, 'UTF8'))
        FROM statement s JOIN LATERAL (SELECT count(*) AS lines, coalesce(string_agg((l.line_number, l.item_id,
            l.amount_cents)::text, '' ORDER BY l.line_number), '') AS content
            FROM statement_line l WHERE l.statement_id = s.statement_id) l ON true WHERE s.batch_id = of_batch
$$;

CREATE FUNCTION batch_content_2(of_batch bigint) RETURNS bytea LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, public AS $$
    SELECT sha256(string_agg(convert_to(place || '|' || number || '|', 'UTF8') || digest, ''::bytea
                             ORDER BY place COLLATE "C", number))
    FROM batch_leaves(of_batch)
$$;

CREATE FUNCTION batch_content(of_batch bigint) RETURNS bytea LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, public AS $$
    SELECT CASE seal_version WHEN 1 THEN batch_content_1(of_batch) WHEN 2 THEN batch_content_2(of_batch) END
    FROM batch WHERE batch_id = of_batch
$$;

-- What must hold of a batch as a whole before it is sealed.
CREATE FUNCTION refuse_unsound(of_batch bigint) RETURNS void LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, public AS $$
DECLARE
    posted_on date := (SELECT book_on FROM batch WHERE batch_id = of_batch);
    found bigint;
BEGIN
    SELECT t.txn_id INTO found FROM txn t WHERE t.batch_id = of_batch
        AND NOT EXISTS (SELECT FROM entry e WHERE e.txn_id = t.txn_id AND e.book_on = posted_on) LIMIT 1;
    IF found IS NOT NULL THEN
        RAISE EXCEPTION 'transaction % has no entries', found USING ERRCODE = 'check_violation';
    END IF;
    SELECT i.item_id INTO found FROM txn t JOIN item i USING (txn_id) WHERE t.batch_id = of_batch
        AND NOT EXISTS (SELECT FROM entry e WHERE e.txn_id = i.txn_id AND e.book_on = posted_on
                        AND e.account_id = i.account_id AND e.amount_cents = i.amount_cents) LIMIT 1;
    IF found IS NOT NULL THEN
        RAISE EXCEPTION 'item % is not an entry of its transaction', found USING ERRCODE = 'check_violation';
    END IF;
    SELECT s.statement_id INTO found FROM statement s
        LEFT JOIN LATERAL (SELECT coalesce(sum(amount_cents) FILTER (WHERE amount_cents > 0), 0) AS debits,
                                  coalesce(-sum(amount_cents) FILTER (WHERE amount_cents < 0), 0) AS credits
                           FROM statement_line l WHERE l.statement_id = s.statement_id) l ON true
        LEFT JOIN statement p ON p.statement_id = s.previous_statement_id
        WHERE s.batch_id = of_batch AND (s.debits_cents <> l.debits OR s.credits_cents <> l.credits
            OR s.opening_cents <> coalesce(p.closing_cents, 0)) LIMIT 1;
    IF found IS NOT NULL THEN
        RAISE EXCEPTION 'the cents of statement % do not add up', found USING ERRCODE = 'check_violation';
    END IF;
    SELECT r.txn_id INTO found FROM txn r JOIN txn t ON t.txn_id = r.reverses_txn_id WHERE r.batch_id = of_batch
        AND (t.kind = 'REV' OR (SELECT array_agg((e.account_id, -e.amount_cents)::text ORDER BY e.entry_number) FROM entry e
                                WHERE e.txn_id = r.txn_id) IS DISTINCT FROM
            (SELECT array_agg((e.account_id, e.amount_cents)::text ORDER BY e.entry_number) FROM entry e
             WHERE e.txn_id = t.txn_id)) LIMIT 1;
    IF found IS NOT NULL THEN
        RAISE EXCEPTION 'transaction % does not reverse the one it names', found USING ERRCODE = 'check_violation';
    END IF;
END $$;

CREATE OR REPLACE FUNCTION seal_batch(of_batch bigint) RETURNS bytea LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public AS $$
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
    PERFORM refuse_unsound(of_batch);
    SELECT b.digest INTO previous FROM batch b WHERE b.digest IS NOT NULL ORDER BY b.batch_id DESC LIMIT 1;
    previous := coalesce(previous, first_digest());
    SELECT sum(row_count), sha256(string_agg(convert_to(place || '|' || number || '|', 'UTF8') || l.digest, ''::bytea
                                             ORDER BY place COLLATE "C", number))
        INTO counted, content FROM batch_leaves(of_batch) l;
    sealed := sha256(previous || content);
    UPDATE batch SET previous_digest = previous, digest = sealed, sealed_rows = counted WHERE batch_id = of_batch;
    RETURN sealed;
END $$;

-- Rights ----------------------------------------------------------------------------------------

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO carmhub_app;
GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO carmhub_app; -- a dump notes where they stand
GRANT INSERT ON act, archive TO carmhub_app;
GRANT INSERT (act_id) ON batch TO carmhub_app;
GRANT EXECUTE ON FUNCTION seal_batch(bigint), batch_content(bigint), first_digest(), closed_through(), refuse_sealed(bigint),
    make_entry_partitions(date, int) TO carmhub_app;

-- Who only looks: auditors, reports.
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'carmhub_read') THEN
        GRANT USAGE ON SCHEMA public TO carmhub_read;
        GRANT SELECT ON ALL TABLES IN SCHEMA public TO carmhub_read;
        GRANT EXECUTE ON FUNCTION batch_content(bigint), first_digest(), closed_through() TO carmhub_read;
    END IF;
END $$;
