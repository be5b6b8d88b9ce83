-- The schema of the book as all migrations leave it, printed by pg_dump from a fresh database. To
-- read, not to run: the migrations in ledger_sync/migrations make it, and say why. Table entry has
-- a partition a month beside its default one. Generated.

CREATE FUNCTION public.apply_to_balances() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    SET enable_seqscan TO 'off'
    SET enable_hashjoin TO 'off'
    SET enable_mergejoin TO 'off'
    AS $$
DECLARE
    through date := closed_through();
    wrong record;
    found bigint;
BEGIN
    SELECT a.application_id, d.account_id <> c.account_id OR d.amount_cents < 0 OR c.amount_cents > 0 AS apart INTO wrong
    FROM added a
        CROSS JOIN LATERAL (SELECT book_on FROM batch WHERE batch_id = a.batch_id OFFSET 0) b
        CROSS JOIN LATERAL (SELECT account_id, amount_cents, book_on FROM item WHERE item_id = a.debit_item_id OFFSET 0) d
        CROSS JOIN LATERAL (SELECT account_id, amount_cents, book_on FROM item WHERE item_id = a.credit_item_id OFFSET 0) c
    WHERE d.account_id <> c.account_id OR d.amount_cents < 0 OR c.amount_cents > 0
       OR a.applied_on <> greatest(b.book_on, d.book_on, c.book_on)
    ORDER BY apart DESC LIMIT 1;
    IF wrong.apart THEN
        RAISE EXCEPTION 'application % does not join a debit and a credit of one account', wrong.application_id
            USING ERRCODE = 'check_violation';
    END IF;
    SELECT a.application_id INTO found
    FROM added a CROSS JOIN LATERAL (SELECT * FROM application WHERE application_id = a.reverses_application_id OFFSET 0) r
    WHERE (a.debit_item_id, a.credit_item_id, a.amount_cents, a.counts_on, a.reason)
          IS DISTINCT FROM (r.debit_item_id, r.credit_item_id, -r.amount_cents, r.counts_on, r.reason)
       OR r.reverses_application_id IS NOT NULL LIMIT 1;
    IF found IS NOT NULL THEN
        RAISE EXCEPTION 'application % does not undo the one it names', found USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (SELECT FROM added WHERE applied_on <= through) THEN
        RAISE EXCEPTION 'business date % is closed', through USING ERRCODE = 'restrict_violation';
    END IF;
    FOR found IN SELECT DISTINCT batch_id FROM added LOOP
        PERFORM refuse_sealed(found);
    END LOOP;
    IF wrong.application_id IS NOT NULL THEN
        RAISE EXCEPTION 'application % bears another book date', wrong.application_id USING ERRCODE = 'check_violation';
    END IF;
    -- Both sides at once: a batch may apply to an item more than once.
    UPDATE item_balance b SET open_cents = b.open_cents - used.amount_cents
    FROM (SELECT item_id, sum(amount_cents)::bigint AS amount_cents
          FROM (SELECT debit_item_id AS item_id, amount_cents FROM added
                UNION ALL SELECT credit_item_id, amount_cents FROM added) AS both_sides
          GROUP BY item_id) AS used
    WHERE b.item_id = used.item_id;
    RETURN NULL;
END $$;

CREATE FUNCTION public.archived_through() RETURNS date
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
    SELECT (max(month) + interval '1 month')::date - 1 FROM archive
$$;

COMMENT ON FUNCTION public.archived_through() IS 'The last day of the newest archived month; null when there is none.';

CREATE FUNCTION public.batch_content(of_batch bigint) RETURNS bytea
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
    SELECT CASE seal_version WHEN 1 THEN batch_content_1(of_batch) WHEN 2 THEN batch_content_2(of_batch)
                             WHEN 3 THEN batch_content_3(of_batch) WHEN 4 THEN batch_content_4(of_batch)
                             WHEN 5 THEN batch_content_5(of_batch) WHEN 6 THEN batch_content_6(of_batch)
                             WHEN 7 THEN batch_content_7(of_batch) WHEN 8 THEN batch_content_8(of_batch)
                             WHEN 9 THEN batch_content_9(of_batch) WHEN 10 THEN batch_content_10(of_batch)
                             WHEN 11 THEN batch_content_11(of_batch) END
    FROM batch WHERE batch_id = of_batch
$$;

CREATE FUNCTION public.batch_content_1(of_batch bigint) RETURNS bytea
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    SET "TimeZone" TO 'UTC'
    SET "DateStyle" TO 'ISO'
    SET bytea_output TO 'hex'
    AS $$
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
            FROM b JOIN message m USING (file_id) JOIN cad c ON c.message_id = m.message_id AND c.posting_number = 1
        UNION ALL SELECT 'cad_line', (l.cad_id, l.line_number, l.invoice_number, l.vendor_name, l.tariff_item, l.description,
            l.origin_country, l.export_country, l.direct_shipment_on, l.treatment, l.vfd_code, l.quantity_thousandths, l.unit,
            l.currency, l.value_for_currency_conversion_cents, l.exchange_rate_ppm, l.value_for_duty_cents, l.duty_rate_ppm,
            l.duty_cents, l.gst_rate_ppm, l.gst_cents, l.byte_from, l.byte_to)::text
            FROM b JOIN message m USING (file_id) JOIN cad c ON c.message_id = m.message_id AND c.posting_number = 1 JOIN cad_line l USING (cad_id)
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

CREATE FUNCTION public.batch_content_10(of_batch bigint) RETURNS bytea
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
    SELECT sha256(string_agg(convert_to(place || '|' || number || '|', 'UTF8') || digest, ''::bytea
                             ORDER BY place COLLATE "C", number))
    FROM batch_leaves_10(of_batch)
$$;

CREATE FUNCTION public.batch_content_11(of_batch bigint) RETURNS bytea
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
    SELECT sha256(string_agg(convert_to(place || '|' || number || '|', 'UTF8') || digest, ''::bytea
                             ORDER BY place COLLATE "C", number))
    FROM batch_leaves(of_batch)
$$;

CREATE FUNCTION public.batch_content_2(of_batch bigint) RETURNS bytea
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
    SELECT sha256(string_agg(convert_to(place || '|' || number || '|', 'UTF8') || digest, ''::bytea
                             ORDER BY place COLLATE "C", number))
    FROM batch_leaves_2(of_batch)
$$;

CREATE FUNCTION public.batch_content_3(of_batch bigint) RETURNS bytea
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
    SELECT sha256(string_agg(convert_to(place || '|' || number || '|', 'UTF8') || digest, ''::bytea
                             ORDER BY place COLLATE "C", number))
    FROM batch_leaves_3(of_batch)
$$;

CREATE FUNCTION public.batch_content_4(of_batch bigint) RETURNS bytea
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
    SELECT sha256(string_agg(convert_to(place || '|' || number || '|', 'UTF8') || digest, ''::bytea
                             ORDER BY place COLLATE "C", number))
    FROM batch_leaves_4(of_batch)
$$;

CREATE FUNCTION public.batch_content_5(of_batch bigint) RETURNS bytea
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
    SELECT sha256(string_agg(convert_to(place || '|' || number || '|', 'UTF8') || digest, ''::bytea
                             ORDER BY place COLLATE "C", number))
    FROM batch_leaves_5(of_batch)
$$;

CREATE FUNCTION public.batch_content_6(of_batch bigint) RETURNS bytea
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
    SELECT sha256(string_agg(convert_to(place || '|' || number || '|', 'UTF8') || digest, ''::bytea
                             ORDER BY place COLLATE "C", number))
    FROM batch_leaves_6(of_batch)
$$;

CREATE FUNCTION public.batch_content_7(of_batch bigint) RETURNS bytea
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
    SELECT sha256(string_agg(convert_to(place || '|' || number || '|', 'UTF8') || digest, ''::bytea
                             ORDER BY place COLLATE "C", number))
    FROM batch_leaves_7(of_batch)
$$;

CREATE FUNCTION public.batch_content_8(of_batch bigint) RETURNS bytea
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
    SELECT sha256(string_agg(convert_to(place || '|' || number || '|', 'UTF8') || digest, ''::bytea
                             ORDER BY place COLLATE "C", number))
    FROM batch_leaves_8(of_batch)
$$;

CREATE FUNCTION public.batch_content_9(of_batch bigint) RETURNS bytea
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
    SELECT sha256(string_agg(convert_to(place || '|' || number || '|', 'UTF8') || digest, ''::bytea
                             ORDER BY place COLLATE "C", number))
    FROM batch_leaves_9(of_batch)
$$;

CREATE FUNCTION public.batch_leaves(of_batch bigint) RETURNS TABLE(place text, number bigint, row_count bigint, digest bytea)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET "TimeZone" TO 'UTC'
    SET "DateStyle" TO 'ISO'
    SET bytea_output TO 'hex'
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
    SELECT 'application_counts', a.application_id / 1000, count(*), sha256(convert_to(string_agg((a.application_id, a.counts_on,
            a.reason)::text, '' ORDER BY a.application_id), 'UTF8'))
        FROM application a WHERE a.batch_id = of_batch GROUP BY a.application_id / 1000
    UNION ALL SELECT l.place, l.number, l.row_count, l.digest FROM batch_leaves_10(of_batch) l
$$;

CREATE FUNCTION public.batch_leaves_10(of_batch bigint) RETURNS TABLE(place text, number bigint, row_count bigint, digest bytea)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET "TimeZone" TO 'UTC'
    SET "DateStyle" TO 'ISO'
    SET bytea_output TO 'hex'
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
    SELECT 'due_rules', r.due_rules_id, 1::bigint, sha256(convert_to((r.due_rules_id, r.rules, r.loaded_at,
            r.loaded_by)::text, 'UTF8'))
        FROM batch b JOIN due_rules r USING (due_rules_id) WHERE b.batch_id = of_batch
    UNION ALL SELECT l.place, l.number, l.row_count, l.digest FROM batch_leaves_9(of_batch) l
    UNION ALL SELECT 'registry_load_filers', r.load_id, f.named, f.digest
        FROM batch b JOIN registry_load r ON r.load_id <= b.load_id
            AND r.load_id > coalesce((SELECT p.load_id FROM batch p WHERE p.batch_id < b.batch_id
                AND p.load_id IS NOT NULL ORDER BY p.batch_id DESC LIMIT 1), 0)
        JOIN LATERAL (
            SELECT count(*) AS named, sha256(convert_to(string_agg((f.account_security_number, f.effective_from, f.bn15)::text, ''
                ORDER BY f.account_security_number COLLATE "C", f.effective_from), 'UTF8')) AS digest
            FROM broker f WHERE f.load_id = r.load_id AND f.bn15 IS NOT NULL) f ON f.named > 0
        WHERE b.batch_id = of_batch
$$;

CREATE FUNCTION public.batch_leaves_2(of_batch bigint) RETURNS TABLE(place text, number bigint, row_count bigint, digest bytea)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    SET "TimeZone" TO 'UTC'
    SET "DateStyle" TO 'ISO'
    SET bytea_output TO 'hex'
    AS $$
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

CREATE FUNCTION public.batch_leaves_3(of_batch bigint) RETURNS TABLE(place text, number bigint, row_count bigint, digest bytea)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET "TimeZone" TO 'UTC'
    SET "DateStyle" TO 'ISO'
    SET bytea_output TO 'hex'
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
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

CREATE FUNCTION public.batch_leaves_4(of_batch bigint) RETURNS TABLE(place text, number bigint, row_count bigint, digest bytea)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET "TimeZone" TO 'UTC'
    SET "DateStyle" TO 'ISO'
    SET bytea_output TO 'hex'
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
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

CREATE FUNCTION public.batch_leaves_5(of_batch bigint) RETURNS TABLE(place text, number bigint, row_count bigint, digest bytea)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET "TimeZone" TO 'UTC'
    SET "DateStyle" TO 'ISO'
    SET bytea_output TO 'hex'
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
    SELECT 'batch', 0::bigint, 1::bigint, sha256(convert_to((b.batch_id, b.kind, b.act_id, b.run_id, b.book_on, b.sealed_at,
            b.seal_version, b.reference_version_id, b.load_id)::text, 'UTF8'))
        FROM batch b WHERE b.batch_id = of_batch
    UNION ALL SELECT 'act', a.act_id, 1, sha256(convert_to((a.act_id, a.request_key, a.kind, a.requested_by, a.reason, a.selection,
            a.acted_at)::text, 'UTF8'))
        FROM act a WHERE a.act_id IN (SELECT b.act_id FROM batch b WHERE b.batch_id = of_batch
                                      UNION SELECT f.act_id FROM file f WHERE f.batch_id = of_batch)
    UNION ALL SELECT l.place, l.number, l.row_count, l.digest FROM batch_leaves_4(of_batch) l WHERE l.place NOT IN ('batch', 'act')
    UNION ALL SELECT 'file', f.file_id / 1000, count(*), sha256(convert_to(string_agg((f.file_id, f.partner_id, f.name, f.sha256,
            f.size_bytes, f.received_on, f.replays_file_id)::text, '' ORDER BY f.file_id), 'UTF8'))
        FROM file f WHERE f.batch_id = of_batch GROUP BY f.file_id / 1000
    UNION ALL SELECT 'interchange', i.interchange_id / 1000, count(*), sha256(convert_to(string_agg((i.interchange_id, i.file_id,
            i.ordinal, i.format, i.partner_id, i.sender, i.reference, i.prepared_at, i.status, i.byte_from, i.byte_to)::text, ''
            ORDER BY i.interchange_id), 'UTF8'))
        FROM file f JOIN interchange i USING (file_id) WHERE f.batch_id = of_batch GROUP BY i.interchange_id / 1000
    UNION ALL SELECT 'message', m.message_id / 1000, count(*), sha256(convert_to(string_agg((m.message_id, m.interchange_id,
            m.ordinal, m.reference, m.type, m.transaction_number, m.version, m.status, m.byte_from, m.byte_to)::text, ''
            ORDER BY m.message_id), 'UTF8'))
        FROM file f JOIN message m USING (file_id) WHERE f.batch_id = of_batch GROUP BY m.message_id / 1000
    UNION ALL SELECT 'finding', n.finding_id / 1000, count(*), sha256(convert_to(string_agg((n.finding_id, n.file_id,
            n.interchange_id, n.message_id, n.code, n.severity, n.byte_from, n.byte_to, n.segment, n.segment_position, n.element,
            n.line_number, n.value, n.expected)::text, '' ORDER BY n.finding_id), 'UTF8'))
        FROM file f JOIN finding n USING (file_id) WHERE f.batch_id = of_batch GROUP BY n.finding_id / 1000
    UNION ALL SELECT 'reason', r.message_id / 1000, count(*), sha256(convert_to(string_agg((r.message_id, r.position, r.reason_code,
            r.remark)::text, '' ORDER BY r.message_id, r.position), 'UTF8'))
        FROM file f JOIN message_reason r USING (file_id) WHERE f.batch_id = of_batch GROUP BY r.message_id / 1000
    UNION ALL SELECT 'review', r.review_id / 1000, count(*), sha256(convert_to(string_agg((r.review_id, r.message_id, r.kind,
            r.account_id, r.transaction_number, r.number_use, r.version, r.filed_on, r.decide_by_on)::text, ''
            ORDER BY r.review_id), 'UTF8'))
        FROM file f JOIN review r USING (file_id) WHERE f.batch_id = of_batch GROUP BY r.review_id / 1000
$$;

CREATE FUNCTION public.batch_leaves_6(of_batch bigint) RETURNS TABLE(place text, number bigint, row_count bigint, digest bytea)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET "TimeZone" TO 'UTC'
    SET "DateStyle" TO 'ISO'
    SET bytea_output TO 'hex'
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
    SELECT 'act', a.act_id, 1::bigint, sha256(convert_to((a.act_id, a.request_key, a.kind, a.requested_by, a.requested_at,
            a.requested_login, a.reason, a.selection, a.acted_at, a.approved_by, a.approved_at, a.approved_login, a.digest,
            a.act_rules_id)::text, 'UTF8'))
        FROM act a WHERE a.act_id IN (SELECT b.act_id FROM batch b WHERE b.batch_id = of_batch
                                      UNION SELECT f.act_id FROM file f WHERE f.batch_id = of_batch
                                      UNION SELECT r.act_id FROM batch b JOIN run r USING (run_id) WHERE b.batch_id = of_batch)
    UNION ALL SELECT 'act_rules', v.act_rules_id, 1, sha256(convert_to((v.act_rules_id, v.rules, v.loaded_at,
            v.loaded_by)::text, 'UTF8'))
        FROM act_rules v WHERE v.act_rules_id IN (
            SELECT a.act_rules_id FROM act a LEFT JOIN run r USING (act_id)
            JOIN batch b ON b.act_id = a.act_id OR b.run_id = r.run_id WHERE b.batch_id = of_batch)
    UNION ALL SELECT 'run', 0, 1, sha256(convert_to((r.run_id, r.kind, r.business_date, r.ran_at, r.act_id)::text, 'UTF8'))
        FROM batch b JOIN run r USING (run_id) WHERE b.batch_id = of_batch
    UNION ALL SELECT l.place, l.number, l.row_count, l.digest FROM batch_leaves_5(of_batch) l WHERE l.place NOT IN ('act', 'run')
$$;

CREATE FUNCTION public.batch_leaves_7(of_batch bigint) RETURNS TABLE(place text, number bigint, row_count bigint, digest bytea)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET "TimeZone" TO 'UTC'
    SET "DateStyle" TO 'ISO'
    SET bytea_output TO 'hex'
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
    SELECT l.place, l.number, l.row_count, l.digest FROM batch_leaves_6(of_batch) l
    UNION ALL SELECT 'reference_version', v.reference_version_id, 1 + c.changes, sha256(convert_to((v.reference_version_id,
            v.table_name, v.number, v.origin, v.message_id, v.file_name, v.applied_by, v.applied_at, v.added, v.changed, v.ended,
            v.removed, v.row_count, v.digest)::text, 'UTF8') || c.digest)
        FROM batch b JOIN reference_version v ON v.reference_version_id <= b.reference_version_id
            AND v.reference_version_id > coalesce((SELECT p.reference_version_id FROM batch p WHERE p.batch_id < b.batch_id
                AND p.reference_version_id IS NOT NULL ORDER BY p.batch_id DESC LIMIT 1), 0)
        CROSS JOIN LATERAL (SELECT count(*) AS changes, sha256(convert_to(coalesce(string_agg((ordinal, change, before, after)::text,
                '' ORDER BY ordinal), ''), 'UTF8')) AS digest
            FROM reference_change r WHERE r.reference_version_id = v.reference_version_id) AS c
        WHERE b.batch_id = of_batch
    UNION ALL SELECT 'registry_load', r.load_id, 1 + h.facts, sha256(convert_to((r.load_id, r.source, r.name, r.sha256,
            r.loaded_by, r.recorded_at)::text, 'UTF8') || h.digest)
        FROM batch b JOIN registry_load r ON r.load_id <= b.load_id
            AND r.load_id > coalesce((SELECT p.load_id FROM batch p WHERE p.batch_id < b.batch_id
                AND p.load_id IS NOT NULL ORDER BY p.batch_id DESC LIMIT 1), 0)
        CROSS JOIN LATERAL (SELECT count(*) AS facts, sha256(convert_to(coalesce(string_agg(fact, '' ORDER BY fact COLLATE "C"), ''),
                'UTF8')) AS digest
            FROM (SELECT 'client' || (bn9, legal_name, effective_from, effective_to, withdrawn)::text AS fact
                      FROM client_history f WHERE f.load_id = r.load_id
                  UNION ALL SELECT 'account' || (bn15, program, language, documents_to, notice_formats, statement_formats,
                      offset_preference, effective_from, effective_to, withdrawn)::text
                      FROM account_history f WHERE f.load_id = r.load_id
                  UNION ALL SELECT 'broker' || (account_security_number, partner_id, legal_name, effective_from, effective_to,
                      withdrawn)::text FROM broker f WHERE f.load_id = r.load_id
                  UNION ALL SELECT 'delegation' || (bn15, partner_id, role, effective_from, effective_to, withdrawn)::text
                      FROM delegation f WHERE f.load_id = r.load_id
                  UNION ALL SELECT 'enrolment' || (bn15, program, effective_from, effective_to, withdrawn)::text
                      FROM enrolment f WHERE f.load_id = r.load_id
                  UNION ALL SELECT 'security' || (bn15, agreement, kind, amount_cents, provider, effective_from, effective_to,
                      withdrawn)::text FROM security f WHERE f.load_id = r.load_id) AS said) AS h
        WHERE b.batch_id = of_batch
$$;

CREATE FUNCTION public.batch_leaves_8(of_batch bigint) RETURNS TABLE(place text, number bigint, row_count bigint, digest bytea)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET "TimeZone" TO 'UTC'
    SET "DateStyle" TO 'ISO'
    SET bytea_output TO 'hex'
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
    SELECT 'batch', 0::bigint, 1::bigint, sha256(convert_to((b.batch_id, b.kind, b.act_id, b.run_id, b.book_on, b.sealed_at,
            b.seal_version, b.reference_version_id, b.load_id, b.reading)::text, 'UTF8'))
        FROM batch b WHERE b.batch_id = of_batch
    UNION ALL SELECT l.place, l.number, l.row_count, l.digest FROM batch_leaves_7(of_batch) l WHERE l.place <> 'batch'
$$;

CREATE FUNCTION public.batch_leaves_9(of_batch bigint) RETURNS TABLE(place text, number bigint, row_count bigint, digest bytea)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET "TimeZone" TO 'UTC'
    SET "DateStyle" TO 'ISO'
    SET bytea_output TO 'hex'
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
    SELECT l.place, l.number, l.row_count, l.digest FROM batch_leaves_8(of_batch) l
    UNION ALL SELECT 'cad_line_claims', c.cad_id, l.claiming, l.digest
        FROM cad c JOIN LATERAL (
            SELECT count(*) AS claiming, sha256(convert_to(string_agg((l.line_number, l.surtax_flag, l.melt_country,
                l.import_permit, l.exporter, l.content_cents)::text, '' ORDER BY l.line_number), 'UTF8')) AS digest
            FROM cad_line l WHERE l.cad_id = c.cad_id
                AND num_nonnulls(l.surtax_flag, l.melt_country, l.import_permit, l.exporter, l.content_cents) > 0) l
            ON l.claiming > 0
        WHERE c.batch_id = of_batch
$$;

CREATE FUNCTION public.business_day_at(moment timestamp with time zone) RETURNS date
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
    SELECT (moment AT TIME ZONE 'America/Toronto')::date
        + coalesce((SELECT days_ahead FROM book_clock WHERE set_at <= moment ORDER BY clock_id DESC LIMIT 1), 0)
$$;

COMMENT ON FUNCTION public.business_day_at(moment timestamp with time zone) IS 'The business date at a moment, by the clock that the book had then.';

CREATE FUNCTION public.business_today() RETURNS date
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
    SELECT (now() AT TIME ZONE 'America/Toronto')::date + days_ahead()
$$;

COMMENT ON FUNCTION public.business_today() IS 'The business date now: the calendar day in Toronto, in a made-up book so many days later.';

CREATE TABLE public.act (
    act_id bigint NOT NULL,
    request_key text NOT NULL,
    kind text NOT NULL,
    requested_by text NOT NULL,
    reason text NOT NULL,
    selection jsonb NOT NULL,
    acted_at timestamp with time zone DEFAULT now() NOT NULL,
    requested_at timestamp with time zone,
    requested_login text,
    approved_by text,
    approved_at timestamp with time zone,
    approved_login text,
    digest bytea,
    act_rules_id bigint,
    CONSTRAINT act_approved_by_check CHECK ((approved_by <> ''::text)),
    CONSTRAINT act_approved_check CHECK (((approved_by IS NULL) = (approved_at IS NULL))),
    CONSTRAINT act_digest_check CHECK ((octet_length(digest) = 32)),
    CONSTRAINT act_kind_check CHECK ((kind = ANY (ARRAY['rerun'::text, 'repost'::text, 'reverse'::text, 'unapply'::text, 'review'::text, 'billing'::text, 'reference'::text, 'implausible'::text, 'opening'::text, 'receipt'::text, 'decline'::text, 'assign'::text, 'move'::text, 'split'::text, 'hold'::text, 'return'::text, 'allocate'::text]))),
    CONSTRAINT act_names_delivery CHECK (((kind <> ALL (ARRAY['reference'::text, 'implausible'::text])) OR ((selection ?& '{delivery,decision}'::text[]) AND ((selection ->> 'decision'::text) = ANY (ARRAY['applied'::text, 'declined'::text]))))),
    CONSTRAINT act_names_digest CHECK (((approved_by IS NULL) OR (digest IS NOT NULL))),
    CONSTRAINT act_names_submission CHECK (((kind <> ALL (ARRAY['opening'::text, 'receipt'::text, 'decline'::text])) OR (selection ? 'submission'::text))),
    CONSTRAINT act_reason_check CHECK ((reason <> ''::text)),
    CONSTRAINT act_requested_by_check CHECK ((requested_by <> ''::text))
);

COMMENT ON TABLE public.act IS 'What persons did to the book or the intake.';

COMMENT ON COLUMN public.act.digest IS 'SHA-256 of what was to be done, as it was approved.';

COMMENT ON COLUMN public.act.act_rules_id IS 'The rules of acts in force.';

CREATE FUNCTION public.by_two(of_act public.act) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
    SELECT of_act.requested_at IS NOT NULL AND of_act.approved_by IS NOT NULL
        AND NOT same_person(of_act.approved_by, of_act.requested_by)
        AND CASE WHEN of_act.requested_login = 'airflow' THEN coalesce(of_act.approved_login = 'airflow', false)
                 ELSE coalesce(of_act.approved_login <> 'airflow' AND of_act.approved_login <> of_act.requested_login, false) END
$$;

COMMENT ON FUNCTION public.by_two(of_act public.act) IS 'Whether one person asked for an act and another approved it: both through Airflow, or both at a shell as two users of the system.';

CREATE FUNCTION public.closed_through() RETURNS date
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$ SELECT max(book_on) FROM closed_date $$;

CREATE FUNCTION public.days_ahead() RETURNS integer
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
    SELECT coalesce((SELECT days_ahead FROM book_clock ORDER BY clock_id DESC LIMIT 1), 0)
$$;

CREATE FUNCTION public.fill_act() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
DECLARE
    asked act_request;
BEGIN
    NEW.act_rules_id := (SELECT max(act_rules_id) FROM act_rules);
    NEW.approved_at := CASE WHEN NEW.approved_by IS NOT NULL THEN now() END;
    SELECT * INTO asked FROM act_request WHERE request_key = NEW.request_key;
    IF FOUND THEN
        IF (asked.kind, asked.selection, asked.digest, asked.requested_by)
           IS DISTINCT FROM (NEW.kind, NEW.selection, NEW.digest, NEW.requested_by) THEN
            RAISE EXCEPTION 'request % asked for something else', NEW.request_key USING ERRCODE = 'restrict_violation';
        END IF;
        NEW.requested_at := asked.requested_at;
        NEW.requested_login := asked.login;
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION public.first_digest() RETURNS bytea
    LANGUAGE sql IMMUTABLE
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$ SELECT sha256('carm-hub'::bytea) $$;

CREATE FUNCTION public.interest_counted(items bigint[], rates bigint[], firsts date[], throughs date[], as_of bigint[]) RETURNS TABLE(place bigint, counted_cents bigint, ends_on date)
    LANGUAGE sql STABLE ROWS 100000
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
    WITH asked AS (
        SELECT q.place, q.rates_id, q.first_on - 1 AS before_on, q.through_on, abs(i.amount_cents)::numeric AS cents,
            b.worth AS worth_before
        FROM unnest(items, rates, firsts, throughs) WITH ORDINALITY AS q (item_id, rates_id, first_on, through_on, place)
        JOIN item i USING (item_id)
        JOIN interest_day b ON b.interest_rates_id = q.rates_id AND b.day = q.first_on - 1
        WHERE q.through_on >= q.first_on - 1
    ), paid AS (
        SELECT q.*, p.is_interest, p.corrects, p.counts_on, p.applied_on, p.cents AS paid_cents,
            bool_or(p.corrects) OVER of_it AS corrected,
            coalesce(sum(p.cents) FILTER (WHERE p.is_interest) OVER of_it, 0) AS interest_cents
        FROM interest_paid(items, as_of) p JOIN asked q USING (place)
        WINDOW of_it AS (PARTITION BY p.place)
    ),
    -- Two courses where a re-determination lowered a debt: as if it had never been more, and with the day of that.
    of_day AS (
        SELECT place, 1 AS course, rates_id, before_on, through_on, cents, worth_before, NULL::date AS day, 0::numeric AS paid_cents,
            0::numeric AS interest_cents
        FROM asked
        UNION ALL
        SELECT place, c.course, rates_id, before_on, through_on, cents, worth_before, c.day, sum(paid_cents), interest_cents
        FROM paid
        CROSS JOIN LATERAL (
            SELECT 1 AS course, greatest(counts_on, before_on) AS day
            UNION ALL
            SELECT 2, greatest(CASE WHEN corrects THEN applied_on ELSE counts_on END, before_on) WHERE corrected
        ) AS c
        GROUP BY place, c.course, rates_id, before_on, through_on, cents, worth_before, c.day, interest_cents
    ), left_by AS (
        SELECT d.*, d.paid_cents * i.worth AS paid_worth,
            d.day <= d.through_on AND 2 * i.grown * (d.cents * d.worth_before
                - sum(d.paid_cents * i.worth) OVER (PARTITION BY d.place, d.course ORDER BY d.day)) < 1e60 AS ends
        FROM of_day d
        LEFT JOIN interest_day i ON i.interest_rates_id = d.rates_id AND i.day = d.day
    ), ended AS (
        SELECT l.*, coalesce(min(day) FILTER (WHERE ends) OVER (PARTITION BY place, course), through_on) AS ends_on FROM left_by l
    ), summed AS (
        SELECT place, course, rates_id, before_on, cents, worth_before, ends_on, max(interest_cents) AS interest_cents,
            coalesce(sum(paid_cents) FILTER (WHERE day < ends_on), 0) AS paid_cents,
            coalesce(sum(paid_worth) FILTER (WHERE day < ends_on), 0) AS paid_worth
        FROM ended
        GROUP BY place, course, rates_id, before_on, cents, worth_before, ends_on
    ),
    -- Half up to a million-millionth of a cent, then half up to the cent.
    counted AS (
        SELECT s.place, s.course, s.ends_on, s.interest_cents,
            CASE WHEN s.ends_on <= s.before_on THEN 0 ELSE div(2 * div(
                2 * (i.grown * (s.cents * s.worth_before - s.paid_worth) - (s.cents - s.paid_cents) * 1e60) + 1e48, 2e48)
                + 1e12, 2e12) END AS cents
        FROM summed s
        JOIN interest_day i ON i.interest_rates_id = s.rates_id AND i.day = s.ends_on
    )
    SELECT place,
        greatest(max(cents) FILTER (WHERE course = 1), max(least(cents, interest_cents)) FILTER (WHERE course = 2))::bigint,
        max(ends_on) FILTER (WHERE course = 1)
    FROM counted
    GROUP BY place
$$;

COMMENT ON FUNCTION public.interest_counted(items bigint[], rates bigint[], firsts date[], throughs date[], as_of bigint[]) IS 'The interest on items, each by a version of rates, from its first day through a day, by what was applied up to a batch; billing/interest says the same of one.';

CREATE FUNCTION public.interest_paid(items bigint[], as_of bigint[]) RETURNS TABLE(place bigint, is_interest boolean, corrects boolean, counts_on date, applied_on date, cents bigint)
    LANGUAGE sql STABLE ROWS 100000
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
    SELECT q.place, m.is_interest, p.reason = 'correction', p.counts_on, p.applied_on,
        CASE WHEN (m.amount_cents > 0) = (i.amount_cents > 0) THEN p.amount_cents ELSE -p.amount_cents END
    FROM unnest(items, as_of) WITH ORDINALITY AS q (item_id, as_of, place)
    JOIN item i USING (item_id)
    -- The item, and the interest posted on it that was not reversed.
    CROSS JOIN LATERAL (
        SELECT i.item_id, i.amount_cents, false AS is_interest
        UNION ALL
        SELECT o.item_id, o.amount_cents, true
        FROM interest n JOIN txn t USING (txn_id) JOIN item o USING (txn_id)
        WHERE n.of_item_id = q.item_id AND t.batch_id <= q.as_of
            AND NOT EXISTS (SELECT FROM txn r WHERE r.reverses_txn_id = n.txn_id AND r.batch_id <= q.as_of)
    ) AS m
    CROSS JOIN LATERAL (
        SELECT a.*, a.credit_item_id AS other_item_id FROM application a WHERE a.debit_item_id = m.item_id AND m.amount_cents > 0
        UNION ALL
        SELECT a.*, a.debit_item_id FROM application a WHERE a.credit_item_id = m.item_id AND m.amount_cents < 0
    ) AS p
    -- What came from or went to others, and stands.
    WHERE p.batch_id <= q.as_of AND p.reverses_application_id IS NULL AND p.other_item_id <> q.item_id
        AND NOT EXISTS (SELECT FROM application u WHERE u.reverses_application_id = p.application_id AND u.batch_id <= q.as_of)
        AND NOT EXISTS (SELECT FROM item o JOIN interest n USING (txn_id) WHERE o.item_id = p.other_item_id AND n.of_item_id = q.item_id)
$$;

COMMENT ON FUNCTION public.interest_paid(items bigint[], as_of bigint[]) IS 'What was paid of each item and of the interest on it by others than these, by what was applied up to a batch; below zero, what went to others.';

CREATE FUNCTION public.is_made_up() RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$ SELECT EXISTS (SELECT FROM book_clock) $$;

COMMENT ON FUNCTION public.is_made_up() IS 'Whether the book was made with a clock of its own, for a demonstration or a simulation.';

CREATE FUNCTION public.make_entry_partitions(first_month date, months integer) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
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

CREATE FUNCTION public.may_at_shell(rules jsonb, of_kind text, cents bigint, on_day date, named text, login text) RETURNS boolean
    LANGUAGE sql IMMUTABLE
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
    WITH people AS (
        SELECT DISTINCT ON (lower(btrim(p.person))) p.person, p.role, p.shell_user
        FROM jsonb_to_recordset(rules) AS p (person text, role text, shell_user text, effective_from date)
        WHERE p.person IS NOT NULL AND p.effective_from <= on_day
        ORDER BY lower(btrim(p.person)), p.effective_from DESC
    ), rule AS (
        SELECT r.roles
        FROM jsonb_to_recordset(rules) AS r (kind text, from_cents bigint, roles jsonb, effective_from date)
        WHERE r.kind = of_kind AND r.from_cents <= cents AND r.effective_from <= on_day
        ORDER BY r.effective_from DESC, r.from_cents DESC LIMIT 1
    )
    SELECT NOT EXISTS (SELECT FROM people WHERE shell_user <> '')
        OR EXISTS (SELECT FROM people, rule WHERE 'shell:' || shell_user = login AND shell_user <> ''
                   AND same_person(person, named) AND rule.roles ? people.role)
$$;

COMMENT ON FUNCTION public.may_at_shell(rules jsonb, of_kind text, cents bigint, on_day date, named text, login text) IS 'Whether somebody at a shell is who he says, and has a role for an act; anybody may where no user of the system is named.';

CREATE FUNCTION public.moved_alone(person text, login text, moment timestamp with time zone, up_to bigint) RETURNS bigint
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
    SELECT coalesce(sum(moved_by_act(a.act_id)), 0)::bigint FROM act a
    WHERE a.acted_at BETWEEN moment - interval '25 hours' AND moment + interval '25 hours'  -- the longest day there is
        AND business_day_at(a.acted_at) = business_day_at(moment)
        AND (up_to IS NULL OR a.act_id <= up_to)
        AND (same_person(coalesce(a.approved_by, a.requested_by), person)
             OR login <> 'airflow' AND coalesce(a.approved_login, a.requested_login) = login)
        AND NOT by_two(a)
$$;

COMMENT ON FUNCTION public.moved_alone(person text, login text, moment timestamp with time zone, up_to bigint) IS 'What a person, or a user of the system, moved on a business day by acts of nobody else, in cents; up to an act, or all.';

CREATE FUNCTION public.moved_by_act(of_act bigint) RETURNS bigint
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
    WITH b AS (
        SELECT batch_id FROM batch WHERE act_id = of_act
        UNION SELECT batch_id FROM run JOIN batch USING (run_id) WHERE run.act_id = of_act
    ), posted AS (
        SELECT t.txn_id, t.book_on, t.document_reference FROM b JOIN txn t USING (batch_id)
        UNION SELECT t.txn_id, t.book_on, t.document_reference FROM file f JOIN message m USING (file_id)
            JOIN txn t ON t.message_id = m.message_id AND t.batch_id = f.batch_id
            WHERE f.act_id = of_act
    )
    SELECT greatest(
        (SELECT coalesce(sum(greatest(cents, 0)), 0) FROM (
            SELECT sum(e.amount_cents) AS cents FROM posted t
            JOIN entry e ON e.txn_id = t.txn_id AND e.book_on = t.book_on
            GROUP BY e.account_id, t.document_reference) AS changed),
        (SELECT coalesce(sum(abs(s.closing_cents)), 0) FROM b JOIN statement s USING (batch_id)),
        (SELECT coalesce(sum(greatest(-a.amount_cents, 0)), 0) FROM b JOIN application a USING (batch_id)),
        (SELECT coalesce(sum(a.amount_cents), 0) FROM b JOIN application a USING (batch_id) WHERE a.policy = 'by-hand'
            AND a.amount_cents > 0))::bigint
$$;

COMMENT ON FUNCTION public.moved_by_act(of_act bigint) IS 'What an act moved, in cents: on one side of the book, document by document, also by the files that it ran again, in statements, of applications undone, or of credits applied by hand.';

CREATE FUNCTION public.note_knowledge() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
DECLARE
    newest_version bigint := (SELECT max(reference_version_id) FROM reference_version);
    newest_load bigint := (SELECT max(load_id) FROM registry_load);
BEGIN
    NEW.reference_version_id := coalesce(NEW.reference_version_id, newest_version);
    NEW.load_id := coalesce(NEW.load_id, newest_load);
    IF (NEW.reference_version_id, NEW.load_id) IS DISTINCT FROM (newest_version, newest_load) THEN
        RAISE EXCEPTION 'reference data or the registry moved on: decide again' USING ERRCODE = 'restrict_violation';
    END IF;
    NEW.due_rules_id := (SELECT max(due_rules_id) FROM due_rules);
    RETURN NEW;
END $$;

CREATE FUNCTION public.note_last_seal() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('batch', 2));
    IF NEW.book_on <= closed_through() THEN
        RAISE EXCEPTION 'business date % is closed', NEW.book_on USING ERRCODE = 'restrict_violation';
    END IF;
    NEW.last_batch_id := (SELECT max(batch_id) FROM batch WHERE digest IS NOT NULL);
    RETURN NEW;
END $$;

CREATE FUNCTION public.open_item_balance() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
BEGIN
    INSERT INTO item_balance (item_id, account_id, is_debit, amount_cents, open_cents)
    SELECT item_id, account_id, amount_cents > 0, abs(amount_cents), abs(amount_cents)
    FROM added ORDER BY item_id;
    RETURN NULL;
END $$;

CREATE FUNCTION public.party_on(of_account text, on_day date, known_at timestamp with time zone) RETURNS TABLE(legal_name text, language text, documents_to text, notice_formats text, statement_formats text)
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
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

CREATE FUNCTION public.people_needed(rules jsonb, of_kind text, cents bigint, on_day date) RETURNS integer
    LANGUAGE sql IMMUTABLE
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
    SELECT r.people
    FROM jsonb_to_recordset(rules) AS r (kind text, from_cents bigint, people integer, effective_from date)
    WHERE r.kind = of_kind AND r.from_cents <= cents AND r.effective_from <= on_day
    ORDER BY r.effective_from DESC, r.from_cents DESC LIMIT 1
$$;

COMMENT ON FUNCTION public.people_needed(rules jsonb, of_kind text, cents bigint, on_day date) IS 'How many people an act of a kind takes that moves so much; null where no rule is in force.';

CREATE FUNCTION public.plain_name(name text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
    SELECT upper(regexp_replace(normalize(name, NFKD), '[^A-Za-z0-9]', '', 'g') COLLATE "C")
$$;

COMMENT ON FUNCTION public.plain_name(name text) IS 'A name as names are compared: letters without accents and digits, in capitals.';

CREATE FUNCTION public.reference_added(of_table text) RETURNS text
    LANGUAGE sql IMMUTABLE
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
    SELECT CASE of_table
        WHEN 'sima_measure' THEN
            'CASE WHEN ROW(exporter, combination) = ROW(''*'', ''sum'') THEN '''' ELSE ROW(exporter, combination)::text END'
        WHEN 'surtax_measure' THEN
            'CASE WHEN ROW(treatment, melt_country, base, content_least_ppm, stays_subject, permit_exempts, filed_from)'
            ' = ROW(''*'', ''*'', '''', 0, ''*'', false, date ''1998-01-01'') AND in_transit_on IS NULL THEN '''''
            ' ELSE ROW(treatment, melt_country, base, content_least_ppm, in_transit_on, stays_subject, permit_exempts,'
            ' filed_from)::text END'
        ELSE '''''' END
$$;

COMMENT ON FUNCTION public.reference_added(of_table text) IS 'What the columns that a reference table gained later say of a row, as SQL; empty for none.';

CREATE FUNCTION public.reference_columns(of_table text) RETURNS text[]
    LANGUAGE sql IMMUTABLE
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
    SELECT CASE of_table
        WHEN 'partner' THEN '{partner_id,name,kind,language,sender_identification,account_security_number,messages,acknowledgement,amounts,numbered}'::text[]
        WHEN 'tariff_item' THEN '{tariff_item,effective_from,effective_to,unit,description_en,description_fr}'
        WHEN 'tariff_rate' THEN '{tariff_item,treatment,effective_from,effective_to,rate_ppm,specific_micros,specific_unit,combination}'
        WHEN 'treatment_origin' THEN '{treatment,country,effective_from,effective_to}'
        WHEN 'exchange_rate' THEN '{currency,effective_from,effective_to,rate_ppm}'
        WHEN 'gst_rate' THEN '{gst_code,effective_from,effective_to,rate_ppm,source}'
        WHEN 'excise_rate' THEN '{excise_code,effective_from,effective_to,rate_ppm,specific_micros,specific_unit,combination,source}'
        WHEN 'sima_measure' THEN '{tariff_item,origin_country,measure,kind,effective_from,effective_to,rate_ppm,specific_micros,specific_unit,source}'
        WHEN 'surtax_measure' THEN '{surtax_code,tariff_item,origin_country,effective_from,effective_to,rate_ppm,rank,excludes_lower,source}'
        WHEN 'relief' THEN '{list,code,charge,effective_from,effective_to,remitted_ppm,source}'
        WHEN 'unit_factor' THEN '{from_unit,to_unit,effective_from,effective_to,factor_ppm,source}'
        WHEN 'holiday' THEN '{holiday_on,province,name_en,name_fr,source}'
        WHEN 'due_override' THEN '{program,rule_on,due_on,source}'
        WHEN 'prescribed_rate' THEN '{effective_from,effective_to,rate_ppm,source}'
        WHEN 'waiver' THEN '{kind,effective_from,effective_to,source}'
    END
$$;

COMMENT ON FUNCTION public.reference_columns(of_table text) IS 'The columns of a reference table in the order in which its digest reads them.';

CREATE FUNCTION public.reference_digest(of_table text, held regclass) RETURNS bytea
    LANGUAGE plpgsql STABLE
    SET "DateStyle" TO 'ISO'
    SET "TimeZone" TO 'UTC'
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
DECLARE
    columns text := (SELECT string_agg(quote_ident(name), ', ' ORDER BY place)
                     FROM unnest(reference_columns(of_table)) WITH ORDINALITY AS c (name, place));
    digest bytea;
BEGIN
    EXECUTE format('SELECT sha256(convert_to(coalesce(string_agg(line, E''\n'' ORDER BY line COLLATE "C"), ''''), ''UTF8''))'
                   ' FROM (SELECT ROW(%s)::text || %s AS line FROM %s) AS held', columns, reference_added(of_table), held)
        INTO digest;
    RETURN digest;
END $$;

COMMENT ON FUNCTION public.reference_digest(of_table text, held regclass) IS 'SHA-256 of all rows of a reference table, or of another that holds its columns.';

CREATE FUNCTION public.reference_name(of_table text, held jsonb) RETURNS text
    LANGUAGE sql IMMUTABLE
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
    SELECT of_table || ' ' || concat_ws('/', VARIADIC CASE of_table
        WHEN 'tariff_rate' THEN ARRAY[held ->> 'tariff_item', held ->> 'treatment']
        WHEN 'sima_measure' THEN ARRAY[held ->> 'tariff_item', held ->> 'origin_country', held ->> 'measure', held ->> 'kind',
                                       nullif(held ->> 'exporter', '*')]
        WHEN 'surtax_measure' THEN ARRAY[held ->> 'surtax_code', held ->> 'tariff_item', held ->> 'origin_country',
                                         'under ' || nullif(held ->> 'treatment', '*'),
                                         'melted in ' || nullif(held ->> 'melt_country', '*')]
        WHEN 'excise_rate' THEN ARRAY[held ->> 'excise_code']
        WHEN 'gst_rate' THEN ARRAY[held ->> 'gst_code']
        WHEN 'relief' THEN ARRAY[held ->> 'list', held ->> 'code', held ->> 'charge']
        WHEN 'unit_factor' THEN ARRAY[held ->> 'from_unit', held ->> 'to_unit']
        WHEN 'exchange_rate' THEN ARRAY[held ->> 'currency']
    END || ARRAY[held ->> 'effective_from'])
$$;

CREATE FUNCTION public.refuse_another_account() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (OLD.account_id, OLD.code, OLD.class, OLD.bn9, OLD.charge)
       IS DISTINCT FROM (NEW.account_id, NEW.code, NEW.class, NEW.bn9, NEW.charge) THEN
        RAISE EXCEPTION 'account % is not changed or deleted', OLD.code USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION public.refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION public.refuse_clock() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
BEGIN
    IF NOT is_made_up() AND (EXISTS (SELECT FROM file) OR EXISTS (SELECT FROM batch) OR EXISTS (SELECT FROM closed_date)) THEN
        RAISE EXCEPTION 'a book in use gets no clock of its own' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.days_ahead < days_ahead() THEN
        RAISE EXCEPTION 'the clock of a book goes forward only' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION public.refuse_closed() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
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

CREATE FUNCTION public.refuse_future() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
BEGIN
    IF NEW.book_on > business_today() + TG_ARGV[0]::int THEN
        RAISE EXCEPTION '% is later than today, %', NEW.book_on, business_today() USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION public.refuse_late_parts() RETURNS trigger
    LANGUAGE plpgsql
    SET enable_seqscan TO 'off'
    SET enable_hashjoin TO 'off'
    SET enable_mergejoin TO 'off'
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $_$
DECLARE
    found_batch bigint;
BEGIN
    FOR found_batch IN EXECUTE format('SELECT DISTINCT o.batch_id FROM (SELECT DISTINCT %1$I FROM added) a'
                                      ' CROSS JOIN LATERAL (SELECT batch_id FROM %2$I WHERE %1$I = a.%1$I OFFSET 0) o',
                                      TG_ARGV[0], TG_ARGV[1]) LOOP
        PERFORM refuse_sealed(found_batch);
    END LOOP;
    RETURN NULL;
END $_$;

CREATE FUNCTION public.refuse_late_rows() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
DECLARE
    found_batch bigint;
BEGIN
    FOR found_batch IN SELECT DISTINCT batch_id FROM added LOOP
        PERFORM refuse_sealed(found_batch);
    END LOOP;
    RETURN NULL;
END $$;

CREATE FUNCTION public.refuse_old_snapshot() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION '% is written under READ COMMITTED only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION public.refuse_older_load() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
BEGIN
    IF EXISTS (SELECT FROM (SELECT DISTINCT load_id FROM added) a JOIN registry_load r USING (load_id)
               WHERE r.made_in IS DISTINCT FROM pg_current_xact_id() OR r.recorded_at < now()) THEN
        RAISE EXCEPTION 'a load takes rows only while it is made' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION public.refuse_older_version() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
BEGIN
    IF EXISTS (SELECT FROM (SELECT DISTINCT reference_version_id FROM added) a JOIN reference_version v USING (reference_version_id)
               WHERE v.made_in IS DISTINCT FROM pg_current_xact_id() OR v.applied_at < now()) THEN
        RAISE EXCEPTION 'a version takes changes only while it is made' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION public.refuse_rejected() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
DECLARE
    who text;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('act:' || NEW.request_key, 3));
    IF TG_TABLE_NAME = 'act_rejection' THEN
        IF EXISTS (SELECT FROM act WHERE request_key = NEW.request_key) THEN
            RAISE EXCEPTION 'request % was carried out', NEW.request_key USING ERRCODE = 'restrict_violation';
        END IF;
    ELSE
        SELECT rejected_by INTO who FROM act_rejection WHERE request_key = NEW.request_key;
        IF FOUND THEN
            RAISE EXCEPTION 'request % was rejected by %', NEW.request_key, who USING ERRCODE = 'restrict_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION public.refuse_seal_of_too_few() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
DECLARE
    by_act bigint := coalesce(NEW.act_id, (SELECT r.act_id FROM run r WHERE r.run_id = NEW.run_id));
BEGIN
    IF NEW.kind IN ('act', 'billing') AND NOT EXISTS (
        SELECT FROM act WHERE act_id = by_act AND kind NOT IN ('rerun', 'reference', 'implausible')
            AND (kind = 'billing') = (NEW.kind = 'billing')) THEN
        RAISE EXCEPTION 'batch % of kind % is by no act of such a kind', NEW.batch_id, NEW.kind USING ERRCODE = 'restrict_violation';
    END IF;
    IF by_act IS NOT NULL THEN
        PERFORM refuse_too_few_for(by_act);
    END IF;
    PERFORM refuse_too_few_for(again.act_id) FROM (
        SELECT DISTINCT act_id FROM file WHERE batch_id = NEW.batch_id AND act_id IS NOT NULL ORDER BY 1) AS again;
    RETURN NULL;
END $$;

CREATE FUNCTION public.refuse_sealed(of_batch bigint) RETURNS void
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
BEGIN
    IF EXISTS (SELECT FROM batch WHERE batch_id = of_batch AND digest IS NOT NULL) THEN
        RAISE EXCEPTION 'batch % is sealed and takes no more rows', of_batch USING ERRCODE = 'restrict_violation';
    END IF;
END $$;

CREATE FUNCTION public.refuse_second_outcome() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.outcome IS NOT NULL OR (OLD.batch_id IS NOT NULL AND OLD.batch_id IS DISTINCT FROM NEW.batch_id)
       OR (OLD.file_id, OLD.claim_id, OLD.partner_id, OLD.name, OLD.sha256, OLD.size_bytes, OLD.received_on, OLD.received_at,
           OLD.replays_file_id, OLD.act_id)
          IS DISTINCT FROM (NEW.file_id, NEW.claim_id, NEW.partner_id, NEW.name, NEW.sha256, NEW.size_bytes, NEW.received_on,
           NEW.received_at, NEW.replays_file_id, NEW.act_id) THEN
        RAISE EXCEPTION 'file % already has outcome %, or would change', OLD.file_id, OLD.outcome
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.batch_id IS DISTINCT FROM OLD.batch_id THEN
        PERFORM refuse_sealed(NEW.batch_id);
    END IF;
    NEW.processed_at := now();
    RETURN NEW;
END $$;

CREATE FUNCTION public.refuse_strange_run() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
BEGIN
    IF EXISTS (SELECT FROM txn t WHERE t.batch_id = NEW.batch_id
               AND CASE NEW.kind WHEN 'penalty' THEN t.kind <> 'LAP' WHEN 'interest' THEN t.kind <> 'INT'
                   ELSE NEW.kind IN ('clearing', 'billing') END) THEN
        RAISE EXCEPTION 'batch % is a run of kind %, which posts no such transaction', NEW.batch_id, NEW.kind
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION public.refuse_too_few_for(of_act bigint) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
DECLARE
    done act;
    told jsonb;
    on_day date;
    moved bigint := moved_by_act(of_act);
    alone bigint;
    needed integer;
BEGIN
    SELECT * INTO done FROM act WHERE act_id = of_act;
    on_day := business_day_at(done.acted_at);
    SELECT rules INTO told FROM act_rules WHERE act_rules_id = done.act_rules_id;
    needed := people_needed(told, done.kind, moved, on_day);
    IF needed IS NULL THEN
        RAISE EXCEPTION 'no rule says how many people an act of kind % takes', done.kind USING ERRCODE = 'restrict_violation';
    END IF;
    IF done.requested_login IS DISTINCT FROM 'airflow'
           AND NOT may_at_shell(told, done.kind, moved, on_day, done.requested_by, done.requested_login)
       OR done.approved_by IS NOT NULL AND done.approved_login IS DISTINCT FROM 'airflow'
           AND NOT may_at_shell(told, done.kind, moved, on_day, done.approved_by, done.approved_login) THEN
        RAISE EXCEPTION 'who asks or approves as % may do no act of kind % at a shell',
            coalesce(done.approved_login, done.requested_login), done.kind USING ERRCODE = 'restrict_violation';
    END IF;
    IF by_two(done) THEN
        RETURN;
    END IF;
    IF needed > 1 THEN
        RAISE EXCEPTION 'an act of kind % that moves % cents takes two people; % asked, % approved',
            done.kind, moved, done.requested_by, coalesce(done.approved_by, 'nobody') USING ERRCODE = 'restrict_violation';
    END IF;
    IF moved > 0 THEN
        PERFORM pg_advisory_xact_lock(hashtextextended('acts of one person', 3));  -- none is summed up while another commits
        alone := moved_alone(coalesce(done.approved_by, done.requested_by),
                             coalesce(done.approved_login, done.requested_login), done.acted_at, NULL);
        IF people_needed(told, 'day', alone, on_day) > 1 THEN
            RAISE EXCEPTION 'with this act % moves % cents alone on %, which takes two people',
                coalesce(done.approved_by, done.requested_by), alone, on_day USING ERRCODE = 'restrict_violation';
        END IF;
    END IF;
END $$;

CREATE FUNCTION public.refuse_too_few_people() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
BEGIN
    PERFORM refuse_too_few_for(NEW.act_id);
    RETURN NULL;
END $$;

CREATE FUNCTION public.refuse_unasked_submission() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM act a JOIN submission s ON s.message_id = NEW.message_id
        WHERE a.act_id = NEW.act_id AND a.acted_at = now() AND a.selection ->> 'submission' = NEW.message_id::text
            AND a.kind = CASE NEW.decision WHEN 'declined' THEN 'decline' ELSE s.kind END) THEN
        RAISE EXCEPTION 'submission % is decided on by an act of its own', NEW.message_id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION public.refuse_unbalanced() RETURNS trigger
    LANGUAGE plpgsql
    SET enable_seqscan TO 'off'
    SET enable_hashjoin TO 'off'
    SET enable_mergejoin TO 'off'
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
DECLARE
    found_txn bigint;
    found_batch bigint;
BEGIN
    SELECT txn_id INTO found_txn FROM added GROUP BY txn_id HAVING sum(amount_cents) <> 0 LIMIT 1;
    IF found_txn IS NOT NULL THEN
        RAISE EXCEPTION 'entries of transaction % do not balance', found_txn USING ERRCODE = 'check_violation';
    END IF;
    FOR found_txn, found_batch IN
        SELECT min(a.txn_id) FILTER (WHERE a.book_on <> t.book_on), t.batch_id
        FROM (SELECT DISTINCT txn_id, book_on FROM added) a
            CROSS JOIN LATERAL (SELECT batch_id, book_on FROM txn WHERE txn_id = a.txn_id OFFSET 0) t
        GROUP BY t.batch_id LOOP
        IF found_txn IS NOT NULL THEN
            RAISE EXCEPTION 'entries of transaction % bear another book date', found_txn USING ERRCODE = 'check_violation';
        END IF;
        PERFORM refuse_sealed(found_batch);
    END LOOP;
    RETURN NULL;
END $$;

CREATE FUNCTION public.refuse_unbased() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
BEGIN
    IF EXISTS (SELECT FROM added WHERE basis_id IS NULL OR exchange_basis_id IS NULL) THEN
        RAISE EXCEPTION 'a line names what it is priced by' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION public.refuse_undecided() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
DECLARE
    told text[] := ARRAY(SELECT code FROM finding WHERE message_id = NEW.message_id AND code IN ('REF-013', 'REF-016'));
    by_act act;
BEGIN
    IF NEW.decided_by = 'automatic' THEN
        IF NEW.decision = 'declined' OR told <> '{}' OR EXISTS (
            SELECT FROM act WHERE kind IN ('reference', 'implausible') AND acted_at = now()) THEN  -- nobody is called so
            RAISE EXCEPTION 'delivery % waits for a person', NEW.message_id USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    SELECT * INTO by_act FROM act
    WHERE kind IN ('reference', 'implausible') AND selection ->> 'delivery' = NEW.message_id::text AND acted_at = now();
    IF NOT FOUND OR coalesce(by_act.approved_by, by_act.requested_by) <> NEW.decided_by
       OR (by_act.selection ->> 'decision' = 'declined') <> (NEW.decision = 'declined') THEN
        RAISE EXCEPTION 'delivery % is decided on by an act of a person', NEW.message_id USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.decision <> 'declined' AND 'REF-016' = ANY(told) AND by_act.kind <> 'implausible' THEN
        RAISE EXCEPTION 'delivery % is not plausible: no act of kind % applies it', NEW.message_id, by_act.kind
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION public.refuse_unearned_link() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
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

CREATE FUNCTION public.refuse_unknown_to_be() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
BEGIN
    IF EXISTS (SELECT FROM added WHERE known_on > coalesce(closed_through(), '-infinity')) THEN
        RAISE EXCEPTION 'a statement is issued only of closed dates' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION public.refuse_unlike_version() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $_$
DECLARE
    twice boolean;
BEGIN
    EXECUTE (SELECT format('SELECT EXISTS (SELECT FROM reference_change WHERE reference_version_id = $1 GROUP BY %s HAVING count(*) > 1)',
                           string_agg(format('coalesce(after, before) ->> %L', a.attname), ', '))
             FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey)
             WHERE i.indrelid = NEW.table_name::regclass AND i.indisprimary) INTO twice USING NEW.reference_version_id;
    IF twice THEN
        RAISE EXCEPTION 'version % of % changes a row twice', NEW.number, NEW.table_name USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.origin = 'delivery' AND NOT EXISTS (
        SELECT FROM reference_delivery d JOIN reference_decision r USING (message_id)
        WHERE d.message_id = NEW.message_id AND d.table_name = NEW.table_name
          AND (r.decision, r.decided_by, r.decided_at) = ('applied', NEW.applied_by, NEW.applied_at)) THEN
        RAISE EXCEPTION 'nobody decided to apply version % of %', NEW.number, NEW.table_name
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF version_of_now(NEW.table_name) <> NEW.reference_version_id THEN
        RAISE EXCEPTION 'one version of % a transaction', NEW.table_name USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.digest <> reference_digest(NEW.table_name, NEW.table_name::regclass)
       OR NEW.added + NEW.changed + NEW.ended + NEW.removed
          <> (SELECT count(*) FROM reference_change WHERE reference_version_id = NEW.reference_version_id) THEN
        RAISE EXCEPTION 'version % of % is not what it says', NEW.number, NEW.table_name USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $_$;

CREATE FUNCTION public.refuse_unowned_seed() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
BEGIN
    IF to_jsonb(NEW) ->> coalesce(TG_ARGV[0], 'origin') <> 'delivery'
       AND NOT pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'USAGE') THEN
        RAISE EXCEPTION 'the owner of the book alone seeds it; others deliver' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION public.refuse_unrecorded() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $_$
DECLARE
    of_version bigint := version_of_now(TG_TABLE_NAME);
    rows_of constant text := 'SELECT (jsonb_populate_record(NULL::%1$I, %2$s)).* FROM reference_change'
                             ' WHERE reference_version_id = $1 AND %3$s';
    differ constant text := 'SELECT EXISTS ((SELECT * FROM %1$s EXCEPT %2$s) UNION ALL (%2$s EXCEPT SELECT * FROM %1$s))';
    added constant text := format(rows_of, TG_TABLE_NAME, 'after', 'before IS NULL');
    was constant text := format(rows_of, TG_TABLE_NAME, 'before', 'before IS NOT NULL AND after IS NOT NULL');
    becomes constant text := format(rows_of, TG_TABLE_NAME, 'after', 'before IS NOT NULL AND after IS NOT NULL');
    removed constant text := format(rows_of, TG_TABLE_NAME, 'before', 'after IS NULL');
    unlike boolean;
BEGIN
    IF of_version IS NULL THEN
        RAISE EXCEPTION '% changes by a recorded version alone', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'INSERT' THEN
        EXECUTE format(differ, 'new_rows', added) INTO unlike USING of_version;
    ELSIF TG_OP = 'DELETE' THEN
        EXECUTE format(differ, 'old_rows', removed) INTO unlike USING of_version;
    ELSE
        EXECUTE format('SELECT (%s) OR (%s)', format(differ, 'old_rows', was), format(differ, 'new_rows', becomes))
            INTO unlike USING of_version;
    END IF;
    IF unlike THEN
        RAISE EXCEPTION '% would change otherwise than version % records', TG_TABLE_NAME, of_version
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $_$;

CREATE FUNCTION public.refuse_unregistered() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
BEGIN
    IF EXISTS (SELECT FROM added)
       AND NOT pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'USAGE')
       AND NOT EXISTS (SELECT FROM registry_load WHERE made_in = pg_current_xact_id() AND recorded_at >= now()) THEN
        RAISE EXCEPTION '% takes rows with a load of the registry alone', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION public.refuse_unsealed() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
BEGIN
    IF EXISTS (SELECT FROM batch WHERE batch_id = NEW.batch_id AND digest IS NULL) THEN
        RAISE EXCEPTION 'batch % is not sealed', NEW.batch_id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION public.refuse_unsealing() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.digest IS NOT NULL
       OR (OLD.batch_id, OLD.kind, OLD.file_id, OLD.act_id, OLD.run_id, OLD.book_on, OLD.sealed_at, OLD.seal_version,
           OLD.reference_version_id, OLD.load_id, OLD.reading, OLD.due_rules_id)
          IS DISTINCT FROM (NEW.batch_id, NEW.kind, NEW.file_id, NEW.act_id, NEW.run_id, NEW.book_on, NEW.sealed_at,
                            NEW.seal_version, NEW.reference_version_id, NEW.load_id, NEW.reading, NEW.due_rules_id) THEN
        RAISE EXCEPTION 'batch % is not changed or deleted', OLD.batch_id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION public.refuse_unsound(of_batch bigint) RETURNS void
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    SET enable_seqscan TO 'off'
    SET enable_hashjoin TO 'off'
    SET enable_mergejoin TO 'off'
    AS $$
DECLARE
    posted_on date := (SELECT book_on FROM batch WHERE batch_id = of_batch);
    controls bigint[] := ARRAY(SELECT account_id FROM account WHERE class = 'control');
    wrong record;
    found bigint;
BEGIN
    IF EXISTS (SELECT FROM batch WHERE batch_id = of_batch AND kind <> 'billing') AND posted_on <= closed_through() THEN
        RAISE EXCEPTION 'business date % is closed', posted_on USING ERRCODE = 'restrict_violation';
    END IF;
    SELECT t.txn_id, i.item_id, e.entries, e.receivables INTO wrong FROM txn t
        LEFT JOIN LATERAL (SELECT * FROM item WHERE txn_id = t.txn_id OFFSET 0) i ON true
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
    SELECT s.statement_id INTO found FROM statement s
        CROSS JOIN LATERAL (SELECT * FROM statement_line WHERE statement_id = s.statement_id OFFSET 0) l
        CROSS JOIN LATERAL (SELECT * FROM item WHERE item_id = l.item_id OFFSET 0) i
        WHERE s.batch_id = of_batch AND (i.account_id <> s.account_id OR i.amount_cents <> l.amount_cents
            OR i.book_on > s.known_on) LIMIT 1;
    IF found IS NOT NULL THEN
        RAISE EXCEPTION 'a line of statement % is not its item', found USING ERRCODE = 'check_violation';
    END IF;
    SELECT s.statement_id INTO found FROM statement s
        LEFT JOIN LATERAL (SELECT * FROM statement WHERE statement_id = s.previous_statement_id OFFSET 0) p ON true
        WHERE s.batch_id = of_batch AND (s.opening_cents <> coalesce(p.closing_cents, 0)
            OR p.account_id <> s.account_id OR p.cycle_last_on >= s.cycle_last_on
            OR p.statement_id IS NULL AND EXISTS (SELECT FROM statement other WHERE other.account_id = s.account_id
                                                  AND other.cycle_last_on <> s.cycle_last_on)) LIMIT 1;
    IF found IS NOT NULL THEN
        RAISE EXCEPTION 'statement % does not open where its account''s last one closed', found USING ERRCODE = 'check_violation';
    END IF;
    SELECT r.txn_id INTO found FROM txn r
        CROSS JOIN LATERAL (SELECT * FROM txn WHERE txn_id = r.reverses_txn_id OFFSET 0) t WHERE r.batch_id = of_batch
        AND (t.kind = 'REV' OR (SELECT array_agg((e.account_id, -e.amount_cents)::text ORDER BY e.entry_number) FROM entry e
                                WHERE e.txn_id = r.txn_id AND e.book_on = r.book_on) IS DISTINCT FROM
            (SELECT array_agg((e.account_id, e.amount_cents)::text ORDER BY e.entry_number) FROM entry e
             WHERE e.txn_id = t.txn_id AND e.book_on = t.book_on)) LIMIT 1;
    IF found IS NOT NULL THEN
        RAISE EXCEPTION 'transaction % does not reverse the one it names', found USING ERRCODE = 'check_violation';
    END IF;
END $$;

CREATE FUNCTION public.refuse_unsound_journal(of_batch bigint) RETURNS void
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    SET enable_seqscan TO 'off'
    SET enable_hashjoin TO 'off'
    SET enable_mergejoin TO 'off'
    AS $$
DECLARE
    posted_on date := (SELECT book_on FROM batch WHERE batch_id = of_batch);
    found bigint;
BEGIN
    SELECT t.txn_id INTO found FROM txn t JOIN batch b USING (batch_id)
        WHERE t.batch_id = of_batch AND b.kind = 'file' AND t.message_id IS NULL LIMIT 1;
    IF found IS NOT NULL THEN
        RAISE EXCEPTION 'transaction % names no cause', found USING ERRCODE = 'check_violation';
    END IF;
    SELECT i.item_id INTO found FROM txn t
        CROSS JOIN LATERAL (SELECT * FROM item WHERE txn_id = t.txn_id OFFSET 0) i JOIN item_kind k ON k.kind = i.kind
        WHERE t.batch_id = of_batch AND k.side <> 'either' AND (k.side = 'debit') <> (i.amount_cents > 0) LIMIT 1;
    IF found IS NOT NULL THEN
        RAISE EXCEPTION 'item % stands on the other side than its kind', found USING ERRCODE = 'check_violation';
    END IF;
    SELECT min(t.txn_id) INTO found FROM txn t
        CROSS JOIN LATERAL (SELECT * FROM entry WHERE txn_id = t.txn_id AND book_on = posted_on OFFSET 0) e
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
    SELECT a.application_id INTO found FROM application a
        CROSS JOIN LATERAL (SELECT * FROM application_part WHERE application_id = a.application_id OFFSET 0) p
        LEFT JOIN LATERAL (SELECT * FROM application_part
                           WHERE application_id = a.reverses_application_id AND charge = p.charge OFFSET 0) r ON true
        WHERE a.batch_id = of_batch AND a.reverses_application_id IS NOT NULL AND r.amount_cents IS DISTINCT FROM -p.amount_cents LIMIT 1;
    IF found IS NOT NULL THEN
        RAISE EXCEPTION 'application % gives back other charges than were paid', found USING ERRCODE = 'check_violation';
    END IF;
    SELECT d.debit_item_id INTO found FROM (SELECT DISTINCT debit_item_id FROM application WHERE batch_id = of_batch) d
        CROSS JOIN LATERAL (SELECT p.charge, sum(p.amount_cents) AS cents FROM application a
                                CROSS JOIN LATERAL (SELECT * FROM application_part WHERE application_id = a.application_id OFFSET 0) p
                            WHERE a.debit_item_id = d.debit_item_id GROUP BY p.charge) paid
        LEFT JOIN LATERAL (SELECT amount_cents FROM item_part
                           WHERE item_id = d.debit_item_id AND charge = paid.charge OFFSET 0) i ON true
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

CREATE FUNCTION public.same_declaration(one_txn bigint, other_txn bigint) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
    SELECT EXISTS (
        SELECT FROM txn t JOIN cad c USING (message_id)
        JOIN cad o ON (o.transaction_number, o.number_use) = (c.transaction_number, c.number_use)
        JOIN txn u ON u.message_id = o.message_id
        WHERE t.txn_id = one_txn AND u.txn_id = other_txn)
$$;

COMMENT ON FUNCTION public.same_declaration(one_txn bigint, other_txn bigint) IS 'Whether two transactions are of versions of one declaration.';

CREATE FUNCTION public.same_person(one text, other text) RETURNS boolean
    LANGUAGE sql IMMUTABLE
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
    SELECT lower(btrim(one)) = lower(btrim(other))
$$;

CREATE FUNCTION public.seal_batch(of_batch bigint) RETURNS bytea
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
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

CREATE FUNCTION public.version_of_now(of_table text) RETURNS bigint
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
    SELECT max(reference_version_id) FROM reference_version
    WHERE table_name = of_table AND made_in = pg_current_xact_id() AND applied_at = now()
$$;

COMMENT ON FUNCTION public.version_of_now(of_table text) IS 'The version of a reference table that this transaction records; null where it records none.';

CREATE FUNCTION public.wait_for_batch() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('batch', 2));
    RETURN NULL;
END $$;

CREATE TABLE public.account (
    account_id bigint NOT NULL,
    code text NOT NULL,
    class text NOT NULL,
    bn9 text,
    charge text,
    CONSTRAINT account_charge_check CHECK (((class = 'control'::text) = (charge IS NOT NULL))),
    CONSTRAINT account_check CHECK (((class = 'receivable'::text) = (bn9 IS NOT NULL))),
    CONSTRAINT account_check1 CHECK (((class = 'control'::text) OR (code ~ '^\d{9}RM\d{4}$'::text))),
    CONSTRAINT account_class_check CHECK ((class = ANY (ARRAY['control'::text, 'receivable'::text])))
);

COMMENT ON COLUMN public.account.charge IS 'Of a control account: what its side of a transaction is to the receivable on the other.';

ALTER TABLE public.account ALTER COLUMN account_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.account_account_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.account_history (
    bn15 text NOT NULL,
    program text NOT NULL,
    language text NOT NULL,
    documents_to text,
    notice_formats text NOT NULL,
    statement_formats text NOT NULL,
    offset_preference text NOT NULL,
    effective_from date NOT NULL,
    effective_to date NOT NULL,
    withdrawn boolean NOT NULL,
    load_id bigint NOT NULL,
    CONSTRAINT account_history_bn15_check CHECK ((bn15 ~ '^\d{9}RM\d{4}$'::text)),
    CONSTRAINT account_history_check CHECK ((effective_to >= effective_from)),
    CONSTRAINT account_history_language_check CHECK ((language = ANY (ARRAY['en'::text, 'fr'::text])))
);

COMMENT ON COLUMN public.account_history.program IS 'The program that names its billing cycle.';

COMMENT ON COLUMN public.account_history.documents_to IS 'The one partner who receives this account''s notices and statements.';

COMMENT ON COLUMN public.account_history.notice_formats IS 'The forms wanted, separated by blanks.';

CREATE TABLE public.account_link (
    link_id bigint NOT NULL,
    user_id text NOT NULL,
    bn15 text NOT NULL,
    attempt_id bigint NOT NULL,
    linked_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT account_link_bn15_check CHECK ((bn15 ~ '^\d{9}RM\d{4}$'::text))
);

ALTER TABLE public.account_link ALTER COLUMN link_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.account_link_link_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE public.act ALTER COLUMN act_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.act_act_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.act_rejection (
    request_key text NOT NULL,
    rejected_by text NOT NULL,
    login text NOT NULL,
    reason text NOT NULL,
    rejected_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT act_rejection_login_check CHECK ((login <> ''::text)),
    CONSTRAINT act_rejection_reason_check CHECK ((reason <> ''::text)),
    CONSTRAINT act_rejection_rejected_by_check CHECK ((rejected_by <> ''::text))
);

COMMENT ON TABLE public.act_rejection IS 'What was asked for, or would have been, and a person said no to: nothing is done under its key.';

CREATE TABLE public.act_request (
    request_key text NOT NULL,
    kind text NOT NULL,
    selection jsonb NOT NULL,
    digest bytea NOT NULL,
    requested_by text NOT NULL,
    requested_at timestamp with time zone DEFAULT now() NOT NULL,
    login text NOT NULL,
    reason text NOT NULL,
    CONSTRAINT act_request_digest_check CHECK ((octet_length(digest) = 32)),
    CONSTRAINT act_request_login_check CHECK ((login <> ''::text)),
    CONSTRAINT act_request_reason_check CHECK ((reason <> ''::text)),
    CONSTRAINT act_request_requested_by_check CHECK ((requested_by <> ''::text))
);

COMMENT ON TABLE public.act_request IS 'What one person asked for, or checked, and another one is to approve.';

COMMENT ON COLUMN public.act_request.digest IS 'SHA-256 of what would be done, as it was shown.';

COMMENT ON COLUMN public.act_request.login IS 'How the person was known: airflow, or shell and the user of the operating system.';

CREATE TABLE public.act_rules (
    act_rules_id bigint NOT NULL,
    rules jsonb NOT NULL,
    loaded_at timestamp with time zone DEFAULT now() NOT NULL,
    loaded_by text DEFAULT CURRENT_USER NOT NULL,
    CONSTRAINT act_rules_rules_check CHECK ((jsonb_typeof(rules) = 'array'::text))
);

COMMENT ON TABLE public.act_rules IS 'Versions of config/rules/acts.toml, which the owner of the book loads; the newest holds.';

ALTER TABLE public.act_rules ALTER COLUMN act_rules_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.act_rules_act_rules_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.application (
    application_id bigint NOT NULL,
    debit_item_id bigint NOT NULL,
    credit_item_id bigint NOT NULL,
    amount_cents bigint NOT NULL,
    applied_on date NOT NULL,
    policy text NOT NULL,
    batch_id bigint NOT NULL,
    reverses_application_id bigint,
    counts_on date NOT NULL,
    reason text NOT NULL,
    CONSTRAINT application_amount_cents_check CHECK ((amount_cents <> 0)),
    CONSTRAINT application_check CHECK (((amount_cents < 0) = (reverses_application_id IS NOT NULL))),
    CONSTRAINT application_reason_check CHECK ((reason = ANY (ARRAY['payment'::text, 'correction'::text, 'choice'::text, 'set_off'::text, 'taken_back'::text, 'small_amount'::text])))
);

COMMENT ON COLUMN public.application.applied_on IS 'Its day in the book.';

COMMENT ON COLUMN public.application.counts_on IS 'From which day the debt counts as paid by it: of a payment paid_on, of what is set off the day of that; a declaration''s own credit and a reversal count from the debt''s own day, as if it had never been more. Interest and lateness read this day alone.';

COMMENT ON COLUMN public.application.reason IS 'Why the credit met the debt: payment; correction, by the debt''s own declaration; choice of the owner, by preference or by hand; set_off by the agency; taken_back, of a reversal or a chargeback; small_amount.';

ALTER TABLE public.application ALTER COLUMN application_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.application_application_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.application_part (
    application_id bigint NOT NULL,
    charge text NOT NULL,
    amount_cents bigint NOT NULL,
    derived boolean DEFAULT false NOT NULL,
    CONSTRAINT application_part_amount_cents_check CHECK ((amount_cents <> 0))
);

COMMENT ON TABLE public.application_part IS 'Which charges of its debit an application paid; undone, it gives the same back.';

COMMENT ON COLUMN public.application_part.derived IS 'Made by the default order for an application older than its parts.';

CREATE TABLE public.archive (
    archive_id bigint NOT NULL,
    month date NOT NULL,
    manifest_sha256 bytea NOT NULL,
    proved_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT archive_manifest_sha256_check CHECK ((length(manifest_sha256) = 32)),
    CONSTRAINT archive_month_check CHECK ((EXTRACT(day FROM month) = (1)::numeric))
);

ALTER TABLE public.archive ALTER COLUMN archive_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.archive_archive_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.bank_line (
    bank_line_id bigint NOT NULL,
    bank text NOT NULL,
    bank_account text NOT NULL,
    booked_on date NOT NULL,
    amount_cents bigint NOT NULL,
    content text NOT NULL,
    occurrence integer NOT NULL,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT bank_line_content_check CHECK ((content <> ''::text)),
    CONSTRAINT bank_line_occurrence_check CHECK ((occurrence > 0))
);

COMMENT ON TABLE public.bank_line IS 'What the bank booked, above zero in favour of the account, once however many statements show it. Known again as payments are: bank|account|day|cents|what is said of it, and which of those alike it is.';

ALTER TABLE public.bank_line ALTER COLUMN bank_line_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.bank_line_bank_line_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.bank_statement (
    bank_statement_id bigint NOT NULL,
    interchange_id bigint NOT NULL,
    bank text NOT NULL,
    bank_account text NOT NULL,
    currency text,
    reference text,
    from_on date NOT NULL,
    to_on date NOT NULL,
    opening_cents bigint,
    closing_cents bigint,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT bank_statement_check CHECK ((from_on <= to_on))
);

COMMENT ON TABLE public.bank_statement IS 'A statement of an account, or a page or a part of a day of it. Derived from kept bytes; no seal covers it, the proof bank-reconciled holds it to its lines and to the book.';

COMMENT ON COLUMN public.bank_statement.opening_cents IS 'With the account''s sign; null where the statement tells none.';

ALTER TABLE public.bank_statement ALTER COLUMN bank_statement_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.bank_statement_bank_statement_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.bank_statement_line (
    message_id bigint NOT NULL,
    bank_statement_id bigint NOT NULL,
    bank_line_id bigint NOT NULL,
    reference text
);

COMMENT ON TABLE public.bank_statement_line IS 'Where a line stands: each statement that shows it, by the message of its entry.';

COMMENT ON COLUMN public.bank_statement_line.reference IS 'What the bank calls the line, where it is the line''s alone.';

CREATE TABLE public.basis (
    basis_id bigint NOT NULL,
    digest bytea NOT NULL,
    terms text NOT NULL,
    batch_id bigint NOT NULL,
    CONSTRAINT basis_check CHECK ((digest = sha256(convert_to(terms, 'UTF8'::name)))),
    CONSTRAINT basis_terms_check CHECK ((jsonb_typeof((terms)::jsonb) = 'object'::text))
);

COMMENT ON TABLE public.basis IS 'Rules, rates and their source rows by which lines were priced, as canonical JSON; a line names two.';

ALTER TABLE public.basis ALTER COLUMN basis_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.basis_basis_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.batch (
    batch_id bigint NOT NULL,
    kind text NOT NULL,
    file_id bigint,
    book_on date NOT NULL,
    sealed_at timestamp with time zone DEFAULT now() NOT NULL,
    previous_digest bytea,
    digest bytea,
    act_id bigint,
    seal_version integer DEFAULT 11 NOT NULL,
    sealed_rows bigint,
    run_id bigint,
    reference_version_id bigint,
    load_id bigint,
    reading integer,
    due_rules_id bigint,
    CONSTRAINT batch_act_check CHECK (((kind = 'act'::text) = (act_id IS NOT NULL))),
    CONSTRAINT batch_file_check CHECK (((file_id IS NOT NULL) = ((kind = 'file'::text) AND (seal_version < 5)))),
    CONSTRAINT batch_names_due_rules CHECK (((due_rules_id IS NOT NULL) OR (seal_version < 10))),
    CONSTRAINT batch_of_files_reads CHECK (((kind <> ALL (ARRAY['file'::text, 'act'::text])) OR (reading IS NOT NULL) OR (seal_version < 8))),
    CONSTRAINT batch_reading_check CHECK ((reading > 0)),
    CONSTRAINT batch_run_check CHECK (((kind <> ALL (ARRAY['file'::text, 'act'::text])) = (run_id IS NOT NULL)))
);

COMMENT ON COLUMN public.batch.kind IS 'file, act, or the kind of the run: the cause that it names by file_id, act_id or run_id.';

COMMENT ON COLUMN public.batch.file_id IS 'The one file of a batch sealed under version 4 or before; of any batch, file.batch_id names its files.';

COMMENT ON COLUMN public.batch.sealed_rows IS 'How many rows the seal covers; null under seal version 1.';

COMMENT ON COLUMN public.batch.reference_version_id IS 'The newest version of reference data that it was decided by.';

COMMENT ON COLUMN public.batch.load_id IS 'The newest load of the registry that it was decided by.';

COMMENT ON COLUMN public.batch.reading IS 'The version of the reading of files that it was posted by; null of a run, which reads none, and from before it was recorded.';

COMMENT ON COLUMN public.batch.due_rules_id IS 'The rules by which its days were worked out, the newest when it was opened; null from before they were recorded.';

ALTER TABLE public.batch ALTER COLUMN batch_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.batch_batch_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.book_clock (
    clock_id bigint NOT NULL,
    days_ahead integer NOT NULL,
    set_at timestamp with time zone DEFAULT now() NOT NULL,
    set_by text DEFAULT CURRENT_USER NOT NULL,
    CONSTRAINT book_clock_days_ahead_check CHECK (((days_ahead >= 0) AND (days_ahead <= 36600)))
);

COMMENT ON TABLE public.book_clock IS 'Of a made-up book alone: how far its day is ahead of Toronto''s; the newest row holds. A real book has none.';

ALTER TABLE public.book_clock ALTER COLUMN clock_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.book_clock_clock_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.broker (
    account_security_number text NOT NULL,
    partner_id text NOT NULL,
    legal_name text NOT NULL,
    effective_from date NOT NULL,
    effective_to date NOT NULL,
    withdrawn boolean NOT NULL,
    load_id bigint NOT NULL,
    bn15 text,
    CONSTRAINT broker_account_security_number_check CHECK ((account_security_number ~ '^\d{5}$'::text)),
    CONSTRAINT broker_bn15_check CHECK ((bn15 ~ '^\d{9}RM\d{4}$'::text)),
    CONSTRAINT broker_check CHECK ((effective_to >= effective_from))
);

COMMENT ON TABLE public.broker IS 'Who may file under an account security number: brokers, and importers who file themselves.';

COMMENT ON COLUMN public.broker.bn15 IS 'The program account by which declarations may name who files under the number; null: by the number alone.';

CREATE TABLE public.cad (
    cad_id bigint NOT NULL,
    message_id bigint NOT NULL,
    transaction_number text NOT NULL,
    version integer NOT NULL,
    cad_type text NOT NULL,
    account_id bigint NOT NULL,
    filer text NOT NULL,
    release_on date NOT NULL,
    release_office text NOT NULL,
    cargo_control_number text,
    accepted_on date NOT NULL,
    cycle_last_on date NOT NULL,
    due_on date NOT NULL,
    line_count integer NOT NULL,
    total_value_cents bigint NOT NULL,
    value_for_duty_cents bigint NOT NULL,
    duty_cents bigint NOT NULL,
    gst_cents bigint NOT NULL,
    payable_cents bigint NOT NULL,
    content_digest bytea NOT NULL,
    posting_number integer DEFAULT 1 NOT NULL,
    batch_id bigint NOT NULL,
    number_use integer DEFAULT 1 NOT NULL,
    function text DEFAULT 'original'::text NOT NULL,
    filed_on date NOT NULL,
    accounting_due_on date,
    warehouse text,
    previous_transaction_number text,
    sima_cents bigint DEFAULT 0 NOT NULL,
    surtax_cents bigint DEFAULT 0 NOT NULL,
    excise_cents bigint DEFAULT 0 NOT NULL,
    CONSTRAINT cad_duty_cents_check CHECK ((duty_cents >= 0)),
    CONSTRAINT cad_excise_cents_check CHECK ((excise_cents >= 0)),
    CONSTRAINT cad_function_check CHECK ((function = ANY (ARRAY['original'::text, 'correction'::text, 'adjustment'::text, 'withdrawal'::text]))),
    CONSTRAINT cad_gst_cents_check CHECK ((gst_cents >= 0)),
    CONSTRAINT cad_line_count_check CHECK ((((line_count > 0) = (function <> 'withdrawal'::text)) AND (line_count >= 0))),
    CONSTRAINT cad_number_use_check CHECK ((number_use > 0)),
    CONSTRAINT cad_original_check CHECK (((function = 'original'::text) = (version = 1))),
    CONSTRAINT cad_payable_check CHECK ((payable_cents >= ((((duty_cents + sima_cents) + surtax_cents) + excise_cents) + gst_cents))),
    CONSTRAINT cad_posting_number_check CHECK ((posting_number > 0)),
    CONSTRAINT cad_sima_cents_check CHECK ((sima_cents >= 0)),
    CONSTRAINT cad_surtax_cents_check CHECK ((surtax_cents >= 0)),
    CONSTRAINT cad_transaction_number_check CHECK ((transaction_number ~ '^\d{14}$'::text)),
    CONSTRAINT cad_value_for_duty_cents_check CHECK ((value_for_duty_cents >= 0)),
    CONSTRAINT cad_version_check CHECK ((version > 0))
);

COMMENT ON COLUMN public.cad.number_use IS 'How often the number had been used when it was accepted: again after 7 years and 3 months.';

COMMENT ON COLUMN public.cad.filed_on IS 'The day on which the version reached us; accepted_on is its day in the book.';

ALTER TABLE public.cad ALTER COLUMN cad_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.cad_cad_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.cad_line (
    cad_id bigint NOT NULL,
    line_number integer NOT NULL,
    invoice_number text NOT NULL,
    vendor_name text NOT NULL,
    tariff_item text NOT NULL,
    description text NOT NULL,
    origin_country text NOT NULL,
    export_country text NOT NULL,
    direct_shipment_on date NOT NULL,
    treatment text NOT NULL,
    vfd_code text NOT NULL,
    quantity_thousandths bigint NOT NULL,
    unit text NOT NULL,
    currency text NOT NULL,
    value_for_currency_conversion_cents bigint NOT NULL,
    exchange_rate_ppm bigint,
    value_for_duty_cents bigint NOT NULL,
    duty_rate_ppm bigint,
    duty_cents bigint NOT NULL,
    gst_rate_ppm bigint,
    gst_cents bigint NOT NULL,
    byte_from bigint NOT NULL,
    byte_to bigint NOT NULL,
    tariff_code text,
    sima_code text,
    sima_measure text,
    surtax_code text,
    excise_code text,
    gst_code text,
    special_authority text,
    licence text,
    sima_cents bigint DEFAULT 0 NOT NULL,
    surtax_cents bigint DEFAULT 0 NOT NULL,
    excise_cents bigint DEFAULT 0 NOT NULL,
    basis_id bigint,
    exchange_basis_id bigint,
    surtax_flag text,
    melt_country text,
    import_permit text,
    exporter text,
    content_cents bigint,
    CONSTRAINT cad_line_content_cents_check CHECK ((content_cents >= 0)),
    CONSTRAINT cad_line_duty_cents_check CHECK ((duty_cents >= 0)),
    CONSTRAINT cad_line_excise_cents_check CHECK ((excise_cents >= 0)),
    CONSTRAINT cad_line_explained CHECK ((((basis_id IS NULL) = (duty_rate_ppm IS NOT NULL)) AND ((basis_id IS NULL) = (exchange_basis_id IS NULL)))),
    CONSTRAINT cad_line_gst_cents_check CHECK ((gst_cents >= 0)),
    CONSTRAINT cad_line_line_number_check CHECK ((line_number > 0)),
    CONSTRAINT cad_line_quantity_thousandths_check CHECK ((quantity_thousandths >= 0)),
    CONSTRAINT cad_line_sima_cents_check CHECK ((sima_cents >= 0)),
    CONSTRAINT cad_line_surtax_cents_check CHECK ((surtax_cents >= 0)),
    CONSTRAINT cad_line_value_for_currency_conversion_cents_check CHECK ((value_for_currency_conversion_cents >= 0)),
    CONSTRAINT cad_line_value_for_duty_cents_check CHECK ((value_for_duty_cents >= 0))
);

COMMENT ON COLUMN public.cad_line.duty_rate_ppm IS 'Like the other two rates: of lines priced before bases were kept.';

COMMENT ON COLUMN public.cad_line.surtax_flag IS 'S: subject to a surtax order; N: to none, whatever orders name the item and its origin.';

COMMENT ON COLUMN public.cad_line.melt_country IS 'Where its steel was melted and poured, or its aluminum smelted and cast.';

COMMENT ON COLUMN public.cad_line.content_cents IS 'What its value has of Canadian and Mexican content, in Canadian dollars.';

CREATE TABLE public.cad_line_charge (
    cad_id bigint NOT NULL,
    line_number integer NOT NULL,
    charge text NOT NULL,
    amount_cents bigint NOT NULL,
    CONSTRAINT cad_line_charge_amount_cents_check CHECK ((amount_cents > 0)),
    CONSTRAINT cad_line_charge_charge_check CHECK ((charge <> ALL (ARRAY['duty'::text, 'sima'::text, 'surtax'::text, 'excise'::text, 'gst'::text, 'payment'::text, 'transfer'::text])))
);

COMMENT ON TABLE public.cad_line_charge IS 'What a line owes beyond duty, SIMA, surtax, excise and GST, which are its columns.';

CREATE VIEW public.cad_line_part AS
 SELECT l.cad_id,
    l.line_number,
    c.charge,
    c.amount_cents
   FROM (public.cad_line l
     CROSS JOIN LATERAL ( VALUES ('duty'::text,l.duty_cents), ('sima'::text,l.sima_cents), ('surtax'::text,l.surtax_cents), ('excise'::text,l.excise_cents), ('gst'::text,l.gst_cents)) c(charge, amount_cents))
  WHERE (c.amount_cents <> 0)
UNION ALL
 SELECT cad_line_charge.cad_id,
    cad_line_charge.line_number,
    cad_line_charge.charge,
    cad_line_charge.amount_cents
   FROM public.cad_line_charge;

CREATE TABLE public.charge (
    charge text NOT NULL,
    rank integer NOT NULL,
    CONSTRAINT charge_charge_check CHECK ((charge ~ '^[a-z][a-z_]*$'::text)),
    CONSTRAINT charge_rank_check CHECK ((rank > 0))
);

COMMENT ON TABLE public.charge IS 'What an amount is made of; each control account bears one. The rank is the order in which documents show them.';

CREATE TABLE public.client (
    bn9 text NOT NULL,
    CONSTRAINT client_bn9_check CHECK ((bn9 ~ '^\d{9}$'::text))
);

CREATE TABLE public.client_history (
    bn9 text NOT NULL,
    legal_name text NOT NULL,
    effective_from date NOT NULL,
    effective_to date NOT NULL,
    withdrawn boolean NOT NULL,
    load_id bigint NOT NULL,
    CONSTRAINT client_history_check CHECK ((effective_to >= effective_from))
);

CREATE TABLE public.closed_date (
    book_on date NOT NULL,
    closed_at timestamp with time zone DEFAULT now() NOT NULL,
    last_batch_id bigint
);

CREATE VIEW public.current_cad AS
 SELECT cad_id,
    message_id,
    transaction_number,
    version,
    cad_type,
    account_id,
    filer,
    release_on,
    release_office,
    cargo_control_number,
    accepted_on,
    cycle_last_on,
    due_on,
    line_count,
    total_value_cents,
    value_for_duty_cents,
    duty_cents,
    gst_cents,
    payable_cents,
    content_digest,
    posting_number,
    batch_id,
    number_use,
    function,
    filed_on,
    accounting_due_on,
    warehouse,
    previous_transaction_number,
    sima_cents,
    surtax_cents,
    excise_cents
   FROM public.cad c
  WHERE (NOT (EXISTS ( SELECT
           FROM public.cad later
          WHERE ((later.message_id = c.message_id) AND (later.posting_number > c.posting_number)))));

COMMENT ON VIEW public.current_cad IS 'The newest posting of every declaration version.';

CREATE TABLE public.delegation (
    bn15 text NOT NULL,
    partner_id text NOT NULL,
    role text NOT NULL,
    effective_from date NOT NULL,
    effective_to date NOT NULL,
    withdrawn boolean NOT NULL,
    load_id bigint NOT NULL,
    CONSTRAINT delegation_bn15_check CHECK ((bn15 ~ '^\d{9}RM\d{4}$'::text)),
    CONSTRAINT delegation_check1 CHECK ((effective_to >= effective_from))
);

CREATE TABLE public.delivery (
    outbox_id bigint NOT NULL,
    path text NOT NULL,
    size_bytes bigint NOT NULL,
    delivered_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.outbox (
    outbox_id bigint NOT NULL,
    kind text NOT NULL,
    partner_id text NOT NULL,
    name text NOT NULL,
    sha256 bytea NOT NULL,
    file_id bigint,
    account_id bigint,
    business_date date NOT NULL,
    queued_at timestamp with time zone DEFAULT now() NOT NULL,
    form text NOT NULL,
    statement_id bigint,
    notice_on date,
    interchange_ordinal integer,
    act_id bigint,
    repeats_outbox_id bigint,
    CONSTRAINT outbox_form_check CHECK ((form ~ '^[a-z0-9]+$'::text)),
    CONSTRAINT outbox_sha256_check CHECK ((length(sha256) = 32)),
    CONSTRAINT outbox_tells_of_one CHECK (
CASE
    WHEN (statement_id IS NOT NULL) THEN ((account_id IS NOT NULL) AND (num_nonnulls(notice_on, file_id, interchange_ordinal, act_id, repeats_outbox_id) = 0))
    WHEN (notice_on IS NOT NULL) THEN ((account_id IS NOT NULL) AND (num_nonnulls(file_id, interchange_ordinal, act_id, repeats_outbox_id) = 0))
    WHEN (act_id IS NOT NULL) THEN ((file_id IS NOT NULL) AND (interchange_ordinal IS NOT NULL) AND (num_nonnulls(account_id, repeats_outbox_id) = 0))
    WHEN (repeats_outbox_id IS NOT NULL) THEN ((file_id IS NOT NULL) AND (num_nonnulls(account_id, interchange_ordinal) = 0))
    ELSE ((file_id IS NOT NULL) AND (account_id IS NULL))
END)
);

COMMENT ON COLUMN public.outbox.notice_on IS 'Of a daily notice: the business date that it tells of.';

COMMENT ON COLUMN public.outbox.interchange_ordinal IS 'Of an answer: the interchange of the file; null where it is to the file as such.';

COMMENT ON COLUMN public.outbox.act_id IS 'Of an answer: the act of a person that changed what the file was told first.';

COMMENT ON COLUMN public.outbox.repeats_outbox_id IS 'Of an answer to bytes that came again: the first answer, whose bytes it bears.';

COMMENT ON CONSTRAINT outbox_tells_of_one ON public.outbox IS 'A statement; a notice; an answer to a file, to an act about it, or to its bytes come again.';

CREATE VIEW public.document AS
 SELECT o.outbox_id,
    o.kind,
    o.partner_id,
    o.name,
    o.sha256,
    o.file_id,
    o.account_id,
    o.business_date,
    o.queued_at,
    o.form,
    o.statement_id,
    o.notice_on,
    o.interchange_ordinal,
    o.act_id,
    o.repeats_outbox_id,
        CASE
            WHEN (o.file_id IS NULL) THEN concat_ws('-'::text, o.kind, o.form)
            ELSE o.kind
        END AS shown_kind,
    d.delivered_at
   FROM (public.outbox o
     LEFT JOIN public.delivery d ON ((d.outbox_id = o.outbox_id)));

COMMENT ON VIEW public.document IS 'What was queued, by the kind that people are shown, DN-xml, of an answer CUSRES, and when it was delivered.';

CREATE TABLE public.due_override (
    program text NOT NULL,
    rule_on date NOT NULL,
    due_on date NOT NULL,
    source text NOT NULL
);

COMMENT ON TABLE public.due_override IS 'Until when paying costs nothing where the due date, rule_on, is a holiday; the due date does not move.';

CREATE TABLE public.due_rules (
    due_rules_id bigint NOT NULL,
    rules jsonb NOT NULL,
    loaded_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    loaded_by text NOT NULL,
    CONSTRAINT due_rules_loaded_by_check CHECK ((loaded_by <> ''::text)),
    CONSTRAINT due_rules_rules_check CHECK ((jsonb_typeof(rules) = 'object'::text))
);

COMMENT ON TABLE public.due_rules IS 'Versions of what cycles.toml, cad_types.toml and the list of release offices say of days, which the owner of the book loads; the newest holds.';

COMMENT ON COLUMN public.due_rules.loaded_by IS 'The user of the system who had it loaded.';

ALTER TABLE public.due_rules ALTER COLUMN due_rules_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.due_rules_due_rules_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.enrolment (
    bn15 text NOT NULL,
    program text NOT NULL,
    effective_from date NOT NULL,
    effective_to date NOT NULL,
    withdrawn boolean NOT NULL,
    load_id bigint NOT NULL,
    CONSTRAINT enrolment_bn15_check CHECK ((bn15 ~ '^\d{9}RM\d{4}$'::text)),
    CONSTRAINT enrolment_check CHECK ((effective_to >= effective_from))
);

COMMENT ON TABLE public.enrolment IS 'What an account takes part in, beyond its own program: RPP, release prior to payment.';

CREATE TABLE public.entry (
    txn_id bigint NOT NULL,
    entry_number smallint NOT NULL,
    account_id bigint NOT NULL,
    amount_cents bigint NOT NULL,
    book_on date NOT NULL,
    CONSTRAINT entry_amount_cents_check CHECK ((amount_cents <> 0))
)
PARTITION BY RANGE (book_on);

CREATE TABLE public.exchange_rate (
    currency text NOT NULL,
    effective_from date NOT NULL,
    effective_to date NOT NULL,
    rate_ppm bigint NOT NULL,
    CONSTRAINT exchange_rate_check CHECK ((effective_to >= effective_from)),
    CONSTRAINT exchange_rate_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT exchange_rate_rate_ppm_check CHECK ((rate_ppm > 0))
);

CREATE TABLE public.excise_rate (
    excise_code text NOT NULL,
    effective_from date NOT NULL,
    effective_to date NOT NULL,
    rate_ppm bigint NOT NULL,
    specific_micros bigint NOT NULL,
    specific_unit text,
    combination text NOT NULL,
    source text NOT NULL,
    CONSTRAINT excise_rate_check CHECK ((effective_to >= effective_from)),
    CONSTRAINT excise_rate_check1 CHECK (((specific_micros = 0) = (specific_unit IS NULL))),
    CONSTRAINT excise_rate_combination_check CHECK ((combination = ANY (ARRAY['sum'::text, 'greater'::text, 'lesser'::text]))),
    CONSTRAINT excise_rate_rate_ppm_check CHECK ((rate_ppm >= 0)),
    CONSTRAINT excise_rate_specific_micros_check CHECK ((specific_micros >= 0))
);

CREATE TABLE public.file (
    file_id bigint NOT NULL,
    claim_id text NOT NULL,
    partner_id text,
    name text NOT NULL,
    sha256 bytea NOT NULL,
    size_bytes bigint NOT NULL,
    received_on date NOT NULL,
    received_at timestamp with time zone DEFAULT now() NOT NULL,
    outcome text,
    outcome_note text,
    processed_at timestamp with time zone,
    replays_file_id bigint,
    act_id bigint,
    batch_id bigint,
    CONSTRAINT file_check CHECK (((replays_file_id IS NULL) = (act_id IS NULL))),
    CONSTRAINT file_outcome_check CHECK ((outcome = ANY (ARRAY['posted'::text, 'rejected'::text, 'duplicate'::text, 'quarantined'::text]))),
    CONSTRAINT file_sha256_check CHECK ((length(sha256) = 32))
);

COMMENT ON COLUMN public.file.batch_id IS 'The batch that took it in; null of a file that waits, repeats the bytes of another or was put aside.';

ALTER TABLE public.file ALTER COLUMN file_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.file_file_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.finding (
    finding_id bigint NOT NULL,
    file_id bigint NOT NULL,
    interchange_id bigint,
    message_id bigint,
    code text NOT NULL,
    severity text NOT NULL,
    byte_from bigint NOT NULL,
    byte_to bigint NOT NULL,
    segment text,
    segment_position bigint,
    element text,
    line_number bigint,
    value text,
    expected text,
    CONSTRAINT finding_severity_check CHECK ((severity = ANY (ARRAY['error'::text, 'warning'::text])))
);

ALTER TABLE public.finding ALTER COLUMN finding_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.finding_finding_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.gst_rate (
    effective_from date NOT NULL,
    effective_to date NOT NULL,
    rate_ppm bigint NOT NULL,
    gst_code text DEFAULT ''::text NOT NULL,
    source text DEFAULT ''::text NOT NULL,
    CONSTRAINT gst_rate_check CHECK ((effective_to >= effective_from)),
    CONSTRAINT gst_rate_rate_ppm_check CHECK ((rate_ppm >= 0))
);

COMMENT ON COLUMN public.gst_rate.gst_code IS 'Empty: the rate of a line that names no code.';

CREATE TABLE public.holiday (
    holiday_on date NOT NULL,
    province text NOT NULL,
    name_en text NOT NULL,
    name_fr text NOT NULL,
    source text NOT NULL,
    CONSTRAINT holiday_province_check CHECK ((province ~ '^([A-Z]{2})?$'::text))
);

CREATE TABLE public.interchange (
    interchange_id bigint NOT NULL,
    file_id bigint NOT NULL,
    ordinal integer NOT NULL,
    format text NOT NULL,
    partner_id text,
    sender text,
    reference text,
    prepared_at text,
    status text NOT NULL,
    byte_from bigint NOT NULL,
    byte_to bigint NOT NULL,
    CONSTRAINT interchange_status_check CHECK ((status = ANY (ARRAY['accepted'::text, 'received'::text, 'rejected'::text, 'duplicate'::text])))
);

COMMENT ON COLUMN public.interchange.status IS 'accepted: something in it was posted; received: read, nothing accepted; a reference counts as used only when accepted.';

ALTER TABLE public.interchange ALTER COLUMN interchange_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.interchange_interchange_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.interest (
    txn_id bigint NOT NULL,
    of_item_id bigint NOT NULL,
    interest_rates_id bigint NOT NULL,
    first_on date NOT NULL,
    through_on date NOT NULL,
    counted_cents bigint NOT NULL,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT interest_counted_cents_check CHECK ((counted_cents >= 0))
);

COMMENT ON TABLE public.interest IS 'On which item each posting of interest is. No seal covers it: the proof interest-by-rules holds it to its transaction, whose key and days say the same.';

COMMENT ON COLUMN public.interest.counted_cents IS 'What interest from first_on through through_on came to when it was posted; what was posted before is part of it.';

CREATE TABLE public.interest_day (
    interest_rates_id bigint NOT NULL,
    day date NOT NULL,
    rate_ppm bigint NOT NULL,
    days_of_year integer NOT NULL,
    grown numeric(60,0) NOT NULL,
    worth numeric(60,0) NOT NULL,
    CONSTRAINT interest_day_days_of_year_check CHECK ((days_of_year = ANY (ARRAY[365, 366]))),
    CONSTRAINT interest_day_grown_check CHECK ((grown >= '1000000000000000000000000000000'::numeric)),
    CONSTRAINT interest_day_rate_ppm_check CHECK ((rate_ppm >= 0)),
    CONSTRAINT interest_day_worth_check CHECK ((worth > (0)::numeric))
);

COMMENT ON TABLE public.interest_day IS 'The rate of each day, and of the day before the first, which bears none.';

COMMENT ON COLUMN public.interest_day.grown IS 'What 10^30 on the day before the first has grown to by the end of the day, compounded daily.';

COMMENT ON COLUMN public.interest_day.worth IS 'What 10^30 at the end of the day was worth on the day before the first.';

CREATE TABLE public.interest_rates (
    interest_rates_id bigint NOT NULL,
    bears text NOT NULL,
    countings jsonb NOT NULL,
    reference_version_id bigint,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT interest_rates_bears_check CHECK ((bears = ANY (ARRAY['debt'::text, 'request'::text, 'decision'::text]))),
    CONSTRAINT interest_rates_countings_check CHECK ((jsonb_typeof(countings) = 'array'::text))
);

COMMENT ON TABLE public.interest_rates IS 'Versions of the rates of interest by day, of what bears it; no seal covers them, the proof interest-rates works them out again.';

COMMENT ON COLUMN public.interest_rates.bears IS 'debt; request or decision: a refund that was asked for, or that the agency decided on.';

COMMENT ON COLUMN public.interest_rates.countings IS 'The rules of interest.toml by which the rates of days came of the prescribed ones.';

COMMENT ON COLUMN public.interest_rates.reference_version_id IS 'The reference data, prescribed rates and waivers among them, that they came of.';

ALTER TABLE public.interest_rates ALTER COLUMN interest_rates_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.interest_rates_interest_rates_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.item (
    item_id bigint NOT NULL,
    txn_id bigint NOT NULL,
    account_id bigint NOT NULL,
    kind text NOT NULL,
    document_reference text NOT NULL,
    amount_cents bigint NOT NULL,
    effective_on date NOT NULL,
    book_on date NOT NULL,
    due_on date,
    cycle_last_on date,
    filer text,
    interest_from date,
    interest_rule text,
    CONSTRAINT item_amount_cents_check CHECK ((amount_cents <> 0)),
    CONSTRAINT item_check CHECK (((amount_cents < 0) OR (due_on IS NOT NULL))),
    CONSTRAINT item_interest_check CHECK (((interest_from IS NULL) = (interest_rule IS NULL)))
);

COMMENT ON COLUMN public.item.interest_from IS 'The first day of interest where it is not the day after the due date.';

CREATE TABLE public.item_balance (
    item_id bigint NOT NULL,
    account_id bigint NOT NULL,
    is_debit boolean NOT NULL,
    amount_cents bigint NOT NULL,
    open_cents bigint NOT NULL,
    CONSTRAINT item_balance_amount_cents_check CHECK ((amount_cents > 0)),
    CONSTRAINT item_balance_check CHECK (((open_cents >= 0) AND (open_cents <= amount_cents)))
);

ALTER TABLE public.item ALTER COLUMN item_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.item_item_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.item_kind (
    kind text NOT NULL,
    section text NOT NULL,
    side text NOT NULL,
    name_en text NOT NULL,
    name_fr text NOT NULL,
    clearing_rank integer NOT NULL,
    CONSTRAINT item_kind_clearing_rank_check CHECK ((clearing_rank > 0)),
    CONSTRAINT item_kind_kind_check CHECK ((kind ~ '^[A-Z][A-Z0-9]*$'::text)),
    CONSTRAINT item_kind_section_check CHECK ((section ~ '^[a-z_]+$'::text)),
    CONSTRAINT item_kind_side_check CHECK ((side = ANY (ARRAY['debit'::text, 'credit'::text, 'either'::text])))
);

COMMENT ON TABLE public.item_kind IS 'What a transaction or an open item is: where a statement shows it, on which side it stands, what people call it.';

COMMENT ON COLUMN public.item_kind.clearing_rank IS 'Which is paid first among what a clearing policy orders by kind.';

CREATE VIEW public.item_part AS
 SELECT i.item_id,
    a.charge,
    (- (sum(e.amount_cents))::bigint) AS amount_cents
   FROM ((public.item i
     JOIN public.entry e ON (((e.txn_id = i.txn_id) AND (e.book_on = i.book_on))))
     JOIN public.account a ON ((a.account_id = e.account_id)))
  WHERE (a.charge IS NOT NULL)
  GROUP BY i.item_id, a.charge
 HAVING (sum(e.amount_cents) <> (0)::numeric);

COMMENT ON VIEW public.item_part IS 'Of which charges an open item is made; they add up to it.';

CREATE VIEW public.item_line AS
 SELECT i.item_id,
    i.account_id,
    i.kind,
    k.name_en AS kind_en,
    k.name_fr AS kind_fr,
    i.document_reference,
    i.effective_on,
    i.book_on,
    i.due_on,
    i.cycle_last_on,
    i.filer,
    i.amount_cents,
    ( SELECT array_agg(ARRAY[p.charge, (p.amount_cents)::text] ORDER BY c.rank) AS array_agg
           FROM (public.item_part p
             JOIN public.charge c USING (charge))
          WHERE (p.item_id = i.item_id)) AS parts
   FROM (public.item i
     JOIN public.item_kind k ON ((k.kind = i.kind)));

COMMENT ON VIEW public.item_line IS 'An item as a line of a document: what people call its kind, and what it is made of; of a later version, the difference.';

CREATE TABLE public.link_attempt (
    attempt_id bigint NOT NULL,
    user_id text NOT NULL,
    bn15 text NOT NULL,
    transaction_right boolean,
    payment_right boolean,
    balance_right boolean,
    outcome text NOT NULL,
    attempted_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT link_attempt_bn15_check CHECK ((length(bn15) <= 15)),
    CONSTRAINT link_attempt_outcome_check CHECK ((outcome = ANY (ARRAY['linked'::text, 'refused'::text, 'too_many'::text]))),
    CONSTRAINT link_attempt_user_id_check CHECK (((length(user_id) >= 1) AND (length(user_id) <= 200)))
);

COMMENT ON TABLE public.link_attempt IS 'Who asked to be linked, which questions were answered and how; never an answer itself.';

ALTER TABLE public.link_attempt ALTER COLUMN attempt_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.link_attempt_attempt_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.link_revocation (
    link_id bigint NOT NULL,
    revoked_by text NOT NULL,
    reason text NOT NULL,
    revoked_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT link_revocation_reason_check CHECK ((reason <> ''::text)),
    CONSTRAINT link_revocation_revoked_by_check CHECK ((revoked_by <> ''::text))
);

CREATE TABLE public.message (
    message_id bigint NOT NULL,
    file_id bigint NOT NULL,
    interchange_id bigint NOT NULL,
    ordinal integer NOT NULL,
    reference text,
    type text NOT NULL,
    transaction_number text,
    version bigint,
    status text NOT NULL,
    byte_from bigint NOT NULL,
    byte_to bigint NOT NULL,
    CONSTRAINT message_status_check CHECK ((status = ANY (ARRAY['accepted'::text, 'rejected'::text, 'duplicate'::text, 'pending'::text])))
);

COMMENT ON COLUMN public.message.status IS 'pending: right, and waiting for a person (review) when it was received.';

ALTER TABLE public.message ALTER COLUMN message_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.message_message_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.message_reason (
    file_id bigint NOT NULL,
    message_id bigint NOT NULL,
    "position" integer NOT NULL,
    reason_code text NOT NULL,
    remark text,
    CONSTRAINT message_reason_position_check CHECK (("position" > 0))
);

ALTER TABLE public.outbox ALTER COLUMN outbox_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.outbox_outbox_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.partner (
    partner_id text NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    language text NOT NULL,
    sender_identification text NOT NULL,
    account_security_number text,
    messages text DEFAULT 'CUSDEC:D:13B CAD camt.053 camt.054'::text NOT NULL,
    acknowledgement text DEFAULT 'always'::text NOT NULL,
    amounts text DEFAULT 'line'::text NOT NULL,
    numbered boolean DEFAULT false NOT NULL,
    CONSTRAINT partner_account_security_number_check CHECK ((account_security_number ~ '^\d{5}$'::text)),
    CONSTRAINT partner_acknowledgement_check CHECK ((acknowledgement = ANY (ARRAY['always'::text, 'on_error'::text, 'none'::text]))),
    CONSTRAINT partner_amounts_check CHECK ((amounts = ANY (ARRAY['line'::text, 'declaration'::text, 'none'::text]))),
    CONSTRAINT partner_kind_check CHECK ((kind = ANY (ARRAY['broker'::text, 'importer'::text, 'bank'::text, 'reference'::text, 'agency'::text]))),
    CONSTRAINT partner_language_check CHECK ((language = ANY (ARRAY['en'::text, 'fr'::text])))
);

COMMENT ON COLUMN public.partner.messages IS 'The agreed message types, as type:version:release, separated by blanks.';

COMMENT ON COLUMN public.partner.acknowledgement IS 'CONTRL: always; on_error, when something was refused; none, when the interchange was refused whole.';

COMMENT ON COLUMN public.partner.numbered IS 'Whether interchange references count up by one, so that a gap is an alert.';

CREATE TABLE public.payment (
    txn_id bigint NOT NULL,
    method text NOT NULL,
    payer_on date,
    value_on date NOT NULL,
    received_on date NOT NULL,
    posted_on date NOT NULL,
    paid_on date NOT NULL,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    payer_name text,
    told text,
    matched_by text,
    CONSTRAINT payment_matched_by_check CHECK ((matched_by ~ '^[a-z]+$'::text)),
    CONSTRAINT payment_method_check CHECK ((method ~ '^[a-z]+$'::text))
);

COMMENT ON TABLE public.payment IS 'How and when each payment was made. Derived from kept bytes and dated rules; no seal covers it, the proof payments-dated holds it to its transaction.';

COMMENT ON COLUMN public.payment.payer_on IS 'When the payer paid, where the file told it.';

COMMENT ON COLUMN public.payment.paid_on IS 'When it counts as paid: lateness is told by this day alone.';

COMMENT ON COLUMN public.payment.payer_name IS 'Who paid, as the bank or the text says; null where neither does, and of payments before it was kept.';

COMMENT ON COLUMN public.payment.told IS 'What the payer and the bank say of it, up to 500 letters.';

COMMENT ON COLUMN public.payment.matched_by IS 'The step that found whom it is for; null of what is held, and from before it was kept.';

CREATE TABLE public.payment_key (
    payment_key_id bigint NOT NULL,
    txn_id bigint NOT NULL,
    kind text NOT NULL,
    key text NOT NULL,
    occurrence integer DEFAULT 1 NOT NULL,
    part integer DEFAULT 1 NOT NULL,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT payment_key_check CHECK (((kind <> 'reference'::text) OR (occurrence = 1))),
    CONSTRAINT payment_key_key_check CHECK ((key <> ''::text)),
    CONSTRAINT payment_key_kind_check CHECK ((kind = ANY (ARRAY['content'::text, 'reference'::text, 'line'::text, 'named'::text, 'settled'::text, 'takes_back'::text, 'names'::text, 'set_against'::text, 'returned'::text]))),
    CONSTRAINT payment_key_occurrence_check CHECK ((occurrence > 0)),
    CONSTRAINT payment_key_part_check CHECK ((part > 0))
);

COMMENT ON TABLE public.payment_key IS 'By what a payment is known again: bank|account|day|cents|reference of the payer, or bank|reference of the bank. Derived from kept bytes; no seal covers it, but a new payment''s own key says its content.';

COMMENT ON COLUMN public.payment_key.kind IS 'What the key is to its transaction: content or reference of a payment; line: the bank''s own line that cleared it; named: who held money was for; settled: a row of a card settlement; takes_back: the settled row that a chargeback is against; names: the bank''s reference of what a return takes back; set_against: the return that is set against a payment; returned: that payment.';

COMMENT ON COLUMN public.payment_key.occurrence IS 'Which of several payments alike, from 1.';

COMMENT ON COLUMN public.payment_key.part IS 'Which payment of its bank entry, from 1.';

ALTER TABLE public.payment_key ALTER COLUMN payment_key_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.payment_key_payment_key_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.payment_move (
    txn_id bigint NOT NULL,
    payment_txn_id bigint NOT NULL,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL
);

COMMENT ON TABLE public.payment_move IS 'Which payment an act moved off its account, assigned or returns. The key of the transaction names the payment and is sealed; no seal covers this, the proof moves-fit holds it to the key.';

CREATE TABLE public.txn (
    txn_id bigint NOT NULL,
    idempotency_key text NOT NULL,
    payload_digest bytea NOT NULL,
    kind text NOT NULL,
    document_reference text NOT NULL,
    effective_on date NOT NULL,
    book_on date NOT NULL,
    period integer GENERATED ALWAYS AS ((((EXTRACT(year FROM book_on) * (100)::numeric) + EXTRACT(month FROM book_on)))::integer) STORED,
    posted_at timestamp with time zone DEFAULT now() NOT NULL,
    message_id bigint,
    batch_id bigint NOT NULL,
    reverses_txn_id bigint,
    CONSTRAINT txn_reversal_check CHECK (((kind = 'REV'::text) = (reverses_txn_id IS NOT NULL))),
    CONSTRAINT txn_reverses_another CHECK ((reverses_txn_id <> txn_id))
);

COMMENT ON COLUMN public.txn.message_id IS 'The message that it comes of or is about; where there is none, its batch names the act or the run.';

CREATE VIEW public.posted_cad AS
 SELECT t.txn_id,
    c.cad_id,
    1 AS sign
   FROM (public.txn t
     JOIN public.cad c ON (((c.message_id = t.message_id) AND (c.batch_id = t.batch_id))))
  WHERE (t.kind = 'CAD'::text)
UNION ALL
 SELECT r.txn_id,
    c.cad_id,
    '-1'::integer AS sign
   FROM ((public.txn r
     JOIN public.txn t ON ((t.txn_id = r.reverses_txn_id)))
     JOIN public.cad c ON (((c.message_id = t.message_id) AND (c.batch_id = t.batch_id))))
  WHERE (t.kind = 'CAD'::text);

CREATE TABLE public.prescribed_rate (
    effective_from date NOT NULL,
    effective_to date NOT NULL,
    rate_ppm bigint NOT NULL,
    source text NOT NULL,
    CONSTRAINT prescribed_rate_check CHECK ((effective_to >= effective_from)),
    CONSTRAINT prescribed_rate_rate_ppm_check CHECK ((rate_ppm >= 0))
);

COMMENT ON COLUMN public.prescribed_rate.rate_ppm IS 'A year (SOR/86-1121 s. 4).';

CREATE TABLE public.relief (
    list text NOT NULL,
    code text NOT NULL,
    charge text NOT NULL,
    effective_from date NOT NULL,
    effective_to date NOT NULL,
    remitted_ppm bigint NOT NULL,
    source text NOT NULL,
    CONSTRAINT relief_charge_check CHECK ((charge = ANY (ARRAY['duty'::text, 'sima'::text, 'surtax'::text, 'excise'::text, 'gst'::text]))),
    CONSTRAINT relief_check CHECK ((effective_to >= effective_from)),
    CONSTRAINT relief_list_check CHECK ((list = ANY (ARRAY['tariff_code'::text, 'special_authority'::text, 'licence'::text]))),
    CONSTRAINT relief_remitted_ppm_check CHECK (((remitted_ppm >= 0) AND (remitted_ppm <= 1000000)))
);

CREATE TABLE public.sima_measure (
    tariff_item text NOT NULL,
    origin_country text NOT NULL,
    measure text NOT NULL,
    kind text NOT NULL,
    effective_from date NOT NULL,
    effective_to date NOT NULL,
    rate_ppm bigint NOT NULL,
    specific_micros bigint NOT NULL,
    specific_unit text,
    source text NOT NULL,
    exporter text DEFAULT '*'::text NOT NULL,
    combination text DEFAULT 'sum'::text NOT NULL,
    CONSTRAINT sima_measure_check CHECK ((effective_to >= effective_from)),
    CONSTRAINT sima_measure_check1 CHECK (((specific_micros = 0) = (specific_unit IS NULL))),
    CONSTRAINT sima_measure_combination_check CHECK ((combination = ANY (ARRAY['sum'::text, 'shortfall'::text]))),
    CONSTRAINT sima_measure_kind_check CHECK ((kind = ANY (ARRAY['anti_dumping'::text, 'countervailing'::text]))),
    CONSTRAINT sima_measure_rate_ppm_check CHECK ((rate_ppm >= 0)),
    CONSTRAINT sima_measure_specific_micros_check CHECK ((specific_micros >= 0)),
    CONSTRAINT sima_measure_tariff_item_check CHECK ((tariff_item ~ '^\d{10}$'::text))
);

COMMENT ON COLUMN public.sima_measure.exporter IS 'The exporter that it is for; * all others.';

COMMENT ON COLUMN public.sima_measure.combination IS 'shortfall: the amount a unit is a normal value, and the duty what the price lacks of it.';

CREATE TABLE public.surtax_measure (
    surtax_code text NOT NULL,
    tariff_item text NOT NULL,
    origin_country text NOT NULL,
    effective_from date NOT NULL,
    effective_to date NOT NULL,
    rate_ppm bigint NOT NULL,
    rank integer NOT NULL,
    excludes_lower boolean NOT NULL,
    source text NOT NULL,
    treatment text DEFAULT '*'::text NOT NULL,
    melt_country text DEFAULT '*'::text NOT NULL,
    base text DEFAULT ''::text NOT NULL,
    content_least_ppm bigint DEFAULT 0 NOT NULL,
    in_transit_on date,
    stays_subject text DEFAULT '*'::text NOT NULL,
    permit_exempts boolean DEFAULT false NOT NULL,
    filed_from date DEFAULT '1998-01-01'::date NOT NULL,
    CONSTRAINT surtax_measure_base_check CHECK ((base = ANY (ARRAY[''::text, 'value_less_content'::text]))),
    CONSTRAINT surtax_measure_check CHECK ((effective_to >= effective_from)),
    CONSTRAINT surtax_measure_content_least_ppm_check CHECK (((content_least_ppm >= 0) AND (content_least_ppm <= 1000000))),
    CONSTRAINT surtax_measure_rank_check CHECK ((rank > 0)),
    CONSTRAINT surtax_measure_rate_ppm_check CHECK ((rate_ppm >= 0)),
    CONSTRAINT surtax_measure_tariff_item_check CHECK ((tariff_item ~ '^\d{10}$'::text))
);

COMMENT ON COLUMN public.surtax_measure.excludes_lower IS 'Where this order applies, none of a higher rank number does.';

COMMENT ON COLUMN public.surtax_measure.treatment IS 'The treatment whose claim it is for, * any: who is entitled to it may owe less.';

COMMENT ON COLUMN public.surtax_measure.melt_country IS 'The declared country of melt and pour, or smelt and cast, that it is for; * any.';

COMMENT ON COLUMN public.surtax_measure.base IS 'What it is a share of; empty: what surtaxes are of.';

COMMENT ON COLUMN public.surtax_measure.content_least_ppm IS 'The share of the value that is left out where a line claims no more content.';

COMMENT ON COLUMN public.surtax_measure.in_transit_on IS 'Goods whose direct shipment began on this day or before are outside.';

COMMENT ON COLUMN public.surtax_measure.stays_subject IS 'The numbers of chapter 99 whose goods stay subject, apart by spaces; * all of them.';

COMMENT ON COLUMN public.surtax_measure.permit_exempts IS 'Goods under an import permit are outside.';

COMMENT ON COLUMN public.surtax_measure.filed_from IS 'A declaration received from this day on must say whether its goods are subject.';

CREATE TABLE public.tariff_rate (
    tariff_item text NOT NULL,
    treatment text NOT NULL,
    effective_from date NOT NULL,
    effective_to date NOT NULL,
    rate_ppm bigint NOT NULL,
    specific_micros bigint DEFAULT 0 NOT NULL,
    specific_unit text,
    combination text DEFAULT 'sum'::text NOT NULL,
    CONSTRAINT tariff_rate_check CHECK ((effective_to >= effective_from)),
    CONSTRAINT tariff_rate_check1 CHECK (((specific_micros = 0) = (specific_unit IS NULL))),
    CONSTRAINT tariff_rate_combination_check CHECK ((combination = ANY (ARRAY['sum'::text, 'greater'::text, 'lesser'::text]))),
    CONSTRAINT tariff_rate_rate_ppm_check CHECK ((rate_ppm >= 0)),
    CONSTRAINT tariff_rate_specific_micros_check CHECK ((specific_micros >= 0)),
    CONSTRAINT tariff_rate_treatment_check CHECK ((treatment ~ '^\d{2}$'::text))
);

COMMENT ON COLUMN public.tariff_rate.specific_micros IS 'Millionths of a dollar a unit: 5 cents a kilogram is 50000.';

CREATE TABLE public.unit_factor (
    from_unit text NOT NULL,
    to_unit text NOT NULL,
    effective_from date NOT NULL,
    effective_to date NOT NULL,
    factor_ppm bigint NOT NULL,
    source text NOT NULL,
    CONSTRAINT unit_factor_check CHECK ((to_unit <> from_unit)),
    CONSTRAINT unit_factor_check1 CHECK ((effective_to >= effective_from)),
    CONSTRAINT unit_factor_factor_ppm_check CHECK ((factor_ppm > 0))
);

CREATE VIEW public.priced_reference AS
 SELECT public.reference_name('tariff_rate'::text, to_jsonb(r.*)) AS name,
    to_jsonb(r.*) AS held
   FROM public.tariff_rate r
UNION ALL
 SELECT public.reference_name('sima_measure'::text, to_jsonb(r.*)) AS name,
    to_jsonb(r.*) AS held
   FROM public.sima_measure r
UNION ALL
 SELECT public.reference_name('surtax_measure'::text, to_jsonb(r.*)) AS name,
    to_jsonb(r.*) AS held
   FROM public.surtax_measure r
UNION ALL
 SELECT public.reference_name('excise_rate'::text, to_jsonb(r.*)) AS name,
    to_jsonb(r.*) AS held
   FROM public.excise_rate r
UNION ALL
 SELECT public.reference_name('gst_rate'::text, to_jsonb(r.*)) AS name,
    to_jsonb(r.*) AS held
   FROM public.gst_rate r
UNION ALL
 SELECT public.reference_name('relief'::text, to_jsonb(r.*)) AS name,
    to_jsonb(r.*) AS held
   FROM public.relief r
UNION ALL
 SELECT public.reference_name('unit_factor'::text, to_jsonb(r.*)) AS name,
    to_jsonb(r.*) AS held
   FROM public.unit_factor r
UNION ALL
 SELECT public.reference_name('exchange_rate'::text, to_jsonb(r.*)) AS name,
    to_jsonb(r.*) AS held
   FROM public.exchange_rate r;

COMMENT ON VIEW public.priced_reference IS 'Every row of reference data that a price may rest on, as it stands, under its name.';

CREATE TABLE public.reference_change (
    reference_version_id bigint NOT NULL,
    ordinal integer NOT NULL,
    change text NOT NULL,
    before jsonb,
    after jsonb,
    CONSTRAINT reference_change_change_check CHECK ((change = ANY (ARRAY['added'::text, 'changed'::text, 'ended'::text, 'removed'::text]))),
    CONSTRAINT reference_change_check CHECK (((before IS NULL) = (change = 'added'::text))),
    CONSTRAINT reference_change_check1 CHECK (((after IS NULL) = (change = 'removed'::text)))
);

CREATE TABLE public.reference_decision (
    message_id bigint NOT NULL,
    decision text NOT NULL,
    decided_by text NOT NULL,
    decided_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT reference_decision_decision_check CHECK ((decision = ANY (ARRAY['applied'::text, 'unchanged'::text, 'declined'::text])))
);

CREATE TABLE public.reference_delivery (
    message_id bigint NOT NULL,
    table_name text NOT NULL,
    kind text NOT NULL,
    row_count integer NOT NULL,
    CONSTRAINT reference_delivery_kind_check CHECK ((kind = ANY (ARRAY['whole'::text, 'changes'::text]))),
    CONSTRAINT reference_delivery_row_count_check CHECK ((row_count >= 0))
);

CREATE TABLE public.reference_version (
    reference_version_id bigint NOT NULL,
    table_name text NOT NULL,
    number integer NOT NULL,
    origin text NOT NULL,
    message_id bigint,
    file_name text NOT NULL,
    applied_by text NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL,
    added integer NOT NULL,
    changed integer NOT NULL,
    ended integer NOT NULL,
    removed integer NOT NULL,
    row_count integer NOT NULL,
    digest bytea NOT NULL,
    made_in xid8 DEFAULT pg_current_xact_id(),
    CONSTRAINT reference_version_added_check CHECK ((added >= 0)),
    CONSTRAINT reference_version_changed_check CHECK ((changed >= 0)),
    CONSTRAINT reference_version_check CHECK (((origin = 'delivery'::text) = (message_id IS NOT NULL))),
    CONSTRAINT reference_version_digest_check CHECK ((length(digest) = 32)),
    CONSTRAINT reference_version_ended_check CHECK ((ended >= 0)),
    CONSTRAINT reference_version_number_check CHECK ((number > 0)),
    CONSTRAINT reference_version_origin_check CHECK ((origin = ANY (ARRAY['seed'::text, 'delivery'::text]))),
    CONSTRAINT reference_version_removed_check CHECK ((removed >= 0)),
    CONSTRAINT reference_version_row_count_check CHECK ((row_count >= 0))
);

COMMENT ON COLUMN public.reference_version.digest IS 'SHA-256 of the whole table as this version left it.';

COMMENT ON COLUMN public.reference_version.made_in IS 'The transaction that made it, which alone may add to it.';

ALTER TABLE public.reference_version ALTER COLUMN reference_version_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.reference_version_reference_version_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.registry_load (
    load_id bigint NOT NULL,
    source text NOT NULL,
    name text NOT NULL,
    sha256 bytea NOT NULL,
    loaded_by text NOT NULL,
    recorded_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    made_in xid8 DEFAULT pg_current_xact_id(),
    CONSTRAINT registry_load_loaded_by_check CHECK ((loaded_by <> ''::text)),
    CONSTRAINT registry_load_sha256_check CHECK ((length(sha256) = 32)),
    CONSTRAINT registry_load_source_check CHECK ((source = ANY (ARRAY['seed'::text, 'delivery'::text, 'migration'::text])))
);

COMMENT ON COLUMN public.registry_load.made_in IS 'The transaction that made it, which alone may add to it.';

ALTER TABLE public.registry_load ALTER COLUMN load_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.registry_load_load_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.review (
    review_id bigint NOT NULL,
    file_id bigint NOT NULL,
    message_id bigint NOT NULL,
    kind text NOT NULL,
    account_id bigint NOT NULL,
    transaction_number text NOT NULL,
    number_use integer NOT NULL,
    version integer NOT NULL,
    filed_on date NOT NULL,
    decide_by_on date NOT NULL,
    CONSTRAINT review_check CHECK ((decide_by_on >= filed_on)),
    CONSTRAINT review_kind_check CHECK ((kind = ANY (ARRAY['adjustment'::text, 'withdrawal'::text]))),
    CONSTRAINT review_version_check CHECK ((version > 1))
);

COMMENT ON COLUMN public.review.decide_by_on IS 'The last day of the service standard.';

CREATE TABLE public.review_decision (
    review_id bigint NOT NULL,
    decision text NOT NULL,
    decided_on date NOT NULL,
    act_id bigint NOT NULL,
    CONSTRAINT review_decision_decision_check CHECK ((decision = ANY (ARRAY['approved'::text, 'refused'::text])))
);

ALTER TABLE public.review ALTER COLUMN review_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.review_review_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.run (
    run_id bigint NOT NULL,
    kind text NOT NULL,
    business_date date NOT NULL,
    ran_at timestamp with time zone DEFAULT now() NOT NULL,
    act_id bigint,
    CONSTRAINT run_kind_check CHECK (((kind ~ '^[a-z]+$'::text) AND (kind <> ALL (ARRAY['file'::text, 'act'::text]))))
);

COMMENT ON TABLE public.run IS 'What we posted of ourselves for a business date: penalties, clearing, billing, later interest and refunds.';

COMMENT ON COLUMN public.run.act_id IS 'The act by which a person let it run; null where none was needed.';

ALTER TABLE public.run ALTER COLUMN run_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.run_run_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.security (
    bn15 text NOT NULL,
    agreement text NOT NULL,
    kind text NOT NULL,
    amount_cents bigint NOT NULL,
    provider text NOT NULL,
    effective_from date NOT NULL,
    effective_to date NOT NULL,
    withdrawn boolean NOT NULL,
    load_id bigint NOT NULL,
    CONSTRAINT security_amount_cents_check CHECK ((amount_cents > 0)),
    CONSTRAINT security_bn15_check CHECK ((bn15 ~ '^\d{9}RM\d{4}$'::text)),
    CONSTRAINT security_check CHECK ((effective_to >= effective_from)),
    CONSTRAINT security_kind_check CHECK ((kind = ANY (ARRAY['bond'::text, 'cash'::text])))
);

COMMENT ON TABLE public.security IS 'Financial security in force for an account; an account without a row has none.';

CREATE VIEW public.standing_cad AS
 SELECT cad_id,
    message_id,
    transaction_number,
    version,
    cad_type,
    account_id,
    filer,
    release_on,
    release_office,
    cargo_control_number,
    accepted_on,
    cycle_last_on,
    due_on,
    line_count,
    total_value_cents,
    value_for_duty_cents,
    duty_cents,
    gst_cents,
    payable_cents,
    content_digest,
    posting_number,
    batch_id,
    number_use,
    function,
    filed_on,
    accounting_due_on,
    warehouse,
    previous_transaction_number,
    sima_cents,
    surtax_cents,
    excise_cents
   FROM public.current_cad c
  WHERE (NOT (EXISTS ( SELECT
           FROM public.cad later
          WHERE ((later.transaction_number = c.transaction_number) AND (ROW(later.number_use, later.version) > ROW(c.number_use, c.version))))));

COMMENT ON VIEW public.standing_cad IS 'The newest version of every declaration, as it was posted last.';

CREATE VIEW public.standing_link AS
 SELECT link_id,
    user_id,
    bn15,
    attempt_id,
    linked_at
   FROM public.account_link l
  WHERE (NOT (EXISTS ( SELECT
           FROM public.link_revocation r
          WHERE (r.link_id = l.link_id))));

COMMENT ON VIEW public.standing_link IS 'Who may see an account now: every link that was not revoked.';

CREATE TABLE public.statement (
    statement_id bigint NOT NULL,
    account_id bigint NOT NULL,
    cycle_last_on date NOT NULL,
    version integer NOT NULL,
    first_on date NOT NULL,
    issued_on date NOT NULL,
    due_on date NOT NULL,
    previous_statement_id bigint,
    opening_cents bigint NOT NULL,
    debits_cents bigint NOT NULL,
    credits_cents bigint NOT NULL,
    closing_cents bigint NOT NULL,
    supersedes_statement_id bigint,
    batch_id bigint NOT NULL,
    known_on date NOT NULL,
    CONSTRAINT statement_check CHECK ((closing_cents = ((opening_cents + debits_cents) - credits_cents))),
    CONSTRAINT statement_credits_cents_check CHECK ((credits_cents >= 0)),
    CONSTRAINT statement_debits_cents_check CHECK ((debits_cents >= 0)),
    CONSTRAINT statement_version_check CHECK ((version > 0))
);

CREATE VIEW public.statement_issued AS
 SELECT s.statement_id,
    s.account_id,
    s.cycle_last_on,
    s.version,
    s.first_on,
    s.issued_on,
    s.due_on,
    s.previous_statement_id,
    s.opening_cents,
    s.debits_cents,
    s.credits_cents,
    s.closing_cents,
    s.supersedes_statement_id,
    s.batch_id,
    s.known_on,
    a.code AS bn15,
    p.legal_name,
    p.language,
    p.documents_to,
    p.statement_formats
   FROM (((public.statement s
     JOIN public.account a ON ((a.account_id = s.account_id)))
     JOIN public.batch b ON ((b.batch_id = s.batch_id)))
     CROSS JOIN LATERAL public.party_on(a.code, s.issued_on, b.sealed_at) p(legal_name, language, documents_to, notice_formats, statement_formats));

COMMENT ON VIEW public.statement_issued IS 'A statement with whom it is for, as known when it was issued.';

CREATE TABLE public.statement_line (
    statement_id bigint NOT NULL,
    line_number integer NOT NULL,
    item_id bigint NOT NULL,
    amount_cents bigint NOT NULL,
    CONSTRAINT statement_line_amount_cents_check CHECK ((amount_cents <> 0)),
    CONSTRAINT statement_line_line_number_check CHECK ((line_number > 0))
);

ALTER TABLE public.statement ALTER COLUMN statement_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.statement_statement_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.submission (
    message_id bigint NOT NULL,
    kind text NOT NULL,
    item_count integer NOT NULL,
    debit_cents bigint NOT NULL,
    credit_cents bigint NOT NULL,
    CONSTRAINT submission_credit_cents_check CHECK ((credit_cents >= 0)),
    CONSTRAINT submission_debit_cents_check CHECK ((debit_cents >= 0)),
    CONSTRAINT submission_item_count_check CHECK ((item_count > 0)),
    CONSTRAINT submission_kind_check CHECK ((kind = ANY (ARRAY['opening'::text, 'receipt'::text])))
);

COMMENT ON TABLE public.submission IS 'What came in a file and is posted once two people approved it: how many items, what they owe and what they credit.';

CREATE TABLE public.submission_decision (
    message_id bigint NOT NULL,
    decision text NOT NULL,
    act_id bigint NOT NULL,
    decided_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT submission_decision_decision_check CHECK ((decision = ANY (ARRAY['posted'::text, 'declined'::text])))
);

COMMENT ON TABLE public.submission_decision IS 'What an act decided about a submission, once and for good.';

CREATE TABLE public.tariff_item (
    tariff_item text NOT NULL,
    effective_from date NOT NULL,
    effective_to date NOT NULL,
    unit text NOT NULL,
    description_en text NOT NULL,
    description_fr text NOT NULL,
    CONSTRAINT tariff_item_check CHECK ((effective_to >= effective_from)),
    CONSTRAINT tariff_item_tariff_item_check CHECK ((tariff_item ~ '^\d{10}$'::text))
);

CREATE TABLE public.treatment_origin (
    treatment text NOT NULL,
    country text NOT NULL,
    effective_from date NOT NULL,
    effective_to date NOT NULL,
    CONSTRAINT treatment_origin_check CHECK ((effective_to >= effective_from))
);

CREATE VIEW public.txn_cause AS
 SELECT t.txn_id,
    t.batch_id,
    t.message_id,
    b.kind,
    b.act_id,
    b.run_id
   FROM (public.txn t
     JOIN public.batch b USING (batch_id));

COMMENT ON VIEW public.txn_cause IS 'Why each transaction was posted: a message, an act of a person or a run of ours; never nothing.';

ALTER TABLE public.txn ALTER COLUMN txn_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.txn_txn_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.waiver (
    kind text NOT NULL,
    effective_from date NOT NULL,
    effective_to date NOT NULL,
    source text NOT NULL,
    CONSTRAINT waiver_check CHECK ((effective_to >= effective_from)),
    CONSTRAINT waiver_kind_check CHECK ((kind = ANY (ARRAY['late_accounting_penalty'::text, 'late_payment_penalty'::text, 'late_payment_interest'::text, 'outage'::text])))
);

ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_code_key UNIQUE (code);

ALTER TABLE ONLY public.account_history
    ADD CONSTRAINT account_history_pkey PRIMARY KEY (bn15, effective_from, load_id);

ALTER TABLE ONLY public.account_link
    ADD CONSTRAINT account_link_attempt_id_key UNIQUE (attempt_id);

ALTER TABLE ONLY public.account_link
    ADD CONSTRAINT account_link_pkey PRIMARY KEY (link_id);

ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_pkey PRIMARY KEY (account_id);

ALTER TABLE ONLY public.act
    ADD CONSTRAINT act_pkey PRIMARY KEY (act_id);

ALTER TABLE ONLY public.act_rejection
    ADD CONSTRAINT act_rejection_pkey PRIMARY KEY (request_key);

ALTER TABLE ONLY public.act
    ADD CONSTRAINT act_request_key_key UNIQUE (request_key);

ALTER TABLE ONLY public.act_request
    ADD CONSTRAINT act_request_pkey PRIMARY KEY (request_key);

ALTER TABLE ONLY public.act_rules
    ADD CONSTRAINT act_rules_pkey PRIMARY KEY (act_rules_id);

ALTER TABLE ONLY public.application_part
    ADD CONSTRAINT application_part_pkey PRIMARY KEY (application_id, charge);

ALTER TABLE ONLY public.application
    ADD CONSTRAINT application_pkey PRIMARY KEY (application_id);

ALTER TABLE ONLY public.application
    ADD CONSTRAINT application_reverses_application_id_key UNIQUE (reverses_application_id);

ALTER TABLE ONLY public.archive
    ADD CONSTRAINT archive_month_key UNIQUE (month);

ALTER TABLE ONLY public.archive
    ADD CONSTRAINT archive_pkey PRIMARY KEY (archive_id);

ALTER TABLE ONLY public.bank_line
    ADD CONSTRAINT bank_line_content_occurrence_key UNIQUE (content, occurrence);

ALTER TABLE ONLY public.bank_line
    ADD CONSTRAINT bank_line_pkey PRIMARY KEY (bank_line_id);

ALTER TABLE ONLY public.bank_statement
    ADD CONSTRAINT bank_statement_interchange_id_key UNIQUE (interchange_id);

ALTER TABLE ONLY public.bank_statement_line
    ADD CONSTRAINT bank_statement_line_pkey PRIMARY KEY (message_id);

ALTER TABLE ONLY public.bank_statement
    ADD CONSTRAINT bank_statement_pkey PRIMARY KEY (bank_statement_id);

ALTER TABLE ONLY public.basis
    ADD CONSTRAINT basis_digest_key UNIQUE (digest);

ALTER TABLE ONLY public.basis
    ADD CONSTRAINT basis_pkey PRIMARY KEY (basis_id);

ALTER TABLE ONLY public.batch
    ADD CONSTRAINT batch_act_id_key UNIQUE (act_id);

ALTER TABLE ONLY public.batch
    ADD CONSTRAINT batch_digest_key UNIQUE (digest);

ALTER TABLE ONLY public.batch
    ADD CONSTRAINT batch_file_id_key UNIQUE (file_id);

ALTER TABLE ONLY public.batch
    ADD CONSTRAINT batch_pkey PRIMARY KEY (batch_id);

ALTER TABLE ONLY public.batch
    ADD CONSTRAINT batch_previous_digest_key UNIQUE (previous_digest);

ALTER TABLE ONLY public.batch
    ADD CONSTRAINT batch_run_id_key UNIQUE (run_id);

ALTER TABLE ONLY public.book_clock
    ADD CONSTRAINT book_clock_pkey PRIMARY KEY (clock_id);

ALTER TABLE ONLY public.broker
    ADD CONSTRAINT broker_pkey PRIMARY KEY (account_security_number, effective_from, load_id);

ALTER TABLE ONLY public.cad_line_charge
    ADD CONSTRAINT cad_line_charge_pkey PRIMARY KEY (cad_id, line_number, charge);

ALTER TABLE ONLY public.cad_line
    ADD CONSTRAINT cad_line_pkey PRIMARY KEY (cad_id, line_number);

ALTER TABLE ONLY public.cad
    ADD CONSTRAINT cad_message_id_posting_number_key UNIQUE (message_id, posting_number);

ALTER TABLE ONLY public.cad
    ADD CONSTRAINT cad_pkey PRIMARY KEY (cad_id);

ALTER TABLE ONLY public.cad
    ADD CONSTRAINT cad_transaction_number_number_use_version_posting_number_key UNIQUE (transaction_number, number_use, version, posting_number);

ALTER TABLE ONLY public.charge
    ADD CONSTRAINT charge_pkey PRIMARY KEY (charge);

ALTER TABLE ONLY public.charge
    ADD CONSTRAINT charge_rank_key UNIQUE (rank);

ALTER TABLE ONLY public.client_history
    ADD CONSTRAINT client_history_pkey PRIMARY KEY (bn9, effective_from, load_id);

ALTER TABLE ONLY public.client
    ADD CONSTRAINT client_pkey PRIMARY KEY (bn9);

ALTER TABLE ONLY public.closed_date
    ADD CONSTRAINT closed_date_pkey PRIMARY KEY (book_on);

ALTER TABLE ONLY public.delegation
    ADD CONSTRAINT delegation_pkey PRIMARY KEY (bn15, partner_id, effective_from, load_id);

ALTER TABLE ONLY public.delivery
    ADD CONSTRAINT delivery_pkey PRIMARY KEY (outbox_id);

ALTER TABLE ONLY public.due_override
    ADD CONSTRAINT due_override_pkey PRIMARY KEY (program, rule_on);

ALTER TABLE ONLY public.due_rules
    ADD CONSTRAINT due_rules_pkey PRIMARY KEY (due_rules_id);

ALTER TABLE ONLY public.enrolment
    ADD CONSTRAINT enrolment_pkey PRIMARY KEY (bn15, program, effective_from, load_id);

ALTER TABLE ONLY public.entry
    ADD CONSTRAINT entry_pkey PRIMARY KEY (txn_id, entry_number, book_on);

ALTER TABLE ONLY public.exchange_rate
    ADD CONSTRAINT exchange_rate_pkey PRIMARY KEY (currency, effective_from);

ALTER TABLE ONLY public.excise_rate
    ADD CONSTRAINT excise_rate_pkey PRIMARY KEY (excise_code, effective_from);

ALTER TABLE ONLY public.file
    ADD CONSTRAINT file_claim_id_key UNIQUE (claim_id);

ALTER TABLE ONLY public.file
    ADD CONSTRAINT file_pkey PRIMARY KEY (file_id);

ALTER TABLE ONLY public.finding
    ADD CONSTRAINT finding_pkey PRIMARY KEY (finding_id);

ALTER TABLE ONLY public.gst_rate
    ADD CONSTRAINT gst_rate_pkey PRIMARY KEY (gst_code, effective_from);

ALTER TABLE ONLY public.holiday
    ADD CONSTRAINT holiday_pkey PRIMARY KEY (holiday_on, province);

ALTER TABLE ONLY public.interchange
    ADD CONSTRAINT interchange_file_id_ordinal_key UNIQUE (file_id, ordinal);

ALTER TABLE ONLY public.interchange
    ADD CONSTRAINT interchange_pkey PRIMARY KEY (interchange_id);

ALTER TABLE ONLY public.interest_day
    ADD CONSTRAINT interest_day_pkey PRIMARY KEY (interest_rates_id, day);

ALTER TABLE ONLY public.interest
    ADD CONSTRAINT interest_pkey PRIMARY KEY (txn_id);

ALTER TABLE ONLY public.interest_rates
    ADD CONSTRAINT interest_rates_pkey PRIMARY KEY (interest_rates_id);

ALTER TABLE ONLY public.item_balance
    ADD CONSTRAINT item_balance_pkey PRIMARY KEY (item_id);

ALTER TABLE ONLY public.item_kind
    ADD CONSTRAINT item_kind_pkey PRIMARY KEY (kind);

ALTER TABLE ONLY public.item
    ADD CONSTRAINT item_pkey PRIMARY KEY (item_id);

ALTER TABLE ONLY public.item
    ADD CONSTRAINT item_txn_id_key UNIQUE (txn_id);

ALTER TABLE ONLY public.link_attempt
    ADD CONSTRAINT link_attempt_pkey PRIMARY KEY (attempt_id);

ALTER TABLE ONLY public.link_revocation
    ADD CONSTRAINT link_revocation_pkey PRIMARY KEY (link_id);

ALTER TABLE ONLY public.message
    ADD CONSTRAINT message_file_id_ordinal_key UNIQUE (file_id, ordinal);

ALTER TABLE ONLY public.message
    ADD CONSTRAINT message_pkey PRIMARY KEY (message_id);

ALTER TABLE ONLY public.message_reason
    ADD CONSTRAINT message_reason_pkey PRIMARY KEY (message_id, "position");

ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_partner_id_name_key UNIQUE (partner_id, name);

ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY (outbox_id);

ALTER TABLE ONLY public.partner
    ADD CONSTRAINT partner_account_security_number_key UNIQUE (account_security_number);

ALTER TABLE ONLY public.partner
    ADD CONSTRAINT partner_pkey PRIMARY KEY (partner_id);

ALTER TABLE ONLY public.partner
    ADD CONSTRAINT partner_sender_identification_key UNIQUE (sender_identification);

ALTER TABLE ONLY public.payment_key
    ADD CONSTRAINT payment_key_kind_key_occurrence_part_key UNIQUE (kind, key, occurrence, part);

ALTER TABLE ONLY public.payment_key
    ADD CONSTRAINT payment_key_pkey PRIMARY KEY (payment_key_id);

ALTER TABLE ONLY public.payment_key
    ADD CONSTRAINT payment_key_txn_id_kind_key UNIQUE (txn_id, kind);

ALTER TABLE ONLY public.payment_move
    ADD CONSTRAINT payment_move_pkey PRIMARY KEY (txn_id);

ALTER TABLE ONLY public.payment
    ADD CONSTRAINT payment_pkey PRIMARY KEY (txn_id);

ALTER TABLE ONLY public.prescribed_rate
    ADD CONSTRAINT prescribed_rate_pkey PRIMARY KEY (effective_from);

ALTER TABLE ONLY public.reference_change
    ADD CONSTRAINT reference_change_pkey PRIMARY KEY (reference_version_id, ordinal);

ALTER TABLE ONLY public.reference_decision
    ADD CONSTRAINT reference_decision_pkey PRIMARY KEY (message_id);

ALTER TABLE ONLY public.reference_delivery
    ADD CONSTRAINT reference_delivery_pkey PRIMARY KEY (message_id);

ALTER TABLE ONLY public.reference_version
    ADD CONSTRAINT reference_version_message_id_key UNIQUE (message_id);

ALTER TABLE ONLY public.reference_version
    ADD CONSTRAINT reference_version_pkey PRIMARY KEY (reference_version_id);

ALTER TABLE ONLY public.reference_version
    ADD CONSTRAINT reference_version_table_name_number_key UNIQUE (table_name, number);

ALTER TABLE ONLY public.registry_load
    ADD CONSTRAINT registry_load_pkey PRIMARY KEY (load_id);

ALTER TABLE ONLY public.relief
    ADD CONSTRAINT relief_pkey PRIMARY KEY (list, code, charge, effective_from);

ALTER TABLE ONLY public.review_decision
    ADD CONSTRAINT review_decision_act_id_key UNIQUE (act_id);

ALTER TABLE ONLY public.review_decision
    ADD CONSTRAINT review_decision_pkey PRIMARY KEY (review_id);

ALTER TABLE ONLY public.review
    ADD CONSTRAINT review_message_id_key UNIQUE (message_id);

ALTER TABLE ONLY public.review
    ADD CONSTRAINT review_pkey PRIMARY KEY (review_id);

ALTER TABLE ONLY public.run
    ADD CONSTRAINT run_act_id_key UNIQUE (act_id);

ALTER TABLE ONLY public.run
    ADD CONSTRAINT run_pkey PRIMARY KEY (run_id);

ALTER TABLE ONLY public.run
    ADD CONSTRAINT run_run_id_kind_key UNIQUE (run_id, kind);

ALTER TABLE ONLY public.security
    ADD CONSTRAINT security_pkey PRIMARY KEY (bn15, agreement, effective_from, load_id);

ALTER TABLE ONLY public.sima_measure
    ADD CONSTRAINT sima_measure_pkey PRIMARY KEY (tariff_item, origin_country, measure, kind, exporter, effective_from);

ALTER TABLE ONLY public.statement
    ADD CONSTRAINT statement_account_id_cycle_last_on_version_key UNIQUE (account_id, cycle_last_on, version);

ALTER TABLE ONLY public.statement_line
    ADD CONSTRAINT statement_line_item_id_key UNIQUE (item_id);

ALTER TABLE ONLY public.statement_line
    ADD CONSTRAINT statement_line_pkey PRIMARY KEY (statement_id, line_number);

ALTER TABLE ONLY public.statement
    ADD CONSTRAINT statement_pkey PRIMARY KEY (statement_id);

ALTER TABLE ONLY public.statement
    ADD CONSTRAINT statement_previous_statement_id_key UNIQUE (previous_statement_id);

ALTER TABLE ONLY public.statement
    ADD CONSTRAINT statement_supersedes_statement_id_key UNIQUE (supersedes_statement_id);

ALTER TABLE ONLY public.submission_decision
    ADD CONSTRAINT submission_decision_act_id_key UNIQUE (act_id);

ALTER TABLE ONLY public.submission_decision
    ADD CONSTRAINT submission_decision_pkey PRIMARY KEY (message_id);

ALTER TABLE ONLY public.submission
    ADD CONSTRAINT submission_pkey PRIMARY KEY (message_id);

ALTER TABLE ONLY public.surtax_measure
    ADD CONSTRAINT surtax_measure_pkey PRIMARY KEY (surtax_code, tariff_item, origin_country, treatment, melt_country, effective_from);

ALTER TABLE ONLY public.tariff_item
    ADD CONSTRAINT tariff_item_pkey PRIMARY KEY (tariff_item, effective_from);

ALTER TABLE ONLY public.tariff_rate
    ADD CONSTRAINT tariff_rate_pkey PRIMARY KEY (tariff_item, treatment, effective_from);

ALTER TABLE ONLY public.treatment_origin
    ADD CONSTRAINT treatment_origin_pkey PRIMARY KEY (treatment, country, effective_from);

ALTER TABLE ONLY public.txn
    ADD CONSTRAINT txn_idempotency_key_key UNIQUE (idempotency_key);

ALTER TABLE ONLY public.txn
    ADD CONSTRAINT txn_pkey PRIMARY KEY (txn_id);

ALTER TABLE ONLY public.txn
    ADD CONSTRAINT txn_reverses_txn_id_key UNIQUE (reverses_txn_id);

ALTER TABLE ONLY public.unit_factor
    ADD CONSTRAINT unit_factor_pkey PRIMARY KEY (from_unit, to_unit, effective_from);

ALTER TABLE ONLY public.waiver
    ADD CONSTRAINT waiver_pkey PRIMARY KEY (kind, effective_from);

CREATE INDEX account_history_preferring ON public.account_history USING btree (bn15) WHERE (offset_preference <> 'standard'::text);

CREATE INDEX account_link_of_account ON public.account_link USING btree (bn15);

CREATE INDEX account_link_of_user ON public.account_link USING btree (user_id, bn15);

CREATE INDEX account_of_business ON public.account USING btree (bn9) WHERE (class = 'receivable'::text);

CREATE INDEX act_by_time ON public.act USING btree (acted_at);

CREATE INDEX application_of_batch ON public.application USING btree (batch_id);

CREATE INDEX application_of_credit ON public.application USING btree (credit_item_id);

CREATE INDEX application_of_debit ON public.application USING btree (debit_item_id);

CREATE INDEX application_reversed ON public.application USING btree (reverses_application_id) WHERE (reverses_application_id IS NOT NULL);

CREATE INDEX bank_line_by_account ON public.bank_line USING btree (bank, bank_account);

CREATE INDEX bank_statement_by_account ON public.bank_statement USING btree (bank, bank_account, to_on);

CREATE INDEX bank_statement_line_is ON public.bank_statement_line USING btree (bank_line_id);

CREATE INDEX bank_statement_line_named ON public.bank_statement_line USING btree (reference) WHERE (reference IS NOT NULL);

CREATE INDEX bank_statement_line_of ON public.bank_statement_line USING btree (bank_statement_id);

CREATE INDEX basis_of_batch ON public.basis USING btree (batch_id);

CREATE INDEX cad_of_batch ON public.cad USING btree (batch_id);

CREATE INDEX client_of_name ON public.client_history USING btree (public.plain_name(legal_name));

CREATE INDEX delegation_of_partner ON public.delegation USING btree (partner_id);

CREATE INDEX entry_of_account ON ONLY public.entry USING btree (account_id, book_on);

CREATE INDEX file_of_act ON public.file USING btree (act_id) WHERE (act_id IS NOT NULL);

CREATE INDEX file_of_batch ON public.file USING btree (batch_id) WHERE (batch_id IS NOT NULL);

CREATE UNIQUE INDEX file_posted_once ON public.file USING btree (sha256) WHERE (outcome = 'posted'::text);

CREATE INDEX file_received ON public.file USING btree (received_on);

CREATE INDEX file_replayed ON public.file USING btree (replays_file_id) WHERE (replays_file_id IS NOT NULL);

CREATE INDEX file_waiting ON public.file USING btree (file_id) WHERE (outcome IS NULL);

CREATE INDEX finding_of_file ON public.finding USING btree (file_id);

CREATE UNIQUE INDEX interchange_accepted_once ON public.interchange USING btree (partner_id, format, reference) WHERE (status = 'accepted'::text);

CREATE INDEX interchange_newest ON public.interchange USING btree (partner_id, format, interchange_id);

CREATE INDEX interest_of_item ON public.interest USING btree (of_item_id);

CREATE INDEX item_balance_open ON public.item_balance USING btree (account_id, is_debit) WHERE (open_cents > 0);

CREATE INDEX item_of_account ON public.item USING btree (account_id, book_on);

CREATE INDEX item_payment ON public.item USING btree (effective_on, amount_cents) WHERE (kind = 'PMT'::text);

CREATE INDEX link_attempt_of_account ON public.link_attempt USING btree (bn15, attempted_at);

CREATE INDEX link_attempt_of_user ON public.link_attempt USING btree (user_id, attempted_at);

CREATE INDEX message_of_transaction ON public.message USING btree (transaction_number);

CREATE UNIQUE INDEX outbox_act_once ON public.outbox USING btree (act_id, file_id, interchange_ordinal, kind, form) WHERE (act_id IS NOT NULL);

CREATE UNIQUE INDEX outbox_answer_once ON public.outbox USING btree (file_id, interchange_ordinal, kind, form) NULLS NOT DISTINCT WHERE ((file_id IS NOT NULL) AND (act_id IS NULL) AND (repeats_outbox_id IS NULL));

CREATE UNIQUE INDEX outbox_notice_once ON public.outbox USING btree (notice_on, account_id, kind, form) WHERE (notice_on IS NOT NULL);

CREATE INDEX outbox_of_file ON public.outbox USING btree (file_id);

CREATE UNIQUE INDEX outbox_repeated_once ON public.outbox USING btree (repeats_outbox_id, file_id) WHERE (repeats_outbox_id IS NOT NULL);

CREATE UNIQUE INDEX outbox_statement_once ON public.outbox USING btree (statement_id, kind, form) WHERE (statement_id IS NOT NULL);

CREATE INDEX payment_by_method ON public.payment USING btree (method, paid_on) WHERE (method <> 'electronic'::text);

CREATE INDEX payment_key_says ON public.payment_key USING btree (split_part(key, '|'::text, 1), split_part(key, '|'::text, 2), split_part(key, '|'::text, 4), split_part(key, '|'::text, 5)) WHERE ((kind = 'content'::text) AND (part = 1));

CREATE INDEX payment_move_of_payment ON public.payment_move USING btree (payment_txn_id);

CREATE INDEX payment_of_payer ON public.payment USING btree (public.plain_name(payer_name)) WHERE (payer_name IS NOT NULL);

CREATE UNIQUE INDEX registry_delivered_once ON public.registry_load USING btree (sha256) WHERE (source = 'delivery'::text);

CREATE INDEX review_of_transaction ON public.review USING btree (transaction_number);

CREATE INDEX statement_balance ON public.statement USING btree (issued_on, closing_cents);

CREATE INDEX statement_of_batch ON public.statement USING btree (batch_id);

CREATE INDEX txn_of_batch ON public.txn USING btree (batch_id);

CREATE INDEX txn_of_document ON public.txn USING btree (document_reference);

CREATE INDEX txn_of_message ON public.txn USING btree (message_id);

CREATE INDEX txn_payments ON public.txn USING btree (txn_id) WHERE (kind = 'PMT'::text);

CREATE TRIGGER account_history_append_only BEFORE DELETE OR UPDATE ON public.account_history FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER account_history_no_truncate BEFORE TRUNCATE ON public.account_history FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER account_history_of_its_load AFTER INSERT ON public.account_history REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_older_load();

CREATE TRIGGER account_link_append_only BEFORE DELETE OR UPDATE ON public.account_link FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER account_link_earned BEFORE INSERT ON public.account_link FOR EACH ROW EXECUTE FUNCTION public.refuse_unearned_link();

CREATE TRIGGER account_link_no_truncate BEFORE TRUNCATE ON public.account_link FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER account_no_truncate BEFORE TRUNCATE ON public.account FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER account_registered AFTER INSERT ON public.account REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_unregistered();

CREATE TRIGGER account_stays BEFORE DELETE OR UPDATE ON public.account FOR EACH ROW EXECUTE FUNCTION public.refuse_another_account();

CREATE TRIGGER act_append_only BEFORE DELETE OR UPDATE ON public.act FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE CONSTRAINT TRIGGER act_by_enough_people AFTER INSERT ON public.act DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.refuse_too_few_people();

CREATE TRIGGER act_filled BEFORE INSERT ON public.act FOR EACH ROW EXECUTE FUNCTION public.fill_act();

CREATE TRIGGER act_no_truncate BEFORE TRUNCATE ON public.act FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER act_not_rejected BEFORE INSERT ON public.act FOR EACH ROW EXECUTE FUNCTION public.refuse_rejected();

CREATE TRIGGER act_rejection_append_only BEFORE DELETE OR UPDATE ON public.act_rejection FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER act_rejection_in_time BEFORE INSERT ON public.act_rejection FOR EACH ROW EXECUTE FUNCTION public.refuse_rejected();

CREATE TRIGGER act_rejection_no_truncate BEFORE TRUNCATE ON public.act_rejection FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER act_request_append_only BEFORE DELETE OR UPDATE ON public.act_request FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER act_request_no_truncate BEFORE TRUNCATE ON public.act_request FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER act_request_not_rejected BEFORE INSERT ON public.act_request FOR EACH ROW EXECUTE FUNCTION public.refuse_rejected();

CREATE TRIGGER act_rules_append_only BEFORE DELETE OR UPDATE ON public.act_rules FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER act_rules_no_truncate BEFORE TRUNCATE ON public.act_rules FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER application_append_only BEFORE DELETE OR UPDATE ON public.application FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER application_applied AFTER INSERT ON public.application REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.apply_to_balances();

CREATE TRIGGER application_no_truncate BEFORE TRUNCATE ON public.application FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER application_part_append_only BEFORE DELETE OR UPDATE ON public.application_part FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER application_part_no_truncate BEFORE TRUNCATE ON public.application_part FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER application_part_unsealed AFTER INSERT ON public.application_part REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_late_parts('application_id', 'application');

CREATE TRIGGER application_read_committed BEFORE INSERT ON public.application FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_old_snapshot();

CREATE TRIGGER archive_append_only BEFORE DELETE OR UPDATE ON public.archive FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER archive_no_truncate BEFORE TRUNCATE ON public.archive FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER bank_line_append_only BEFORE DELETE OR UPDATE ON public.bank_line FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER bank_line_no_truncate BEFORE TRUNCATE ON public.bank_line FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER bank_statement_append_only BEFORE DELETE OR UPDATE ON public.bank_statement FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER bank_statement_line_append_only BEFORE DELETE OR UPDATE ON public.bank_statement_line FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER bank_statement_line_no_truncate BEFORE TRUNCATE ON public.bank_statement_line FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER bank_statement_no_truncate BEFORE TRUNCATE ON public.bank_statement FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER basis_append_only BEFORE DELETE OR UPDATE ON public.basis FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER basis_no_truncate BEFORE TRUNCATE ON public.basis FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER basis_unsealed AFTER INSERT ON public.basis REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_late_rows();

CREATE CONSTRAINT TRIGGER batch_by_enough_people AFTER UPDATE OF digest ON public.batch DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.refuse_seal_of_too_few();

CREATE CONSTRAINT TRIGGER batch_is_sealed AFTER INSERT ON public.batch DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.refuse_unsealed();

CREATE TRIGGER batch_knows BEFORE INSERT ON public.batch FOR EACH ROW EXECUTE FUNCTION public.note_knowledge();

CREATE TRIGGER batch_no_truncate BEFORE TRUNCATE ON public.batch FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER batch_not_ahead BEFORE INSERT ON public.batch FOR EACH ROW EXECUTE FUNCTION public.refuse_future('1');

CREATE CONSTRAINT TRIGGER batch_posts_its_own AFTER UPDATE OF digest ON public.batch DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.refuse_strange_run();

CREATE TRIGGER batch_read_committed BEFORE INSERT ON public.batch FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_old_snapshot();

CREATE TRIGGER batch_sealed_once BEFORE DELETE OR UPDATE ON public.batch FOR EACH ROW EXECUTE FUNCTION public.refuse_unsealing();

CREATE TRIGGER batch_waits BEFORE INSERT ON public.batch FOR EACH STATEMENT EXECUTE FUNCTION public.wait_for_batch();

CREATE TRIGGER book_clock_append_only BEFORE DELETE OR UPDATE ON public.book_clock FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER book_clock_forward BEFORE INSERT ON public.book_clock FOR EACH ROW EXECUTE FUNCTION public.refuse_clock();

CREATE TRIGGER book_clock_no_truncate BEFORE TRUNCATE ON public.book_clock FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER broker_append_only BEFORE DELETE OR UPDATE ON public.broker FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER broker_no_truncate BEFORE TRUNCATE ON public.broker FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER broker_of_its_load AFTER INSERT ON public.broker REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_older_load();

CREATE TRIGGER cad_append_only BEFORE DELETE OR UPDATE ON public.cad FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER cad_line_append_only BEFORE DELETE OR UPDATE ON public.cad_line FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER cad_line_based AFTER INSERT ON public.cad_line REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_unbased();

CREATE TRIGGER cad_line_charge_append_only BEFORE DELETE OR UPDATE ON public.cad_line_charge FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER cad_line_charge_no_truncate BEFORE TRUNCATE ON public.cad_line_charge FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER cad_line_charge_unsealed AFTER INSERT ON public.cad_line_charge REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_late_parts('cad_id', 'cad');

CREATE TRIGGER cad_line_no_truncate BEFORE TRUNCATE ON public.cad_line FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER cad_line_unsealed AFTER INSERT ON public.cad_line REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_late_parts('cad_id', 'cad');

CREATE TRIGGER cad_no_truncate BEFORE TRUNCATE ON public.cad FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER cad_unsealed AFTER INSERT ON public.cad REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_late_rows();

CREATE TRIGGER charge_append_only BEFORE DELETE OR UPDATE ON public.charge FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER charge_no_truncate BEFORE TRUNCATE ON public.charge FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER client_append_only BEFORE DELETE OR UPDATE ON public.client FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER client_history_append_only BEFORE DELETE OR UPDATE ON public.client_history FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER client_history_no_truncate BEFORE TRUNCATE ON public.client_history FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER client_history_of_its_load AFTER INSERT ON public.client_history REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_older_load();

CREATE TRIGGER client_no_truncate BEFORE TRUNCATE ON public.client FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER client_registered AFTER INSERT ON public.client REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_unregistered();

CREATE TRIGGER closed_date_append_only BEFORE DELETE OR UPDATE ON public.closed_date FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER closed_date_no_truncate BEFORE TRUNCATE ON public.closed_date FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER closed_date_not_ahead BEFORE INSERT ON public.closed_date FOR EACH ROW EXECUTE FUNCTION public.refuse_future('0');

CREATE TRIGGER closed_date_noted BEFORE INSERT ON public.closed_date FOR EACH ROW EXECUTE FUNCTION public.note_last_seal();

CREATE TRIGGER closed_date_read_committed BEFORE INSERT ON public.closed_date FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_old_snapshot();

CREATE TRIGGER delegation_append_only BEFORE DELETE OR UPDATE ON public.delegation FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER delegation_no_truncate BEFORE TRUNCATE ON public.delegation FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER delegation_of_its_load AFTER INSERT ON public.delegation REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_older_load();

CREATE TRIGGER delivery_append_only BEFORE DELETE OR UPDATE ON public.delivery FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER delivery_no_truncate BEFORE TRUNCATE ON public.delivery FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER due_override_added AFTER INSERT ON public.due_override REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_unrecorded();

CREATE TRIGGER due_override_changed AFTER UPDATE ON public.due_override REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_unrecorded();

CREATE TRIGGER due_override_no_truncate BEFORE TRUNCATE ON public.due_override FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER due_override_removed AFTER DELETE ON public.due_override REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_unrecorded();

CREATE TRIGGER due_rules_append_only BEFORE DELETE OR UPDATE ON public.due_rules FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER due_rules_no_truncate BEFORE TRUNCATE ON public.due_rules FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER enrolment_append_only BEFORE DELETE OR UPDATE ON public.enrolment FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER enrolment_no_truncate BEFORE TRUNCATE ON public.enrolment FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER enrolment_of_its_load AFTER INSERT ON public.enrolment REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_older_load();

CREATE TRIGGER entry_append_only BEFORE DELETE OR UPDATE ON public.entry FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER entry_balanced AFTER INSERT ON public.entry REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_unbalanced();

CREATE TRIGGER entry_no_truncate BEFORE TRUNCATE ON public.entry FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER exchange_rate_added AFTER INSERT ON public.exchange_rate REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_unrecorded();

CREATE TRIGGER exchange_rate_changed AFTER UPDATE ON public.exchange_rate REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_unrecorded();

CREATE TRIGGER exchange_rate_no_truncate BEFORE TRUNCATE ON public.exchange_rate FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER exchange_rate_removed AFTER DELETE ON public.exchange_rate REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_unrecorded();

CREATE TRIGGER excise_rate_added AFTER INSERT ON public.excise_rate REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_unrecorded();

CREATE TRIGGER excise_rate_changed AFTER UPDATE ON public.excise_rate REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_unrecorded();

CREATE TRIGGER excise_rate_no_truncate BEFORE TRUNCATE ON public.excise_rate FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER excise_rate_removed AFTER DELETE ON public.excise_rate REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_unrecorded();

CREATE TRIGGER file_no_truncate BEFORE TRUNCATE ON public.file FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER file_outcome_once BEFORE DELETE OR UPDATE ON public.file FOR EACH ROW EXECUTE FUNCTION public.refuse_second_outcome();

CREATE TRIGGER finding_append_only BEFORE DELETE OR UPDATE ON public.finding FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER finding_no_truncate BEFORE TRUNCATE ON public.finding FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER finding_unsealed AFTER INSERT ON public.finding REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_late_parts('file_id', 'file');

CREATE TRIGGER gst_rate_added AFTER INSERT ON public.gst_rate REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_unrecorded();

CREATE TRIGGER gst_rate_changed AFTER UPDATE ON public.gst_rate REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_unrecorded();

CREATE TRIGGER gst_rate_no_truncate BEFORE TRUNCATE ON public.gst_rate FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER gst_rate_removed AFTER DELETE ON public.gst_rate REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_unrecorded();

CREATE TRIGGER holiday_added AFTER INSERT ON public.holiday REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_unrecorded();

CREATE TRIGGER holiday_changed AFTER UPDATE ON public.holiday REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_unrecorded();

CREATE TRIGGER holiday_no_truncate BEFORE TRUNCATE ON public.holiday FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER holiday_removed AFTER DELETE ON public.holiday REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_unrecorded();

CREATE TRIGGER interchange_append_only BEFORE DELETE OR UPDATE ON public.interchange FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER interchange_no_truncate BEFORE TRUNCATE ON public.interchange FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER interchange_unsealed AFTER INSERT ON public.interchange REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_late_parts('file_id', 'file');

CREATE TRIGGER interest_append_only BEFORE DELETE OR UPDATE ON public.interest FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER interest_day_append_only BEFORE DELETE OR UPDATE ON public.interest_day FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER interest_day_no_truncate BEFORE TRUNCATE ON public.interest_day FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER interest_no_truncate BEFORE TRUNCATE ON public.interest FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER interest_rates_append_only BEFORE DELETE OR UPDATE ON public.interest_rates FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER interest_rates_no_truncate BEFORE TRUNCATE ON public.interest_rates FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER item_append_only BEFORE DELETE OR UPDATE ON public.item FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER item_balance_no_truncate BEFORE TRUNCATE ON public.item_balance FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER item_kind_append_only BEFORE DELETE OR UPDATE ON public.item_kind FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER item_kind_no_truncate BEFORE TRUNCATE ON public.item_kind FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER item_no_truncate BEFORE TRUNCATE ON public.item FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER item_opened AFTER INSERT ON public.item REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.open_item_balance();

CREATE TRIGGER item_read_committed BEFORE INSERT ON public.item FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_old_snapshot();

CREATE TRIGGER item_unsealed AFTER INSERT ON public.item REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_late_parts('txn_id', 'txn');

CREATE TRIGGER link_attempt_append_only BEFORE DELETE OR UPDATE ON public.link_attempt FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER link_attempt_no_truncate BEFORE TRUNCATE ON public.link_attempt FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER link_revocation_append_only BEFORE DELETE OR UPDATE ON public.link_revocation FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER link_revocation_no_truncate BEFORE TRUNCATE ON public.link_revocation FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER message_append_only BEFORE DELETE OR UPDATE ON public.message FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER message_no_truncate BEFORE TRUNCATE ON public.message FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER message_reason_append_only BEFORE DELETE OR UPDATE ON public.message_reason FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER message_reason_no_truncate BEFORE TRUNCATE ON public.message_reason FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER message_reason_unsealed AFTER INSERT ON public.message_reason REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_late_parts('file_id', 'file');

CREATE TRIGGER message_unsealed AFTER INSERT ON public.message REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_late_parts('file_id', 'file');

CREATE TRIGGER outbox_append_only BEFORE DELETE OR UPDATE ON public.outbox FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER outbox_no_truncate BEFORE TRUNCATE ON public.outbox FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER partner_added AFTER INSERT ON public.partner REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_unrecorded();

CREATE TRIGGER partner_changed AFTER UPDATE ON public.partner REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_unrecorded();

CREATE TRIGGER partner_no_truncate BEFORE TRUNCATE ON public.partner FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER partner_removed AFTER DELETE ON public.partner REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_unrecorded();

CREATE TRIGGER payment_append_only BEFORE DELETE OR UPDATE ON public.payment FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER payment_key_append_only BEFORE DELETE OR UPDATE ON public.payment_key FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER payment_key_no_truncate BEFORE TRUNCATE ON public.payment_key FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER payment_move_append_only BEFORE DELETE OR UPDATE ON public.payment_move FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER payment_move_no_truncate BEFORE TRUNCATE ON public.payment_move FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER payment_no_truncate BEFORE TRUNCATE ON public.payment FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER prescribed_rate_added AFTER INSERT ON public.prescribed_rate REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_unrecorded();

CREATE TRIGGER prescribed_rate_changed AFTER UPDATE ON public.prescribed_rate REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_unrecorded();

CREATE TRIGGER prescribed_rate_no_truncate BEFORE TRUNCATE ON public.prescribed_rate FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER prescribed_rate_removed AFTER DELETE ON public.prescribed_rate REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_unrecorded();

CREATE TRIGGER reference_change_append_only BEFORE DELETE OR UPDATE ON public.reference_change FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER reference_change_no_truncate BEFORE TRUNCATE ON public.reference_change FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER reference_change_of_its_version AFTER INSERT ON public.reference_change REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_older_version();

CREATE TRIGGER reference_decided_by_act BEFORE INSERT ON public.reference_decision FOR EACH ROW EXECUTE FUNCTION public.refuse_undecided();

CREATE TRIGGER reference_decision_append_only BEFORE DELETE OR UPDATE ON public.reference_decision FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER reference_decision_no_truncate BEFORE TRUNCATE ON public.reference_decision FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER reference_delivery_append_only BEFORE DELETE OR UPDATE ON public.reference_delivery FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER reference_delivery_no_truncate BEFORE TRUNCATE ON public.reference_delivery FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER reference_version_append_only BEFORE DELETE OR UPDATE ON public.reference_version FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE CONSTRAINT TRIGGER reference_version_as_told AFTER INSERT ON public.reference_version DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.refuse_unlike_version();

CREATE TRIGGER reference_version_no_truncate BEFORE TRUNCATE ON public.reference_version FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER reference_version_seeded BEFORE INSERT ON public.reference_version FOR EACH ROW EXECUTE FUNCTION public.refuse_unowned_seed('origin');

CREATE TRIGGER registry_load_append_only BEFORE DELETE OR UPDATE ON public.registry_load FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER registry_load_no_truncate BEFORE TRUNCATE ON public.registry_load FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER registry_load_seeded BEFORE INSERT ON public.registry_load FOR EACH ROW EXECUTE FUNCTION public.refuse_unowned_seed('source');

CREATE TRIGGER relief_added AFTER INSERT ON public.relief REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_unrecorded();

CREATE TRIGGER relief_changed AFTER UPDATE ON public.relief REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_unrecorded();

CREATE TRIGGER relief_no_truncate BEFORE TRUNCATE ON public.relief FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER relief_removed AFTER DELETE ON public.relief REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_unrecorded();

CREATE TRIGGER review_append_only BEFORE DELETE OR UPDATE ON public.review FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER review_decision_append_only BEFORE DELETE OR UPDATE ON public.review_decision FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER review_decision_no_truncate BEFORE TRUNCATE ON public.review_decision FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER review_decision_unsealed AFTER INSERT ON public.review_decision REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_late_parts('act_id', 'batch');

CREATE TRIGGER review_no_truncate BEFORE TRUNCATE ON public.review FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER review_unsealed AFTER INSERT ON public.review REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_late_parts('file_id', 'file');

CREATE TRIGGER run_append_only BEFORE DELETE OR UPDATE ON public.run FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER run_no_truncate BEFORE TRUNCATE ON public.run FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER security_append_only BEFORE DELETE OR UPDATE ON public.security FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER security_no_truncate BEFORE TRUNCATE ON public.security FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER security_of_its_load AFTER INSERT ON public.security REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_older_load();

CREATE TRIGGER sima_measure_added AFTER INSERT ON public.sima_measure REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_unrecorded();

CREATE TRIGGER sima_measure_changed AFTER UPDATE ON public.sima_measure REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_unrecorded();

CREATE TRIGGER sima_measure_no_truncate BEFORE TRUNCATE ON public.sima_measure FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER sima_measure_removed AFTER DELETE ON public.sima_measure REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_unrecorded();

CREATE TRIGGER statement_append_only BEFORE DELETE OR UPDATE ON public.statement FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER statement_line_append_only BEFORE DELETE OR UPDATE ON public.statement_line FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER statement_line_no_truncate BEFORE TRUNCATE ON public.statement_line FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER statement_line_unsealed AFTER INSERT ON public.statement_line REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_late_parts('statement_id', 'statement');

CREATE TRIGGER statement_no_truncate BEFORE TRUNCATE ON public.statement FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER statement_of_closed_dates AFTER INSERT ON public.statement REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_unknown_to_be();

CREATE TRIGGER statement_unsealed AFTER INSERT ON public.statement REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_late_rows();

CREATE TRIGGER submission_append_only BEFORE DELETE OR UPDATE ON public.submission FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER submission_decided_by_act BEFORE INSERT ON public.submission_decision FOR EACH ROW EXECUTE FUNCTION public.refuse_unasked_submission();

CREATE TRIGGER submission_decision_append_only BEFORE DELETE OR UPDATE ON public.submission_decision FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER submission_decision_no_truncate BEFORE TRUNCATE ON public.submission_decision FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER submission_no_truncate BEFORE TRUNCATE ON public.submission FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER surtax_measure_added AFTER INSERT ON public.surtax_measure REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_unrecorded();

CREATE TRIGGER surtax_measure_changed AFTER UPDATE ON public.surtax_measure REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_unrecorded();

CREATE TRIGGER surtax_measure_no_truncate BEFORE TRUNCATE ON public.surtax_measure FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER surtax_measure_removed AFTER DELETE ON public.surtax_measure REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_unrecorded();

CREATE TRIGGER tariff_item_added AFTER INSERT ON public.tariff_item REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_unrecorded();

CREATE TRIGGER tariff_item_changed AFTER UPDATE ON public.tariff_item REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_unrecorded();

CREATE TRIGGER tariff_item_no_truncate BEFORE TRUNCATE ON public.tariff_item FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER tariff_item_removed AFTER DELETE ON public.tariff_item REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_unrecorded();

CREATE TRIGGER tariff_rate_added AFTER INSERT ON public.tariff_rate REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_unrecorded();

CREATE TRIGGER tariff_rate_changed AFTER UPDATE ON public.tariff_rate REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_unrecorded();

CREATE TRIGGER tariff_rate_no_truncate BEFORE TRUNCATE ON public.tariff_rate FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER tariff_rate_removed AFTER DELETE ON public.tariff_rate REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_unrecorded();

CREATE TRIGGER treatment_origin_added AFTER INSERT ON public.treatment_origin REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_unrecorded();

CREATE TRIGGER treatment_origin_changed AFTER UPDATE ON public.treatment_origin REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_unrecorded();

CREATE TRIGGER treatment_origin_no_truncate BEFORE TRUNCATE ON public.treatment_origin FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER treatment_origin_removed AFTER DELETE ON public.treatment_origin REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_unrecorded();

CREATE TRIGGER txn_append_only BEFORE DELETE OR UPDATE ON public.txn FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER txn_no_truncate BEFORE TRUNCATE ON public.txn FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER txn_open AFTER INSERT ON public.txn REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_closed();

CREATE TRIGGER txn_read_committed BEFORE INSERT ON public.txn FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_old_snapshot();

CREATE TRIGGER unit_factor_added AFTER INSERT ON public.unit_factor REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_unrecorded();

CREATE TRIGGER unit_factor_changed AFTER UPDATE ON public.unit_factor REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_unrecorded();

CREATE TRIGGER unit_factor_no_truncate BEFORE TRUNCATE ON public.unit_factor FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER unit_factor_removed AFTER DELETE ON public.unit_factor REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_unrecorded();

CREATE TRIGGER waiver_added AFTER INSERT ON public.waiver REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_unrecorded();

CREATE TRIGGER waiver_changed AFTER UPDATE ON public.waiver REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_unrecorded();

CREATE TRIGGER waiver_no_truncate BEFORE TRUNCATE ON public.waiver FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER waiver_removed AFTER DELETE ON public.waiver REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_unrecorded();

ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_bn9_fkey FOREIGN KEY (bn9) REFERENCES public.client(bn9);

ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_charge_fkey FOREIGN KEY (charge) REFERENCES public.charge(charge);

ALTER TABLE ONLY public.account_history
    ADD CONSTRAINT account_history_bn15_fkey FOREIGN KEY (bn15) REFERENCES public.account(code);

ALTER TABLE ONLY public.account_history
    ADD CONSTRAINT account_history_documents_to_fkey FOREIGN KEY (documents_to) REFERENCES public.partner(partner_id);

ALTER TABLE ONLY public.account_history
    ADD CONSTRAINT account_history_load_id_fkey FOREIGN KEY (load_id) REFERENCES public.registry_load(load_id);

ALTER TABLE ONLY public.account_link
    ADD CONSTRAINT account_link_attempt_id_fkey FOREIGN KEY (attempt_id) REFERENCES public.link_attempt(attempt_id);

ALTER TABLE ONLY public.account_link
    ADD CONSTRAINT account_link_bn15_fkey FOREIGN KEY (bn15) REFERENCES public.account(code);

ALTER TABLE ONLY public.act
    ADD CONSTRAINT act_act_rules_id_fkey FOREIGN KEY (act_rules_id) REFERENCES public.act_rules(act_rules_id);

ALTER TABLE ONLY public.application
    ADD CONSTRAINT application_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES public.batch(batch_id);

ALTER TABLE ONLY public.application
    ADD CONSTRAINT application_credit_item_id_fkey FOREIGN KEY (credit_item_id) REFERENCES public.item(item_id);

ALTER TABLE ONLY public.application
    ADD CONSTRAINT application_debit_item_id_fkey FOREIGN KEY (debit_item_id) REFERENCES public.item(item_id);

ALTER TABLE ONLY public.application_part
    ADD CONSTRAINT application_part_application_id_fkey FOREIGN KEY (application_id) REFERENCES public.application(application_id);

ALTER TABLE ONLY public.application_part
    ADD CONSTRAINT application_part_charge_fkey FOREIGN KEY (charge) REFERENCES public.charge(charge);

ALTER TABLE ONLY public.application
    ADD CONSTRAINT application_reverses_application_id_fkey FOREIGN KEY (reverses_application_id) REFERENCES public.application(application_id);

ALTER TABLE ONLY public.bank_statement
    ADD CONSTRAINT bank_statement_interchange_id_fkey FOREIGN KEY (interchange_id) REFERENCES public.interchange(interchange_id);

ALTER TABLE ONLY public.bank_statement_line
    ADD CONSTRAINT bank_statement_line_bank_line_id_fkey FOREIGN KEY (bank_line_id) REFERENCES public.bank_line(bank_line_id);

ALTER TABLE ONLY public.bank_statement_line
    ADD CONSTRAINT bank_statement_line_bank_statement_id_fkey FOREIGN KEY (bank_statement_id) REFERENCES public.bank_statement(bank_statement_id);

ALTER TABLE ONLY public.bank_statement_line
    ADD CONSTRAINT bank_statement_line_message_id_fkey FOREIGN KEY (message_id) REFERENCES public.message(message_id);

ALTER TABLE ONLY public.basis
    ADD CONSTRAINT basis_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES public.batch(batch_id);

ALTER TABLE ONLY public.batch
    ADD CONSTRAINT batch_act_id_fkey FOREIGN KEY (act_id) REFERENCES public.act(act_id);

ALTER TABLE ONLY public.batch
    ADD CONSTRAINT batch_due_rules_id_fkey FOREIGN KEY (due_rules_id) REFERENCES public.due_rules(due_rules_id);

ALTER TABLE ONLY public.batch
    ADD CONSTRAINT batch_file_id_fkey FOREIGN KEY (file_id) REFERENCES public.file(file_id);

ALTER TABLE ONLY public.batch
    ADD CONSTRAINT batch_load_id_fkey FOREIGN KEY (load_id) REFERENCES public.registry_load(load_id);

ALTER TABLE ONLY public.batch
    ADD CONSTRAINT batch_reference_version_id_fkey FOREIGN KEY (reference_version_id) REFERENCES public.reference_version(reference_version_id);

ALTER TABLE ONLY public.batch
    ADD CONSTRAINT batch_run_id_kind_fkey FOREIGN KEY (run_id, kind) REFERENCES public.run(run_id, kind);

ALTER TABLE ONLY public.broker
    ADD CONSTRAINT broker_load_id_fkey FOREIGN KEY (load_id) REFERENCES public.registry_load(load_id);

ALTER TABLE ONLY public.broker
    ADD CONSTRAINT broker_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partner(partner_id);

ALTER TABLE ONLY public.cad
    ADD CONSTRAINT cad_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(account_id);

ALTER TABLE ONLY public.cad
    ADD CONSTRAINT cad_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES public.batch(batch_id);

ALTER TABLE ONLY public.cad_line
    ADD CONSTRAINT cad_line_basis_id_fkey FOREIGN KEY (basis_id) REFERENCES public.basis(basis_id);

ALTER TABLE ONLY public.cad_line
    ADD CONSTRAINT cad_line_cad_id_fkey FOREIGN KEY (cad_id) REFERENCES public.cad(cad_id);

ALTER TABLE ONLY public.cad_line_charge
    ADD CONSTRAINT cad_line_charge_cad_id_line_number_fkey FOREIGN KEY (cad_id, line_number) REFERENCES public.cad_line(cad_id, line_number);

ALTER TABLE ONLY public.cad_line_charge
    ADD CONSTRAINT cad_line_charge_charge_fkey FOREIGN KEY (charge) REFERENCES public.charge(charge);

ALTER TABLE ONLY public.cad_line
    ADD CONSTRAINT cad_line_exchange_basis_id_fkey FOREIGN KEY (exchange_basis_id) REFERENCES public.basis(basis_id);

ALTER TABLE ONLY public.cad
    ADD CONSTRAINT cad_message_id_fkey FOREIGN KEY (message_id) REFERENCES public.message(message_id);

ALTER TABLE ONLY public.client_history
    ADD CONSTRAINT client_history_bn9_fkey FOREIGN KEY (bn9) REFERENCES public.client(bn9);

ALTER TABLE ONLY public.client_history
    ADD CONSTRAINT client_history_load_id_fkey FOREIGN KEY (load_id) REFERENCES public.registry_load(load_id);

ALTER TABLE ONLY public.closed_date
    ADD CONSTRAINT closed_date_last_batch_id_fkey FOREIGN KEY (last_batch_id) REFERENCES public.batch(batch_id);

ALTER TABLE ONLY public.delegation
    ADD CONSTRAINT delegation_bn15_fkey FOREIGN KEY (bn15) REFERENCES public.account(code);

ALTER TABLE ONLY public.delegation
    ADD CONSTRAINT delegation_load_id_fkey FOREIGN KEY (load_id) REFERENCES public.registry_load(load_id);

ALTER TABLE ONLY public.delegation
    ADD CONSTRAINT delegation_partner_id_fkey1 FOREIGN KEY (partner_id) REFERENCES public.partner(partner_id);

ALTER TABLE ONLY public.delivery
    ADD CONSTRAINT delivery_outbox_id_fkey FOREIGN KEY (outbox_id) REFERENCES public.outbox(outbox_id);

ALTER TABLE ONLY public.enrolment
    ADD CONSTRAINT enrolment_bn15_fkey FOREIGN KEY (bn15) REFERENCES public.account(code);

ALTER TABLE ONLY public.enrolment
    ADD CONSTRAINT enrolment_load_id_fkey FOREIGN KEY (load_id) REFERENCES public.registry_load(load_id);

ALTER TABLE public.entry
    ADD CONSTRAINT entry_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(account_id);

ALTER TABLE public.entry
    ADD CONSTRAINT entry_txn_id_fkey FOREIGN KEY (txn_id) REFERENCES public.txn(txn_id);

ALTER TABLE ONLY public.file
    ADD CONSTRAINT file_act_id_fkey FOREIGN KEY (act_id) REFERENCES public.act(act_id);

ALTER TABLE ONLY public.file
    ADD CONSTRAINT file_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES public.batch(batch_id);

ALTER TABLE ONLY public.file
    ADD CONSTRAINT file_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partner(partner_id);

ALTER TABLE ONLY public.file
    ADD CONSTRAINT file_replays_file_id_fkey FOREIGN KEY (replays_file_id) REFERENCES public.file(file_id);

ALTER TABLE ONLY public.finding
    ADD CONSTRAINT finding_file_id_fkey FOREIGN KEY (file_id) REFERENCES public.file(file_id);

ALTER TABLE ONLY public.finding
    ADD CONSTRAINT finding_interchange_id_fkey FOREIGN KEY (interchange_id) REFERENCES public.interchange(interchange_id);

ALTER TABLE ONLY public.finding
    ADD CONSTRAINT finding_message_id_fkey FOREIGN KEY (message_id) REFERENCES public.message(message_id);

ALTER TABLE ONLY public.interchange
    ADD CONSTRAINT interchange_file_id_fkey FOREIGN KEY (file_id) REFERENCES public.file(file_id);

ALTER TABLE ONLY public.interchange
    ADD CONSTRAINT interchange_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partner(partner_id);

ALTER TABLE ONLY public.interest_day
    ADD CONSTRAINT interest_day_interest_rates_id_fkey FOREIGN KEY (interest_rates_id) REFERENCES public.interest_rates(interest_rates_id);

ALTER TABLE ONLY public.interest
    ADD CONSTRAINT interest_interest_rates_id_fkey FOREIGN KEY (interest_rates_id) REFERENCES public.interest_rates(interest_rates_id);

ALTER TABLE ONLY public.interest
    ADD CONSTRAINT interest_of_item_id_fkey FOREIGN KEY (of_item_id) REFERENCES public.item(item_id);

ALTER TABLE ONLY public.interest_rates
    ADD CONSTRAINT interest_rates_reference_version_id_fkey FOREIGN KEY (reference_version_id) REFERENCES public.reference_version(reference_version_id);

ALTER TABLE ONLY public.interest
    ADD CONSTRAINT interest_txn_id_fkey FOREIGN KEY (txn_id) REFERENCES public.txn(txn_id);

ALTER TABLE ONLY public.item
    ADD CONSTRAINT item_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(account_id);

ALTER TABLE ONLY public.item_balance
    ADD CONSTRAINT item_balance_item_id_fkey FOREIGN KEY (item_id) REFERENCES public.item(item_id);

ALTER TABLE ONLY public.item
    ADD CONSTRAINT item_kind_fkey FOREIGN KEY (kind) REFERENCES public.item_kind(kind);

ALTER TABLE ONLY public.item
    ADD CONSTRAINT item_txn_id_fkey FOREIGN KEY (txn_id) REFERENCES public.txn(txn_id);

ALTER TABLE ONLY public.link_revocation
    ADD CONSTRAINT link_revocation_link_id_fkey FOREIGN KEY (link_id) REFERENCES public.account_link(link_id);

ALTER TABLE ONLY public.message
    ADD CONSTRAINT message_file_id_fkey FOREIGN KEY (file_id) REFERENCES public.file(file_id);

ALTER TABLE ONLY public.message
    ADD CONSTRAINT message_interchange_id_fkey FOREIGN KEY (interchange_id) REFERENCES public.interchange(interchange_id);

ALTER TABLE ONLY public.message_reason
    ADD CONSTRAINT message_reason_file_id_fkey FOREIGN KEY (file_id) REFERENCES public.file(file_id);

ALTER TABLE ONLY public.message_reason
    ADD CONSTRAINT message_reason_message_id_fkey FOREIGN KEY (message_id) REFERENCES public.message(message_id);

ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(account_id);

ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_act_id_fkey FOREIGN KEY (act_id) REFERENCES public.act(act_id);

ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_file_id_fkey FOREIGN KEY (file_id) REFERENCES public.file(file_id);

ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_file_id_interchange_ordinal_fkey FOREIGN KEY (file_id, interchange_ordinal) REFERENCES public.interchange(file_id, ordinal);

ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partner(partner_id);

ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_repeats_outbox_id_fkey FOREIGN KEY (repeats_outbox_id) REFERENCES public.outbox(outbox_id);

ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_statement_id_fkey FOREIGN KEY (statement_id) REFERENCES public.statement(statement_id);

ALTER TABLE ONLY public.payment_key
    ADD CONSTRAINT payment_key_txn_id_fkey FOREIGN KEY (txn_id) REFERENCES public.txn(txn_id);

ALTER TABLE ONLY public.payment_move
    ADD CONSTRAINT payment_move_payment_txn_id_fkey FOREIGN KEY (payment_txn_id) REFERENCES public.txn(txn_id);

ALTER TABLE ONLY public.payment_move
    ADD CONSTRAINT payment_move_txn_id_fkey FOREIGN KEY (txn_id) REFERENCES public.txn(txn_id);

ALTER TABLE ONLY public.payment
    ADD CONSTRAINT payment_txn_id_fkey FOREIGN KEY (txn_id) REFERENCES public.txn(txn_id);

ALTER TABLE ONLY public.reference_change
    ADD CONSTRAINT reference_change_reference_version_id_fkey FOREIGN KEY (reference_version_id) REFERENCES public.reference_version(reference_version_id);

ALTER TABLE ONLY public.reference_decision
    ADD CONSTRAINT reference_decision_message_id_fkey FOREIGN KEY (message_id) REFERENCES public.reference_delivery(message_id);

ALTER TABLE ONLY public.reference_delivery
    ADD CONSTRAINT reference_delivery_message_id_fkey FOREIGN KEY (message_id) REFERENCES public.message(message_id);

ALTER TABLE ONLY public.reference_version
    ADD CONSTRAINT reference_version_message_id_fkey FOREIGN KEY (message_id) REFERENCES public.message(message_id);

ALTER TABLE ONLY public.review
    ADD CONSTRAINT review_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(account_id);

ALTER TABLE ONLY public.review_decision
    ADD CONSTRAINT review_decision_act_id_fkey FOREIGN KEY (act_id) REFERENCES public.act(act_id);

ALTER TABLE ONLY public.review_decision
    ADD CONSTRAINT review_decision_review_id_fkey FOREIGN KEY (review_id) REFERENCES public.review(review_id);

ALTER TABLE ONLY public.review
    ADD CONSTRAINT review_file_id_fkey FOREIGN KEY (file_id) REFERENCES public.file(file_id);

ALTER TABLE ONLY public.review
    ADD CONSTRAINT review_message_id_fkey FOREIGN KEY (message_id) REFERENCES public.message(message_id);

ALTER TABLE ONLY public.run
    ADD CONSTRAINT run_act_id_fkey FOREIGN KEY (act_id) REFERENCES public.act(act_id);

ALTER TABLE ONLY public.security
    ADD CONSTRAINT security_bn15_fkey FOREIGN KEY (bn15) REFERENCES public.account(code);

ALTER TABLE ONLY public.security
    ADD CONSTRAINT security_load_id_fkey FOREIGN KEY (load_id) REFERENCES public.registry_load(load_id);

ALTER TABLE ONLY public.statement
    ADD CONSTRAINT statement_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(account_id);

ALTER TABLE ONLY public.statement
    ADD CONSTRAINT statement_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES public.batch(batch_id);

ALTER TABLE ONLY public.statement_line
    ADD CONSTRAINT statement_line_item_id_fkey FOREIGN KEY (item_id) REFERENCES public.item(item_id);

ALTER TABLE ONLY public.statement_line
    ADD CONSTRAINT statement_line_statement_id_fkey FOREIGN KEY (statement_id) REFERENCES public.statement(statement_id);

ALTER TABLE ONLY public.statement
    ADD CONSTRAINT statement_previous_statement_id_fkey FOREIGN KEY (previous_statement_id) REFERENCES public.statement(statement_id);

ALTER TABLE ONLY public.statement
    ADD CONSTRAINT statement_supersedes_statement_id_fkey FOREIGN KEY (supersedes_statement_id) REFERENCES public.statement(statement_id);

ALTER TABLE ONLY public.submission_decision
    ADD CONSTRAINT submission_decision_act_id_fkey FOREIGN KEY (act_id) REFERENCES public.act(act_id);

ALTER TABLE ONLY public.submission_decision
    ADD CONSTRAINT submission_decision_message_id_fkey FOREIGN KEY (message_id) REFERENCES public.submission(message_id);

ALTER TABLE ONLY public.submission
    ADD CONSTRAINT submission_message_id_fkey FOREIGN KEY (message_id) REFERENCES public.message(message_id);

ALTER TABLE ONLY public.txn
    ADD CONSTRAINT txn_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES public.batch(batch_id);

ALTER TABLE ONLY public.txn
    ADD CONSTRAINT txn_kind_fkey FOREIGN KEY (kind) REFERENCES public.item_kind(kind);

ALTER TABLE ONLY public.txn
    ADD CONSTRAINT txn_message_id_fkey FOREIGN KEY (message_id) REFERENCES public.message(message_id);

ALTER TABLE ONLY public.txn
    ADD CONSTRAINT txn_reverses_txn_id_fkey FOREIGN KEY (reverses_txn_id) REFERENCES public.txn(txn_id);

GRANT USAGE ON SCHEMA public TO carmhub_app;
GRANT USAGE ON SCHEMA public TO carmhub_read;

REVOKE ALL ON FUNCTION public.apply_to_balances() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.archived_through() FROM PUBLIC;
GRANT ALL ON FUNCTION public.archived_through() TO carmhub_app;
GRANT ALL ON FUNCTION public.archived_through() TO carmhub_read;

REVOKE ALL ON FUNCTION public.batch_content(of_batch bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.batch_content(of_batch bigint) TO carmhub_app;
GRANT ALL ON FUNCTION public.batch_content(of_batch bigint) TO carmhub_read;

REVOKE ALL ON FUNCTION public.batch_content_1(of_batch bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.batch_content_10(of_batch bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.batch_content_11(of_batch bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.batch_content_2(of_batch bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.batch_content_3(of_batch bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.batch_content_4(of_batch bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.batch_content_5(of_batch bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.batch_content_6(of_batch bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.batch_content_7(of_batch bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.batch_content_8(of_batch bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.batch_content_9(of_batch bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.batch_leaves(of_batch bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.batch_leaves_10(of_batch bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.batch_leaves_2(of_batch bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.batch_leaves_3(of_batch bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.batch_leaves_4(of_batch bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.batch_leaves_5(of_batch bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.batch_leaves_6(of_batch bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.batch_leaves_7(of_batch bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.batch_leaves_8(of_batch bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.batch_leaves_9(of_batch bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.business_day_at(moment timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.business_day_at(moment timestamp with time zone) TO carmhub_app;
GRANT ALL ON FUNCTION public.business_day_at(moment timestamp with time zone) TO carmhub_read;

REVOKE ALL ON FUNCTION public.business_today() FROM PUBLIC;
GRANT ALL ON FUNCTION public.business_today() TO carmhub_app;
GRANT ALL ON FUNCTION public.business_today() TO carmhub_read;

GRANT SELECT ON TABLE public.act TO carmhub_app;
GRANT SELECT ON TABLE public.act TO carmhub_read;

GRANT INSERT(request_key) ON TABLE public.act TO carmhub_app;

GRANT INSERT(kind) ON TABLE public.act TO carmhub_app;

GRANT INSERT(requested_by) ON TABLE public.act TO carmhub_app;

GRANT INSERT(reason) ON TABLE public.act TO carmhub_app;

GRANT INSERT(selection) ON TABLE public.act TO carmhub_app;

GRANT INSERT(requested_login) ON TABLE public.act TO carmhub_app;

GRANT INSERT(approved_by) ON TABLE public.act TO carmhub_app;

GRANT INSERT(approved_login) ON TABLE public.act TO carmhub_app;

GRANT INSERT(digest) ON TABLE public.act TO carmhub_app;

REVOKE ALL ON FUNCTION public.by_two(of_act public.act) FROM PUBLIC;
GRANT ALL ON FUNCTION public.by_two(of_act public.act) TO carmhub_app;
GRANT ALL ON FUNCTION public.by_two(of_act public.act) TO carmhub_read;

REVOKE ALL ON FUNCTION public.closed_through() FROM PUBLIC;
GRANT ALL ON FUNCTION public.closed_through() TO carmhub_app;
GRANT ALL ON FUNCTION public.closed_through() TO carmhub_read;

REVOKE ALL ON FUNCTION public.days_ahead() FROM PUBLIC;
GRANT ALL ON FUNCTION public.days_ahead() TO carmhub_app;
GRANT ALL ON FUNCTION public.days_ahead() TO carmhub_read;

REVOKE ALL ON FUNCTION public.fill_act() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.first_digest() FROM PUBLIC;
GRANT ALL ON FUNCTION public.first_digest() TO carmhub_app;
GRANT ALL ON FUNCTION public.first_digest() TO carmhub_read;

REVOKE ALL ON FUNCTION public.interest_counted(items bigint[], rates bigint[], firsts date[], throughs date[], as_of bigint[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.interest_counted(items bigint[], rates bigint[], firsts date[], throughs date[], as_of bigint[]) TO carmhub_app;
GRANT ALL ON FUNCTION public.interest_counted(items bigint[], rates bigint[], firsts date[], throughs date[], as_of bigint[]) TO carmhub_read;

REVOKE ALL ON FUNCTION public.interest_paid(items bigint[], as_of bigint[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.interest_paid(items bigint[], as_of bigint[]) TO carmhub_app;
GRANT ALL ON FUNCTION public.interest_paid(items bigint[], as_of bigint[]) TO carmhub_read;

REVOKE ALL ON FUNCTION public.is_made_up() FROM PUBLIC;
GRANT ALL ON FUNCTION public.is_made_up() TO carmhub_app;
GRANT ALL ON FUNCTION public.is_made_up() TO carmhub_read;

REVOKE ALL ON FUNCTION public.make_entry_partitions(first_month date, months integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.make_entry_partitions(first_month date, months integer) TO carmhub_app;

REVOKE ALL ON FUNCTION public.may_at_shell(rules jsonb, of_kind text, cents bigint, on_day date, named text, login text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.may_at_shell(rules jsonb, of_kind text, cents bigint, on_day date, named text, login text) TO carmhub_app;
GRANT ALL ON FUNCTION public.may_at_shell(rules jsonb, of_kind text, cents bigint, on_day date, named text, login text) TO carmhub_read;

REVOKE ALL ON FUNCTION public.moved_alone(person text, login text, moment timestamp with time zone, up_to bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.moved_alone(person text, login text, moment timestamp with time zone, up_to bigint) TO carmhub_app;
GRANT ALL ON FUNCTION public.moved_alone(person text, login text, moment timestamp with time zone, up_to bigint) TO carmhub_read;

REVOKE ALL ON FUNCTION public.moved_by_act(of_act bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.moved_by_act(of_act bigint) TO carmhub_app;
GRANT ALL ON FUNCTION public.moved_by_act(of_act bigint) TO carmhub_read;

REVOKE ALL ON FUNCTION public.note_knowledge() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.note_last_seal() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.open_item_balance() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.party_on(of_account text, on_day date, known_at timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.party_on(of_account text, on_day date, known_at timestamp with time zone) TO carmhub_app;
GRANT ALL ON FUNCTION public.party_on(of_account text, on_day date, known_at timestamp with time zone) TO carmhub_read;

REVOKE ALL ON FUNCTION public.people_needed(rules jsonb, of_kind text, cents bigint, on_day date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.people_needed(rules jsonb, of_kind text, cents bigint, on_day date) TO carmhub_app;
GRANT ALL ON FUNCTION public.people_needed(rules jsonb, of_kind text, cents bigint, on_day date) TO carmhub_read;

REVOKE ALL ON FUNCTION public.reference_added(of_table text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.reference_added(of_table text) TO carmhub_app;
GRANT ALL ON FUNCTION public.reference_added(of_table text) TO carmhub_read;

REVOKE ALL ON FUNCTION public.reference_columns(of_table text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.reference_columns(of_table text) TO carmhub_app;
GRANT ALL ON FUNCTION public.reference_columns(of_table text) TO carmhub_read;

REVOKE ALL ON FUNCTION public.reference_digest(of_table text, held regclass) FROM PUBLIC;
GRANT ALL ON FUNCTION public.reference_digest(of_table text, held regclass) TO carmhub_app;
GRANT ALL ON FUNCTION public.reference_digest(of_table text, held regclass) TO carmhub_read;

REVOKE ALL ON FUNCTION public.reference_name(of_table text, held jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION public.reference_name(of_table text, held jsonb) TO carmhub_app;
GRANT ALL ON FUNCTION public.reference_name(of_table text, held jsonb) TO carmhub_read;

REVOKE ALL ON FUNCTION public.refuse_another_account() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.refuse_change() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.refuse_clock() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.refuse_closed() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.refuse_future() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.refuse_late_parts() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.refuse_late_rows() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.refuse_old_snapshot() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.refuse_older_load() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.refuse_older_version() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.refuse_rejected() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.refuse_seal_of_too_few() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.refuse_sealed(of_batch bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.refuse_sealed(of_batch bigint) TO carmhub_app;

REVOKE ALL ON FUNCTION public.refuse_second_outcome() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.refuse_strange_run() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.refuse_too_few_for(of_act bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.refuse_too_few_people() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.refuse_unasked_submission() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.refuse_unbalanced() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.refuse_unbased() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.refuse_undecided() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.refuse_unearned_link() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.refuse_unknown_to_be() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.refuse_unlike_version() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.refuse_unowned_seed() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.refuse_unrecorded() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.refuse_unregistered() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.refuse_unsealed() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.refuse_unsealing() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.refuse_unsound(of_batch bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.refuse_unsound_journal(of_batch bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.same_declaration(one_txn bigint, other_txn bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.same_declaration(one_txn bigint, other_txn bigint) TO carmhub_app;
GRANT ALL ON FUNCTION public.same_declaration(one_txn bigint, other_txn bigint) TO carmhub_read;

REVOKE ALL ON FUNCTION public.same_person(one text, other text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.same_person(one text, other text) TO carmhub_app;
GRANT ALL ON FUNCTION public.same_person(one text, other text) TO carmhub_read;

REVOKE ALL ON FUNCTION public.seal_batch(of_batch bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.seal_batch(of_batch bigint) TO carmhub_app;

REVOKE ALL ON FUNCTION public.version_of_now(of_table text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.version_of_now(of_table text) TO carmhub_app;

REVOKE ALL ON FUNCTION public.wait_for_batch() FROM PUBLIC;

GRANT SELECT ON TABLE public.account TO carmhub_app;
GRANT SELECT ON TABLE public.account TO carmhub_read;

GRANT INSERT(code) ON TABLE public.account TO carmhub_app;

GRANT INSERT(class) ON TABLE public.account TO carmhub_app;

GRANT INSERT(bn9) ON TABLE public.account TO carmhub_app;

GRANT INSERT(charge) ON TABLE public.account TO carmhub_app;

GRANT SELECT ON SEQUENCE public.account_account_id_seq TO carmhub_app;

GRANT SELECT,INSERT ON TABLE public.account_history TO carmhub_app;
GRANT SELECT ON TABLE public.account_history TO carmhub_read;

GRANT SELECT ON TABLE public.account_link TO carmhub_app;
GRANT SELECT ON TABLE public.account_link TO carmhub_read;

GRANT INSERT(user_id) ON TABLE public.account_link TO carmhub_app;

GRANT INSERT(bn15) ON TABLE public.account_link TO carmhub_app;

GRANT INSERT(attempt_id) ON TABLE public.account_link TO carmhub_app;

GRANT SELECT ON SEQUENCE public.account_link_link_id_seq TO carmhub_app;

GRANT SELECT ON SEQUENCE public.act_act_id_seq TO carmhub_app;

GRANT SELECT ON TABLE public.act_rejection TO carmhub_app;
GRANT SELECT ON TABLE public.act_rejection TO carmhub_read;

GRANT INSERT(request_key) ON TABLE public.act_rejection TO carmhub_app;

GRANT INSERT(rejected_by) ON TABLE public.act_rejection TO carmhub_app;

GRANT INSERT(login) ON TABLE public.act_rejection TO carmhub_app;

GRANT INSERT(reason) ON TABLE public.act_rejection TO carmhub_app;

GRANT SELECT ON TABLE public.act_request TO carmhub_app;
GRANT SELECT ON TABLE public.act_request TO carmhub_read;

GRANT INSERT(request_key) ON TABLE public.act_request TO carmhub_app;

GRANT INSERT(kind) ON TABLE public.act_request TO carmhub_app;

GRANT INSERT(selection) ON TABLE public.act_request TO carmhub_app;

GRANT INSERT(digest) ON TABLE public.act_request TO carmhub_app;

GRANT INSERT(requested_by) ON TABLE public.act_request TO carmhub_app;

GRANT INSERT(login) ON TABLE public.act_request TO carmhub_app;

GRANT INSERT(reason) ON TABLE public.act_request TO carmhub_app;

GRANT SELECT ON TABLE public.act_rules TO carmhub_app;
GRANT SELECT ON TABLE public.act_rules TO carmhub_read;

GRANT SELECT ON TABLE public.application TO carmhub_app;
GRANT SELECT ON TABLE public.application TO carmhub_read;

GRANT INSERT(debit_item_id) ON TABLE public.application TO carmhub_app;

GRANT INSERT(credit_item_id) ON TABLE public.application TO carmhub_app;

GRANT INSERT(amount_cents) ON TABLE public.application TO carmhub_app;

GRANT INSERT(applied_on) ON TABLE public.application TO carmhub_app;

GRANT INSERT(policy) ON TABLE public.application TO carmhub_app;

GRANT INSERT(batch_id) ON TABLE public.application TO carmhub_app;

GRANT INSERT(reverses_application_id) ON TABLE public.application TO carmhub_app;

GRANT INSERT(counts_on) ON TABLE public.application TO carmhub_app;

GRANT INSERT(reason) ON TABLE public.application TO carmhub_app;

GRANT SELECT ON SEQUENCE public.application_application_id_seq TO carmhub_app;

GRANT SELECT ON TABLE public.application_part TO carmhub_app;
GRANT SELECT ON TABLE public.application_part TO carmhub_read;

GRANT INSERT(application_id) ON TABLE public.application_part TO carmhub_app;

GRANT INSERT(charge) ON TABLE public.application_part TO carmhub_app;

GRANT INSERT(amount_cents) ON TABLE public.application_part TO carmhub_app;

GRANT SELECT ON TABLE public.archive TO carmhub_app;
GRANT SELECT ON TABLE public.archive TO carmhub_read;

GRANT INSERT(month) ON TABLE public.archive TO carmhub_app;

GRANT INSERT(manifest_sha256) ON TABLE public.archive TO carmhub_app;

GRANT SELECT ON SEQUENCE public.archive_archive_id_seq TO carmhub_app;

GRANT SELECT ON TABLE public.bank_line TO carmhub_app;
GRANT SELECT ON TABLE public.bank_line TO carmhub_read;

GRANT INSERT(bank) ON TABLE public.bank_line TO carmhub_app;

GRANT INSERT(bank_account) ON TABLE public.bank_line TO carmhub_app;

GRANT INSERT(booked_on) ON TABLE public.bank_line TO carmhub_app;

GRANT INSERT(amount_cents) ON TABLE public.bank_line TO carmhub_app;

GRANT INSERT(content) ON TABLE public.bank_line TO carmhub_app;

GRANT INSERT(occurrence) ON TABLE public.bank_line TO carmhub_app;

GRANT SELECT ON TABLE public.bank_statement TO carmhub_app;
GRANT SELECT ON TABLE public.bank_statement TO carmhub_read;

GRANT INSERT(interchange_id) ON TABLE public.bank_statement TO carmhub_app;

GRANT INSERT(bank) ON TABLE public.bank_statement TO carmhub_app;

GRANT INSERT(bank_account) ON TABLE public.bank_statement TO carmhub_app;

GRANT INSERT(currency) ON TABLE public.bank_statement TO carmhub_app;

GRANT INSERT(reference) ON TABLE public.bank_statement TO carmhub_app;

GRANT INSERT(from_on) ON TABLE public.bank_statement TO carmhub_app;

GRANT INSERT(to_on) ON TABLE public.bank_statement TO carmhub_app;

GRANT INSERT(opening_cents) ON TABLE public.bank_statement TO carmhub_app;

GRANT INSERT(closing_cents) ON TABLE public.bank_statement TO carmhub_app;

GRANT SELECT ON TABLE public.bank_statement_line TO carmhub_app;
GRANT SELECT ON TABLE public.bank_statement_line TO carmhub_read;

GRANT INSERT(message_id) ON TABLE public.bank_statement_line TO carmhub_app;

GRANT INSERT(bank_statement_id) ON TABLE public.bank_statement_line TO carmhub_app;

GRANT INSERT(bank_line_id) ON TABLE public.bank_statement_line TO carmhub_app;

GRANT INSERT(reference) ON TABLE public.bank_statement_line TO carmhub_app;

GRANT SELECT ON TABLE public.basis TO carmhub_app;
GRANT SELECT ON TABLE public.basis TO carmhub_read;

GRANT INSERT(digest) ON TABLE public.basis TO carmhub_app;

GRANT INSERT(terms) ON TABLE public.basis TO carmhub_app;

GRANT INSERT(batch_id) ON TABLE public.basis TO carmhub_app;

GRANT SELECT ON SEQUENCE public.basis_basis_id_seq TO carmhub_app;

GRANT SELECT ON TABLE public.batch TO carmhub_app;
GRANT SELECT ON TABLE public.batch TO carmhub_read;

GRANT INSERT(kind) ON TABLE public.batch TO carmhub_app;

GRANT INSERT(book_on) ON TABLE public.batch TO carmhub_app;

GRANT INSERT(act_id) ON TABLE public.batch TO carmhub_app;

GRANT INSERT(run_id) ON TABLE public.batch TO carmhub_app;

GRANT INSERT(reference_version_id) ON TABLE public.batch TO carmhub_app;

GRANT INSERT(load_id) ON TABLE public.batch TO carmhub_app;

GRANT INSERT(reading) ON TABLE public.batch TO carmhub_app;

GRANT SELECT ON SEQUENCE public.batch_batch_id_seq TO carmhub_app;

GRANT SELECT ON TABLE public.book_clock TO carmhub_app;
GRANT SELECT ON TABLE public.book_clock TO carmhub_read;

GRANT SELECT,INSERT ON TABLE public.broker TO carmhub_app;
GRANT SELECT ON TABLE public.broker TO carmhub_read;

GRANT SELECT ON TABLE public.cad TO carmhub_app;
GRANT SELECT ON TABLE public.cad TO carmhub_read;

GRANT INSERT(message_id) ON TABLE public.cad TO carmhub_app;

GRANT INSERT(transaction_number) ON TABLE public.cad TO carmhub_app;

GRANT INSERT(version) ON TABLE public.cad TO carmhub_app;

GRANT INSERT(cad_type) ON TABLE public.cad TO carmhub_app;

GRANT INSERT(account_id) ON TABLE public.cad TO carmhub_app;

GRANT INSERT(filer) ON TABLE public.cad TO carmhub_app;

GRANT INSERT(release_on) ON TABLE public.cad TO carmhub_app;

GRANT INSERT(release_office) ON TABLE public.cad TO carmhub_app;

GRANT INSERT(cargo_control_number) ON TABLE public.cad TO carmhub_app;

GRANT INSERT(accepted_on) ON TABLE public.cad TO carmhub_app;

GRANT INSERT(cycle_last_on) ON TABLE public.cad TO carmhub_app;

GRANT INSERT(due_on) ON TABLE public.cad TO carmhub_app;

GRANT INSERT(line_count) ON TABLE public.cad TO carmhub_app;

GRANT INSERT(total_value_cents) ON TABLE public.cad TO carmhub_app;

GRANT INSERT(value_for_duty_cents) ON TABLE public.cad TO carmhub_app;

GRANT INSERT(duty_cents) ON TABLE public.cad TO carmhub_app;

GRANT INSERT(gst_cents) ON TABLE public.cad TO carmhub_app;

GRANT INSERT(payable_cents) ON TABLE public.cad TO carmhub_app;

GRANT INSERT(content_digest) ON TABLE public.cad TO carmhub_app;

GRANT INSERT(posting_number) ON TABLE public.cad TO carmhub_app;

GRANT INSERT(batch_id) ON TABLE public.cad TO carmhub_app;

GRANT INSERT(number_use) ON TABLE public.cad TO carmhub_app;

GRANT INSERT(function) ON TABLE public.cad TO carmhub_app;

GRANT INSERT(filed_on) ON TABLE public.cad TO carmhub_app;

GRANT INSERT(accounting_due_on) ON TABLE public.cad TO carmhub_app;

GRANT INSERT(warehouse) ON TABLE public.cad TO carmhub_app;

GRANT INSERT(previous_transaction_number) ON TABLE public.cad TO carmhub_app;

GRANT INSERT(sima_cents) ON TABLE public.cad TO carmhub_app;

GRANT INSERT(surtax_cents) ON TABLE public.cad TO carmhub_app;

GRANT INSERT(excise_cents) ON TABLE public.cad TO carmhub_app;

GRANT SELECT ON SEQUENCE public.cad_cad_id_seq TO carmhub_app;

GRANT SELECT,INSERT ON TABLE public.cad_line TO carmhub_app;
GRANT SELECT ON TABLE public.cad_line TO carmhub_read;

GRANT SELECT,INSERT ON TABLE public.cad_line_charge TO carmhub_app;
GRANT SELECT ON TABLE public.cad_line_charge TO carmhub_read;

GRANT SELECT ON TABLE public.cad_line_part TO carmhub_app;
GRANT SELECT ON TABLE public.cad_line_part TO carmhub_read;

GRANT SELECT ON TABLE public.charge TO carmhub_app;
GRANT SELECT ON TABLE public.charge TO carmhub_read;

GRANT SELECT,INSERT ON TABLE public.client TO carmhub_app;
GRANT SELECT ON TABLE public.client TO carmhub_read;

GRANT SELECT,INSERT ON TABLE public.client_history TO carmhub_app;
GRANT SELECT ON TABLE public.client_history TO carmhub_read;

GRANT SELECT ON TABLE public.closed_date TO carmhub_app;
GRANT SELECT ON TABLE public.closed_date TO carmhub_read;

GRANT INSERT(book_on) ON TABLE public.closed_date TO carmhub_app;

GRANT SELECT ON TABLE public.current_cad TO carmhub_app;
GRANT SELECT ON TABLE public.current_cad TO carmhub_read;

GRANT SELECT,INSERT ON TABLE public.delegation TO carmhub_app;
GRANT SELECT ON TABLE public.delegation TO carmhub_read;

GRANT SELECT ON TABLE public.delivery TO carmhub_app;
GRANT SELECT ON TABLE public.delivery TO carmhub_read;

GRANT INSERT(outbox_id) ON TABLE public.delivery TO carmhub_app;

GRANT INSERT(path) ON TABLE public.delivery TO carmhub_app;

GRANT INSERT(size_bytes) ON TABLE public.delivery TO carmhub_app;

GRANT SELECT ON TABLE public.outbox TO carmhub_app;
GRANT SELECT ON TABLE public.outbox TO carmhub_read;

GRANT INSERT(kind) ON TABLE public.outbox TO carmhub_app;

GRANT INSERT(partner_id) ON TABLE public.outbox TO carmhub_app;

GRANT INSERT(name) ON TABLE public.outbox TO carmhub_app;

GRANT INSERT(sha256) ON TABLE public.outbox TO carmhub_app;

GRANT INSERT(file_id) ON TABLE public.outbox TO carmhub_app;

GRANT INSERT(account_id) ON TABLE public.outbox TO carmhub_app;

GRANT INSERT(business_date) ON TABLE public.outbox TO carmhub_app;

GRANT INSERT(form) ON TABLE public.outbox TO carmhub_app;

GRANT INSERT(statement_id) ON TABLE public.outbox TO carmhub_app;

GRANT INSERT(notice_on) ON TABLE public.outbox TO carmhub_app;

GRANT INSERT(interchange_ordinal) ON TABLE public.outbox TO carmhub_app;

GRANT INSERT(act_id) ON TABLE public.outbox TO carmhub_app;

GRANT INSERT(repeats_outbox_id) ON TABLE public.outbox TO carmhub_app;

GRANT SELECT ON TABLE public.document TO carmhub_app;
GRANT SELECT ON TABLE public.document TO carmhub_read;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.due_override TO carmhub_app;
GRANT SELECT ON TABLE public.due_override TO carmhub_read;

GRANT SELECT ON TABLE public.due_rules TO carmhub_app;
GRANT SELECT ON TABLE public.due_rules TO carmhub_read;

GRANT SELECT,INSERT ON TABLE public.enrolment TO carmhub_app;
GRANT SELECT ON TABLE public.enrolment TO carmhub_read;

GRANT SELECT,INSERT ON TABLE public.entry TO carmhub_app;
GRANT SELECT ON TABLE public.entry TO carmhub_read;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.exchange_rate TO carmhub_app;
GRANT SELECT ON TABLE public.exchange_rate TO carmhub_read;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.excise_rate TO carmhub_app;
GRANT SELECT ON TABLE public.excise_rate TO carmhub_read;

GRANT SELECT ON TABLE public.file TO carmhub_app;
GRANT SELECT ON TABLE public.file TO carmhub_read;

GRANT INSERT(claim_id) ON TABLE public.file TO carmhub_app;

GRANT INSERT(partner_id) ON TABLE public.file TO carmhub_app;

GRANT INSERT(name) ON TABLE public.file TO carmhub_app;

GRANT INSERT(sha256) ON TABLE public.file TO carmhub_app;

GRANT INSERT(size_bytes) ON TABLE public.file TO carmhub_app;

GRANT INSERT(received_on) ON TABLE public.file TO carmhub_app;

GRANT UPDATE(outcome) ON TABLE public.file TO carmhub_app;

GRANT UPDATE(outcome_note) ON TABLE public.file TO carmhub_app;

GRANT INSERT(replays_file_id) ON TABLE public.file TO carmhub_app;

GRANT INSERT(act_id) ON TABLE public.file TO carmhub_app;

GRANT UPDATE(batch_id) ON TABLE public.file TO carmhub_app;

GRANT SELECT ON SEQUENCE public.file_file_id_seq TO carmhub_app;

GRANT SELECT ON TABLE public.finding TO carmhub_app;
GRANT SELECT ON TABLE public.finding TO carmhub_read;

GRANT INSERT(file_id) ON TABLE public.finding TO carmhub_app;

GRANT INSERT(interchange_id) ON TABLE public.finding TO carmhub_app;

GRANT INSERT(message_id) ON TABLE public.finding TO carmhub_app;

GRANT INSERT(code) ON TABLE public.finding TO carmhub_app;

GRANT INSERT(severity) ON TABLE public.finding TO carmhub_app;

GRANT INSERT(byte_from) ON TABLE public.finding TO carmhub_app;

GRANT INSERT(byte_to) ON TABLE public.finding TO carmhub_app;

GRANT INSERT(segment) ON TABLE public.finding TO carmhub_app;

GRANT INSERT(segment_position) ON TABLE public.finding TO carmhub_app;

GRANT INSERT(element) ON TABLE public.finding TO carmhub_app;

GRANT INSERT(line_number) ON TABLE public.finding TO carmhub_app;

GRANT INSERT(value) ON TABLE public.finding TO carmhub_app;

GRANT INSERT(expected) ON TABLE public.finding TO carmhub_app;

GRANT SELECT ON SEQUENCE public.finding_finding_id_seq TO carmhub_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.gst_rate TO carmhub_app;
GRANT SELECT ON TABLE public.gst_rate TO carmhub_read;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.holiday TO carmhub_app;
GRANT SELECT ON TABLE public.holiday TO carmhub_read;

GRANT SELECT ON TABLE public.interchange TO carmhub_app;
GRANT SELECT ON TABLE public.interchange TO carmhub_read;

GRANT INSERT(file_id) ON TABLE public.interchange TO carmhub_app;

GRANT INSERT(ordinal) ON TABLE public.interchange TO carmhub_app;

GRANT INSERT(format) ON TABLE public.interchange TO carmhub_app;

GRANT INSERT(partner_id) ON TABLE public.interchange TO carmhub_app;

GRANT INSERT(sender) ON TABLE public.interchange TO carmhub_app;

GRANT INSERT(reference) ON TABLE public.interchange TO carmhub_app;

GRANT INSERT(prepared_at) ON TABLE public.interchange TO carmhub_app;

GRANT INSERT(status) ON TABLE public.interchange TO carmhub_app;

GRANT INSERT(byte_from) ON TABLE public.interchange TO carmhub_app;

GRANT INSERT(byte_to) ON TABLE public.interchange TO carmhub_app;

GRANT SELECT ON SEQUENCE public.interchange_interchange_id_seq TO carmhub_app;

GRANT SELECT ON TABLE public.interest TO carmhub_app;
GRANT SELECT ON TABLE public.interest TO carmhub_read;

GRANT INSERT(txn_id) ON TABLE public.interest TO carmhub_app;

GRANT INSERT(of_item_id) ON TABLE public.interest TO carmhub_app;

GRANT INSERT(interest_rates_id) ON TABLE public.interest TO carmhub_app;

GRANT INSERT(first_on) ON TABLE public.interest TO carmhub_app;

GRANT INSERT(through_on) ON TABLE public.interest TO carmhub_app;

GRANT INSERT(counted_cents) ON TABLE public.interest TO carmhub_app;

GRANT SELECT,INSERT ON TABLE public.interest_day TO carmhub_app;
GRANT SELECT ON TABLE public.interest_day TO carmhub_read;

GRANT SELECT ON TABLE public.interest_rates TO carmhub_app;
GRANT SELECT ON TABLE public.interest_rates TO carmhub_read;

GRANT INSERT(bears) ON TABLE public.interest_rates TO carmhub_app;

GRANT INSERT(countings) ON TABLE public.interest_rates TO carmhub_app;

GRANT INSERT(reference_version_id) ON TABLE public.interest_rates TO carmhub_app;

GRANT SELECT ON TABLE public.item TO carmhub_app;
GRANT SELECT ON TABLE public.item TO carmhub_read;

GRANT INSERT(txn_id) ON TABLE public.item TO carmhub_app;

GRANT INSERT(account_id) ON TABLE public.item TO carmhub_app;

GRANT INSERT(kind) ON TABLE public.item TO carmhub_app;

GRANT INSERT(document_reference) ON TABLE public.item TO carmhub_app;

GRANT INSERT(amount_cents) ON TABLE public.item TO carmhub_app;

GRANT INSERT(effective_on) ON TABLE public.item TO carmhub_app;

GRANT INSERT(book_on) ON TABLE public.item TO carmhub_app;

GRANT INSERT(due_on) ON TABLE public.item TO carmhub_app;

GRANT INSERT(cycle_last_on) ON TABLE public.item TO carmhub_app;

GRANT INSERT(filer) ON TABLE public.item TO carmhub_app;

GRANT INSERT(interest_from) ON TABLE public.item TO carmhub_app;

GRANT INSERT(interest_rule) ON TABLE public.item TO carmhub_app;

GRANT SELECT ON TABLE public.item_balance TO carmhub_app;
GRANT SELECT ON TABLE public.item_balance TO carmhub_read;

GRANT SELECT ON SEQUENCE public.item_item_id_seq TO carmhub_app;

GRANT SELECT ON TABLE public.item_kind TO carmhub_app;
GRANT SELECT ON TABLE public.item_kind TO carmhub_read;

GRANT SELECT ON TABLE public.item_part TO carmhub_app;
GRANT SELECT ON TABLE public.item_part TO carmhub_read;

GRANT SELECT ON TABLE public.item_line TO carmhub_app;
GRANT SELECT ON TABLE public.item_line TO carmhub_read;

GRANT SELECT ON TABLE public.link_attempt TO carmhub_app;
GRANT SELECT ON TABLE public.link_attempt TO carmhub_read;

GRANT INSERT(user_id) ON TABLE public.link_attempt TO carmhub_app;

GRANT INSERT(bn15) ON TABLE public.link_attempt TO carmhub_app;

GRANT INSERT(transaction_right) ON TABLE public.link_attempt TO carmhub_app;

GRANT INSERT(payment_right) ON TABLE public.link_attempt TO carmhub_app;

GRANT INSERT(balance_right) ON TABLE public.link_attempt TO carmhub_app;

GRANT INSERT(outcome) ON TABLE public.link_attempt TO carmhub_app;

GRANT SELECT ON SEQUENCE public.link_attempt_attempt_id_seq TO carmhub_app;

GRANT SELECT ON TABLE public.link_revocation TO carmhub_app;
GRANT SELECT ON TABLE public.link_revocation TO carmhub_read;

GRANT INSERT(link_id) ON TABLE public.link_revocation TO carmhub_app;

GRANT INSERT(revoked_by) ON TABLE public.link_revocation TO carmhub_app;

GRANT INSERT(reason) ON TABLE public.link_revocation TO carmhub_app;

GRANT SELECT ON TABLE public.message TO carmhub_app;
GRANT SELECT ON TABLE public.message TO carmhub_read;

GRANT INSERT(file_id) ON TABLE public.message TO carmhub_app;

GRANT INSERT(interchange_id) ON TABLE public.message TO carmhub_app;

GRANT INSERT(ordinal) ON TABLE public.message TO carmhub_app;

GRANT INSERT(reference) ON TABLE public.message TO carmhub_app;

GRANT INSERT(type) ON TABLE public.message TO carmhub_app;

GRANT INSERT(transaction_number) ON TABLE public.message TO carmhub_app;

GRANT INSERT(version) ON TABLE public.message TO carmhub_app;

GRANT INSERT(status) ON TABLE public.message TO carmhub_app;

GRANT INSERT(byte_from) ON TABLE public.message TO carmhub_app;

GRANT INSERT(byte_to) ON TABLE public.message TO carmhub_app;

GRANT SELECT ON SEQUENCE public.message_message_id_seq TO carmhub_app;

GRANT SELECT,INSERT ON TABLE public.message_reason TO carmhub_app;
GRANT SELECT ON TABLE public.message_reason TO carmhub_read;

GRANT SELECT ON SEQUENCE public.outbox_outbox_id_seq TO carmhub_app;

GRANT SELECT ON TABLE public.partner TO carmhub_app;
GRANT SELECT ON TABLE public.partner TO carmhub_read;

GRANT SELECT ON TABLE public.payment TO carmhub_app;
GRANT SELECT ON TABLE public.payment TO carmhub_read;

GRANT INSERT(txn_id) ON TABLE public.payment TO carmhub_app;

GRANT INSERT(method) ON TABLE public.payment TO carmhub_app;

GRANT INSERT(payer_on) ON TABLE public.payment TO carmhub_app;

GRANT INSERT(value_on) ON TABLE public.payment TO carmhub_app;

GRANT INSERT(received_on) ON TABLE public.payment TO carmhub_app;

GRANT INSERT(posted_on) ON TABLE public.payment TO carmhub_app;

GRANT INSERT(paid_on) ON TABLE public.payment TO carmhub_app;

GRANT INSERT(payer_name) ON TABLE public.payment TO carmhub_app;

GRANT INSERT(told) ON TABLE public.payment TO carmhub_app;

GRANT INSERT(matched_by) ON TABLE public.payment TO carmhub_app;

GRANT SELECT ON TABLE public.payment_key TO carmhub_app;
GRANT SELECT ON TABLE public.payment_key TO carmhub_read;

GRANT INSERT(txn_id) ON TABLE public.payment_key TO carmhub_app;

GRANT INSERT(kind) ON TABLE public.payment_key TO carmhub_app;

GRANT INSERT(key) ON TABLE public.payment_key TO carmhub_app;

GRANT INSERT(occurrence) ON TABLE public.payment_key TO carmhub_app;

GRANT INSERT(part) ON TABLE public.payment_key TO carmhub_app;

GRANT SELECT ON TABLE public.payment_move TO carmhub_app;
GRANT SELECT ON TABLE public.payment_move TO carmhub_read;

GRANT INSERT(txn_id) ON TABLE public.payment_move TO carmhub_app;

GRANT INSERT(payment_txn_id) ON TABLE public.payment_move TO carmhub_app;

GRANT SELECT ON TABLE public.txn TO carmhub_app;
GRANT SELECT ON TABLE public.txn TO carmhub_read;

GRANT INSERT(idempotency_key) ON TABLE public.txn TO carmhub_app;

GRANT INSERT(payload_digest) ON TABLE public.txn TO carmhub_app;

GRANT INSERT(kind) ON TABLE public.txn TO carmhub_app;

GRANT INSERT(document_reference) ON TABLE public.txn TO carmhub_app;

GRANT INSERT(effective_on) ON TABLE public.txn TO carmhub_app;

GRANT INSERT(book_on) ON TABLE public.txn TO carmhub_app;

GRANT INSERT(message_id) ON TABLE public.txn TO carmhub_app;

GRANT INSERT(batch_id) ON TABLE public.txn TO carmhub_app;

GRANT INSERT(reverses_txn_id) ON TABLE public.txn TO carmhub_app;

GRANT SELECT ON TABLE public.posted_cad TO carmhub_app;
GRANT SELECT ON TABLE public.posted_cad TO carmhub_read;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.prescribed_rate TO carmhub_app;
GRANT SELECT ON TABLE public.prescribed_rate TO carmhub_read;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.relief TO carmhub_app;
GRANT SELECT ON TABLE public.relief TO carmhub_read;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.sima_measure TO carmhub_app;
GRANT SELECT ON TABLE public.sima_measure TO carmhub_read;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.surtax_measure TO carmhub_app;
GRANT SELECT ON TABLE public.surtax_measure TO carmhub_read;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.tariff_rate TO carmhub_app;
GRANT SELECT ON TABLE public.tariff_rate TO carmhub_read;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.unit_factor TO carmhub_app;
GRANT SELECT ON TABLE public.unit_factor TO carmhub_read;

GRANT SELECT ON TABLE public.priced_reference TO carmhub_app;
GRANT SELECT ON TABLE public.priced_reference TO carmhub_read;

GRANT SELECT,INSERT ON TABLE public.reference_change TO carmhub_app;
GRANT SELECT ON TABLE public.reference_change TO carmhub_read;

GRANT SELECT ON TABLE public.reference_decision TO carmhub_app;
GRANT SELECT ON TABLE public.reference_decision TO carmhub_read;

GRANT INSERT(message_id) ON TABLE public.reference_decision TO carmhub_app;

GRANT INSERT(decision) ON TABLE public.reference_decision TO carmhub_app;

GRANT INSERT(decided_by) ON TABLE public.reference_decision TO carmhub_app;

GRANT SELECT,INSERT ON TABLE public.reference_delivery TO carmhub_app;
GRANT SELECT ON TABLE public.reference_delivery TO carmhub_read;

GRANT SELECT ON TABLE public.reference_version TO carmhub_app;
GRANT SELECT ON TABLE public.reference_version TO carmhub_read;

GRANT INSERT(table_name) ON TABLE public.reference_version TO carmhub_app;

GRANT INSERT(number) ON TABLE public.reference_version TO carmhub_app;

GRANT INSERT(origin) ON TABLE public.reference_version TO carmhub_app;

GRANT INSERT(message_id) ON TABLE public.reference_version TO carmhub_app;

GRANT INSERT(file_name) ON TABLE public.reference_version TO carmhub_app;

GRANT INSERT(applied_by) ON TABLE public.reference_version TO carmhub_app;

GRANT INSERT(added) ON TABLE public.reference_version TO carmhub_app;

GRANT INSERT(changed) ON TABLE public.reference_version TO carmhub_app;

GRANT INSERT(ended) ON TABLE public.reference_version TO carmhub_app;

GRANT INSERT(removed) ON TABLE public.reference_version TO carmhub_app;

GRANT INSERT(row_count) ON TABLE public.reference_version TO carmhub_app;

GRANT INSERT(digest) ON TABLE public.reference_version TO carmhub_app;

GRANT SELECT ON SEQUENCE public.reference_version_reference_version_id_seq TO carmhub_app;

GRANT SELECT ON TABLE public.registry_load TO carmhub_app;
GRANT SELECT ON TABLE public.registry_load TO carmhub_read;

GRANT INSERT(source) ON TABLE public.registry_load TO carmhub_app;

GRANT INSERT(name) ON TABLE public.registry_load TO carmhub_app;

GRANT INSERT(sha256) ON TABLE public.registry_load TO carmhub_app;

GRANT INSERT(loaded_by) ON TABLE public.registry_load TO carmhub_app;

GRANT SELECT ON SEQUENCE public.registry_load_load_id_seq TO carmhub_app;

GRANT SELECT ON TABLE public.review TO carmhub_app;
GRANT SELECT ON TABLE public.review TO carmhub_read;

GRANT INSERT(file_id) ON TABLE public.review TO carmhub_app;

GRANT INSERT(message_id) ON TABLE public.review TO carmhub_app;

GRANT INSERT(kind) ON TABLE public.review TO carmhub_app;

GRANT INSERT(account_id) ON TABLE public.review TO carmhub_app;

GRANT INSERT(transaction_number) ON TABLE public.review TO carmhub_app;

GRANT INSERT(number_use) ON TABLE public.review TO carmhub_app;

GRANT INSERT(version) ON TABLE public.review TO carmhub_app;

GRANT INSERT(filed_on) ON TABLE public.review TO carmhub_app;

GRANT INSERT(decide_by_on) ON TABLE public.review TO carmhub_app;

GRANT SELECT,INSERT ON TABLE public.review_decision TO carmhub_app;
GRANT SELECT ON TABLE public.review_decision TO carmhub_read;

GRANT SELECT ON SEQUENCE public.review_review_id_seq TO carmhub_app;

GRANT SELECT ON TABLE public.run TO carmhub_app;
GRANT SELECT ON TABLE public.run TO carmhub_read;

GRANT INSERT(kind) ON TABLE public.run TO carmhub_app;

GRANT INSERT(business_date) ON TABLE public.run TO carmhub_app;

GRANT INSERT(act_id) ON TABLE public.run TO carmhub_app;

GRANT SELECT ON SEQUENCE public.run_run_id_seq TO carmhub_app;

GRANT SELECT,INSERT ON TABLE public.security TO carmhub_app;
GRANT SELECT ON TABLE public.security TO carmhub_read;

GRANT SELECT ON TABLE public.standing_cad TO carmhub_app;
GRANT SELECT ON TABLE public.standing_cad TO carmhub_read;

GRANT SELECT ON TABLE public.standing_link TO carmhub_app;
GRANT SELECT ON TABLE public.standing_link TO carmhub_read;

GRANT SELECT ON TABLE public.statement TO carmhub_app;
GRANT SELECT ON TABLE public.statement TO carmhub_read;

GRANT INSERT(account_id) ON TABLE public.statement TO carmhub_app;

GRANT INSERT(cycle_last_on) ON TABLE public.statement TO carmhub_app;

GRANT INSERT(version) ON TABLE public.statement TO carmhub_app;

GRANT INSERT(first_on) ON TABLE public.statement TO carmhub_app;

GRANT INSERT(issued_on) ON TABLE public.statement TO carmhub_app;

GRANT INSERT(due_on) ON TABLE public.statement TO carmhub_app;

GRANT INSERT(previous_statement_id) ON TABLE public.statement TO carmhub_app;

GRANT INSERT(opening_cents) ON TABLE public.statement TO carmhub_app;

GRANT INSERT(debits_cents) ON TABLE public.statement TO carmhub_app;

GRANT INSERT(credits_cents) ON TABLE public.statement TO carmhub_app;

GRANT INSERT(closing_cents) ON TABLE public.statement TO carmhub_app;

GRANT INSERT(supersedes_statement_id) ON TABLE public.statement TO carmhub_app;

GRANT INSERT(batch_id) ON TABLE public.statement TO carmhub_app;

GRANT INSERT(known_on) ON TABLE public.statement TO carmhub_app;

GRANT SELECT ON TABLE public.statement_issued TO carmhub_app;
GRANT SELECT ON TABLE public.statement_issued TO carmhub_read;

GRANT SELECT,INSERT ON TABLE public.statement_line TO carmhub_app;
GRANT SELECT ON TABLE public.statement_line TO carmhub_read;

GRANT SELECT ON SEQUENCE public.statement_statement_id_seq TO carmhub_app;

GRANT SELECT,INSERT ON TABLE public.submission TO carmhub_app;
GRANT SELECT ON TABLE public.submission TO carmhub_read;

GRANT SELECT ON TABLE public.submission_decision TO carmhub_app;
GRANT SELECT ON TABLE public.submission_decision TO carmhub_read;

GRANT INSERT(message_id) ON TABLE public.submission_decision TO carmhub_app;

GRANT INSERT(decision) ON TABLE public.submission_decision TO carmhub_app;

GRANT INSERT(act_id) ON TABLE public.submission_decision TO carmhub_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.tariff_item TO carmhub_app;
GRANT SELECT ON TABLE public.tariff_item TO carmhub_read;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.treatment_origin TO carmhub_app;
GRANT SELECT ON TABLE public.treatment_origin TO carmhub_read;

GRANT SELECT ON TABLE public.txn_cause TO carmhub_app;
GRANT SELECT ON TABLE public.txn_cause TO carmhub_read;

GRANT SELECT ON SEQUENCE public.txn_txn_id_seq TO carmhub_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.waiver TO carmhub_app;
GRANT SELECT ON TABLE public.waiver TO carmhub_read;
