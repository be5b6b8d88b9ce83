"""What the database itself refuses, whatever the program does."""

import datetime as dt

import psycopg
import pytest
from psycopg import errors
from sqlalchemy.exc import ProgrammingError

from jobs import close_day, collect_files, reverse_postings, run_billing_cycle
from jobs.hub import Hub
from ledger_sync.acts import Request
from stack import postgres
from stack.postgres import Cluster
from tests import made
from tests.conftest import TODAY


@pytest.fixture
def posted(hub: Hub, tmp_path) -> Hub:
    """A hub with three declarations, a rejected one and a payment in its book."""
    maker = made.maker(2)
    declarations = [maker.declaration(lines=2) for _ in range(3)]
    for name, content in (
        ("cad.edi", made.cusdec([*declarations, maker.faulty("CAD-003")])),
        ("pay.xml", made.payments([(declarations[0].importer, "10.00")])),
    ):
        (tmp_path / name).write_bytes(content)
        collect_files.post(hub, [collect_files.ingest(hub, tmp_path / name, TODAY)])
    return hub


@pytest.fixture
def owner(owner_url: str, posted: Hub):
    """A connection as the owner: triggers and constraints bind it too."""
    with psycopg.connect(owner_url.replace("postgresql+psycopg", "postgresql")) as connection:
        yield connection


@pytest.fixture
def application(cluster: Cluster, database: str, posted: Hub):
    """A connection as the application, never committed."""
    url = cluster.url(postgres.APPLICATION, database)
    with psycopg.connect(url.replace("postgresql+psycopg", "postgresql")) as connection:
        yield connection
        connection.rollback()


@pytest.fixture
def batch_id(application) -> int:
    """An act's batch, open, of the application's own."""
    (act_id,) = application.execute(
        "INSERT INTO act (request_key, kind, requested_by, reason, selection)"
        " VALUES ('t', 'reverse', 'tester', 'test', '{}') RETURNING act_id"
    ).fetchone()
    (batch,) = application.execute(
        "INSERT INTO batch (kind, act_id, book_on) VALUES ('act', %s, %s) RETURNING batch_id",
        (act_id, TODAY),
    ).fetchone()
    return batch


def new_txn(application, batch_id: int, key: str = "new", **changes: str) -> int:
    """Insert a transaction like the first one, in an open batch; return its id."""
    columns = {
        "idempotency_key": f"'{key}'", "payload_digest": "payload_digest", "kind": "kind",
        "document_reference": "document_reference", "effective_on": "effective_on",
        "book_on": "book_on", "message_id": "message_id", "batch_id": str(batch_id),
    } | changes  # fmt: skip
    (txn_id,) = application.execute(
        f"INSERT INTO txn ({', '.join(columns)}) SELECT {', '.join(columns.values())}"
        " FROM txn WHERE kind = 'CAD' ORDER BY txn_id LIMIT 1 RETURNING txn_id"
    ).fetchone()
    return txn_id


def new_entries(application, txn_id: int, *cents: int) -> None:
    """Insert the entries of a transaction, all on one account, in one statement."""
    rows = ", ".join(f"({number}, {amount})" for number, amount in enumerate(cents, start=1))
    application.execute(
        "INSERT INTO entry (txn_id, entry_number, account_id, amount_cents, book_on)"
        f" SELECT {txn_id}, n, (SELECT min(account_id) FROM account), cents, %s"
        f" FROM (VALUES {rows}) AS v (n, cents)",
        (TODAY,),
    )


APPEND_ONLY = (
    "interchange", "message", "finding", "closed_date", "txn", "entry", "cad", "cad_line", "item",
    "application", "statement", "statement_line", "outbox", "act", "archive",
)  # fmt: skip
GUARDED = ("file", "batch", "account")


@pytest.fixture
def full(posted: Hub, owner) -> Hub:
    """The book with a closed month, statements, an act and an archive: a row in every table."""
    close_day.run(posted, dt.date(2026, 11, 24))
    run_billing_cycle.run(posted, dt.date(2026, 11, 25))
    with posted.book.transaction() as tx:
        application_id = tx.value("SELECT min(application_id) FROM application")
    request = Request("k", "tester", "a test")
    reverse_postings.unapply(posted, application_id, request, dt.date(2026, 11, 25))
    owner.execute("INSERT INTO archive (month, manifest_sha256) VALUES ('2020-01-01', sha256('x'))")
    owner.commit()
    return posted


@pytest.mark.parametrize("table", [*APPEND_ONLY, *GUARDED])
def test_no_row_is_deleted_or_truncated(full: Hub, owner, table: str):
    """Rows of the book stay: not even the owner deletes or truncates them."""
    with pytest.raises(errors.RestrictViolation), owner.transaction():
        owner.execute(f"DELETE FROM {table}")
    with pytest.raises(errors.RestrictViolation, match="append-only"), owner.transaction():
        owner.execute(f"TRUNCATE {table} CASCADE")


def test_no_partition_is_truncated(owner):
    """A month of entries cannot be emptied by its own name either."""
    with pytest.raises(errors.RestrictViolation, match="append-only"), owner.transaction():
        owner.execute("TRUNCATE entry_2026_11")
    owner.execute("SELECT make_entry_partitions('2031-05-01', 2)")
    with pytest.raises(errors.RestrictViolation, match="append-only"), owner.transaction():
        owner.execute("TRUNCATE entry_2031_06")


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_no_row_is_edited(full: Hub, owner, table: str):
    """Rows of the book are never edited, whatever the column and whoever asks."""
    column = owner.execute(f"SELECT * FROM {table} LIMIT 0").description[1].name
    with pytest.raises(errors.RestrictViolation, match="append-only"):
        owner.execute(f"UPDATE {table} SET {column} = {column}")


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


@pytest.mark.parametrize("table", [*APPEND_ONLY, *GUARDED, "item_balance"])
def test_the_application_may_not_even_try(application, table: str):
    """The application's role has no right to change or delete, whatever the triggers say."""
    column = application.execute(f"SELECT * FROM {table} LIMIT 0").description[1].name
    tries = [f"TRUNCATE {table}", f"DELETE FROM {table}", f"UPDATE {table} SET {column} = NULL"]
    allowed = {"account": tries[1:]}.get(table, [])
    for statement in tries:
        if statement not in allowed:
            with pytest.raises(errors.InsufficientPrivilege), application.transaction():
                application.execute(statement)


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
        "INSERT INTO application (debit_item_id, credit_item_id, amount_cents, applied_on, policy,"
        " batch_id) SELECT debit_item_id, credit_item_id, 1, applied_on, policy, batch_id"
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
        "INSERT INTO application (debit_item_id, credit_item_id, amount_cents, applied_on, policy,"
        f" batch_id, reverses_application_id) SELECT {columns}, %s, 'p', {batch_id}, {source}",
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
                "INSERT INTO batch (kind, act_id, book_on) VALUES ('act', %s, %s)"
                " RETURNING batch_id",
                (act_id, book_on),
            ).fetchone()
            with pytest.raises(errors.RestrictViolation, match="is closed"):
                new_txn(application, batch, book_on=f"'{book_on}'")


def test_the_cents_of_a_statement_add_up(posted: Hub, application, batch_id: int):
    """Opening + debits - credits = closing, and the lines are the debits and credits."""
    close_day.run(posted, dt.date(2026, 11, 24))
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
        " policy, batch_id) SELECT debit_item_id, credit_item_id, 10000000000, %s, policy, %s"
        " FROM public.application LIMIT 1"
    )
    tomorrow = TODAY + dt.timedelta(days=1)
    unsealed = (
        "INSERT INTO public.batch (kind, act_id, book_on) VALUES ('act', %s, %s) RETURNING batch_id"
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
