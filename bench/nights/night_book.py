"""The book that the night is measured on: made once at a size, and kept under ``var/bench``.

Two months are closed and billed; of a third, twelve dates are posted. A hundredth of the accounts
bears a tenth of the lines, and one account a hundredth. Everything is posted by the jobs' own
statements, so that the book proves itself.
"""

import datetime as dt
import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, LiteralString

import numpy as np
import pandas as pd
import psycopg

from bench.book import SETTINGS, Staged, account_codes, make_book, make_file, settings_of
from bench.posting import post_file
from billing.payment_days import ELECTRONIC
from billing.postings import PAYMENT
from jobs.hub import Hub, due_rules, open_hub
from jobs.hub.question import load_act_rules
from jobs.hub.settings import ROOT, Settings
from jobs.receivables import close_day, run_billing_cycle
from ledger.accounts import BANK
from ledger_sync.book import acts
from ledger_sync.book.acts import Approval, Request
from ledger_sync.book.connection import owners_book
from ledger_sync.schema import migrate
from stack import postgres
from stack.postgres import Cluster

FOLDER: Final = ROOT / "var" / "bench"
OPEN, CLOSED, COPY = "night_open", "night_closed", "night_copy"
"""The book with its last month's dates open, the same with them closed, and a copy of either."""
MONTHS: Final = (9, 10, 11)
DATES: Final = tuple(range(4, 16))
"""The dates of a month that have postings."""
STATEMENT_DAY: Final = 25
LAST: Final = dt.date(2026, MONTHS[-1], STATEMENT_DAY)
"""The date of the statements that no run issued."""
_CADS_A_DATE, _PAYMENTS_A_DATE = 0.5, 0.05
"""What an account gets on a date, on average."""
_LATE_EVERY: Final = 500
_BANK: Final = "northbank"


@dataclass(frozen=True)
class Night:
    """The kept books of one size."""

    accounts: int
    server: Cluster
    folder: Path

    @contextmanager
    def copy_of(self, name: str) -> Iterator[Hub]:
        """Open a copy of a book, gone after the block."""
        self._drop(COPY)
        self._copy(name, COPY)
        try:
            with self.opened(COPY) as hub:
                yield hub
        finally:
            self._drop(COPY)

    def administrator(self, name: str) -> "psycopg.Connection[tuple[object, ...]]":
        """Connect to a book as the cluster's administrator."""
        url = self.server.url(postgres.ADMIN, name).replace("+psycopg", "", 1)
        return psycopg.connect(url, autocommit=True)

    @contextmanager
    def opened(self, name: str) -> Iterator[Hub]:
        """Open a book itself, to read it."""
        with open_hub(self.settings(name)) as hub:
            yield hub

    def settings(self, name: str) -> Settings:
        """Return the settings of a book."""
        return settings_of(self.server, self.folder, name)

    def make(self) -> None:
        """Make both books."""
        make_book(self.server, self.settings(OPEN), OPEN, self.accounts)
        with owners_book(self.server.url(postgres.OWNER, OPEN)) as book, book.transaction() as tx:
            tx.run(
                "INSERT INTO registry_load (source, name, sha256, loaded_by)"
                " VALUES ('seed', 'night', sha256('night'), 'bench')"
            )
            tx.run(
                "INSERT INTO account_history (bn15, program, language, documents_to,"
                " notice_formats, statement_formats, offset_preference, effective_from,"
                " effective_to, withdrawn, load_id)"
                " SELECT code, 'commercial', CASE WHEN account_id % 3 = 0 THEN 'fr' ELSE 'en' END,"
                " 'borealis', 'xml', 'xml', 'standard', '2024-10-21', '9999-12-31', false,"
                " (SELECT max(load_id) FROM registry_load)"
                " FROM account WHERE class = 'receivable'"
                " AND NOT EXISTS (SELECT FROM account_history h WHERE h.bn15 = code)"
            )
        with self.opened(OPEN) as hub:
            accounts = account_codes(hub)
            for month in MONTHS:
                for day in DATES:
                    _post(hub, dt.date(2026, month, day), accounts)
                    self._run(OPEN, "ANALYZE")  # as PostgreSQL does by itself, here at known times
                if month != MONTHS[-1]:
                    close_day.run(hub, dt.date(2026, month, STATEMENT_DAY - 1))
                    bill(hub, dt.date(2026, month, STATEMENT_DAY))
        self._run(OPEN, "VACUUM ANALYZE")
        self._copy(OPEN, CLOSED)
        with self.opened(CLOSED) as hub:
            close_day.run(hub, LAST - dt.timedelta(days=1))
        self._run(CLOSED, "VACUUM ANALYZE")

    def _copy(self, name: str, copy: str) -> None:
        with postgres.admin_connection(self.server) as connection:
            connection.execute("CHECKPOINT")
            connection.execute(
                f"CREATE DATABASE {copy} OWNER {postgres.OWNER} TEMPLATE {name}"
                " STRATEGY FILE_COPY".encode()
            )

    def _drop(self, name: str) -> None:
        with postgres.admin_connection(self.server) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)".encode())

    def _run(self, name: str, command: LiteralString) -> None:
        with self.administrator(name) as connection:
            connection.execute(command)


@contextmanager
def night(accounts: int) -> Iterator[Night]:
    """Start the kept cluster of a size, made where there is none, else migrated as any old book.

    What this module makes otherwise is made anew once its folder is removed. One run at a time.
    """
    folder = FOLDER / f"night-{accounts}"
    made = folder / "made"
    FOLDER.mkdir(parents=True, exist_ok=True)
    with FOLDER.joinpath(f"{folder.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield from _started(accounts, folder, made)


def _started(accounts: int, folder: Path, made: Path) -> Iterator[Night]:
    if not made.exists():
        shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    server = postgres.cluster(folder / "cluster")
    postgres.start(server, settings={**SETTINGS, "autovacuum": "off"})
    try:
        books = Night(accounts, server, folder)
        if not made.exists():
            postgres.prepare(server)
            books.make()
            made.touch()
        for name in (OPEN, CLOSED):
            migrate(server.url(postgres.OWNER, name))
            with books.opened(name) as hub:
                rules = hub.rules
            load_act_rules(server.url(postgres.OWNER, name), rules.acts, rules.people)
            with owners_book(server.url(postgres.OWNER, name)) as book, book.transaction() as tx:
                due_rules.load(hub, tx)
        yield books
    finally:
        postgres.stop(server)


def bill(hub: Hub, statement_on: dt.date) -> None:
    """Issue the statements of a date, asked for by one and approved by another."""
    drafted = run_billing_cycle.draft(hub, statement_on)
    run_billing_cycle.issue(hub, statement_on, asked(hub, statement_on, drafted.digest))


def asked(hub: Hub, statement_on: dt.date, digest: str) -> Request:
    """Return the request of two people for statements that were drafted."""
    request = Request(
        f"night {statement_on}", "an officer", "the cycle is over", digest, "airflow",
        Approval("an approver", "airflow"),
    )  # fmt: skip
    with hub.book.transaction() as tx:
        acts.ask(tx, "billing", request, run_billing_cycle.selection_of(statement_on))
    return request


def _post(hub: Hub, day: dt.date, accounts: list[str]) -> None:
    seed = day.month * 32 + day.day
    count = len(accounts)
    heavy = [*accounts, *accounts[: count // 100] * 11, *accounts[:1] * (count // 100)]
    declared = _declared(make_file(seed, int(count * _CADS_A_DATE), heavy, 1), day)
    post_file(hub, declared, f"declared {day}", day)
    post_file(
        hub, _paid(seed, int(count * _PAYMENTS_A_DATE), heavy, day), f"paid {day}", day, _BANK
    )


def _declared(staged: Staged, day: dt.date) -> Staged:
    frames = dict(staged.frames)
    cads = frames["staged_cad"]
    late = np.arange(len(cads)) % _LATE_EVERY == 0
    frames["staged_cad"] = cads.assign(
        filed_on=day,
        release_on=day,
        accounting_due_on=np.where(late, str(day - dt.timedelta(days=1)), str(day)),
        cycle_last_on=day.replace(day=17),
        due_on=day.replace(day=28),
    )
    return Staged(frames, staged.lines, staged.bases)


def _paid(seed: int, payments: int, accounts: list[str], day: dt.date) -> Staged:
    chance = np.random.default_rng(seed)
    message = np.arange(payments)
    frames = {
        "staged_interchange": pd.DataFrame(
            {
                "interchange": [0], "format": "camt.054", "reference": f"PAID{seed}",
                "sender": "NORTCATT", "prepared_at": f"{day}T20:00:00", "byte_from": [0],
                "byte_to": [200 * payments], "partner_id": _BANK,
            }
        ),
        "staged_message": pd.DataFrame(
            {
                "message": message, "interchange": 0, "reference": message.astype(str),
                "type": "camt.054", "byte_from": message * 200, "byte_to": message * 200 + 200,
            }
        ),
        "staged_payment": pd.DataFrame(
            {
                "message": message,
                "part": 1,
                "kind": PAYMENT,
                "method": ELECTRONIC,
                "entry_reference": (named := [f"P{seed}-{number}" for number in message]),
                "account_servicer_reference": named,
                "bank_account": "00011234567",
                "booked_on": day,
                "entry_cents": (cents := chance.integers(10_000, 20_000_000, payments)),
                "plain_reference": named,
                "payer_name": "Example Importer Inc.",
                "bn15": (payer := chance.choice(np.array(accounts, dtype=object), payments)),
                "value_on": day,
                "paid_on": day,
                "amount_cents": cents,
                "debit_account": BANK,
                "credit_account": payer,
            }
        ),
    }  # fmt: skip
    empty = make_file(seed, 1, accounts, 1)
    return Staged(frames, empty.lines.iloc[:0], empty.bases)
