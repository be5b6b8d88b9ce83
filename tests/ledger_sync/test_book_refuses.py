"""What the database itself refuses, whatever the program does."""

import psycopg
import pytest
from psycopg import errors
from sqlalchemy.exc import ProgrammingError

from jobs import close_day, collect_files
from jobs.hub import Hub
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
    """A connection as the application."""
    url = cluster.url(postgres.APPLICATION, database)
    with psycopg.connect(url.replace("postgresql+psycopg", "postgresql")) as connection:
        yield connection


APPEND_ONLY = (
    "interchange", "message", "finding", "txn", "entry", "cad", "cad_line", "item",
    "application", "outbox",
)  # fmt: skip


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_no_row_is_deleted_or_truncated(owner, table: str):
    """Rows of the book stay: not even the owner deletes or truncates them."""
    with pytest.raises(errors.RestrictViolation, match="append-only"), owner.transaction():
        owner.execute(f"DELETE FROM {table}")
    with pytest.raises(errors.RestrictViolation, match="append-only"), owner.transaction():
        owner.execute(f"TRUNCATE {table} CASCADE")


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("txn", "effective_on = '2020-01-01'"),
        ("entry", "amount_cents = amount_cents + 1"),
        ("item", "amount_cents = amount_cents + 1"),
        ("cad_line", "duty_cents = duty_cents + 1"),
        ("application", "amount_cents = 1"),
    ],
)
def test_no_row_is_edited(owner, table: str, change: str):
    """Rows of the book are never edited."""
    with pytest.raises(errors.RestrictViolation, match="append-only"):
        owner.execute(f"UPDATE {table} SET {change}")


@pytest.mark.parametrize("table", [*APPEND_ONLY, "statement", "item_balance", "batch"])
def test_the_application_may_not_even_try(application, table: str):
    """The application's role has no right to change or delete, whatever the triggers say."""
    for statement in (f"DELETE FROM {table}", f"TRUNCATE {table}"):
        with pytest.raises(errors.InsufficientPrivilege), application.transaction():
            application.execute(statement)
    with pytest.raises(errors.InsufficientPrivilege):
        application.execute("UPDATE item_balance SET open_cents = 0")


def test_entries_must_balance(application):
    """A transaction whose entries do not sum to zero is refused."""
    with pytest.raises(errors.CheckViolation, match="do not balance"):
        application.execute(
            "INSERT INTO entry SELECT txn_id, 99, account_id, 1, book_on FROM entry LIMIT 1"
        )


def test_entries_bear_their_transactions_date(application):
    """Entries of another book date than their transaction's are refused."""
    with pytest.raises(errors.CheckViolation, match="another book date"):
        application.execute(
            "INSERT INTO entry SELECT txn_id, 90 + n, account_id, CASE n WHEN 1 THEN 5 ELSE -5 END,"
            " book_on + 1 FROM (SELECT * FROM entry LIMIT 1) e, generate_series(1, 2) n"
        )


def test_an_idempotency_key_is_used_once(application):
    """The same idempotency key cannot be posted again."""
    with pytest.raises(errors.UniqueViolation):
        application.execute(
            "INSERT INTO txn (idempotency_key, payload_digest, kind, document_reference,"
            " effective_on, book_on, message_id, batch_id) SELECT idempotency_key, payload_digest,"
            " kind, document_reference, effective_on, book_on, message_id, batch_id"
            " FROM txn LIMIT 1"
        )


def test_a_declaration_version_is_accepted_once(application):
    """The same transaction number and version cannot stand twice."""
    with pytest.raises(errors.UniqueViolation):
        application.execute(
            "INSERT INTO cad (message_id, transaction_number, version, cad_type, account_id, filer,"
            " release_on, release_office, accepted_on, cycle_last_on, due_on, line_count,"
            " total_value_cents, value_for_duty_cents, duty_cents, gst_cents, payable_cents,"
            " content_digest) SELECT m.message_id, c.transaction_number, c.version, cad_type,"
            " account_id, filer, release_on, release_office, accepted_on, cycle_last_on, due_on,"
            " line_count, total_value_cents, value_for_duty_cents, duty_cents, gst_cents,"
            " payable_cents, content_digest FROM cad c, message m WHERE m.type = 'camt.054' LIMIT 1"
        )


def test_over_application_is_refused(application):
    """A credit is never applied beyond what is open on either side."""
    with pytest.raises(errors.CheckViolation, match="open_cents"):
        application.execute(
            "INSERT INTO application (debit_item_id, credit_item_id, amount_cents, applied_on,"
            " policy, batch_id) SELECT debit_item_id, credit_item_id, 10000000000, applied_on,"
            " policy, batch_id FROM application LIMIT 1"
        )


def test_an_application_joins_two_sides_of_one_account(application):
    """A debit and a credit of different accounts are never joined."""
    with pytest.raises(errors.CheckViolation, match="one account"):
        application.execute(
            "INSERT INTO application (debit_item_id, credit_item_id, amount_cents, applied_on,"
            " policy, batch_id) SELECT d.item_id, a.credit_item_id, 1, applied_on, policy, batch_id"
            " FROM application a JOIN item c ON c.item_id = a.credit_item_id JOIN item d"
            " ON d.account_id <> c.account_id AND d.amount_cents > 0 LIMIT 1"
        )


def test_a_closed_date_takes_no_posting(posted: Hub, application):
    """After the close, a posting with that book date is refused; new files post the next day."""
    close_day.run(posted, TODAY)
    with pytest.raises(errors.RestrictViolation, match="is closed"):
        application.execute(
            "INSERT INTO txn (idempotency_key, payload_digest, kind, document_reference,"
            " effective_on, book_on, message_id, batch_id) SELECT 'x', payload_digest, kind,"
            " document_reference, effective_on, book_on, message_id, batch_id FROM txn LIMIT 1"
        )


def test_a_statement_adds_up(application):
    """Opening + debits - credits = closing is a constraint, not a hope."""
    with pytest.raises(errors.CheckViolation):
        application.execute(
            "INSERT INTO statement (account_id, cycle_last_on, version, first_on, issued_on,"
            " due_on, opening_cents, debits_cents, credits_cents, closing_cents, batch_id)"
            " SELECT account_id, '2026-11-17', 1, '2026-10-18', '2026-11-25', '2026-12-01',"
            " 0, 100, 0, 101, 1 FROM account WHERE class = 'receivable' LIMIT 1"
        )


def test_a_sealed_batch_is_not_sealed_again(application):
    """A batch has one seal."""
    with pytest.raises(errors.RestrictViolation, match="already sealed"):
        application.execute("SELECT seal_batch(1)")


def test_a_file_has_one_outcome(application):
    """An outcome, once recorded, is not changed."""
    with pytest.raises(errors.RestrictViolation, match="already has outcome"):
        application.execute("UPDATE file SET outcome = 'rejected'")


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
