-- The rule of the book made whole: months without a default partition, one open batch at a time, statements that
-- follow each other, days that agree, and columns that only the database fills.

-- Months of entries -------------------------------------------------------------------------------

-- A row of a month that has no partition is refused; it does not lie in a default one, which would forbid the
-- month's own partition for good. Whoever opens a batch or closes a day has the months made that it needs.
CREATE OR REPLACE FUNCTION make_entry_partitions(first_month date, months int) RETURNS int LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    month date;
    name text;
    made int := 0;
BEGIN
    IF months NOT BETWEEN 1 AND 60 OR first_month NOT BETWEEN '2000-01-01' AND '2099-12-31' THEN
        RAISE EXCEPTION 'at most 60 months from 2000 to 2099' USING ERRCODE = 'invalid_parameter_value';
    END IF;
    FOR i IN 0 .. months - 1 LOOP
        month := date_trunc('month', first_month) + make_interval(months => i);
        name := 'entry_' || to_char(month, 'YYYY_MM');
        CONTINUE WHEN to_regclass('public.' || name) IS NOT NULL;
        LOCK TABLE public.entry IN ACCESS EXCLUSIVE MODE; -- another run may be making it
        CONTINUE WHEN to_regclass('public.' || name) IS NOT NULL;
        EXECUTE format('CREATE TABLE public.%I PARTITION OF public.entry FOR VALUES FROM (%L) TO (%L)',
                       name, month, (month + interval '1 month')::date);
        EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON public.%I FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change()',
                       name || '_no_truncate', name);
        made := made + 1;
    END LOOP;
    RETURN made;
END $$;

ALTER TABLE entry DETACH PARTITION entry_default;
SELECT make_entry_partitions(month, 1) FROM (SELECT DISTINCT date_trunc('month', book_on)::date FROM entry_default) AS m (month);
ALTER TABLE entry DISABLE TRIGGER entry_balanced; -- the rows are of sealed batches
INSERT INTO entry SELECT * FROM entry_default;
ALTER TABLE entry ENABLE TRIGGER entry_balanced;
DROP TABLE entry_default;

CREATE INDEX txn_of_document ON txn (document_reference);
CREATE INDEX outbox_of_file ON outbox (file_id);

-- One batch is open at a time -------------------------------------------------------------------------

-- A row of the book needs an open batch of its own transaction, and opening one waits for the batch open before.
-- So batches are numbered, sealed and committed in one order, and a close falls between two of them.
CREATE FUNCTION wait_for_batch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('batch', 2));
    RETURN NULL;
END $$;
CREATE TRIGGER batch_waits BEFORE INSERT ON batch FOR EACH STATEMENT EXECUTE FUNCTION wait_for_batch();

-- Whoever waited must see what was committed meanwhile: an older snapshot would hide a close or a seal.
CREATE FUNCTION refuse_old_snapshot() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION '% is written under READ COMMITTED only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['batch', 'txn', 'item', 'application', 'closed_date'] LOOP
        EXECUTE format('CREATE TRIGGER %I BEFORE INSERT ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_old_snapshot()',
                       name || '_read_committed', name);
    END LOOP;
END $$;

-- A close is later than the one before, and notes where the chain of seals stands, whoever closes.
DROP TRIGGER closed_date_waits ON closed_date;
DROP FUNCTION wait_for_postings();
CREATE FUNCTION note_last_seal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('batch', 2));
    IF NEW.book_on <= closed_through() THEN
        RAISE EXCEPTION 'business date % is closed', NEW.book_on USING ERRCODE = 'restrict_violation';
    END IF;
    NEW.last_batch_id := (SELECT max(batch_id) FROM batch WHERE digest IS NOT NULL);
    RETURN NEW;
END $$;
CREATE TRIGGER closed_date_noted BEFORE INSERT ON closed_date FOR EACH ROW EXECUTE FUNCTION note_last_seal();

CREATE OR REPLACE FUNCTION refuse_closed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    through date := closed_through();
    found_on date;
    found_batch bigint;
BEGIN
    SELECT book_on INTO found_on FROM added WHERE book_on <= through LIMIT 1;
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

-- An application bears its batch's book date, or that of an item it joins when that is later.
CREATE OR REPLACE FUNCTION apply_to_balances() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    through date := closed_through();
    found_application bigint;
    found_batch bigint;
BEGIN
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
    IF EXISTS (SELECT FROM added WHERE applied_on <= through) THEN
        RAISE EXCEPTION 'business date % is closed', through USING ERRCODE = 'restrict_violation';
    END IF;
    FOR found_batch IN SELECT DISTINCT batch_id FROM added LOOP
        PERFORM refuse_sealed(found_batch);
    END LOOP;
    SELECT a.application_id INTO found_application
    FROM added a JOIN batch b USING (batch_id) JOIN item d ON d.item_id = a.debit_item_id JOIN item c ON c.item_id = a.credit_item_id
    WHERE a.applied_on <> greatest(b.book_on, d.book_on, c.book_on) LIMIT 1;
    IF found_application IS NOT NULL THEN
        RAISE EXCEPTION 'application % bears another book date', found_application USING ERRCODE = 'check_violation';
    END IF;
    UPDATE item_balance b SET open_cents = b.open_cents - used.amount_cents
    FROM (SELECT item_id, sum(amount_cents)::bigint AS amount_cents
          FROM (SELECT debit_item_id AS item_id, amount_cents FROM added
                UNION ALL SELECT credit_item_id, amount_cents FROM added) AS both_sides
          GROUP BY item_id) AS used
    WHERE b.item_id = used.item_id;
    RETURN NULL;
END $$;

-- What must hold of a batch as a whole before it is sealed.
CREATE OR REPLACE FUNCTION refuse_unsound(of_batch bigint) RETURNS void LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    posted_on date := (SELECT book_on FROM batch WHERE batch_id = of_batch);
    controls bigint[] := ARRAY(SELECT account_id FROM account WHERE class = 'control');
    wrong record;
    found bigint;
BEGIN
    IF EXISTS (SELECT FROM batch WHERE batch_id = of_batch AND kind <> 'billing') AND posted_on <= closed_through() THEN
        RAISE EXCEPTION 'business date % is closed', posted_on USING ERRCODE = 'restrict_violation';
    END IF;
    SELECT t.txn_id, i.item_id, e.entries, e.receivables INTO wrong FROM txn t LEFT JOIN item i USING (txn_id)
        CROSS JOIN LATERAL (SELECT count(*) AS entries, count(*) FILTER (WHERE e.account_id <> ALL (controls)) AS receivables,
                                   max(e.account_id) FILTER (WHERE e.account_id <> ALL (controls)) AS account_id,
                                   sum(e.amount_cents) FILTER (WHERE e.account_id <> ALL (controls)) AS amount_cents
                            FROM entry e WHERE e.txn_id = t.txn_id AND e.book_on = posted_on) e
        WHERE t.batch_id = of_batch AND (e.entries = 0 OR i.book_on <> posted_on
            OR e.receivables <> CASE WHEN i.item_id IS NULL THEN 0 ELSE 1 END
            OR (i.account_id, i.amount_cents) <> (e.account_id, e.amount_cents)) LIMIT 1;
    IF wrong.entries = 0 THEN
        RAISE EXCEPTION 'transaction % has no entries', wrong.txn_id USING ERRCODE = 'check_violation';
    ELSIF wrong.receivables > 1 OR wrong.receivables = 1 AND wrong.item_id IS NULL THEN
        RAISE EXCEPTION 'transaction % has a receivable entry without an item', wrong.txn_id USING ERRCODE = 'check_violation';
    ELSIF wrong.txn_id IS NOT NULL THEN
        RAISE EXCEPTION 'item % is not an entry of its transaction', wrong.item_id USING ERRCODE = 'check_violation';
    END IF;
    SELECT c.cad_id INTO found FROM cad c WHERE c.batch_id = of_batch AND c.accepted_on <> posted_on LIMIT 1;
    IF found IS NOT NULL THEN
        RAISE EXCEPTION 'declaration % bears another book date', found USING ERRCODE = 'check_violation';
    END IF;
    SELECT s.statement_id INTO found FROM statement s
        LEFT JOIN LATERAL (SELECT coalesce(sum(amount_cents) FILTER (WHERE amount_cents > 0), 0) AS debits,
                                  coalesce(-sum(amount_cents) FILTER (WHERE amount_cents < 0), 0) AS credits
                           FROM statement_line l WHERE l.statement_id = s.statement_id) l ON true
        WHERE s.batch_id = of_batch AND (s.debits_cents <> l.debits OR s.credits_cents <> l.credits) LIMIT 1;
    IF found IS NOT NULL THEN
        RAISE EXCEPTION 'the cents of statement % do not add up', found USING ERRCODE = 'check_violation';
    END IF;
    SELECT s.statement_id INTO found FROM statement s JOIN statement_line l USING (statement_id) JOIN item i USING (item_id)
        WHERE s.batch_id = of_batch AND (i.account_id <> s.account_id OR i.amount_cents <> l.amount_cents
            OR i.book_on > s.known_on) LIMIT 1;
    IF found IS NOT NULL THEN
        RAISE EXCEPTION 'a line of statement % is not its item', found USING ERRCODE = 'check_violation';
    END IF;
    SELECT s.statement_id INTO found FROM statement s LEFT JOIN statement p ON p.statement_id = s.previous_statement_id
        WHERE s.batch_id = of_batch AND (s.opening_cents <> coalesce(p.closing_cents, 0)
            OR p.account_id <> s.account_id OR p.cycle_last_on >= s.cycle_last_on
            OR p.statement_id IS NULL AND EXISTS (SELECT FROM statement other WHERE other.account_id = s.account_id
                                                  AND other.cycle_last_on <> s.cycle_last_on)) LIMIT 1;
    IF found IS NOT NULL THEN
        RAISE EXCEPTION 'statement % does not open where its account''s last one closed', found USING ERRCODE = 'check_violation';
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
    SET search_path = pg_catalog, public, pg_temp AS $$
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
    SELECT b.digest INTO previous FROM batch b WHERE b.digest IS NOT NULL ORDER BY b.batch_id DESC LIMIT 1;
    previous := coalesce(previous, first_digest());
    SELECT sum(row_count), sha256(string_agg(convert_to(place || '|' || number || '|', 'UTF8') || l.digest, ''::bytea
                                             ORDER BY place COLLATE "C", number))
        INTO counted, content FROM batch_leaves(of_batch) l;
    sealed := sha256(previous || content);
    UPDATE batch SET previous_digest = previous, digest = sealed, sealed_rows = counted WHERE batch_id = of_batch;
    RETURN sealed;
END $$;

-- What is known since a load or a version is told by the transaction that made it, never later ------------

CREATE FUNCTION refuse_older_load() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM (SELECT DISTINCT load_id FROM added) a JOIN registry_load USING (load_id) WHERE recorded_at < now()) THEN
        RAISE EXCEPTION 'a load takes rows only while it is made' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['client_history', 'account_history', 'broker', 'delegation', 'enrolment', 'security'] LOOP
        EXECUTE format('CREATE TRIGGER %I AFTER INSERT ON %I REFERENCING NEW TABLE AS added FOR EACH STATEMENT'
                       ' EXECUTE FUNCTION refuse_older_load()', name || '_of_its_load', name);
    END LOOP;
END $$;

CREATE FUNCTION refuse_older_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM (SELECT DISTINCT reference_version_id FROM added) a JOIN reference_version USING (reference_version_id)
               WHERE applied_at < now()) THEN
        RAISE EXCEPTION 'a version takes changes only while it is made' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER reference_change_of_its_version AFTER INSERT ON reference_change
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION refuse_older_version();

-- A client is a number that stays.
CREATE TRIGGER client_append_only BEFORE UPDATE OR DELETE ON client FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER client_no_truncate BEFORE TRUNCATE ON client FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- When a file was processed is noted by the database, with its outcome.
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
    NEW.processed_at := now();
    RETURN NEW;
END $$;

-- Rights ----------------------------------------------------------------------------------------------

-- The application inserts no number, clock or computed column: those are the database's. Of every table whose rows
-- it may insert it keeps the other columns by name.
REVOKE INSERT ON closed_date FROM carmhub_app;
GRANT INSERT (book_on) ON closed_date TO carmhub_app;
REVOKE UPDATE (processed_at) ON file FROM carmhub_app;
DO $$
DECLARE
    found record;
BEGIN
    FOR found IN
        SELECT c.oid::regclass AS name, string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) FILTER (WHERE NOT own) AS columns
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        CROSS JOIN LATERAL (SELECT a.attidentity <> '' OR a.attgenerated <> '' OR a.atttypid = 'timestamptz'::regtype AS own) o
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
          AND has_table_privilege('carmhub_app', c.oid, 'INSERT')
        GROUP BY c.oid HAVING bool_or(own)
    LOOP
        EXECUTE format('REVOKE INSERT ON %s FROM carmhub_app', found.name);
        EXECUTE format('GRANT INSERT (%s) ON %s TO carmhub_app', found.columns, found.name);
    END LOOP;
END $$;
REVOKE INSERT (outcome, outcome_note) ON file FROM carmhub_app; -- set once, when it is known
REVOKE ALL ON FUNCTION batch_content_1(bigint) FROM carmhub_app;
DO $$
DECLARE
    function regprocedure;
BEGIN
    REVOKE ALL ON FUNCTION wait_for_batch(), refuse_old_snapshot(), note_last_seal(), refuse_older_load(), refuse_older_version()
        FROM PUBLIC;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'carmhub_read') THEN
        REVOKE ALL ON FUNCTION batch_content_1(bigint) FROM carmhub_read;
    END IF;
    FOR function IN SELECT p.oid FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = pg_catalog, public, pg_temp', function);
    END LOOP;
END $$;
