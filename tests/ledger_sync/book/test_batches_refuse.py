"""What the database refuses of a batch: its order, its days, its statements, its clock."""

import datetime as dt
import threading
from contextlib import nullcontext

import psycopg
import pytest
from psycopg import errors

from jobs.hub import Hub
from jobs.proofs import prove_book
from jobs.receivables import close_day
from stack import postgres
from stack.postgres import Cluster
from tests import made, people
from tests.conftest import TODAY
from tests.ledger_sync.rows import new_entries, new_txn, open_act
from tests.sending import send

YESTERDAY = TODAY - dt.timedelta(days=1)
STATEMENT_ON = dt.date(2026, 11, 25)
LAST_KNOWN = STATEMENT_ON - dt.timedelta(days=1)


@pytest.fixture
def another(cluster: Cluster, database: str, posted: Hub):
    """A second connection as the application."""
    url = cluster.url(postgres.APPLICATION, database)
    with psycopg.connect(url.replace("postgresql+psycopg", "postgresql")) as connection:
        yield connection
        connection.rollback()


def seal(application, batch_id: int) -> None:
    application.execute("SELECT seal_batch(%s)", (batch_id,))


def owed(application, batch_id: int, *cents: int) -> int:
    """Insert a transaction that debits one receivable account and credits duty; return its id."""
    txn_id = new_txn(application, batch_id)
    application.execute(
        "INSERT INTO entry (txn_id, entry_number, account_id, amount_cents, book_on)"
        " SELECT %(txn)s, row_number() OVER (), a.account_id, side.cents, %(day)s"
        " FROM unnest(%(cents)s::bigint[]) AS c (amount), LATERAL (VALUES"
        " ((SELECT min(code) FROM account WHERE class = 'receivable'), c.amount), ('DUTY',"
        " -c.amount)) AS side (code, cents) JOIN account a USING (code)",
        {"txn": txn_id, "day": TODAY, "cents": list(cents)},
    )
    return txn_id


def open_item(application, txn_id: int, cents: int, book_on: dt.date) -> None:
    application.execute(
        "INSERT INTO item (txn_id, account_id, kind, document_reference, amount_cents,"
        " effective_on, book_on, due_on) SELECT %s, account_id, 'CAD', 'x', %s, %s, %s, %s"
        " FROM account WHERE class = 'receivable' ORDER BY code LIMIT 1",
        (txn_id, cents, TODAY, book_on, TODAY),
    )


def test_what_is_right_is_sealed(application, batch_id: int):
    """The rows that the tests below make wrong are right as they stand."""
    open_item(application, owed(application, batch_id, 500), 500, TODAY)
    seal(application, batch_id)
    application.commit()


@pytest.mark.parametrize("day", [YESTERDAY, TODAY + dt.timedelta(days=1)])
def test_an_item_bears_its_transactions_date(application, batch_id: int, day: dt.date):
    """An item of another book date than its transaction is not sealed."""
    open_item(application, owed(application, batch_id, 500), 500, day)
    with pytest.raises(errors.CheckViolation, match="not an entry of its transaction"):
        seal(application, batch_id)


def test_what_is_owed_is_an_item(application, batch_id: int):
    """A receivable entry without an item is not sealed, nor a second one beside an item."""
    with application.transaction(force_rollback=True):
        owed(application, batch_id, 500)
        with (
            pytest.raises(errors.CheckViolation, match="without an item"),
            application.transaction(),
        ):
            seal(application, batch_id)
    open_item(application, owed(application, batch_id, 500, 500), 500, TODAY)
    with pytest.raises(errors.CheckViolation, match="without an item"):
        seal(application, batch_id)


@pytest.mark.parametrize("day", [YESTERDAY, dt.date(2030, 1, 1)])
def test_an_application_bears_its_batchs_date(application, batch_id: int, day: dt.date):
    """An application dated otherwise than its batch and its items is refused."""
    undo = (
        "INSERT INTO application (debit_item_id, credit_item_id, amount_cents, applied_on,"
        " counts_on, policy, reason, batch_id, reverses_application_id) SELECT debit_item_id,"
        " credit_item_id, -amount_cents, %s, counts_on, policy, reason, %s, application_id"
        " FROM application LIMIT 1"
    )
    with pytest.raises(errors.CheckViolation, match="another book date"), application.transaction():
        application.execute(undo, (day, batch_id))
    application.execute(undo, (TODAY, batch_id))


def test_no_batch_is_sealed_on_a_closed_date(posted: Hub, application):
    """Even an empty batch of a closed date is refused, but for billing what was closed."""
    close_day.run(posted, TODAY)
    for kind, refused in (("clearing", True), ("billing", False)):
        (batch_id,) = application.execute(
            "WITH r AS (INSERT INTO run (kind, business_date) VALUES (%s, %s) RETURNING *)"
            " INSERT INTO batch (kind, run_id, book_on) SELECT kind, run_id, business_date FROM r"
            " RETURNING batch_id",
            (kind, TODAY),
        ).fetchone()
        if refused:
            with (
                pytest.raises(errors.RestrictViolation, match="is closed"),
                application.transaction(),
            ):
                seal(application, batch_id)
            application.rollback()
        else:
            seal(application, batch_id)


def test_batches_are_sealed_in_their_order(application):
    """A batch is not sealed after a later one: the chain follows the numbers."""
    first, second = open_act(application, "first"), open_act(application, "second")
    seal(application, second)
    with pytest.raises(errors.RestrictViolation, match="sealed already"):
        seal(application, first)


def test_one_batch_is_open_at_a_time(posted: Hub, application, another):
    """A second batch waits for the first to commit, so two runs at once leave one chain."""
    first = open_act(application, "first")
    opened: list[int] = []

    def run() -> None:
        opened.append(open_act(another, "second"))
        seal(another, opened[0])
        another.commit()

    waiting = threading.Thread(target=run)
    waiting.start()
    waiting.join(0.5)
    assert waiting.is_alive() and opened == []
    seal(application, first)
    application.commit()
    waiting.join(30)
    assert opened == [first + 1]
    assert [each.name for each in prove_book.results(posted) if not each.holds] == []


@pytest.mark.parametrize(
    "level", [psycopg.IsolationLevel.REPEATABLE_READ, psycopg.IsolationLevel.SERIALIZABLE]
)
def test_an_old_snapshot_writes_nothing(posted: Hub, application, level):
    """Who does not see what was closed meanwhile may not write."""
    application.rollback()
    application.isolation_level = level
    application.execute("SELECT FROM closed_date").fetchall()
    close_day.run(posted, TODAY)
    for table in ("batch", "txn", "item", "application", "closed_date"):
        column = {"batch": "kind", "application": "policy", "closed_date": "book_on"}.get(
            table, "document_reference"
        )
        with (
            pytest.raises(errors.RestrictViolation, match="READ COMMITTED"),
            application.transaction(),
        ):
            application.execute(f"INSERT INTO {table} ({column}) VALUES (NULL)")


def test_a_close_notes_the_last_seal(posted: Hub, application):
    """Whoever closes a date, the newest seal and the clock are noted; no earlier date follows."""
    with pytest.raises(errors.InsufficientPrivilege), application.transaction():
        application.execute(
            "INSERT INTO closed_date (book_on, last_batch_id) VALUES (%s, NULL)", (TODAY,)
        )
    with pytest.raises(errors.InsufficientPrivilege), application.transaction():
        application.execute(
            "INSERT INTO closed_date (book_on, closed_at) VALUES (%s, '2001-01-01')", (TODAY,)
        )
    application.execute("INSERT INTO closed_date (book_on) VALUES (%s)", (TODAY,))
    assert application.execute(
        "SELECT last_batch_id = (SELECT max(batch_id) FROM batch), closed_at = now()"
        " FROM closed_date"
    ).fetchone() == (True, True)
    with pytest.raises(errors.RestrictViolation, match="is closed"):
        application.execute("INSERT INTO closed_date (book_on) VALUES (%s)", (YESTERDAY,))


def test_when_it_was_posted_is_not_chosen(application, batch_id: int):
    """A transaction's clock and number are the database's."""
    with pytest.raises(errors.InsufficientPrivilege), application.transaction():
        new_txn(application, batch_id, posted_at="'2001-01-01'")
    with pytest.raises(errors.InsufficientPrivilege), application.transaction():
        application.execute(
            "INSERT INTO txn (txn_id, batch_id) OVERRIDING SYSTEM VALUE VALUES (9000000000, %s)",
            (batch_id,),
        )
    txn_id = new_txn(application, batch_id)
    new_entries(application, txn_id, 5, -5)
    found = application.execute("SELECT posted_at = now() FROM txn WHERE txn_id = %s", (txn_id,))
    assert found.fetchone() == (True,)


def test_when_it_was_processed_is_not_chosen(posted: Hub, application):
    """A file's outcome is dated by the database."""
    found = application.execute("SELECT bool_and(processed_at >= received_at) FROM file")
    assert found.fetchone() == (True,)
    with pytest.raises(errors.InsufficientPrivilege):
        application.execute("UPDATE file SET processed_at = '2001-01-01'")


# Statements

NEW_STATEMENT = (
    "INSERT INTO statement (account_id, cycle_last_on, version, first_on, issued_on, known_on,"
    " due_on, previous_statement_id, opening_cents, debits_cents, credits_cents, closing_cents,"
    " batch_id) VALUES (%(account)s, %(last)s, 1, '2026-10-18', '2026-11-25', '2026-11-24',"
    " '2026-12-01', %(previous)s, %(opening)s, %(debits)s, 0, %(closing)s, %(batch)s)"
    " RETURNING statement_id"
)


def state(application, batch_id: int, account: int, **changes: object) -> int:
    """Insert a statement of an account's; return its id."""
    values = {"last": "2026-11-17", "previous": None, "opening": 0, "debits": 0} | changes
    values |= {"account": account, "batch": batch_id}
    values["closing"] = values["opening"] + values["debits"]
    return application.execute(NEW_STATEMENT, values).fetchone()[0]


def bear(application, statement_id: int, item_id: int, cents: int) -> None:
    application.execute(
        "INSERT INTO statement_line VALUES (%s, 1, %s, %s)", (statement_id, item_id, cents)
    )


@pytest.mark.parametrize("wrong", ["", "amount", "account"])
def test_a_line_of_a_statement_is_its_item(posted: Hub, application, wrong: str):
    """A line of another amount, or of another account's item, is not sealed."""
    close_day.run(posted, LAST_KNOWN)
    (item, account, cents) = application.execute(
        "SELECT item_id, account_id, amount_cents FROM item WHERE amount_cents > 0 LIMIT 1"
    ).fetchone()
    (other,) = application.execute(
        "SELECT account_id FROM account WHERE class = 'receivable' AND account_id <> %s LIMIT 1",
        (account,),
    ).fetchone()
    batch_id = open_act(application, book_on=STATEMENT_ON)
    told = 7 if wrong == "amount" else cents
    of = other if wrong == "account" else account
    bear(application, state(application, batch_id, of, debits=told), item, told)
    refused = pytest.raises(errors.CheckViolation, match="is not its item")
    with refused if wrong else nullcontext():
        seal(application, batch_id)


def test_a_statement_opens_where_its_account_closed(posted: Hub, application):
    """It names its own account's last one, opens with its closing, and none opens anew."""
    close_day.run(posted, LAST_KNOWN)
    people.bill(posted, STATEMENT_ON)
    (last, account, cents) = application.execute(
        "SELECT statement_id, account_id, closing_cents FROM statement"
        " WHERE closing_cents <> 0 LIMIT 1"
    ).fetchone()
    (other,) = application.execute(
        "SELECT account_id FROM account WHERE class = 'receivable' AND account_id NOT IN"
        " (SELECT account_id FROM statement) LIMIT 1"
    ).fetchone()
    follows = {"last": "2026-12-17", "previous": last, "opening": cents}
    wrong = (
        (other, follows),
        (account, follows | {"opening": cents + 1}),
        (account, follows | {"last": "2026-10-17"}),
        (account, {"last": "2026-12-17"}),
        (account, {"last": "2026-10-17"}),
    )
    batch_id = open_act(application, book_on=STATEMENT_ON)
    for whose, changes in wrong:
        with application.transaction(force_rollback=True):
            state(application, batch_id, whose, **changes)
            with pytest.raises(errors.CheckViolation, match="last one closed"):
                with application.transaction():
                    seal(application, batch_id)
    state(application, batch_id, account, **follows)
    seal(application, batch_id)


# Months


def test_a_month_far_ahead_is_posted_and_closed(hub: Hub, tmp_path):
    """The month of a book date stands ready when its batch is opened, in any year."""
    day = dt.date(2029, 1, 5)
    content = made.payments([(made.broker().importers[0], "5.00")])
    assert send(hub, content, day, "northbank").outcome == "posted"
    close_day.run(hub, day)
    with hub.book.transaction() as tx:
        months = tx.value("SELECT array_agg(DISTINCT tableoid::regclass::text) FROM entry")
    assert months == ["entry_2029_01"]


def test_an_entry_of_no_month_is_refused(application):
    """No table takes in what has no month of its own, to stand in that month's way."""
    day = dt.date(2031, 1, 1)
    batch_id = open_act(application, book_on=day)
    txn_id = new_txn(application, batch_id, book_on=f"'{day}'")
    with pytest.raises(errors.CheckViolation, match="no partition"):
        application.execute(
            "INSERT INTO entry SELECT %s, n, 5, CASE n WHEN 1 THEN 5 ELSE -5 END, %s"
            " FROM generate_series(1, 2) n",
            (txn_id, day),
        )


# What was known when


def test_a_load_takes_rows_only_while_it_is_made(application):
    """Nothing is added to what was known since an earlier load."""
    with pytest.raises(errors.RestrictViolation, match="only while it is made"):
        application.execute(
            "INSERT INTO client_history SELECT bn9, legal_name, effective_from + 1, effective_to,"
            " withdrawn, load_id FROM client_history LIMIT 1"
        )


def test_a_version_takes_changes_only_while_it_is_made(application):
    """Nothing is added to a version of reference data afterwards."""
    with pytest.raises(errors.RestrictViolation, match="only while it is made"):
        application.execute(
            "INSERT INTO reference_change SELECT reference_version_id, 9999999, change, before,"
            " after FROM reference_change LIMIT 1"
        )
