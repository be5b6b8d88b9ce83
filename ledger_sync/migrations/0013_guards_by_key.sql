-- Guards look up by its key what they are asked about, whatever the statistics say. After a run that was rolled back, or
-- before the first ANALYZE, PostgreSQL takes a table for empty, and a join that it plans by that may read the table once a row.

-- Each part of what was added names one row: that row is looked up, in this order.
CREATE OR REPLACE FUNCTION refuse_late_parts() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    found_batch bigint;
BEGIN
    FOR found_batch IN EXECUTE format('SELECT DISTINCT o.batch_id FROM (SELECT DISTINCT %1$I FROM added) a'
                                      ' CROSS JOIN LATERAL (SELECT batch_id FROM %2$I WHERE %1$I = a.%1$I OFFSET 0) o',
                                      TG_ARGV[0], TG_ARGV[1]) LOOP
        PERFORM refuse_sealed(found_batch);
    END LOOP;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION refuse_unbalanced() RETURNS trigger LANGUAGE plpgsql AS $$
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

CREATE OR REPLACE FUNCTION apply_to_balances() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $$
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
    WHERE (a.debit_item_id, a.credit_item_id, a.amount_cents) IS DISTINCT FROM (r.debit_item_id, r.credit_item_id, -r.amount_cents)
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

CREATE OR REPLACE FUNCTION refuse_unsound_journal(of_batch bigint) RETURNS void LANGUAGE plpgsql STABLE SECURITY DEFINER
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

DO $$
DECLARE
    guard text;
BEGIN
    FOREACH guard IN ARRAY ARRAY['refuse_late_parts()', 'refuse_unbalanced()', 'apply_to_balances()', 'refuse_unsound(bigint)',
                                 'refuse_unsound_journal(bigint)'] LOOP
        EXECUTE format('ALTER FUNCTION %s SET enable_seqscan = off', guard);
        EXECUTE format('ALTER FUNCTION %s SET enable_hashjoin = off', guard);
        EXECUTE format('ALTER FUNCTION %s SET enable_mergejoin = off', guard);
        EXECUTE format('ALTER FUNCTION %s SET search_path = pg_catalog, public, pg_temp', guard);
    END LOOP;
END $$;
