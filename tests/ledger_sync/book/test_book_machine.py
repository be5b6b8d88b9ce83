"""The book and an auditor's plain model, driven by the same random operations.

After every step both say the same of every account, item, application and statement, the proofs
hold, and an operation that was refused has left nothing behind. Any operation may be killed before
one of its commits, and is then done again as the next run would.
"""

import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

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

from billing.cycle import COMMERCIAL, cycle_ending, cycle_of_release, rule_on
from jobs.acts import replay_files, reverse_postings
from jobs.acts.replay_files import Mode
from jobs.hub import Hub, JobRefused, open_hub
from jobs.intake import collect_files
from jobs.proofs import prove_book
from jobs.receivables import close_day
from ledger_sync.book.acts import Request
from ledger_sync.book.connection import Transaction
from ledger_sync.intake.inbox import Selection
from ledger_sync.proofs import proving
from simulator.files.declaration import Declaration
from stack import postgres
from tests import made, people
from tests.profiles import examples
from tests.reference.auditor import Auditor, Owed, Paid, Refused
from tests.runs import settings_of

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


KILLS = st.integers(0, 3)
"""Before which commit of an operation its process is killed; 0 is none."""


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
        self.auditor = Auditor(
            tuple(
                (policy.effective_from, policy.version, policy.credits_wait)
                for policy in hub.rules.clearing
            )
        )
        self.sent: list[tuple[str, bytes, str, list]] = []
        self.acts = 0

    # Files

    @rule(
        picked=st.lists(st.integers(0, 5), min_size=1, max_size=3, unique=True),
        conflicting=st.booleans(),
        reference=st.integers(1, 4),
        kill=KILLS,
    )
    def post(self, picked: list[int], reference: int, kill: int, *, conflicting: bool):
        """File declarations, some known, some conflicting with known ones."""
        filed = [FILED[n][int(conflicting and n % 2 == 0)] for n in picked]
        content = made.cusdec(filed, f"R{reference}")
        owed = [self.owed(each) for each in filed]
        self.send("cad", content, f"cad R{reference}", owed, kill)

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
        kill=KILLS,
    )
    def pay(self, paid: list[tuple[int, str, int]], reference: int, kill: int):
        """The bank notifies receipts, some of them told before with the same or another amount."""
        entries = [(account, f"{cents / 100:.2f}") for _, account, cents in paid]
        content = made.payments(entries, f"B{reference}", f"E{paid[0][0]}", "Payer of {bn15}")
        told = [
            Paid(f"E{paid[0][0]}{n:04d}", None if account == NOBODY else account, cents, START)
            for n, (_, account, cents) in enumerate(paid, start=1)
        ]
        self.send("pay", content, f"pay B{reference}", told, kill)

    @precondition(lambda self: self.sent)
    @rule(data=st.data(), kill=KILLS)
    def send_again(self, data, kill: int):
        """Send the very bytes of an earlier file again."""
        kind, content, reference, told = data.draw(st.sampled_from(self.sent))
        self.send(kind, content, reference, told, kill)

    @precondition(lambda self: self.sent)
    @rule(kill=KILLS)
    def replay(self, kill: int):
        """Post every kept file again under the rules that it was posted by: nothing changes."""
        self.acts += 1
        request = Request(f"act {self.acts}", "the machine", "because")
        done = self.do(
            kill,
            lambda: replay_files.run(self.hub, Mode.repost, Selection(), request, self.today),
        )
        assert done is None or not any(file.changed for file in done.files)

    # Acts

    @precondition(lambda self: self.auditor.items)
    @rule(data=st.data(), kill=KILLS)
    def reverse(self, data, kill: int):
        """Take a posting back, standing or not."""
        key = data.draw(st.sampled_from(sorted(self.auditor.items)))
        handle = f"txn:{self.number_of(key)}"
        self.act(
            kill,
            lambda: self.auditor.reverse(key, self.today),
            lambda request: reverse_postings.reverse(self.hub, handle, request, self.today),
        )

    @precondition(lambda self: self.auditor.applications)
    @rule(data=st.data(), kill=KILLS)
    def unapply(self, data, kill: int):
        """Undo an application, standing or not."""
        chosen = data.draw(st.integers(0, len(self.auditor.applications) - 1))
        pair = self.auditor.applications[chosen]
        number = self.application_number(pair.debit, pair.credit)
        self.act(
            kill,
            lambda: self.auditor.unapply(pair.debit, pair.credit),
            lambda request: reverse_postings.unapply(self.hub, number, request, self.today),
        )

    # Time

    @rule(days=st.integers(1, 3))
    def move_the_clock(self, days: int):
        """Time goes on, though not for ever."""
        self.today = min(LAST, self.today + dt.timedelta(days=days))

    @rule(back=st.integers(0, 2), kill=KILLS)
    def close(self, back: int, kill: int):
        """Close today or a day before it: credits are applied, then the day takes no more."""
        self.close_through(self.today - dt.timedelta(days=back), kill)

    @rule(kill=KILLS)
    def end_the_cycle(self, kill: int):
        """Time goes on to the first cycle's statement; all before it is closed, and billed."""
        self.today = max(self.today, CYCLES[0])
        self.close_through(self.today - dt.timedelta(days=1), kill)
        self.bill(CYCLES[0], kill)

    @rule(statement_on=st.sampled_from(CYCLES), kill=KILLS)
    def bill(self, statement_on: dt.date, kill: int):
        """Run a cycle, ready or not."""
        last_on, known_on = statement_on.replace(day=17), statement_on - dt.timedelta(days=1)
        before = self.counts()
        try:
            self.auditor.bill(last_on, known_on)
        except Refused:
            with pytest.raises(JobRefused):
                people.issue(self.hub, statement_on)
            assert self.counts() == before
        else:
            self.do(kill, lambda: people.issue(self.hub, statement_on))

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

    def teardown(self):
        """At the end whatever can be proved is: bytes, prices, seals and archives too."""
        broken = [each.name for each in prove_book.results(self.hub) if not each.holds]
        assert broken == []

    # Means

    def close_through(self, day: dt.date, kill: int):
        self.auditor.close(day)
        self.do(kill, lambda: close_day.run(self.hub, day))
        self.newest = max(self.newest or day, self.auditor.closed_through)

    def do(self, kill: int, operation: Callable[[], Any]) -> Any:
        """Do it; where the kill strikes, do it again."""
        try:
            with self.dying(kill):
                return operation()
        except Killed:
            return operation()

    @contextmanager
    def dying(self, kill: int) -> Iterator[None]:
        """Kill before the so manieth commit: what was committed before it stays, no more."""
        book, alive = self.hub.book, type(self.hub.book).transaction
        begun = 0

        @contextmanager
        def transaction() -> Iterator[Transaction]:
            nonlocal begun
            begun += 1
            number = begun
            with alive(book) as tx:
                yield tx
                if number == kill:
                    raise Killed

        book.transaction = transaction
        try:
            yield
        finally:
            del book.transaction

    def send(self, kind: str, content: bytes, reference: str, told: list, kill: int):
        path = self.folder / uuid.uuid4().hex
        path.write_bytes(content)
        partner = "northbank" if kind == "pay" else made.broker().partner_id
        file_id = collect_files.ingest(self.hub, path, self.today, partner)
        self.sent.append((kind, content, reference, told))
        expected = (self.auditor.pay if kind == "pay" else self.auditor.post_declarations)(
            content, reference, told, self.today
        )
        done = self.do(kill, lambda: collect_files.post(self.hub, [file_id]))
        assert done == {expected: 1}

    def act(self, kill: int, predict, do):
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
            self.do(kill, lambda: do(request))

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

    def counts(self) -> list[tuple[str, int]]:
        """How many rows there are in every table."""
        with self.hub.book.transaction() as tx:
            names = tx.rows(
                "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                " WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition"
            )
            each = (
                f"SELECT '{row['relname']}' AS name, count(*) FROM {row['relname']}"
                for row in names
            )
            return sorted(tuple(row.values()) for row in tx.rows(" UNION ALL ".join(each)))

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


@pytest.mark.long
@pytest.mark.hypothesis
def test_the_book_does_what_the_auditor_says(cluster, template: str, tmp_path: Path):
    """Post, conflict, repeat, replay, pay, reverse, undo, close, bill, wait, be killed."""
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
                max_examples=examples(8),
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
