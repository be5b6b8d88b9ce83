"""The auditor: a plain model of the book that predicts what every operation does to it.

No SQL, no frames, no dates of the database: dictionaries, lists and whole cents. It knows the
rules as sentences: what posts, what is recognised, what is refused, which credit meets which debt.
"""

import datetime as dt
from dataclasses import dataclass, field


class Refused(Exception):
    """The operation is refused; the model is as it was."""


@dataclass
class Item:
    """An open item: debit positive, credit negative."""

    key: str
    account: str
    kind: str
    reference: str
    cents: int
    effective_on: dt.date
    book_on: dt.date
    due_on: dt.date | None
    cycle_last_on: dt.date | None
    open_cents: int = 0

    def __post_init__(self) -> None:
        """A new item is open in full."""
        self.open_cents = abs(self.cents)


@dataclass
class Application:
    """A credit applied to a debit; ``undone`` once it was taken back."""

    debit: str
    credit: str
    cents: int
    policy: str
    undone: bool = False


@dataclass(frozen=True)
class Owed:
    """A declaration as it is filed: what makes it itself, and what it owes."""

    number: str
    content: str
    account: str
    duty_cents: int
    gst_cents: int
    release_on: dt.date
    due_on: dt.date
    cycle_last_on: dt.date
    accounting_due_on: dt.date


@dataclass(frozen=True)
class Paid:
    """A bank entry."""

    reference: str
    account: str | None
    cents: int
    value_on: dt.date


def due_of_statement_after(day: dt.date) -> dt.date:
    """The tenth weekday after the 17th of the month of the first 25th after a day."""
    statement_on = day
    while statement_on.day != 25 or statement_on == day:
        statement_on += dt.timedelta(days=1)
    due_on, left = statement_on.replace(day=17), 10
    while left:
        due_on += dt.timedelta(days=1)
        left -= due_on.weekday() < 5
    return due_on


@dataclass
class Auditor:
    """The whole book, as it must be."""

    policies: tuple[tuple[dt.date, str, bool], ...]
    """From when on a clearing policy holds, what it is called, and whether credits wait in it."""
    closed_through: dt.date | None = None
    files: dict[bytes, str] = field(default_factory=dict)
    interchanges: set[str] = field(default_factory=set)
    declarations: dict[str, str] = field(default_factory=dict)
    payments: dict[str, Paid] = field(default_factory=dict)
    balances: dict[str, int] = field(default_factory=dict)
    items: dict[str, Item] = field(default_factory=dict)
    applications: list[Application] = field(default_factory=list)
    reversed_keys: set[str] = field(default_factory=set)
    late: list[tuple[Owed, dt.date]] = field(default_factory=list)
    statements: list[tuple[str, dt.date, int, int, int, int, tuple[str, ...]]] = field(
        default_factory=list
    )

    def post_declarations(
        self, content: bytes, reference: str, owed: list[Owed], received_on: dt.date
    ) -> str:
        """Return the outcome of a file of declarations under one interchange reference."""
        if self.files.get(content) == "posted":
            return "duplicate"
        if reference in self.interchanges:
            return "rejected"
        book_on = self._open_date(received_on)
        accepted, seen = [], 0
        for each in owed:
            known = self.declarations.get(each.number)
            if known is None:
                self.declarations[each.number] = each.content
                accepted.append(each)
            elif known == each.content:
                seen += 1
        if not accepted:
            return "duplicate" if seen == len(owed) else "rejected"
        self.files[content] = "posted"
        self.interchanges.add(reference)
        self.late += [(e, book_on) for e in accepted if received_on > e.accounting_due_on]
        for each in accepted:
            self._post(
                Item(
                    f"CAD|{each.number}|1", each.account, "CAD", each.number,
                    each.duty_cents + each.gst_cents, each.release_on, book_on, each.due_on,
                    each.cycle_last_on,
                ),
                {"DUTY": -each.duty_cents, "GST": -each.gst_cents},
            )  # fmt: skip
        self._clear({each.account for each in accepted}, book_on)
        return "posted"

    def pay(self, content: bytes, reference: str, paid: list[Paid], received_on: dt.date) -> str:
        """Return the outcome of a bank's file."""
        if self.files.get(content) == "posted":
            return "duplicate"
        if reference in self.interchanges:
            return "rejected"
        book_on = self._open_date(received_on)
        judged = [(each, self._seen(each)) for each in paid]
        accepted = [each for each, seen in judged if seen == "new"]
        named = [each for each, seen in judged if seen == "named"]
        if not accepted and not named:
            same = all(seen == "same" for _, seen in judged)
            return "duplicate" if same else "rejected"
        self.files[content] = "posted"
        self.interchanges.add(reference)
        for each in accepted:
            if each.account is None:
                self._move("TRANSIT_CAMT054", each.cents)
                self._move("UNIDENTIFIED", -each.cents)
            else:
                self._credit("PMT", each, "TRANSIT_CAMT054", book_on)
        for each in named:
            self._credit("IDN", each, "UNIDENTIFIED", book_on)
        self._clear({each.account for each in [*accepted, *named] if each.account}, book_on)
        return "posted"

    def _seen(self, paid: Paid) -> str:
        """Return whether an entry is new, known, names whom a known one is for, or contradicts."""
        known = self.payments.get(paid.reference)
        if known is None:
            self.payments[paid.reference] = paid
            return "new"
        if (known.cents, known.value_on) != (paid.cents, paid.value_on):
            return "other"
        if known.account is None and paid.account is not None:
            self.payments[paid.reference] = paid
            return "named"
        return "same" if paid.account in {None, known.account} else "other"

    def _credit(self, kind: str, paid: Paid, from_account: str, book_on: dt.date) -> None:
        key = f"{kind}|northbank|00011234567|{paid.value_on}|{paid.cents}|{paid.reference}|1"
        item = Item(
            key, str(paid.account), "PMT", paid.reference, -paid.cents, paid.value_on, book_on,
            None, None,
        )  # fmt: skip
        self._post(item, {from_account: paid.cents})

    def reverse(self, key: str, today: dt.date) -> None:
        """Take back a posting; Refused when it does not stand."""
        item = self.items.get(key)
        if item is None or item.kind == "REV" or key in self.reversed_keys:
            raise Refused(key)
        for each in self.applications:
            if not each.undone and key in {each.debit, each.credit}:
                self._undo(each)
        self.reversed_keys.add(key)
        back = Item(
            f"REV|{key}", item.account, "REV", item.reference, -item.cents, item.effective_on,
            self._open_date(today), item.due_on or item.effective_on, item.cycle_last_on,
        )  # fmt: skip
        self.items[back.key] = back
        self._move(item.account, -item.cents)
        for account, cents in self._counter[key].items():
            self._move(account, -cents)
        debit, credit = (item, back) if item.cents > 0 else (back, item)
        self._apply(debit, credit, abs(item.cents), "reversal")
        self._clear({item.account}, back.book_on)

    def unapply(self, debit: str, credit: str) -> None:
        """Undo an application; Refused when there is none to undo."""
        for each in self.applications:
            ours = (each.debit, each.credit) == (debit, credit)
            if ours and not each.undone and each.policy != "reversal":
                self._undo(each)
                return
        raise Refused(f"{debit} {credit}")

    def close(self, day: dt.date) -> None:
        """Charge who was late with what stands, clear all, then take no more up to a day."""
        if self.closed_through is None or day > self.closed_through:
            for each, booked_on in self.late:
                if booked_on <= day and f"CAD|{each.number}|1" not in self.reversed_keys:
                    self._charge(each, day)
            self.late = [(each, booked_on) for each, booked_on in self.late if booked_on > day]
            self._clear({item.account for item in self.items.values()}, day)
            self.closed_through = day

    def bill(self, last_on: dt.date, known_on: dt.date) -> None:
        """Issue the statements of a cycle; Refused while a date it would bear is open."""
        if self.closed_through is None or self.closed_through < known_on:
            raise Refused("open")
        billed = {key for *_, keys in self.statements for key in keys}
        for account in sorted({item.account for item in self.items.values()}):
            earlier = [s for s in self.statements if s[0] == account]
            if any(s[1] >= last_on for s in earlier):
                continue
            opening = earlier[-1][5] if earlier else 0
            lines = [
                item
                for item in self.items.values()
                if item.account == account
                and item.key not in billed
                and item.book_on <= known_on
                and (item.cycle_last_on is None or item.cycle_last_on <= last_on)
            ]
            if not lines and not opening:
                continue
            debits = sum(item.cents for item in lines if item.cents > 0)
            credits_ = -sum(item.cents for item in lines if item.cents < 0)
            keys = tuple(sorted(item.key for item in lines))
            closing = opening + debits - credits_
            self.statements.append((account, last_on, opening, debits, credits_, closing, keys))

    _counter: dict[str, dict[str, int]] = field(default_factory=dict)

    def _open_date(self, day: dt.date) -> dt.date:
        if self.closed_through is None:
            return day
        return max(day, self.closed_through + dt.timedelta(days=1))

    def _post(self, item: Item, counter: dict[str, int]) -> None:
        self.items[item.key] = item
        self._counter[item.key] = counter
        self._move(item.account, item.cents)
        for account, cents in counter.items():
            self._move(account, cents)

    def _charge(self, late: Owed, day: dt.date) -> None:
        """A hundred dollars, due with the first statement that bears it."""
        key = f"LAP|{late.number}"
        due_on = due_of_statement_after(day)
        item = Item(key, late.account, "LAP", late.number, 10_000, day, day, due_on, None)
        self._post(item, {"PENALTY": -10_000})

    def _move(self, account: str, cents: int) -> None:
        self.balances[account] = self.balances.get(account, 0) + cents

    def _apply(self, debit: Item, credit: Item, cents: int, policy: str) -> None:
        debit.open_cents -= cents
        credit.open_cents -= cents
        self.applications.append(Application(debit.key, credit.key, cents, policy))

    def _undo(self, application: Application) -> None:
        application.undone = True
        self.items[application.debit].open_cents += application.cents
        self.items[application.credit].open_cents += application.cents

    def _clear(self, accounts: set[str], day: dt.date) -> None:
        """The oldest due debt first, CAD before others, by document; credits by their date.

        Where credits wait, a debt is met once it is due, and a credit with a due date waits for it
        while nothing is overdue.
        """
        _, policy, credits_wait = max(each for each in self.policies if each[0] <= day)
        for account in accounts:
            mine = [i for i in self.items.values() if i.account == account and i.open_cents]
            overdue = any(i.cents > 0 and i.due_on and i.due_on < day for i in mine)
            if credits_wait:
                mine = [
                    i
                    for i in mine
                    if i.due_on is None or i.due_on <= day or (overdue and i.cents < 0)
                ]
            debits = sorted(
                (i for i in mine if i.cents > 0),
                key=lambda i: (i.due_on, i.kind != "CAD", i.reference, i.key),
            )
            credits_ = sorted(
                (i for i in mine if i.cents < 0),
                key=lambda i: (i.effective_on, i.reference, i.key),
            )
            for debit in debits:
                for credit in credits_:
                    cents = min(debit.open_cents, credit.open_cents)
                    if cents:
                        self._apply(debit, credit, cents, policy)
