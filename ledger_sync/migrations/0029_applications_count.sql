-- An application says from which day the debt counts as paid by it, and why its credit met the debt.

CREATE FUNCTION same_declaration(one_txn bigint, other_txn bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM txn t JOIN cad c USING (message_id)
        JOIN cad o ON (o.transaction_number, o.number_use) = (c.transaction_number, c.number_use)
        JOIN txn u ON u.message_id = o.message_id
        WHERE t.txn_id = one_txn AND u.txn_id = other_txn)
$$;
COMMENT ON FUNCTION same_declaration(bigint, bigint) IS 'Whether two transactions are of versions of one declaration.';

ALTER TABLE application DISABLE TRIGGER application_append_only;
ALTER TABLE application ADD COLUMN counts_on date, ADD COLUMN reason text;
-- Those of before: credits that were neither payments nor the debt's own went by the standard preference, the only one there was.
UPDATE application a SET
    counts_on = CASE WHEN 'REV' IN (d.kind, c.kind) OR own.is_own THEN d.effective_on
        WHEN c.kind = 'PMT' THEN coalesce(p.paid_on, a.applied_on)
        ELSE a.applied_on END,
    reason = CASE WHEN a.policy IN ('reversal', 'chargeback') THEN 'taken_back'
        WHEN own.is_own THEN 'correction'
        WHEN c.kind = 'PMT' THEN 'payment'
        ELSE 'choice' END
FROM item d, item c LEFT JOIN payment p ON p.txn_id = c.txn_id,
    LATERAL (SELECT CASE WHEN d.document_reference = c.document_reference AND d.kind IN ('CAD', 'SOADJ') AND c.kind IN ('CAD', 'SOADJ')
                         THEN same_declaration(d.txn_id, c.txn_id) ELSE false END AS is_own) own
WHERE d.item_id = a.debit_item_id AND c.item_id = a.credit_item_id AND a.reverses_application_id IS NULL;
UPDATE application a SET counts_on = r.counts_on, reason = r.reason
FROM application r WHERE r.application_id = a.reverses_application_id;
ALTER TABLE application ALTER COLUMN counts_on SET NOT NULL, ALTER COLUMN reason SET NOT NULL,
    ADD CONSTRAINT application_reason_check CHECK (
        reason IN ('payment', 'correction', 'choice', 'set_off', 'taken_back', 'small_amount'));
ALTER TABLE application ENABLE TRIGGER application_append_only;
COMMENT ON COLUMN application.applied_on IS 'Its day in the book.';
COMMENT ON COLUMN application.counts_on IS
    'From which day the debt counts as paid by it: of a payment paid_on, of what is set off the day of that; a declaration''s own credit and a reversal count from the debt''s own day, as if it had never been more. Interest and lateness read this day alone.';
COMMENT ON COLUMN application.reason IS
    'Why the credit met the debt: payment; correction, by the debt''s own declaration; choice of the owner, by preference or by hand; set_off by the agency; taken_back, of a reversal or a chargeback; small_amount.';

CREATE OR REPLACE FUNCTION apply_to_balances() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp
    SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
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

-- Seals, version 11: what version 10 covers, and from which day applications count ---------------------------------------------

ALTER FUNCTION batch_leaves(bigint) RENAME TO batch_leaves_10;
CREATE OR REPLACE FUNCTION batch_content_10(of_batch bigint) RETURNS bytea LANGUAGE sql STABLE SECURITY DEFINER AS $$
    SELECT sha256(string_agg(convert_to(place || '|' || number || '|', 'UTF8') || digest, ''::bytea
                             ORDER BY place COLLATE "C", number))
    FROM batch_leaves_10(of_batch)
$$;
CREATE FUNCTION batch_leaves(of_batch bigint) RETURNS TABLE (place text, number bigint, row_count bigint, digest bytea)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET timezone = 'UTC' SET datestyle = 'ISO' SET bytea_output = 'hex' AS $$
    SELECT 'application_counts', a.application_id / 1000, count(*), sha256(convert_to(string_agg((a.application_id, a.counts_on,
            a.reason)::text, '' ORDER BY a.application_id), 'UTF8'))
        FROM application a WHERE a.batch_id = of_batch GROUP BY a.application_id / 1000
    UNION ALL SELECT l.place, l.number, l.row_count, l.digest FROM batch_leaves_10(of_batch) l
$$;
CREATE FUNCTION batch_content_11(of_batch bigint) RETURNS bytea LANGUAGE sql STABLE SECURITY DEFINER AS $$
    SELECT sha256(string_agg(convert_to(place || '|' || number || '|', 'UTF8') || digest, ''::bytea
                             ORDER BY place COLLATE "C", number))
    FROM batch_leaves(of_batch)
$$;
CREATE OR REPLACE FUNCTION batch_content(of_batch bigint) RETURNS bytea LANGUAGE sql STABLE SECURITY DEFINER AS $$
    SELECT CASE seal_version WHEN 1 THEN batch_content_1(of_batch) WHEN 2 THEN batch_content_2(of_batch)
                             WHEN 3 THEN batch_content_3(of_batch) WHEN 4 THEN batch_content_4(of_batch)
                             WHEN 5 THEN batch_content_5(of_batch) WHEN 6 THEN batch_content_6(of_batch)
                             WHEN 7 THEN batch_content_7(of_batch) WHEN 8 THEN batch_content_8(of_batch)
                             WHEN 9 THEN batch_content_9(of_batch) WHEN 10 THEN batch_content_10(of_batch)
                             WHEN 11 THEN batch_content_11(of_batch) END
    FROM batch WHERE batch_id = of_batch
$$;
ALTER TABLE batch ALTER COLUMN seal_version SET DEFAULT 11;

-- Rights ----------------------------------------------------------------------------------------------------------------

GRANT INSERT (counts_on, reason) ON application TO carmhub_app;
REVOKE ALL ON FUNCTION batch_leaves(bigint), batch_leaves_10(bigint), batch_content_11(bigint), same_declaration(bigint, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION same_declaration(bigint, bigint) TO carmhub_app, carmhub_read;
DO $$
DECLARE
    function regprocedure;
BEGIN
    FOR function IN SELECT p.oid FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = pg_catalog, public, pg_temp', function);
    END LOOP;
END $$;
