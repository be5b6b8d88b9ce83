-- The life of a declaration: five charges and how each was computed; versions, their review, withdrawal; the same
-- number used again after its time; the late accounting penalty; seals, version 3.

-- How an amount was computed: the terms that many lines share, kept once. ----------------------------------------

CREATE TABLE basis (
    basis_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    digest   bytea NOT NULL UNIQUE CHECK (digest = sha256(convert_to(terms, 'UTF8'))),
    terms    text NOT NULL CHECK (jsonb_typeof(terms::jsonb) = 'object'),
    batch_id bigint NOT NULL REFERENCES batch
);
CREATE INDEX basis_of_batch ON basis (batch_id);
COMMENT ON TABLE basis IS 'Rules, rates and their source rows by which lines were priced, as canonical JSON; a line names two.';

INSERT INTO account (code, class) SELECT code, 'control' FROM unnest(ARRAY['SIMA', 'SURTAX', 'EXCISE', 'PENALTY']) AS code
    WHERE EXISTS (SELECT FROM account) ON CONFLICT DO NOTHING;

-- Declarations ----------------------------------------------------------------------------------------------------

ALTER TABLE cad DISABLE TRIGGER cad_append_only;
ALTER TABLE cad
    ADD COLUMN number_use int NOT NULL DEFAULT 1 CHECK (number_use > 0),
    ADD COLUMN function text NOT NULL DEFAULT 'original'
        CHECK (function IN ('original', 'correction', 'adjustment', 'withdrawal')),
    ADD COLUMN filed_on date,
    ADD COLUMN accounting_due_on date,
    ADD COLUMN warehouse text,
    ADD COLUMN previous_transaction_number text,
    ADD COLUMN sima_cents bigint NOT NULL DEFAULT 0 CHECK (sima_cents >= 0),
    ADD COLUMN surtax_cents bigint NOT NULL DEFAULT 0 CHECK (surtax_cents >= 0),
    ADD COLUMN excise_cents bigint NOT NULL DEFAULT 0 CHECK (excise_cents >= 0);
UPDATE cad SET filed_on = accepted_on;
ALTER TABLE cad
    ALTER COLUMN filed_on SET NOT NULL,
    DROP CONSTRAINT cad_line_count_check,
    ADD CONSTRAINT cad_line_count_check CHECK ((line_count > 0) = (function <> 'withdrawal') AND line_count >= 0),
    DROP CONSTRAINT cad_check,
    ADD CONSTRAINT cad_payable_check
        CHECK (payable_cents = duty_cents + sima_cents + surtax_cents + excise_cents + gst_cents),
    ADD CONSTRAINT cad_original_check CHECK ((function = 'original') = (version = 1)),
    DROP CONSTRAINT cad_transaction_number_version_posting_number_key,
    ADD UNIQUE (transaction_number, number_use, version, posting_number);
ALTER TABLE cad ENABLE TRIGGER cad_append_only;
COMMENT ON COLUMN cad.number_use IS 'How often the number had been used when it was accepted: again after 7 years and 3 months.';
COMMENT ON COLUMN cad.filed_on IS 'The day on which the version reached us; accepted_on is its day in the book.';

ALTER TABLE cad_line
    ADD COLUMN tariff_code text,
    ADD COLUMN sima_code text,
    ADD COLUMN sima_measure text,
    ADD COLUMN surtax_code text,
    ADD COLUMN excise_code text,
    ADD COLUMN gst_code text,
    ADD COLUMN special_authority text,
    ADD COLUMN licence text,
    ADD COLUMN sima_cents bigint NOT NULL DEFAULT 0 CHECK (sima_cents >= 0),
    ADD COLUMN surtax_cents bigint NOT NULL DEFAULT 0 CHECK (surtax_cents >= 0),
    ADD COLUMN excise_cents bigint NOT NULL DEFAULT 0 CHECK (excise_cents >= 0),
    ADD COLUMN basis_id bigint REFERENCES basis,
    ADD COLUMN exchange_basis_id bigint REFERENCES basis,
    ALTER COLUMN exchange_rate_ppm DROP NOT NULL,
    ALTER COLUMN duty_rate_ppm DROP NOT NULL,
    ALTER COLUMN gst_rate_ppm DROP NOT NULL,
    ADD CONSTRAINT cad_line_explained
        CHECK ((basis_id IS NULL) = (duty_rate_ppm IS NOT NULL) AND (basis_id IS NULL) = (exchange_basis_id IS NULL));
COMMENT ON COLUMN cad_line.duty_rate_ppm IS 'Like the other two rates: of lines priced before bases were kept.';

CREATE OR REPLACE VIEW current_cad AS
    SELECT * FROM cad c WHERE NOT EXISTS (SELECT FROM cad later WHERE later.message_id = c.message_id
                                          AND later.posting_number > c.posting_number);
CREATE VIEW standing_cad AS
    SELECT * FROM current_cad c
    WHERE NOT EXISTS (SELECT FROM cad later WHERE later.transaction_number = c.transaction_number
                      AND (later.number_use, later.version) > (c.number_use, c.version));
COMMENT ON VIEW standing_cad IS 'The newest version of every declaration, as it was posted last.';

-- Why a version was filed, and its review by a person ---------------------------------------------------------------

ALTER TABLE message DROP CONSTRAINT message_status_check;
ALTER TABLE message ADD CONSTRAINT message_status_check CHECK (status IN ('accepted', 'rejected', 'duplicate', 'pending'));
COMMENT ON COLUMN message.status IS 'pending: right, and waiting for a person (review) when it was received.';

CREATE TABLE message_reason (
    file_id     bigint NOT NULL REFERENCES file,
    message_id  bigint NOT NULL REFERENCES message,
    position    int NOT NULL CHECK (position > 0),
    reason_code text NOT NULL,
    remark      text,
    PRIMARY KEY (message_id, position)
);

CREATE TABLE review (
    review_id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    file_id            bigint NOT NULL REFERENCES file,
    message_id         bigint NOT NULL UNIQUE REFERENCES message,
    kind               text NOT NULL CHECK (kind IN ('adjustment', 'withdrawal')),
    account_id         bigint NOT NULL REFERENCES account,
    transaction_number text NOT NULL,
    number_use         int NOT NULL,
    version            int NOT NULL CHECK (version > 1),
    filed_on           date NOT NULL,
    decide_by_on       date NOT NULL CHECK (decide_by_on >= filed_on)
);
CREATE INDEX review_of_transaction ON review (transaction_number);
COMMENT ON COLUMN review.decide_by_on IS 'The last day of the service standard.';

CREATE TABLE review_decision (
    review_id  bigint PRIMARY KEY REFERENCES review,
    decision   text NOT NULL CHECK (decision IN ('approved', 'refused')),
    decided_on date NOT NULL,
    act_id     bigint NOT NULL UNIQUE REFERENCES act
);

ALTER TABLE act DROP CONSTRAINT act_kind_check;
ALTER TABLE act ADD CONSTRAINT act_kind_check CHECK (kind IN ('rerun', 'repost', 'reverse', 'unapply', 'review'));
ALTER TABLE batch DROP CONSTRAINT batch_kind_check;
ALTER TABLE batch ADD CONSTRAINT batch_kind_check CHECK (kind IN ('file', 'clearing', 'billing', 'act', 'penalty'));
ALTER TABLE batch ALTER COLUMN seal_version SET DEFAULT 3;

-- What an item is, and from when it bears interest --------------------------------------------------------------------

ALTER TABLE txn DROP CONSTRAINT txn_kind_check;
ALTER TABLE txn ADD CONSTRAINT txn_kind_check CHECK (kind IN ('CAD', 'PMT', 'REV', 'LAP'));
ALTER TABLE item DROP CONSTRAINT item_kind_check;
ALTER TABLE item ADD CONSTRAINT item_kind_check CHECK (kind IN ('CAD', 'SOADJ', 'PMT', 'REV', 'LAP')),
                 ADD COLUMN interest_from date,
                 ADD COLUMN interest_rule text,
                 ADD CONSTRAINT item_interest_check CHECK ((interest_from IS NULL) = (interest_rule IS NULL));
COMMENT ON COLUMN item.interest_from IS 'The first day of interest where it is not the day after the due date.';

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['basis', 'message_reason', 'review', 'review_decision'] LOOP
        EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()',
                       name || '_append_only', name);
        EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()',
                       name || '_no_truncate', name);
    END LOOP;
END $$;
CREATE TRIGGER basis_unsealed AFTER INSERT ON basis
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION refuse_late_rows();
CREATE TRIGGER message_reason_unsealed AFTER INSERT ON message_reason
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION refuse_late_parts('file_id', 'batch');
CREATE TRIGGER review_unsealed AFTER INSERT ON review
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION refuse_late_parts('file_id', 'batch');
CREATE TRIGGER review_decision_unsealed AFTER INSERT ON review_decision
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION refuse_late_parts('act_id', 'batch');

-- Seals, version 3: what version 2 covers, and what came with this migration -----------------------------------------

ALTER FUNCTION batch_leaves(bigint) RENAME TO batch_leaves_2;
CREATE FUNCTION batch_leaves(of_batch bigint) RETURNS TABLE (place text, number bigint, row_count bigint, digest bytea)
    LANGUAGE sql STABLE SECURITY DEFINER
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
    UNION ALL SELECT 'txn', t.txn_id, 1 + e.entries, sha256(convert_to((t.txn_id, t.idempotency_key, t.payload_digest, t.kind,
            t.document_reference, t.effective_on, t.book_on, t.posted_at, t.message_id, t.reverses_txn_id)::text || e.content, 'UTF8'))
        FROM txn t JOIN LATERAL (SELECT count(*) AS entries, coalesce(string_agg((e.entry_number, e.account_id, e.amount_cents, e.book_on)::text,
            '' ORDER BY e.entry_number), '') AS content FROM entry e WHERE e.txn_id = t.txn_id
            AND e.book_on = (SELECT book_on FROM batch WHERE batch_id = of_batch)) e ON true WHERE t.batch_id = of_batch
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
    UNION ALL SELECT 'cad', c.cad_id, 1 + l.lines, sha256(convert_to((c.cad_id, c.message_id, c.posting_number,
            c.transaction_number, c.number_use, c.version, c.function, c.cad_type, c.account_id, c.filer, c.release_on, c.release_office,
            c.cargo_control_number, c.warehouse, c.previous_transaction_number, c.filed_on, c.accepted_on, c.accounting_due_on,
            c.cycle_last_on, c.due_on, c.line_count, c.total_value_cents, c.value_for_duty_cents, c.duty_cents, c.sima_cents,
            c.surtax_cents, c.excise_cents, c.gst_cents, c.payable_cents, c.content_digest)::text || l.content, 'UTF8'))
        FROM cad c JOIN LATERAL (SELECT count(*) AS lines, coalesce(string_agg(concat_ws('|', l.line_number, l.exchange_basis_id,
            l.basis_id, l.value_for_duty_cents, l.duty_cents, l.sima_cents, l.surtax_cents, l.excise_cents, l.gst_cents,
            l.byte_from, l.byte_to), '~' ORDER BY l.line_number), '') AS content
            FROM cad_line l WHERE l.cad_id = c.cad_id) l ON true WHERE c.batch_id = of_batch
    UNION ALL SELECT 'basis', b.basis_id / 1000, count(*), sha256(string_agg(convert_to(b.basis_id || '|', 'UTF8') || b.digest,
            ''::bytea ORDER BY b.basis_id))
        FROM basis b WHERE b.batch_id = of_batch GROUP BY b.basis_id / 1000
    UNION ALL SELECT 'item', i.txn_id / 1000, count(*), sha256(convert_to(string_agg((i.item_id, i.txn_id, i.account_id, i.kind,
            i.document_reference, i.amount_cents, i.effective_on, i.book_on, i.due_on, i.cycle_last_on, i.filer, i.interest_from,
            i.interest_rule)::text, '' ORDER BY i.txn_id), 'UTF8'))
        FROM txn t JOIN item i USING (txn_id) WHERE t.batch_id = of_batch GROUP BY i.txn_id / 1000
    UNION ALL SELECT 'reason', r.message_id / 1000, count(*), sha256(convert_to(string_agg((r.message_id, r.position, r.reason_code,
            r.remark)::text, '' ORDER BY r.message_id, r.position), 'UTF8'))
        FROM message_reason r WHERE r.file_id = (SELECT file_id FROM batch WHERE batch_id = of_batch) GROUP BY r.message_id / 1000
    UNION ALL SELECT 'review', r.review_id / 1000, count(*), sha256(convert_to(string_agg((r.review_id, r.message_id, r.kind,
            r.account_id, r.transaction_number, r.number_use, r.version, r.filed_on, r.decide_by_on)::text, ''
            ORDER BY r.review_id), 'UTF8'))
        FROM review r WHERE r.file_id = (SELECT file_id FROM batch WHERE batch_id = of_batch) GROUP BY r.review_id / 1000
    UNION ALL SELECT 'decision', d.review_id, 1, sha256(convert_to((d.review_id, d.decision, d.decided_on)::text, 'UTF8'))
        FROM review_decision d WHERE d.act_id = (SELECT act_id FROM batch WHERE batch_id = of_batch)
$$;

CREATE OR REPLACE FUNCTION batch_content_2(of_batch bigint) RETURNS bytea LANGUAGE sql STABLE SECURITY DEFINER AS $$
    SELECT sha256(string_agg(convert_to(place || '|' || number || '|', 'UTF8') || digest, ''::bytea
                             ORDER BY place COLLATE "C", number))
    FROM batch_leaves_2(of_batch)
$$;
CREATE FUNCTION batch_content_3(of_batch bigint) RETURNS bytea LANGUAGE sql STABLE SECURITY DEFINER AS $$
    SELECT sha256(string_agg(convert_to(place || '|' || number || '|', 'UTF8') || digest, ''::bytea
                             ORDER BY place COLLATE "C", number))
    FROM batch_leaves(of_batch)
$$;
CREATE OR REPLACE FUNCTION batch_content(of_batch bigint) RETURNS bytea LANGUAGE sql STABLE SECURITY DEFINER AS $$
    SELECT CASE seal_version WHEN 1 THEN batch_content_1(of_batch) WHEN 2 THEN batch_content_2(of_batch)
                             WHEN 3 THEN batch_content_3(of_batch) END
    FROM batch WHERE batch_id = of_batch
$$;

-- Rights ----------------------------------------------------------------------------------------------------------------

GRANT SELECT ON basis, message_reason, review, review_decision, standing_cad TO carmhub_app;
GRANT INSERT ON basis, message_reason, review, review_decision TO carmhub_app;
DO $$
DECLARE
    function regprocedure;
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'carmhub_read') THEN
        GRANT SELECT ON basis, message_reason, review, review_decision, standing_cad TO carmhub_read;
    END IF;
    REVOKE ALL ON FUNCTION batch_leaves(bigint), batch_content_3(bigint) FROM PUBLIC;
    FOR function IN SELECT p.oid FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = pg_catalog, public, pg_temp', function);
    END LOOP;
END $$;
