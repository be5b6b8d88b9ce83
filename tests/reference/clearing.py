"""The plain twin of ``ledger_sync.receivables.clearing``: two pointers over two lists."""

import datetime as dt
from dataclasses import dataclass

from billing.clearing import ClearingPolicy, KindRanks


@dataclass
class Item:
    """An open item; a credit is below zero."""

    item_id: int
    cents: int
    due_on: dt.date | None
    kind: str = "CAD"
    filer: str | None = None
    cycle_last_on: dt.date | None = None
    document: str = "d"


def clear(
    items: list[Item], policy: ClearingPolicy, on: dt.date, preference: str = "standard"
) -> list[tuple[int, int, int]]:
    """Return the (debit, credit, cents) that one account's items come to on a day, in order.

    Items are of one effective day and, without an order of the policy, ranked by their ids.
    """
    applied = []
    left = {item.item_id: abs(item.cents) for item in items}
    for groups in passes(items, policy, preference if policy.preferences else "standard"):
        met = [
            [i for i in group if left[i.item_id] and meets(i, items, left, policy, on)]
            for group in groups
        ]
        for group in met:
            debits = [i for i in group if i.cents > 0]
            credits_ = [i for i in group if i.cents < 0]
            made = allocate(
                [(i.item_id, left[i.item_id])
                 for i in ordered(debits, policy.debit_order, policy.kind_rank)],
                [(i.item_id, left[i.item_id])
                 for i in ordered(credits_, policy.credit_order, policy.credit_kind_rank)],
            )  # fmt: skip
            for debit, credit, cents in made:
                left[debit] -= cents
                left[credit] -= cents
            applied += made
    return applied


def passes(items: list[Item], policy: ClearingPolicy, preference: str) -> list[list[list[Item]]]:
    """Return which items may meet each other: groups of one pass, then those of the next."""
    if policy.within_broker or preference == "same_broker":
        brokers = sorted({item.filer for item in items if item.filer})
        tied = [[item for item in items if item.filer == broker] for broker in brokers]
        return [tied, [[item for item in items if item.cents > 0 or not item.filer]]]
    if preference == "by_hand":
        own = [item for item in items if item.kind in ("CAD", "SOADJ")]
        documents = sorted({item.document for item in own})
        return [[[item for item in own if item.document == each] for each in documents]]
    return [[items]]


def meets(
    item: Item, items: list[Item], left: dict[int, int], policy: ClearingPolicy, on: dt.date
) -> bool:
    """Whether an item takes part on a day; a credit waits unless a debt is overdue."""
    if policy.newest_cycle_only and item.cents > 0 and item.cycle_last_on:
        cycles = [i.cycle_last_on for i in items if i.cents > 0 and i.cycle_last_on]
        if item.cycle_last_on != max(cycles):
            return False
    if not policy.credits_wait or item.due_on is None or item.due_on <= on:
        return True
    return item.cents < 0 and any(
        i.cents > 0 and left[i.item_id] and i.due_on and i.due_on < on for i in items
    )


def ordered(items: list[Item], order: tuple[str, ...], ranks: KindRanks) -> list[Item]:
    """Return items in an order; those that it does not tell apart by their ids."""
    kinds = {kind: rank for rank, alike in enumerate(ranks) for kind in alike}
    others = {"CAD": 1001, "SOADJ": 1002, "LAP": 1002, "PMT": 1002}

    def key(item: Item) -> list[object]:
        days = (item.due_on or dt.date.max).toordinal()
        of = {
            "due_on": days,
            "-due_on": -days if item.due_on else 0,
            "kind": kinds.get(item.kind, others[item.kind]),
            "document_reference": item.document,
            "item_id": item.item_id,
        }
        return [of[name] for name in order if name in of] + [item.item_id]

    return sorted(items, key=key)


def allocate(
    debits: list[tuple[int, int]], credits_: list[tuple[int, int]]
) -> list[tuple[int, int, int]]:
    """Return (debit, credit, cents) for (item, open cents) lists in clearing order."""
    applied = []
    waiting = [[item, cents] for item, cents in credits_ if cents]
    for debit, cents in debits:
        left = cents
        while left and waiting:
            used = min(left, waiting[0][1])
            applied.append((debit, waiting[0][0], used))
            left -= used
            waiting[0][1] -= used
            if not waiting[0][1]:
                waiting.pop(0)
    return applied
