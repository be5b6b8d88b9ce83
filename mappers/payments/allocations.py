"""Credits that an owner allocates by hand: to debts named by their documents, each in full.

A document names all that is open of its account under it: a declaration with its adjustments and
penalties is one debt. The agency takes an allocation only where it covers what it names in full.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ledger.money import decimal_text


@dataclass(frozen=True)
class Allocation:
    """So many cents of a credit to a debt of its account; ``place`` is where it stands."""

    place: str
    account: str
    credit: str
    debit: str
    cents: int


@dataclass(frozen=True)
class OpenItem:
    """What is open of an item, in cents; a credit's below zero."""

    item_id: int
    account: str
    document: str
    open_cents: int


@dataclass(frozen=True)
class Allocated:
    """What is applied: ``(debit item, credit item, cents)`` in order; or else what is wrong."""

    pairs: tuple[tuple[int, int, int], ...]
    faults: tuple[str, ...]


_Open = defaultdict[tuple[str, str], dict[int, int]]


def allocate(allocations: Sequence[Allocation], items: Iterable[OpenItem]) -> Allocated:
    """Return what allocations come to, item by item in the order of ``items``; all or nothing."""
    debits: _Open = defaultdict(dict)
    credits_: _Open = defaultdict(dict)
    for item in items:
        side = debits if item.open_cents > 0 else credits_
        side[item.account, item.document][item.item_id] = abs(item.open_cents)
    faults = tuple(_faults(allocations, debits, credits_))
    if faults:
        return Allocated((), faults)
    pairs = [
        pair
        for each in allocations
        for pair in _met(
            debits[each.account, each.debit], credits_[each.account, each.credit], each.cents
        )
    ]
    return Allocated(tuple(pairs), ())


def _faults(allocations: Sequence[Allocation], debits: _Open, credits_: _Open) -> Iterator[str]:
    """Yield what is wrong, each with its place."""
    for each in allocations:
        if each.cents <= 0:
            yield f"{each.place}: an amount is more than nothing"
        if not credits_[each.account, each.credit]:
            yield f"{each.place}: {each.account} has no open credit {each.credit}"
        if not debits[each.account, each.debit]:
            yield f"{each.place}: {each.account} has no open debt {each.debit}"
    for (account, document), (place, cents) in _sums(allocations, "debit").items():
        owed = sum(debits[account, document].values())
        if owed and cents != owed:
            yield (
                f"{place}: {document} is covered in full: {decimal_text(owed)} is open,"
                f" {decimal_text(cents)} is allocated"
            )
    for (account, document), (place, cents) in _sums(allocations, "credit").items():
        left = sum(credits_[account, document].values())
        if left and cents > left:
            yield (
                f"{place}: of {document} {decimal_text(left)} is left,"
                f" {decimal_text(cents)} is allocated"
            )


def _sums(allocations: Sequence[Allocation], side: str) -> dict[tuple[str, str], tuple[str, int]]:
    """Return, by account and document of a side, the last place and the cents allocated."""
    sums: dict[tuple[str, str], tuple[str, int]] = {}
    for each in allocations:
        key = each.account, getattr(each, side)
        sums[key] = each.place, sums.get(key, ("", 0))[1] + each.cents
    return sums


def _met(
    debits: dict[int, int], credits_: dict[int, int], cents: int
) -> Iterator[tuple[int, int, int]]:
    """Yield what so many cents apply of credits to debits, each in its turn; both are lowered."""
    for debit, owed in list(debits.items()):
        for credit, left in list(credits_.items()):
            used = min(owed, left, cents)
            if used:
                yield debit, credit, used
                owed -= used  # noqa: PLW2901 - what is owed of it still
                cents -= used
                debits[debit], credits_[credit] = owed, left - used
