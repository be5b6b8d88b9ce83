"""A cycle's statements drawn up: the digest says all of them, and nothing is read once a row."""

import datetime as dt
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from bench.nights.night import forget_statistics
from jobs.hub import Hub
from jobs.receivables import close_day, run_billing_cycle
from ledger_sync.receivables import cycle_draft
from stack import postgres
from stack.postgres import Cluster
from tests import made, people
from tests.sending import send

FILED_ON = dt.date(2026, 11, 20)
STATEMENT_ON = dt.date(2026, 11, 25)
DECLARATIONS = 400
STATEMENT_COLUMNS = (
    "bn15", "version", "first_on", "cycle_last_on", "issued_on", "known_on", "due_on",
    "opening_cents", "debits_cents", "credits_cents", "closing_cents",
)  # fmt: skip
LINE_COLUMNS = (
    "line_number", "kind", "document_reference", "effective_on", "book_on", "due_on", "filer",
    "amount_cents",
)  # fmt: skip
READ_A_ROW = 20
"""Rows that may be read of the book's tables for each line that is issued."""


def fill(hub: Hub) -> None:
    """Post many declarations, pay one, and close the dates that the statements bear."""
    maker = made.maker(3)
    declarations = [maker.declaration(lines=1) for _ in range(DECLARATIONS)]
    send(hub, made.cusdec(declarations), FILED_ON)
    send(hub, made.payments([(declarations[0].importer, "10.00")]), FILED_ON, "northbank")
    close_day.run(hub, STATEMENT_ON - dt.timedelta(days=1))


@pytest.fixture
def closed(filled) -> Hub:
    """A book with a cycle to bill."""
    return filled(fill)


@contextmanager
def administrator(
    cluster: Cluster, database: str
) -> Iterator["psycopg.Connection[tuple[int, ...]]"]:
    url = cluster.url(postgres.ADMIN, database).replace("+psycopg", "", 1)
    with psycopg.connect(url, autocommit=True) as connection:
        yield connection


@pytest.mark.parametrize("column", STATEMENT_COLUMNS)
def test_another_statement_is_another_digest(closed: Hub, column: str):
    """Each column of a statement is in the digest."""
    changed(closed, "drafted_statement", column, "bn15 = (SELECT min(bn15) FROM drafted_statement)")


@pytest.mark.parametrize("column", LINE_COLUMNS)
def test_another_line_is_another_digest(closed: Hub, column: str):
    """Each column of a line is in the digest."""
    changed(closed, "drafted_line", column, "item_id = (SELECT min(item_id) FROM drafted_line)")


def changed(hub: Hub, table: str, column: str, which: str) -> None:
    cycle = run_billing_cycle.draft(hub, STATEMENT_ON).cycle
    with hub.book.transaction() as tx:
        cycle_draft.draw_up(tx, cycle)
        before = cycle_draft.digest(tx)
        text = column in {"bn15", "kind", "document_reference", "filer"}
        another = f"coalesce({column}, '') || 'X'" if text else f"{column} + 1"
        assert tx.run(f"UPDATE {table} SET {column} = {another} WHERE {which}") == 1
        assert cycle_draft.digest(tx) != before


def test_ids_are_in_no_digest(closed: Hub):
    """What the database numbers may be numbered otherwise."""
    cycle = run_billing_cycle.draft(closed, STATEMENT_ON).cycle
    with closed.book.transaction() as tx:
        cycle_draft.draw_up(tx, cycle)
        before = cycle_draft.digest(tx)
        tx.run("UPDATE drafted_statement SET account_id = -account_id, statement_id = 7")
        tx.run("UPDATE drafted_line SET account_id = -account_id, item_id = -item_id")
        assert cycle_draft.digest(tx) == before


def test_issued_statements_have_the_digest_of_their_draft(closed: Hub):
    """A cycle is drafted as it is issued, before and after."""
    drafted = run_billing_cycle.draft(closed, STATEMENT_ON)
    assert people.issue(closed, STATEMENT_ON) == drafted
    assert run_billing_cycle.draft(closed, STATEMENT_ON) == drafted


def test_a_draft_leaves_no_row_behind(closed: Hub, cluster: Cluster, database: str):
    """Not even one that was rolled back, which would leave the statistics of an empty table."""
    run_billing_cycle.draft(closed, STATEMENT_ON)
    with administrator(cluster, database) as connection:
        sizes = connection.execute(
            "SELECT pg_relation_size('statement') + pg_relation_size('statement_line')"
        ).fetchone()
    assert sizes == (0,)


def test_a_draft_that_the_book_would_refuse_is_none(closed: Hub, monkeypatch: pytest.MonkeyPatch):
    """The guards of the seal are asked of a draft: what they refuse is shown to nobody."""
    wrong = cycle_draft._STATEMENTS.replace("coalesce(m.debits, 0) AS", "7 AS")
    monkeypatch.setattr(cycle_draft, "_STATEMENTS", wrong)
    with pytest.raises(RuntimeError, match="is not drawn up as the book asks"):
        run_billing_cycle.draft(closed, STATEMENT_ON)


@pytest.mark.parametrize("known", [True, False])
def test_nothing_is_read_once_a_row(closed: Hub, cluster: Cluster, database: str, *, known: bool):
    """Issuing reads a few rows for each that it writes, also where tables are taken for empty."""
    with administrator(cluster, database) as connection:
        if not known:
            forget_statistics(connection)
        people.issue(closed, STATEMENT_ON)
        closed.book.close()  # a connection tells what it read when it ends
        lines, read = told(connection)
    assert lines > DECLARATIONS
    assert 0 < read < READ_A_ROW * lines


def told(connection: "psycopg.Connection[tuple[int, ...]]") -> tuple[int, int]:
    """Return the lines written and the rows read of the statements' tables, once both are told."""
    for _ in range(100):
        row = connection.execute(
            "SELECT (max(n_tup_ins) FILTER (WHERE relname = 'statement_line'))::bigint,"
            " sum(seq_tup_read + coalesce(idx_tup_fetch, 0))::bigint FROM pg_stat_user_tables"
            " WHERE relname IN ('statement', 'statement_line')"
        ).fetchone()
        if row is not None and row[0]:
            return row[0], row[1]
        time.sleep(0.1)
    raise AssertionError("PostgreSQL did not tell what was read")
