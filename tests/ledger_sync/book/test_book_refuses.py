"""What the database itself refuses, whatever the program does."""

import datetime as dt

import psycopg
import pytest
from psycopg import errors
from sqlalchemy.exc import ProgrammingError

from jobs.acts import reverse_postings
from jobs.hub import Hub
from jobs.receivables import close_day
from ledger_sync.book.acts import Request
from stack import postgres
from stack.postgres import Cluster
from tests import people
from tests.conftest import TODAY
from tests.ledger_sync.rows import new_entries, new_txn, open_act

REFERENCE = "reference data follows its deliveries; every version keeps what it changed"
MAY_CHANGE = {
    "tariff_item": REFERENCE,
    "tariff_rate": REFERENCE,
    "treatment_origin": REFERENCE,
    "exchange_rate": REFERENCE,
    "gst_rate": REFERENCE,
    "excise_rate": REFERENCE,
    "sima_measure": REFERENCE,
    "surtax_measure": REFERENCE,
    "relief": REFERENCE,
    "unit_factor": REFERENCE,
    "holiday": REFERENCE,
    "due_override": REFERENCE,
    "prescribed_rate": REFERENCE,
    "waiver": REFERENCE,
}
"""The only tables whose rows the application may change or delete, and why."""
CHANGES_ONCE = {
    "file": "its outcome is set once",
    "batch": "it is sealed once",
    "account": "what is no part of what it is may be mended by the owner",
}
"""Tables whose triggers look at what changes."""
OF_THE_APPLICATION = (
    "SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace"
    " AND c.relkind IN ('r', 'p') AND has_any_column_privilege('carmhub_app', c.oid, 'INSERT')"
)


@pytest.fixture
def kept(owner) -> list[str]:
    """Every table that the application may add to, and whose rows stay as they are."""
    return [name for (name,) in owner.execute(OF_THE_APPLICATION) if name not in MAY_CHANGE]


@pytest.fixture
def full(posted: Hub, owner) -> Hub:
    """The book with a closed month, statements, an act, an archive, a document delivered."""
    close_day.run(posted, dt.date(2026, 11, 24))
    people.bill(posted, dt.date(2026, 11, 25))
    with posted.book.transaction() as tx:
        application_id = tx.value("SELECT min(application_id) FROM application")
        tx.run(
            "INSERT INTO delivery (outbox_id, path, size_bytes) SELECT outbox_id, 'x', 1"
            " FROM outbox"
        )
        tx.run("INSERT INTO link_attempt (user_id, bn15, outcome) VALUES ('u', 'x', 'refused')")
    request = Request("k", "tester", "a test")
    reverse_postings.unapply(posted, application_id, request, dt.date(2026, 11, 25))
    owner.execute("INSERT INTO archive (month, manifest_sha256) VALUES ('2020-01-01', sha256('x'))")
    owner.commit()
    return posted


def test_no_row_is_edited_deleted_or_truncated(full: Hub, owner, kept: list[str]):
    """Rows of the book stay: not even the owner edits, deletes or truncates them."""
    assert {"txn", "delivery", "basis", "client_history", "reference_version"} <= set(kept)
    for table in kept:
        with pytest.raises(errors.RestrictViolation, match="append-only"), owner.transaction():
            owner.execute(f"TRUNCATE {table} CASCADE")
        if owner.execute(f"SELECT FROM {table} LIMIT 1").fetchone() is None:
            continue
        with pytest.raises(errors.RestrictViolation), owner.transaction():
            owner.execute(f"DELETE FROM {table}")
        if table not in CHANGES_ONCE:
            column = owner.execute(f"SELECT * FROM {table} LIMIT 0").description[-1].name
            with pytest.raises(errors.RestrictViolation, match="append-only"), owner.transaction():
                owner.execute(f"UPDATE {table} SET {column} = {column}")


def test_every_table_that_grows_has_its_guards(owner, kept: list[str]):
    """No table that the application adds to is without the triggers that keep its rows."""
    unguarded = owner.execute(
        "SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace"
        " AND c.relname = ANY(%s) AND NOT EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = c.oid"
        "  AND t.tgfoid = 'refuse_change'::regproc AND t.tgenabled = 'O'"
        "  AND (t.tgtype & 26) = 26)",  # before each row, of an update and a delete
        (kept,),
    ).fetchall()
    assert {name for (name,) in unguarded} == set(CHANGES_ONCE)


def test_no_partition_is_truncated(owner):
    """A month of entries cannot be emptied by its own name either."""
    with pytest.raises(errors.RestrictViolation, match="append-only"), owner.transaction():
        owner.execute("TRUNCATE entry_2026_11")
    owner.execute("SELECT make_entry_partitions('2031-05-01', 2)")
    with pytest.raises(errors.RestrictViolation, match="append-only"), owner.transaction():
        owner.execute("TRUNCATE entry_2031_06")


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("file", "name = 'other'"),
        ("file", "outcome = 'rejected'"),
        ("batch", "book_on = book_on + 1"),
        ("batch", "digest = sha256('x')"),
        ("account", "code = '999999998RM0001'"),
    ],
)
def test_what_may_change_once_changes_once(owner, table: str, change: str):
    """A file's facts and its outcome, a batch and its seal, an account's number are settled."""
    with pytest.raises(errors.RestrictViolation):
        owner.execute(f"UPDATE {table} SET {change} WHERE {table}_id = 5 OR '{table}' <> 'account'")


def test_the_application_may_not_even_try(owner):
    """The application's role has no right to change or delete, whatever the triggers say."""
    found = owner.execute(
        "SELECT c.relname, right_to FROM pg_class c, unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE'])"
        " AS right_to WHERE c.relnamespace = 'public'::regnamespace"
        " AND c.relkind IN ('r', 'p', 'v')"
        " AND CASE right_to WHEN 'UPDATE' THEN has_any_column_privilege('carmhub_app', c.oid,"
        "  right_to) ELSE has_table_privilege('carmhub_app', c.oid, right_to) END"
    ).fetchall()
    changed = {(table, right) for table in MAY_CHANGE for right in ("UPDATE", "DELETE")}
    assert set(found) == {*changed, ("file", "UPDATE")}


def test_the_application_chooses_no_number_and_no_clock(owner):
    """What the database counts, computes or reads from its clock, the application cannot write."""
    found = owner.execute(
        "SELECT a.attrelid::regclass::text, a.attname FROM pg_attribute a"
        " JOIN pg_class c ON c.oid = a.attrelid AND c.relnamespace = 'public'::regnamespace"
        "  AND c.relkind IN ('r', 'p') LEFT JOIN pg_attrdef d"
        "  ON d.adrelid = a.attrelid AND d.adnum = a.attnum"
        " WHERE a.attnum > 0 AND NOT a.attisdropped AND (a.attidentity <> ''"
        "  OR a.attgenerated <> '' OR a.atttypid = 'timestamptz'::regtype"
        "  OR pg_get_expr(d.adbin, d.adrelid) ~ '\\(' OR c.relname IN ('batch', 'closed_date')"
        "   AND a.attname IN ('last_batch_id', 'digest', 'previous_digest', 'seal_version'))"
        " AND (has_column_privilege('carmhub_app', a.attrelid, a.attnum, 'INSERT')"
        "  OR has_column_privilege('carmhub_app', a.attrelid, a.attnum, 'UPDATE'))"
    ).fetchall()
    assert found == []


def test_the_application_runs_only_what_is_meant_for_it(owner):
    """Of the book's functions it may call a few, and each looks things up in its own schemas."""
    rows = owner.execute(
        "SELECT proname, has_function_privilege('carmhub_app', oid, 'EXECUTE'), proconfig"
        " FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
    ).fetchall()
    assert {name for name, allowed, _ in rows if allowed} == {
        "seal_batch", "batch_content", "first_digest", "closed_through", "refuse_sealed",
        "make_entry_partitions", "party_on", "archived_through", "moved_by_act", "may_at_shell",
        "people_needed", "same_person", "by_two", "is_made_up", "days_ahead", "business_today",
        "reference_added", "reference_columns", "reference_digest", "reference_name",
        "version_of_now", "business_day_at", "moved_alone", "same_declaration",
        "interest_paid", "interest_counted", "plain_name",
    }  # fmt: skip
    path = "search_path=pg_catalog, public, pg_temp"
    assert [name for name, _, settings in rows if path not in (settings or ())] == []


def test_entries_must_balance(application, batch_id: int):
    """A transaction whose entries do not sum to zero is refused."""
    txn_id = new_txn(application, batch_id)
    with pytest.raises(errors.CheckViolation, match="do not balance"):
        new_entries(application, txn_id, 500, -499)


def test_a_transaction_without_entries_is_not_sealed(application, batch_id: int):
    """A batch with a transaction that moves nothing cannot be sealed, so it cannot commit."""
    new_txn(application, batch_id)
    with pytest.raises(errors.CheckViolation, match="has no entries"):
        application.execute("SELECT seal_batch(%s)", (batch_id,))


def test_an_unsealed_batch_does_not_commit(application, batch_id: int):
    """What is posted is sealed in the same transaction, or never was."""
    new_entries(application, new_txn(application, batch_id), 500, -500)
    with pytest.raises(errors.RestrictViolation, match="not sealed"):
        application.commit()


OF_LINE = (
    "cad_id, invoice_number, vendor_name, tariff_item, description, origin_country,"
    " export_country, direct_shipment_on, treatment, vfd_code, quantity_thousandths, unit,"
    " currency, value_for_currency_conversion_cents, value_for_duty_cents, duty_cents, gst_cents,"
    " basis_id, exchange_basis_id, byte_from, byte_to"
)


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO txn (idempotency_key, payload_digest, kind, document_reference, effective_on,"
        " book_on, message_id, batch_id) SELECT 'late', payload_digest, kind, document_reference,"
        " effective_on, book_on, message_id, batch_id FROM txn LIMIT 1",
        "INSERT INTO entry SELECT txn_id, 90 + n, account_id, CASE n WHEN 1 THEN 5 ELSE -5 END,"
        " book_on FROM (SELECT * FROM entry LIMIT 1) e, generate_series(1, 2) n",
        "INSERT INTO application (debit_item_id, credit_item_id, amount_cents, applied_on,"
        " counts_on, policy, reason, batch_id) SELECT debit_item_id, credit_item_id, 1, applied_on,"
        " counts_on, policy, reason, batch_id"
        " FROM application LIMIT 1",
        "INSERT INTO finding (file_id, code, severity, byte_from, byte_to)"
        " VALUES (1, 'CAD-001', 'error', 0, 1)",
        f"INSERT INTO cad_line (line_number, {OF_LINE}) SELECT 77, {OF_LINE} FROM cad_line LIMIT 1",
    ],
    ids=["transaction", "entry", "application", "finding", "line"],
)
def test_a_sealed_batch_takes_no_more(application, statement: str):
    """Nothing joins a batch, or the file behind it, after the seal."""
    with pytest.raises(errors.RestrictViolation, match="is sealed and takes no more"):
        application.execute(statement)


def test_entries_bear_their_transactions_date(application, batch_id: int):
    """Entries of another book date than their transaction's are refused, and so is it itself."""
    txn_id = new_txn(application, batch_id)
    with pytest.raises(errors.CheckViolation, match="another book date"), application.transaction():
        application.execute(
            "INSERT INTO entry SELECT %s, n, 5, CASE n WHEN 1 THEN 5 ELSE -5 END, %s"
            " FROM generate_series(1, 2) n",
            (txn_id, TODAY + dt.timedelta(days=1)),
        )
    with pytest.raises(errors.CheckViolation, match="another book date"):
        new_txn(application, batch_id, "other", book_on="book_on + 1")


@pytest.mark.parametrize("digest", ["payload_digest", "sha256('another')"])
def test_an_idempotency_key_is_used_once(application, batch_id: int, digest: str):
    """The same idempotency key is refused a second time, with the same payload or another."""
    with pytest.raises(errors.UniqueViolation):
        new_txn(application, batch_id, idempotency_key="idempotency_key", payload_digest=digest)


def test_a_transaction_is_reversed_once_and_exactly(posted: Hub, application, batch_id: int):
    """A second reversal of one transaction is refused, and one that is not its exact opposite."""
    (original,) = application.execute("SELECT min(txn_id) FROM txn").fetchone()
    first = new_txn(application, batch_id, "r1", kind="'REV'", reverses_txn_id=str(original))
    with pytest.raises(errors.UniqueViolation), application.transaction():
        new_txn(application, batch_id, "r2", kind="'REV'", reverses_txn_id=str(original))
    with pytest.raises(errors.CheckViolation), application.transaction():
        new_txn(application, batch_id, "r3", kind="'REV'")
    new_entries(application, first, 500, -500)
    with pytest.raises(errors.CheckViolation, match="does not reverse"):
        application.execute("SELECT seal_batch(%s)", (batch_id,))


def test_a_declaration_version_is_accepted_once(application, batch_id: int):
    """The same transaction number and version cannot stand twice under one posting number."""
    with pytest.raises(errors.UniqueViolation):
        application.execute(
            "INSERT INTO cad (message_id, transaction_number, version, cad_type, account_id, filer,"
            " release_on, release_office, filed_on, accepted_on, cycle_last_on, due_on, line_count,"
            " total_value_cents, value_for_duty_cents, duty_cents, gst_cents, payable_cents,"
            " content_digest, batch_id) SELECT m.message_id, c.transaction_number, c.version,"
            " cad_type, account_id, filer, release_on, release_office, filed_on, accepted_on,"
            " cycle_last_on,"
            " due_on, line_count, total_value_cents, value_for_duty_cents, duty_cents, gst_cents,"
            " payable_cents, content_digest, %s FROM cad c, message m"
            " WHERE m.type = 'camt.054' LIMIT 1",
            (batch_id,),
        )


def apply(application, batch_id: int, columns: str, source: str) -> None:
    application.execute(
        "INSERT INTO application (debit_item_id, credit_item_id, amount_cents, applied_on,"
        " counts_on, policy, reason, batch_id, reverses_application_id)"
        f" SELECT {columns}, %s, counts_on, 'p', reason, {batch_id}, {source}",
        (TODAY,),
    )


def test_over_application_is_refused(application, batch_id: int):
    """A credit is never applied beyond what is open on either side, nor undone beyond it."""
    pair = "debit_item_id, credit_item_id"
    with pytest.raises(errors.CheckViolation, match="open_cents"), application.transaction():
        apply(application, batch_id, f"{pair}, 10000000000", "NULL FROM application LIMIT 1")
    with pytest.raises(errors.CheckViolation, match="does not undo"), application.transaction():
        apply(application, batch_id, f"{pair}, -1", "application_id FROM application LIMIT 1")
    undo = (f"{pair}, -amount_cents", "application_id FROM application LIMIT 1")
    apply(application, batch_id, *undo)
    with pytest.raises(errors.UniqueViolation):
        apply(application, batch_id, *undo)


def test_an_application_joins_two_sides_of_one_account(application, batch_id: int):
    """A debit and a credit of different accounts are never joined."""
    with pytest.raises(errors.CheckViolation, match="one account"):
        apply(
            application,
            batch_id,
            "d.item_id, a.credit_item_id, 1",
            "NULL FROM application a JOIN item c ON c.item_id = a.credit_item_id JOIN item d"
            " ON d.account_id <> c.account_id AND d.amount_cents > 0 LIMIT 1",
        )


def test_an_unknown_account_is_refused(application, batch_id: int):
    """Entries and items stand on accounts that exist."""
    txn_id = new_txn(application, batch_id)
    with pytest.raises(errors.ForeignKeyViolation):
        application.execute(
            "INSERT INTO entry SELECT %s, n, 4711, CASE n WHEN 1 THEN 5 ELSE -5 END, %s"
            " FROM generate_series(1, 2) n",
            (txn_id, TODAY),
        )


def test_a_closed_date_takes_no_posting(posted: Hub, application, batch_id: int):
    """After the close neither that date nor an earlier one takes a posting or an application."""
    new_entries(application, new_txn(application, batch_id), 500, -500)
    application.rollback()
    close_day.run(posted, TODAY)
    for book_on in (TODAY, TODAY - dt.timedelta(days=1)):
        with application.transaction(force_rollback=True):
            (act_id,) = application.execute(
                "INSERT INTO act (request_key, kind, requested_by, reason, selection)"
                " VALUES ('u', 'reverse', 'tester', 'test', '{}') RETURNING act_id"
            ).fetchone()
            (batch,) = application.execute(
                "INSERT INTO batch (kind, act_id, book_on, reading) VALUES ('act', %s, %s, 2)"
                " RETURNING batch_id",
                (act_id, book_on),
            ).fetchone()
            with pytest.raises(errors.RestrictViolation, match="is closed"):
                new_txn(application, batch, book_on=f"'{book_on}'")


def test_the_cents_of_a_statement_add_up(posted: Hub, application):
    """Opening + debits - credits = closing, and the lines are the debits and credits."""
    close_day.run(posted, dt.date(2026, 11, 24))
    batch_id = open_act(application, book_on=dt.date(2026, 11, 25))
    insert = (
        "INSERT INTO statement (account_id, cycle_last_on, version, first_on, issued_on, known_on,"
        " due_on, opening_cents, debits_cents, credits_cents, closing_cents, batch_id)"
        " SELECT account_id, '2026-11-17', 1, '2026-10-18', '2026-11-25', %s, '2026-12-01',"
        " 0, 100, 0, %s, %s FROM account WHERE class = 'receivable' LIMIT 1"
    )
    with pytest.raises(errors.CheckViolation), application.transaction():
        application.execute(insert, ("2026-11-24", 101, batch_id))
    with pytest.raises(errors.RestrictViolation, match="closed dates"), application.transaction():
        application.execute(insert, ("2026-11-25", 100, batch_id))
    application.execute(insert, ("2026-11-24", 100, batch_id))
    with pytest.raises(errors.CheckViolation, match="do not add up"):
        application.execute("SELECT seal_batch(%s)", (batch_id,))


def test_a_sealed_batch_is_not_sealed_again(application):
    """A batch has one seal, and only seal_batch gives it."""
    with pytest.raises(errors.RestrictViolation, match="already sealed"), application.transaction():
        application.execute("SELECT seal_batch(1)")
    with pytest.raises(errors.InsufficientPrivilege):
        application.execute("INSERT INTO batch (kind, book_on, digest) VALUES ('act', now(), '')")


SHADOWS = (
    "CREATE TEMP TABLE closed_date (book_on date, last_batch_id bigint)",
    "CREATE TEMP TABLE batch (batch_id bigint, digest bytea, book_on date)",
    "CREATE TEMP TABLE txn (txn_id bigint, batch_id bigint, book_on date, kind text)",
    "CREATE TEMP TABLE item (item_id bigint, account_id bigint, amount_cents bigint)",
    "CREATE TEMP TABLE item_balance (item_id bigint, open_cents bigint)",
    "CREATE TEMP TABLE application (application_id bigint)",
)


def test_no_temporary_table_stands_in_for_the_book(posted: Hub, application):
    """The guards look at the book itself, whatever the application makes beside it."""
    close_day.run(posted, TODAY)
    for shadow in SHADOWS:
        application.execute(shadow)
    application.execute("GRANT ALL ON ALL TABLES IN SCHEMA pg_temp TO PUBLIC")
    closed = (
        "INSERT INTO public.txn (idempotency_key, payload_digest, kind, document_reference,"
        " effective_on, book_on, message_id, batch_id) SELECT 'x', payload_digest, kind,"
        " document_reference, effective_on, book_on, message_id, batch_id FROM public.txn LIMIT 1"
    )
    with pytest.raises(errors.RestrictViolation, match="is closed"), application.transaction():
        application.execute(closed)
    over = (
        "INSERT INTO public.application (debit_item_id, credit_item_id, amount_cents, applied_on,"
        " counts_on, policy, reason, batch_id) SELECT debit_item_id, credit_item_id, 10000000000,"
        " %s, counts_on, policy, reason, %s"
        " FROM public.application LIMIT 1"
    )
    tomorrow = TODAY + dt.timedelta(days=1)
    unsealed = (
        "INSERT INTO public.batch (kind, act_id, book_on, reading) VALUES ('act', %s, %s, 2)"
        " RETURNING batch_id"
    )
    (act_id,) = application.execute(
        "INSERT INTO act (request_key, kind, requested_by, reason, selection)"
        " VALUES ('t', 'reverse', 'tester', 'test', '{}') RETURNING act_id"
    ).fetchone()
    (batch,) = application.execute(unsealed, (act_id, tomorrow)).fetchone()
    with pytest.raises(errors.CheckViolation, match="open_cents"), application.transaction():
        application.execute(over, (tomorrow, batch))
    with pytest.raises(errors.RestrictViolation, match="not sealed"):
        application.commit()


def test_partitions_are_made_within_bounds(application):
    """The application may have months made ahead, within reason, and nothing else."""
    (made_now,) = application.execute("SELECT make_entry_partitions('2029-01-01', 2)").fetchone()
    assert made_now == 2
    with pytest.raises(errors.InvalidParameterValue):
        application.execute("SELECT make_entry_partitions('2029-01-01', 600)")


def test_who_only_looks_only_looks(cluster: Cluster, database: str, posted: Hub):
    """The auditor's role reads everything and writes nothing."""
    url = cluster.url(postgres.READER, database).replace("postgresql+psycopg", "postgresql")
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT count(*) FROM txn").fetchone() == (4,)
        with pytest.raises(errors.InsufficientPrivilege):
            connection.execute("INSERT INTO closed_date (book_on) VALUES ('2026-11-20')")


def test_the_application_sees_no_other_database(cluster: Cluster, posted: Hub):
    """The ledger's role cannot enter Airflow's database, nor Airflow's the ledger's."""
    for role, database in (
        (postgres.APPLICATION, postgres.AIRFLOW_DATABASE),
        (postgres.AIRFLOW, postgres.LEDGER_DATABASE),
    ):
        url = cluster.url(role, database).replace("postgresql+psycopg", "postgresql")
        with pytest.raises(psycopg.OperationalError, match="permission denied"):
            psycopg.connect(url)


def test_the_application_makes_no_tables(posted: Hub):
    """The application's role cannot change the schema."""
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        posted.book.transaction() as tx,
    ):
        tx.run("CREATE TABLE mine (x int)")
