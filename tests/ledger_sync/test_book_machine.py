"""The book and an auditor's plain model, driven by the same random operations.

After every step both say the same of every account, item, application and statement, the proofs
hold, and an operation that was refused has left nothing behind.
"""

import datetime as dt
import uuid
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from billing.clearing import policy_on
from billing.cycle import COMMERCIAL, cycle_ending, cycle_of_release, rule_on
from demo.declarations import Declaration
from jobs import close_day, collect_files, reverse_postings, run_billing_cycle
from jobs.hub import Hub, JobRefused, open_hub
from ledger_sync import posting, proving
from ledger_sync.acts import Request
from stack import postgres
from tests import made
from tests.conftest import settings_of
from tests.reference.auditor import Auditor, Owed, Paid, Refused

START = dt.date(2026, 11, 20)
LAST = START + dt.timedelta(days=28)
CYCLES = (dt.date(2026, 11, 25), dt.date(2026, 12, 25))
IMPORTERS = made.broker().importers[:2]
NOBODY = "nobody"
HOLIDAYS = made.sample().holidays


def declarations() -> list[tuple[Declaration, Declaration]]:
    """Six declarations of two importers, each with another one that bears its number."""
    maker = made.maker(41)
    pairs = []
    for number in range(6):
        one = made.with_importer(maker.declaration(lines=1 + number % 2), IMPORTERS[number % 2])
        if number in {1, 2}:  # of the next cycle: due later than what is filed after them
            one = replace(one, release_on=dt.date(2026, 11, 19))
        other = replace(one, cargo_control_number="0000CONFLICT")
        pairs.append((one, other))
    return pairs


FILED = declarations()


class Killed(BaseException):
    """What a kill is to a transaction: nothing after it runs."""


def fifth_business_day(released_on: dt.date) -> dt.date:
    """The last day to account: Saturdays, Sundays and holidays left out."""
    day, left = released_on, 5
    while left:
        day += dt.timedelta(days=1)
        left -= day.weekday() < 5 and day not in HOLIDAYS
    return day


class BookMachine(RuleBasedStateMachine):
    """One book, one auditor, one clock."""

    hub: Hub

    def __init__(self, hub: Hub, folder: Path) -> None:
        super().__init__()
        self.hub = hub
        self.folder = folder
        self.today = START
        self.newest: dt.date | None = None
        self.auditor = Auditor(policy_on(hub.rules.clearing, START).version)
        self.sent: list[tuple[str, bytes, str, list]] = []
        self.acts = 0

    # Files

    @rule(
        picked=st.lists(st.integers(0, 5), min_size=1, max_size=3, unique=True),
        conflicting=st.booleans(),
        reference=st.integers(1, 4),
        killed=st.booleans(),
    )
    def post(self, picked: list[int], reference: int, *, conflicting: bool, killed: bool):
        """File declarations, some known, some conflicting with known ones; perhaps be killed."""
        filed = [FILED[n][int(conflicting and n % 2 == 0)] for n in picked]
        content = made.cusdec(filed, f"R{reference}")
        owed = [self.owed(each) for each in filed]
        self.send("cad", content, f"cad R{reference}", owed, killed=killed)

    @rule(
        paid=st.lists(
            st.tuples(
                st.integers(1, 4), st.sampled_from([*IMPORTERS, NOBODY]), st.integers(1, 400_000)
            ),
            min_size=1,
            max_size=3,
            unique_by=lambda entry: entry[0],
        ),
        reference=st.integers(1, 4),
    )
    def pay(self, paid: list[tuple[int, str, int]], reference: int):
        """The bank notifies receipts, some of them told before with the same or another amount."""
        entries = [(account, f"{cents / 100:.2f}") for _, account, cents in paid]
        content = made.payments(entries, f"B{reference}", f"E{paid[0][0]}")
        told = [
            Paid(f"E{paid[0][0]}{n:04d}", None if account == NOBODY else account, cents, START)
            for n, (_, account, cents) in enumerate(paid, start=1)
        ]
        self.send("pay", content, f"pay B{reference}", told)

    @precondition(lambda self: self.sent)
    @rule(data=st.data())
    def replay(self, data):
        """Send the very bytes of an earlier file again."""
        kind, content, reference, told = data.draw(st.sampled_from(self.sent))
        self.send(kind, content, reference, told)

    # Acts

    @precondition(lambda self: self.auditor.items)
    @rule(data=st.data())
    def reverse(self, data):
        """Take a posting back, standing or not."""
        key = data.draw(st.sampled_from(sorted(self.auditor.items)))
        handle = f"txn:{self.number_of(key)}"
        self.act(
            lambda: self.auditor.reverse(key, self.today),
            lambda request: reverse_postings.reverse(self.hub, handle, request, self.today),
        )

    @precondition(lambda self: self.auditor.applications)
    @rule(data=st.data())
    def unapply(self, data):
        """Undo an application, standing or not."""
        chosen = data.draw(st.integers(0, len(self.auditor.applications) - 1))
        pair = self.auditor.applications[chosen]
        number = self.application_number(pair.debit, pair.credit)
        self.act(
            lambda: self.auditor.unapply(pair.debit, pair.credit),
            lambda request: reverse_postings.unapply(self.hub, number, request, self.today),
        )

    # Time

    @rule(days=st.integers(1, 3))
    def move_the_clock(self, days: int):
        """Time goes on, though not for ever."""
        self.today = min(LAST, self.today + dt.timedelta(days=days))

    @rule(back=st.integers(0, 2))
    def close(self, back: int):
        """Close today or a day before it."""
        day = self.today - dt.timedelta(days=back)
        self.auditor.close(day)
        close_day.run(self.hub, day)
        self.newest = max(self.newest or day, self.auditor.closed_through)

    @rule(statement_on=st.sampled_from(CYCLES))
    def bill(self, statement_on: dt.date):
        """Run a cycle, ready or not."""
        last_on, known_on = statement_on.replace(day=17), statement_on - dt.timedelta(days=1)
        before = self.counts()
        try:
            self.refuse_slip(statement_on)
            self.auditor.bill(last_on, known_on)
        except Refused:
            with pytest.raises(JobRefused):
                run_billing_cycle.issue(self.hub, statement_on)
            assert self.counts() == before
        else:
            run_billing_cycle.issue(self.hub, statement_on)

    # What must be so

    @invariant()
    def both_say_the_same(self):
        """Every balance, item, application and statement is as the auditor has it."""
        with self.hub.book.transaction() as tx:
            assert self.balances(tx) == {a: c for a, c in self.auditor.balances.items() if c}
            assert self.items(tx) == {
                key: (i.account, i.cents, i.open_cents, i.book_on)
                for key, i in self.auditor.items.items()
            }
            assert self.applications(tx) == sorted(
                [
                    (a.debit, a.credit, a.cents, a.policy, a.undone)
                    for a in self.auditor.applications
                ]
            )
            assert self.statements(tx) == sorted(self.auditor.statements)

    @invariant()
    def the_book_proves_itself(self):
        """Every proof holds, whatever was done."""
        results = proving.prove(self.hub.book, self.hub.kept)
        assert [result.name for result in results if not result.holds] == []

    # Means

    def refuse_slip(self, day: dt.date):
        if self.newest is not None and (day - self.newest).days > 31:
            raise Refused("slip")

    def send(self, kind: str, content: bytes, reference: str, told: list, *, killed: bool = False):
        path = self.folder / uuid.uuid4().hex
        path.write_bytes(content)
        partner = "northbank" if kind == "pay" else made.broker().partner_id
        file_id = collect_files.ingest(self.hub, path, self.today, partner)
        self.newest = max(self.newest or self.today, self.today)
        self.sent.append((kind, content, reference, told))
        if killed:
            self.die_posting(file_id)
        expected = (self.auditor.pay if kind == "pay" else self.auditor.post_declarations)(
            content, reference, told, self.today
        )
        assert collect_files.post(self.hub, [file_id]) == {expected: 1}

    def die_posting(self, file_id: int):
        """A kill just before the seal: nothing of the posting may be left."""
        before = self.counts()
        real = posting.seal
        posting.seal = self.kill
        try:
            collect_files.post(self.hub, [file_id])
        except Killed:
            assert self.counts() == before
        finally:
            posting.seal = real

    @staticmethod
    def kill(*_):
        raise Killed

    def act(self, predict, do):
        self.acts += 1
        request = Request(f"act {self.acts}", "the machine", "because")
        before = self.counts()
        try:
            predict()
        except Refused:
            with pytest.raises(JobRefused):
                do(request)
            assert self.counts() == before
        else:
            do(request)

    def owed(self, declaration: Declaration) -> Owed:
        rule_ = rule_on(self.hub.rules.cycles, COMMERCIAL, declaration.release_on)
        cycle = cycle_of_release(rule_, declaration.release_on)
        assert cycle == cycle_ending(rule_, cycle.last_on)
        return Owed(
            number=declaration.transaction_number,
            content=declaration.cargo_control_number,
            account=declaration.importer,
            duty_cents=int(sum(line.duty for line in declaration.lines) * 100),
            gst_cents=int(sum(line.gst for line in declaration.lines) * 100),
            release_on=declaration.release_on,
            due_on=cycle.due_on,
            cycle_last_on=cycle.last_on,
            accounting_due_on=fifth_business_day(declaration.release_on),
        )

    def counts(self) -> tuple[int, ...]:
        tables = ("act", "batch", "txn", "entry", "item", "application", "statement", "outbox")
        with self.hub.book.transaction() as tx:
            return tuple(tx.value(f"SELECT count(*) FROM {table}") for table in tables)

    def number_of(self, key: str) -> int:
        with self.hub.book.transaction() as tx:
            return tx.value("SELECT txn_id FROM txn WHERE idempotency_key = :key", key=key)

    def application_number(self, debit: str, credit: str) -> int:
        """The standing application of two items, or else any of theirs."""
        with self.hub.book.transaction() as tx:
            return tx.rows(
                "SELECT a.application_id FROM application a JOIN item di"
                " ON di.item_id = a.debit_item_id JOIN txn d ON d.txn_id = di.txn_id"
                " JOIN item ci ON ci.item_id = a.credit_item_id JOIN txn c ON c.txn_id = ci.txn_id"
                " LEFT JOIN application r ON r.reverses_application_id = a.application_id"
                " WHERE d.idempotency_key = :debit AND c.idempotency_key = :credit"
                " AND a.reverses_application_id IS NULL"
                " ORDER BY r.application_id IS NULL AND a.policy <> 'reversal' DESC,"
                " a.application_id LIMIT 1",
                debit=debit,
                credit=credit,
            )[0]["application_id"]

    @staticmethod
    def balances(tx) -> dict[str, int]:
        return {
            row["code"]: row["cents"]
            for row in tx.rows(
                "SELECT a.code, sum(e.amount_cents)::bigint AS cents FROM entry e JOIN account a"
                " USING (account_id) GROUP BY 1 HAVING sum(e.amount_cents) <> 0"
            )
        }

    @staticmethod
    def items(tx) -> dict[str, tuple]:
        return {
            row["idempotency_key"]: (
                row["code"],
                row["amount_cents"],
                row["open_cents"],
                row["book_on"],
            )
            for row in tx.rows(
                "SELECT t.idempotency_key, a.code, i.amount_cents, b.open_cents, i.book_on"
                " FROM item i JOIN txn t USING (txn_id) JOIN item_balance b USING (item_id)"
                " JOIN account a ON a.account_id = i.account_id"
            )
        }

    @staticmethod
    def applications(tx) -> list[tuple]:
        return sorted(
            tuple(row.values())
            for row in tx.rows(
                "SELECT d.idempotency_key AS d, c.idempotency_key AS c, a.amount_cents, a.policy,"
                " r.application_id IS NOT NULL AS undone FROM application a"
                " LEFT JOIN application r ON r.reverses_application_id = a.application_id"
                " JOIN item di ON di.item_id = a.debit_item_id JOIN txn d ON d.txn_id = di.txn_id"
                " JOIN item ci ON ci.item_id = a.credit_item_id JOIN txn c ON c.txn_id = ci.txn_id"
                " WHERE a.reverses_application_id IS NULL"
            )
        )

    @staticmethod
    def statements(tx) -> list[tuple]:
        return sorted(
            (*list(row.values())[:-1], tuple(sorted(row["keys"] or ())))
            for row in tx.rows(
                "SELECT a.code, s.cycle_last_on, s.opening_cents, s.debits_cents, s.credits_cents,"
                " s.closing_cents, (SELECT array_agg(t.idempotency_key) FROM statement_line l"
                "  JOIN item i USING (item_id) JOIN txn t USING (txn_id)"
                "  WHERE l.statement_id = s.statement_id) AS keys"
                " FROM statement s JOIN account a USING (account_id)"
            )
        )


def test_the_book_does_what_the_auditor_says(cluster, template: str, tmp_path: Path):
    """Post, conflict, replay, pay, reverse, undo, close, bill, let time pass, be killed."""
    opened = []

    def machine() -> BookMachine:
        name = f"machine_{uuid.uuid4().hex[:12]}"
        with postgres.admin_connection(cluster) as connection:
            postgres.create_database(connection, name, postgres.OWNER, template)
        hub = open_hub(settings_of(cluster, name, tmp_path / name))
        opened.append((name, hub))
        return BookMachine(hub.__enter__(), tmp_path)

    try:
        run_state_machine_as_test(
            machine,
            settings=settings(
                max_examples=30,
                stateful_step_count=25,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
    finally:
        for name, hub in opened:
            hub.__exit__(None, None, None)
            with postgres.admin_connection(cluster) as connection:
                connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())
