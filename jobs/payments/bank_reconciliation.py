"""The book of each bank account against the bank's statements of it, with what is under way.

Opening, lines and closing are the bank's; of each line the book says what it posted. What differs
is rows, each with its source, its day and the last it may wait for; nothing is a remainder. A row
is late once the bank has told of a later day: it is silence of the bank's otherwise. Money of the
book that no line of the bank brought is late at once.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from billing.transit import last_day_unposted
from jobs.hub import Hub
from jobs.payments.waiting_payments import InTransit, waiting
from ledger.bank_chain import BankChain, BankStatement, Break, chain_of
from ledger_sync.book.connection import Row
from ledger_sync.payments import bank_statements

TAKEN_BACK: Final = "taken back"
NOT_RECEIVED: Final = "received later"
NO_STATEMENT: Final = "on no statement"
ENDS_LATER: Final = "on a statement that ends later"
"""Why a line and the book differ, where it is no finding."""


@dataclass(frozen=True)
class Unlike:
    """A line of the bank and what the book posted of it, which differ; late after a day.

    ``why`` is the code of what was found of it, or one of the words above.
    """

    reference: str
    booked_on: dt.date
    why: str
    bank_cents: int
    book_cents: int
    expected_by: dt.date
    late: bool


@dataclass(frozen=True)
class Broken:
    """Where statements do not lead to each other, or one not to its own end: both figures."""

    statement: str
    to_on: dt.date
    at_opening: bool
    states_cents: int
    found_cents: int


@dataclass(frozen=True)
class BankAccount:
    """One account of a bank; all amounts have its sign.

    Opening, with the lines since and what breaks jump over, is closing. What the book posted since
    is the lines less what differs; with what it posted before the first statement it is its own
    balance. Where no statement tells a balance, ``since`` is None, and lines alone are compared.
    """

    bank: str
    bank_account: str
    currency: str | None
    since: dt.date | None
    opened_by: str | None
    opening_cents: int
    lines_cents: int
    closing_cents: int
    closed_by: str | None
    until: dt.date | None
    book_cents: int
    before_cents: int
    lines: int
    broken: tuple[Broken, ...]
    unlike: tuple[Unlike, ...]
    in_transit: tuple[InTransit, ...]

    @property
    def late(self) -> tuple[str, ...]:
        """What keeps the account from being reconciled, a sentence each."""
        return (
            *(_told_of(each) for each in self.broken),
            *(
                f"{each.reference} of {each.booked_on}: {each.why}, until {each.expected_by}"
                for each in self.unlike
                if each.late
            ),
            *(
                f"{each.account} {each.reference} of {each.told_on}: until {each.expected_by}"
                for each in self.in_transit
                if each.late
            ),
        )


@dataclass(frozen=True)
class Reconciliation:
    """Every bank account at the end of a book date.

    ``book_cents`` is the balance of BANK; ``accounted_cents`` what its accounts come to.
    """

    accounts: tuple[BankAccount, ...]
    book_cents: int

    @property
    def accounted_cents(self) -> int:
        """What the book has of each account, together."""
        return sum(each.book_cents for each in self.accounts)


def reconcile(hub: Hub, as_of: dt.date) -> Reconciliation:
    """Compare the book of each bank account with its statements, at the end of a book date."""
    with hub.book.reading() as tx:
        statements = _by_account(bank_statements.statements(tx, as_of))
        lines = _by_account(bank_statements.lines(tx, as_of))
        others = _by_account(bank_statements.on_no_statement(tx, as_of))
        book_cents = bank_statements.balance(tx, as_of)
    moving = defaultdict(list)
    for each in waiting(hub, as_of).in_transit:
        moving[each.bank, each.bank_account].append(each)
    found = [
        _account(
            key,
            _Facts(hub, statements[key], lines[key], others[key], moving[key]),
        )
        for key in sorted({*statements, *lines, *others, *moving})
    ]
    return Reconciliation(tuple(found), book_cents)


Key = tuple[str, str]


@dataclass(frozen=True)
class _Facts:
    """What is known of one account."""

    hub: Hub
    statements: Sequence[Row]
    lines: Sequence[Row]
    others: Sequence[Row]
    moving: Sequence[InTransit]

    @property
    def until(self) -> dt.date:
        """The day up to which the bank has told its lines."""
        return max((row["to_on"] for row in self.statements), default=dt.date.min)

    def in_transit(self, since: dt.date | None) -> Iterable[InTransit]:
        """Yield what is under way; late is nothing that no statement begins before."""
        for each in self.moving:
            awaited = since is not None and each.told_on >= since
            yield replace(each, late=awaited and each.expected_by < self.until)

    def chain(self) -> BankChain:
        cents = {row["bank_line_id"]: row["amount_cents"] for row in self.lines}
        return chain_of(map(_statement, self.statements), cents)

    def unlike(self) -> Iterable[Unlike]:
        """Yield the lines that are not posted as they are, then what is on no statement."""
        told = {line for row in self.statements for line in row["lines"]}
        for row in self.lines:
            if row["bank_line_id"] not in told:
                if row["posted_cents"]:
                    yield self._row(row["said"], row["booked_on"], ENDS_LATER, 0, row)
            elif row["amount_cents"] != row["posted_cents"]:
                named = row["reference"] or row["said"]
                why = row["why"] or (TAKEN_BACK if row["taken_back"] else NOT_RECEIVED)
                yield self._row(named, row["booked_on"], why, row["amount_cents"], row)
        for row in self.others:
            if not self._is_earlier(row):
                told_as = {**row, "posted_cents": row["amount_cents"]}
                yield self._row(row["reference"], row["book_on"], NO_STATEMENT, 0, told_as)

    def before_cents(self) -> int:
        """Return what the book posted before it recorded statements of the account."""
        return sum(row["amount_cents"] for row in self.others if self._is_earlier(row))

    def _is_earlier(self, row: Row) -> bool:
        first = min((each["first_batch_id"] for each in self.statements), default=None)
        return first is None or row["batch_id"] < first

    def _row(
        self, named: str, day: dt.date, why: str, cents: int, row: Mapping[str, int]
    ) -> Unlike:
        last = last_day_unposted(self.hub.rules.transit.unposted, day)
        return Unlike(
            reference=named.rpartition("|")[2] or "-",
            booked_on=day,
            why=why,
            bank_cents=cents,
            book_cents=row["posted_cents"],
            expected_by=last,
            late=why == NO_STATEMENT or last < self.until,
        )


def _account(key: Key, facts: _Facts) -> BankAccount:
    chain = facts.chain()
    first, last = chain.first, chain.last
    since = chain.since if first else {row["bank_line_id"] for row in facts.lines}
    bank, bank_account = key
    cents = {row["bank_line_id"]: row["amount_cents"] for row in facts.lines}
    return BankAccount(
        bank=bank,
        bank_account=bank_account,
        currency=next((row["currency"] for row in facts.statements), None),
        since=first.from_on if first else None,
        opened_by=first.reference if first else None,
        opening_cents=(first.opening_cents or 0) if first else 0,
        lines_cents=sum(cents[line] for line in since),
        closing_cents=chain.balance_cents or 0,
        closed_by=last.reference if last else None,
        until=last.to_on if last else None,
        book_cents=sum(row["posted_cents"] for row in facts.lines)
        + sum(row["amount_cents"] for row in facts.others),
        before_cents=facts.before_cents(),
        lines=len(facts.lines),
        broken=tuple(map(_broken, chain.breaks)),
        unlike=tuple(facts.unlike()),
        in_transit=tuple(facts.in_transit(first.from_on if first else None)),
    )


def _statement(row: Row) -> BankStatement:
    return BankStatement(
        reference=f"{row['reference'] or '-'} ({row['file']})",
        from_on=row["from_on"],
        to_on=row["to_on"],
        opening_cents=row["opening_cents"],
        closing_cents=row["closing_cents"],
        lines=frozenset(row["lines"]),
    )


def _broken(found: Break) -> Broken:
    told = found.statement
    return Broken(
        told.reference, told.to_on, found.at_opening, found.states_cents, found.found_cents
    )


def _told_of(broken: Broken) -> str:
    what = "opens at" if broken.at_opening else "closes at"
    return (
        f"statement {broken.statement} of {broken.to_on} {what} {broken.states_cents} cents,"
        f" not {broken.found_cents}"
    )


def _by_account(rows: Iterable[Row]) -> defaultdict[Key, list[Row]]:
    by_account = defaultdict[Key, list[Row]](list)
    for row in rows:
        by_account[row["bank"], row["bank_account"]].append(row)
    return by_account
