"""Which entries of a bank are known already: by the bank's reference, or by what they say.

Entries are alike that name one account, day, amount and reference of the payer. As many of them are
payments as one statement shows, or as bear different references of the bank: a part-day file and
the whole day's, a notification and a statement, in any order and however often, come to the same.

A known entry may still bring what the book has not: the bank's own line of what was told in detail,
or whom money is for that names nobody (docs/decisions/0086).
"""

import datetime as dt
from collections import Counter, defaultdict, deque
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import Any, Final

from ledger.accounts import BANK, UNIDENTIFIED


class Verdict(StrEnum):
    """What an entry is: new, known, or the name of a known one with another day or amount.

    One that is known and adds to it clears what was told in detail, or says whom money is for.
    """

    NEW = "new"
    SAME = "same"
    ADDS = "adds"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class BankEntry:
    """An entry as it is compared: ``content`` is what it says.

    ``reference`` is the bank's own, None where it gave none; ``statement`` is what it stands in.
    ``whom`` is whom it is for (``credits_of``); ``by_line`` whether it is the bank's own line.
    """

    message: int
    statement: int
    content: str
    reference: str | None
    whom: str | None = None
    by_line: bool = True


def bank_entry(
    *,
    message: int,
    statement: int,
    bank: str,
    bank_account: str | None,
    booked_on: dt.date,
    entry_cents: int,
    plain_reference: str | None,
    bank_reference: str | None,
    whom: str | None = None,
    by_line: bool = True,
) -> BankEntry:
    """Return an entry as it is compared, of what a reader says of it."""
    parts = bank, bank_account or "", booked_on.isoformat(), str(entry_cents), plain_reference or ""
    named = named_by(bank, bank_reference) if bank_reference else None
    return BankEntry(message, statement, _BETWEEN.join(parts), named, whom, by_line)


def named_by(bank: str, reference: str) -> str:
    """Return a bank's reference as the key that it is."""
    return f"{bank}{_BETWEEN}{reference}"


def entry_of(row: Mapping[Hashable, Any], *, statement: int, bank: str) -> BankEntry:
    """Return an entry as it is compared, of a row of the table of payments."""
    return bank_entry(
        message=int(row["message"]),
        statement=statement,
        bank=bank,
        bank_account=_text(row["bank_account"]),
        booked_on=row["booked_on"].date(),
        entry_cents=int(row["entry_cents"]),
        plain_reference=_text(row["plain_reference"]),
        bank_reference=_text(row["account_servicer_reference"]),
        whom=_text(row.get("whom")),
        by_line=row.get("debit_account") == BANK,
    )


def credits_of(parts: Iterable[tuple[str, int]]) -> str | None:
    """Return whom the payments of an entry are for, of the account and the cents of each.

    What is held for nobody is left out; None where that is all.
    """
    known = sorted(part for part in parts if part[0] != UNIDENTIFIED)
    return _AND.join(f"{account} {cents}" for account, cents in known) or None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


_BETWEEN: Final = "|"
"""Between the parts of a key: a bank's id, an account and a plain reference never have it."""
_AND: Final = "+"
"""Between those whom an entry is for."""


def _sum_and_day(content: str) -> list[str]:
    return content.split(_BETWEEN)[2:4]


@dataclass(slots=True)
class Known:
    """A payment that the book has, or that an earlier entry brought; ``occurrence`` counts from 1.

    ``content`` is None of one that the book knows by its reference alone. ``lined`` is whether the
    bank's own line came, ``held`` whether all of it is held for nobody known.
    """

    content: str | None
    occurrence: int
    reference: str | None
    whom: str | None = None
    lined: bool = True
    held: bool = False


@dataclass(frozen=True, slots=True)
class Judged:
    """An entry with its verdict, and which payment of its content it is.

    What it adds to a known one: it ``clears`` what was told in detail, ``identifies`` what is held.
    """

    entry: BankEntry
    verdict: Verdict
    known: Known
    clears: bool = False
    identifies: bool = False


def judge_entries(entries: Iterable[BankEntry], known: Iterable[Known]) -> list[Judged]:
    """Return what each entry is, in their order; entries of one statement follow each other."""
    book = _Book(known)
    judged: list[Judged] = []
    for _, statement in groupby(entries, key=lambda entry: entry.statement):
        judged.extend(book.judge(list(statement)))
    return judged


class _Book:
    def __init__(self, known: Iterable[Known]) -> None:
        self._alike: dict[str, list[Known]] = defaultdict(list)
        self._named: dict[str, Known] = {}
        for each in known:
            self._add(each)

    def _add(self, known: Known) -> None:
        if known.content is not None:
            self._alike[known.content].append(known)
        if known.reference is not None:
            self._named[known.reference] = known

    def judge(self, statement: Sequence[BankEntry]) -> list[Judged]:
        """Judge the entries of one statement: those with a known reference first.

        Then those with a new one, which may be the name of a payment that had none; those without
        one are as many of the payments like them as are left, those that say whom they are for
        first.
        """
        taken: set[int] = set()
        judged: dict[int, Judged] = {}
        unknown = []
        for entry in statement:
            found = self._named.get(entry.reference or "")
            if found is None:
                unknown.append(entry)
                continue
            judged[entry.message] = _by_name(entry, found)
            taken.add(id(found))
        left: dict[str, _Left] = {}
        for entry in sorted(unknown, key=_says_least):
            found = self._named.get(entry.reference or "")
            if found is not None:  # twice in one statement
                judged[entry.message] = _by_name(entry, found)
                continue
            if entry.content not in left:
                alike = self._alike[entry.content]
                left[entry.content] = _Left(known for known in alike if id(known) not in taken)
            judged[entry.message] = self._by_content(entry, left[entry.content])
        return [judged[entry.message] for entry in statement]

    def _by_content(self, entry: BankEntry, left: "_Left") -> Judged:
        known = left.take(entry)
        if known is not None:
            if known.reference is None and entry.reference is not None:
                known.reference = entry.reference
                self._named[entry.reference] = known
            return _same(entry, known)
        new = Known(
            entry.content,
            len(self._alike[entry.content]) + 1,
            entry.reference,
            entry.whom,
            lined=entry.by_line,
            held=entry.whom is None,
        )
        self._add(new)
        return Judged(entry, Verdict.NEW, new)


def _says_least(entry: BankEntry) -> tuple[bool, bool]:
    return entry.reference is None, entry.whom is None


class _Left:
    """Payments that say the same and are no other entry of a statement, by what they lack."""

    def __init__(self, alike: Iterable[Known]) -> None:
        self._groups: dict[tuple[object, ...], deque[tuple[int, Known]]] = defaultdict(deque)
        for number, known in enumerate(alike):
            lacks = known.reference is None, known.whom, known.lined, known.held
            self._groups[lacks].append((number, known))

    def take(self, entry: BankEntry) -> Known | None:
        """Take the payment that an entry is: the first to which it adds nothing, else the first."""
        fitting = [group for group in self._groups.values() if group and _fits(entry, group[0][1])]
        if not fitting:
            return None
        group = min(fitting, key=lambda group: (any(_adds(entry, group[0][1])), group[0][0]))
        return group.popleft()[1]


def _fits(entry: BankEntry, known: Known) -> bool:
    """Whether nothing says that they are two: a reference each, or other importers."""
    nameless = entry.reference is None or known.reference is None
    return nameless and _for_the_same(entry, known)


def _by_name(entry: BankEntry, known: Known) -> Judged:
    same = known.content is None or _sum_and_day(entry.content) == _sum_and_day(known.content)
    if same and _for_the_same(entry, known):
        return _same(entry, known)
    return Judged(entry, Verdict.OTHER, known)


def _same(entry: BankEntry, known: Known) -> Judged:
    """Take what a known entry adds, if it does: it is known from then on."""
    clears, identifies = _adds(entry, known)
    known.lined |= clears
    if identifies:
        known.held, known.whom = False, entry.whom
    verdict = Verdict.ADDS if clears or identifies else Verdict.SAME
    return Judged(entry, verdict, known, clears=clears, identifies=identifies)


def _adds(entry: BankEntry, known: Known) -> tuple[bool, bool]:
    """Whether it clears what was told in detail, and whether it says whom held money is for."""
    return entry.by_line and not known.lined, known.held and entry.whom is not None


def _for_the_same(entry: BankEntry, known: Known) -> bool:
    """Whether nothing says that they credit different importers: one may name fewer of them."""
    if entry.whom is None or known.whom is None or entry.whom == known.whom:
        return True
    one, other = (Counter(each.split(_AND)) for each in (entry.whom, known.whom))
    return one <= other or other <= one
