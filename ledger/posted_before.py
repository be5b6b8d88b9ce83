"""Which entries of a bank are known already: by the bank's reference, or by what they say.

Entries are alike that name one account, day, amount and reference of the payer. As many of them are
payments as one statement shows, or as bear different references of the bank: a part-day file and
the whole day's, a notification and a statement, in any order and however often, come to the same.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import Any, Final


class Verdict(StrEnum):
    """What an entry is: new, known, or the name of a known one with another day or amount."""

    NEW = "new"
    SAME = "same"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class BankEntry:
    """An entry as it is compared: ``content`` is what it says.

    ``reference`` is the bank's own, None where it gave none; ``statement`` is what it stands in.
    ``credits`` is the account of an importer that it is for, where it is one that is known.
    """

    message: int
    statement: int
    content: str
    reference: str | None
    credits: str | None = None


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
    credits_account: str | None = None,
) -> BankEntry:
    """Return an entry as it is compared, of what a reader says of it."""
    parts = bank, bank_account or "", booked_on.isoformat(), str(entry_cents), plain_reference or ""
    named = named_by(bank, bank_reference) if bank_reference else None
    return BankEntry(message, statement, _BETWEEN.join(parts), named, credits_account)


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
        credits_account=_text(row.get("credits_account")),
    )


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


_BETWEEN: Final = "|"
"""Between the parts of a key: a bank's id, an account and a plain reference never have it."""


def _sum_and_day(content: str) -> list[str]:
    return content.split(_BETWEEN)[2:4]


@dataclass(slots=True)
class Known:
    """A payment that the book has, or that an earlier entry brought; ``occurrence`` counts from 1.

    ``content`` is None of one that the book knows by its reference alone.
    """

    content: str | None
    occurrence: int
    reference: str | None
    credits: str | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """An entry with its verdict, and which payment of its content it is."""

    entry: BankEntry
    verdict: Verdict
    known: Known


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
        one are as many of the payments like them as are left.
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
        for entry in sorted(unknown, key=lambda entry: entry.reference is None):
            found = self._named.get(entry.reference or "")
            if found is not None:  # twice in one statement
                judged[entry.message] = _by_name(entry, found)
                continue
            judged[entry.message] = self._by_content(entry, taken)
            taken.add(id(judged[entry.message].known))
        return [judged[entry.message] for entry in statement]

    def _by_content(self, entry: BankEntry, taken: set[int]) -> Judged:
        alike = self._alike[entry.content]
        for known in alike:
            nameless = entry.reference is None or known.reference is None
            if nameless and id(known) not in taken and _for_one_account(entry, known):
                if known.reference is None and entry.reference is not None:
                    known.reference = entry.reference
                    self._named[entry.reference] = known
                return Judged(entry, Verdict.SAME, known)
        new = Known(entry.content, len(alike) + 1, entry.reference, entry.credits)
        self._add(new)
        return Judged(entry, Verdict.NEW, new)


def _by_name(entry: BankEntry, known: Known) -> Judged:
    same = known.content is None or _sum_and_day(entry.content) == _sum_and_day(known.content)
    alike = same and _for_one_account(entry, known)
    return Judged(entry, Verdict.SAME if alike else Verdict.OTHER, known)


def _for_one_account(entry: BankEntry, known: Known) -> bool:
    """Whether nothing says that they credit two importers: one that names none may be either."""
    return None in {entry.credits, known.credits} or entry.credits == known.credits
