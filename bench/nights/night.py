"""The night of 100,000 accounts: the close, a cycle's draft and issue, the proofs, questions.

Each on a copy of the kept book (``bench.nights.night_book``), against the least that the database
itself needs for the same rows in the same run.
"""

import datetime as dt
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, Final
from unittest.mock import patch

import psycopg
import typst

from bench.nights.night_book import CLOSED, COPY, LAST, MONTHS, OPEN, asked, night
from bench.result import Figure, Result
from billing.statement import Statement
from jobs.hub import Hub
from jobs.questions import tracing
from jobs.receivables import close_day, run_billing_cycle
from ledger_sync.proofs import proving
from ledger_sync.proofs.proof_list import KEPT_BYTES
from ledger_sync.receivables import statements
from notices import pdf, xml

ACCOUNTS: Final = int(os.environ.get("CARMHUB_NIGHT_ACCOUNTS", "100000"))
"""How many accounts the book has; twenty items each, on average."""
TENTH: Final = 10
XML_DOCUMENTS, PDF_DOCUMENTS = 3_000, 200
IN_FIVE_MINUTES: Final = 100_000 / 300
_BARE: Final = """
CREATE TABLE drawn AS SELECT * FROM statement WHERE cycle_last_on = {last_on};
CREATE TABLE drawn_line AS SELECT l.* FROM drawn JOIN statement_line l USING (statement_id)
ORDER BY l.statement_id, l.line_number;
CREATE TABLE bare_statement (
    LIKE statement INCLUDING ALL, FOREIGN KEY (account_id) REFERENCES account,
    FOREIGN KEY (batch_id) REFERENCES batch,
    FOREIGN KEY (previous_statement_id) REFERENCES statement
);
CREATE TABLE bare_line (
    LIKE statement_line INCLUDING ALL, FOREIGN KEY (statement_id) REFERENCES bare_statement,
    FOREIGN KEY (item_id) REFERENCES item
);
VACUUM ANALYZE drawn, drawn_line
"""
"""Tables under the same keys, checks and foreign keys, without triggers of ours."""
_TABLES: Final = (
    "batch", "interchange", "message", "finding", "cad", "cad_line", "txn", "entry", "item",
    "item_balance", "application", "application_part", "statement", "statement_line",
)  # fmt: skip


def close() -> Result:
    """Compare the close of twelve dates with reading every item and its balance once."""
    with night(ACCOUNTS) as kept, kept.copy_of(OPEN) as hub:
        bare = _timed(partial(_read, hub, ("item", "item_balance")))
        took = _timed(partial(close_day.run, hub, LAST - dt.timedelta(days=1)))
    return _result(
        "night_close", _s("close of 12 dates", took), _s("items and balances read", bare), 9.0
    )


def close_again() -> Result:
    """Measure a close that has nothing to do, against what it may take at any size."""
    with night(ACCOUNTS) as kept, kept.copy_of(CLOSED) as hub:
        again = partial(close_day.run, hub, LAST - dt.timedelta(days=1))
        again()
        took = _timed(again)
    return _result("night_close_again", _s("close with nothing to do", took), _s("bound", 0.3), 1.0)


def draft() -> Result:
    """Compare a draft with the bare insert of the same statements and lines."""
    took = _billed(with_statistics=True)
    return _result("night_draft", _s("draft", took.draft), _s("bare insert", took.bare), 3.0)


def issue() -> Result:
    """Compare issuing with the bare insert of the same statements and lines."""
    took = _billed(with_statistics=True)
    return _result("night_issue", _s("issue", took.issue), _s("bare insert", took.bare), 3.0)


def issue_unanalysed() -> Result:
    """Compare the same where PostgreSQL believes the tables of statements to be empty."""
    took = _billed(with_statistics=False)
    return _result(
        "night_issue_unanalysed", _s("no statistics", took.issue), _s("bare", took.bare), 3.0
    )


def verify() -> Result:
    """Compare every proof of the book with reading each of its tables once."""
    with night(ACCOUNTS) as kept, kept.opened(CLOSED) as hub:
        bare = _timed(partial(_read, hub, _TABLES))
        took = _timed(partial(_prove, hub))
    return _result("night_verify", _s("every proof", took), _s("every table read", bare), 20.0)


def verify_grows() -> Result:
    """Compare the proofs of the book with those of one of a tenth of its size."""
    times = list[float]()
    for accounts in (ACCOUNTS // TENTH, ACCOUNTS):
        with night(accounts) as kept, kept.opened(CLOSED) as hub:
            times.append(_timed(partial(_prove, hub)))
    small, large = times
    return _result("night_verify_grows", _s("every proof", large), _s("of a tenth", small), 12.0)


def trace() -> Result:
    """Measure the slowest question of one thing, against what it may take at any size."""
    with night(ACCOUNTS) as kept, kept.opened(CLOSED) as hub:
        with hub.book.reading() as tx:
            line = tx.row(
                "SELECT code, issued_on, line_number, item_id, txn_id, transaction_number"
                " FROM statement s JOIN account USING (account_id) JOIN statement_line USING"
                " (statement_id) JOIN item USING (item_id) JOIN txn USING (txn_id)"
                " JOIN message USING (message_id) WHERE s.account_id = (SELECT max(account_id) / 2"
                " FROM account) AND txn.kind = 'CAD' LIMIT 1"
            )
        if line is None:
            raise RuntimeError("the account in the middle has no statement")
        handles = (
            f"{line['code']}/{line['issued_on']}/{line['line_number']}",
            f"item:{line['item_id']}",
            f"txn:{line['txn_id']}",
            line["transaction_number"],
        )
        took = max(min(_timed(partial(_ask, hub, each)) for _ in range(3)) for each in handles)
    return _result("night_trace", _s("slowest trace of one thing", took), _s("bound", 0.05), 1.0)


def documents_xml() -> Result:
    """Measure statements rendered as XML in a second of one core."""
    with night(ACCOUNTS) as kept, kept.opened(CLOSED) as hub:
        shown = _statements(hub, XML_DOCUMENTS)
    started = time.process_time()
    for statement in shown:
        xml.statement_of_account(statement)
    rate = len(shown) / (time.process_time() - started)
    return Result(
        "night_documents_xml",
        Figure("statements as XML", rate, "documents/s of a core"),
        Figure("bound", 3_000.0, "documents/s of a core"),
        rate / 3_000,
        1.0,
        {"statements": len(shown), "lines": sum(len(each.lines) for each in shown)},
    )


def documents_pdf() -> Result:
    """Compare statements rendered as PDF with typst alone, on the same pages and as warm."""
    with night(ACCOUNTS) as kept, kept.opened(CLOSED) as hub:
        shown = _statements(hub, PDF_DOCUMENTS)
    compiler, pages = pdf.compiler(), list[dict[str, Any]]()
    with patch.object(pdf, "compiler", lambda: _Noted(compiler, pages)):
        took = _timed(lambda: [pdf.statement_of_account(each) for each in shown])
    alone = typst.Compiler(str(pdf.TEMPLATE), ignore_system_fonts=True)
    alone.compile(**pages[0])
    bare = _timed(lambda: [alone.compile(**page) for page in pages[1:]])
    bare *= len(pages) / (len(pages) - 1)
    return _result("night_documents_pdf", _s("statements as PDF", took), _s("typst", bare), 1.3)


def documents() -> Result:
    """Measure a cycle's statements drawn, kept and queued, in a second of the whole machine."""
    _, seconds, _, count = _whole_night()["statements"]
    rate = count / seconds
    return Result(
        "night_documents",
        Figure("statements kept and queued", rate, "documents/s"),
        Figure("100,000 in five minutes", IN_FIVE_MINUTES, "documents/s"),
        rate / IN_FIVE_MINUTES,
        1.0,
        {"accounts": ACCOUNTS, "documents": count, "seconds": seconds},
    )


def memory() -> Result:
    """Measure the highest memory of a process that does everything of a night."""
    peaks = {f"{step}, MB": peak for step, _, peak, _ in _whole_night().values()}
    worst = max(peaks.values())
    return Result(
        "night_memory",
        Figure("highest of all", worst, "MB"),
        Figure("bound", 500, "MB"),
        worst / 500,
        1.0,
        {"accounts": ACCOUNTS, **peaks},
        at_least=False,
    )


@cache
def _whole_night() -> dict[str, tuple[str, float, int, int]]:
    """Return of each step its seconds, the highest memory so far in MB, and its documents."""
    with night(ACCOUNTS) as kept, kept.copy_of(OPEN) as hub:
        url, folder = hub.settings.database_url, str(hub.settings.kept_folder)
        told = subprocess.run(  # noqa: S603 - this interpreter, a module of ours
            [sys.executable, "-m", "bench.nights.night_run", url, folder],
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        ).stdout
    return {line[0]: tuple(line) for line in map(json.loads, told.splitlines())}


class _Noted:
    """A compiler that notes what it is asked."""

    def __init__(self, compiler: typst.Compiler, asked_for: list[dict[str, Any]]) -> None:
        self._compiler, self._asked_for = compiler, asked_for

    def compile(self, **page: Any) -> object:  # noqa: ANN401 - as typst's own
        self._asked_for.append(page)
        return self._compiler.compile(**page)


def _statements(hub: Hub, limit: int) -> list[Statement]:
    cycle_last_on = dt.date(2026, MONTHS[-2], 17)
    with hub.book.reading() as tx:
        found = statements.issued(tx, cycle_last_on, after=0, limit=limit, lines=1_000_000)
    return [statement for _, statement in found]


def forget_statistics(connection: "psycopg.Connection[tuple[object, ...]]") -> None:
    """Leave the tables of statements as VACUUM leaves them after a draft that was rolled back."""
    connection.execute(
        "UPDATE pg_class SET reltuples = 0, relpages = 0 WHERE relname IN"
        " ('statement', 'statement_line') OR relname LIKE 'statement%key'"
    )
    connection.execute(
        "DELETE FROM pg_statistic WHERE starelid IN"
        " ('statement'::regclass, 'statement_line'::regclass)"
    )


def _ask(hub: Hub, handle: str) -> None:
    list(tracing.with_effects(hub, tracing.trace(hub, handle).transactions))


@dataclass(frozen=True)
class _Billed:
    """Seconds of a draft, of issuing it, and of the bare insert of the same rows."""

    draft: float
    issue: float
    bare: float


@cache
def _billed(*, with_statistics: bool) -> _Billed:
    with night(ACCOUNTS) as kept, kept.copy_of(CLOSED) as hub:
        if not with_statistics:
            with kept.administrator(COPY) as connection:
                forget_statistics(connection)
        drafting = _timed(partial(run_billing_cycle.draft, hub, LAST))
        drafted = run_billing_cycle.draft(hub, LAST)
        request = asked(hub, LAST, drafted.digest)
        issuing = _timed(partial(run_billing_cycle.issue, hub, LAST, request))
        with kept.administrator(COPY) as connection:
            for command in _BARE.format(last_on=f"'{drafted.cycle.last_on}'").split(";"):
                connection.execute(command.encode())
            bare = _timed(partial(_insert_bare, connection))
    return _Billed(drafting, issuing, bare)


def _insert_bare(connection: "psycopg.Connection[tuple[object, ...]]") -> None:
    with connection.transaction():
        connection.execute("INSERT INTO bare_statement OVERRIDING SYSTEM VALUE TABLE drawn")
        connection.execute("INSERT INTO bare_line TABLE drawn_line")


def _prove(hub: Hub) -> None:
    broken = [
        result.name
        for result in proving.prove(hub.book, hub.kept)
        if not result.holds and result.name not in {KEPT_BYTES[0], "answered"}
    ]  # made-up files have no bytes and no answers
    if broken:
        raise RuntimeError(f"the measured book does not prove itself: {broken}")


def _read(hub: Hub, tables: Iterable[str]) -> None:
    with hub.book.transaction() as tx:
        for table in tables:
            tx.value(f"SELECT sum(hash_record_extended(t, 0)) FROM {table} t")  # noqa: S608


def _timed(run: Callable[[], object]) -> float:
    started = time.perf_counter()
    run()
    return time.perf_counter() - started


def _s(name: str, seconds: float) -> Figure:
    return Figure(name, seconds, "s")


def _result(name: str, ours: Figure, other: Figure, target: float) -> Result:
    return Result(
        name,
        ours,
        other,
        ours.value / other.value,
        target,
        {"accounts": ACCOUNTS, "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10},
        at_least=False,
    )
