"""An opening: the open items and the unapplied money of accounts in an older ledger.

The file is an interchange with one message. It stands or falls whole, and its items come to the
totals that the older ledger states.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from parsers.deliveries.headed_rows import HeadedRows, Row
from parsers.findings import Finding, shown
from parsers.format_ids import FormatId
from parsers.message_tables import Collector, MessageTables
from parsers.submissions.opening_columns import (
    ADJUSTMENT,
    ASSESSED,
    DECLARATION,
    INTEREST,
    PAYMENT,
    PENALTY,
    SHAPE,
    TOTALS,
)
from parsers.submissions.submission import OPENING, AccountOpening, OpenedItem, Submission
from parsers.values import amount_text

SENDER: Final = "sender"
MESSAGE_TYPE: Final = "OPENING"
BYTES_MAX: Final = 1 << 26
"""An opening is read at once, as it stands or falls: some half a million items."""

_Items = list[OpenedItem]


def read_opening(path: Path, *, max_findings: int) -> MessageTables:
    """Read one opening; what is wrong is a finding."""
    into, size = Collector(), path.stat().st_size
    if size > BYTES_MAX:
        into.findings.append(
            Finding(code="FILE-003", byte_from=0, byte_to=size, expected=str(BYTES_MAX))
        )
        return into.take()
    told = HeadedRows(SHAPE, size)
    items: _Items = []
    for row in told.read(path.read_bytes()):
        _add_row(told, row, items)
    told.check_count()
    _find_twice(told, items)
    if not told.is_wrong:
        _compare_totals(told, items)
    return _tables(into, told, items, max_findings)


def _add_row(told: HeadedRows, row: Row, items: _Items) -> None:
    before = len(told.findings)
    _check_row(told, row)
    if len(told.findings) > before or None in row.values.values():
        return
    values, kind = row.values, row.values["kind"]
    item = OpenedItem(
        row.place,
        kind,
        values["program_account"],
        values["reference"],
        values.get("tag"),
        values["effective_on"],
        values.get("due_on"),
        -values["amount"] if kind == PAYMENT else values["amount"],
    )
    accrued = [(name, values[name]) for name in INTEREST if values.get(name)]
    items.append(item)
    items += [item._replace(kind=name, amount_cents=cents) for name, cents in accrued]


def _check_row(told: HeadedRows, row: Row) -> None:
    """Tell what does not fit the kind of an item, and days that are still to come."""
    values, kind, place = row.values, row.values["kind"], row.place
    if kind is None:
        return
    amount = values.get("amount")
    if amount is not None and (amount == 0 or (amount < 0 and kind != ADJUSTMENT)):
        expected = "≠ 0" if kind == ADJUSTMENT else "> 0"
        told.find("VAL-002", place, element="amount", value=row.texts["amount"], expected=expected)
    credited = kind == PAYMENT or (amount is not None and amount < 0)
    for name in (*INTEREST, *(("due_on",) if kind == PAYMENT else ())):
        if credited and values.get(name):
            told.find("OPN-007", place, element=name, value=row.texts[name], expected=kind)
    as_of = told.head.get("as_of")
    happened = values.get("effective_on")
    if as_of is not None and happened is not None and happened > as_of:
        stated = {"value": happened.isoformat(), "expected": as_of.isoformat()}
        told.find("OPN-009", place, element="effective_on", **stated)


def _find_twice(told: HeadedRows, items: _Items) -> None:
    seen: set[tuple[str, str, str]] = set()
    for item in items:
        key = item.bn15, item.kind, item.reference
        if key in seen and item.kind not in INTEREST:
            told.find("OPN-006", item.place, value=" ".join(key))
        seen.add(key)


def _compare_totals(told: HeadedRows, items: _Items) -> None:
    """Hold the items against the totals; those of what is assessed are held together."""
    come_to: Mapping[str, int] = _sums(items)
    stated: dict[str, int] = told.head
    pairs = [("+".join(ASSESSED), sum(stated[name] for name in ASSESSED), come_to["assessed"])]
    pairs += [(name, stated[name], come_to[name]) for name in TOTALS if name not in ASSESSED]
    for name, total, cents in pairs:
        if total != cents:
            told.find(
                "OPN-004",
                told.first,
                element=name,
                value=amount_text(total),
                expected=amount_text(cents),
            )


_TOTAL_OF: Final = {
    DECLARATION: "assessed",
    ADJUSTMENT: "assessed",
    PENALTY: PENALTY,
    PAYMENT: "payments",
    **{name: name for name in INTEREST},
}


def _sums(items: _Items) -> Mapping[str, int]:
    sums: dict[str, int] = defaultdict(int)
    for item in items:
        sums[_TOTAL_OF[item.kind]] += (
            -item.amount_cents if item.kind == PAYMENT else (item.amount_cents)
        )
    return sums


def _tables(into: Collector, told: HeadedRows, items: _Items, max_findings: int) -> MessageTables:
    place = {"interchange": 0, "byte_from": 0, "byte_to": told.size}
    reference = shown(told.told.get("reference"))
    into.add(
        "interchanges",
        place
        | {
            "format": FormatId.OPENING,
            "reference": reference,
            "sender": shown(told.told.get(SENDER)),
            "prepared_at": shown(told.told.get("as_of")),
        },
    )
    into.add("messages", place | {"message": 0, "reference": reference, "type": MESSAGE_TYPE})
    into.findings += told.findings[:max_findings]
    if told.is_wrong:
        return into.take()
    as_of: dt.date = told.head["as_of"]
    totals = {name: told.head[name] for name in TOTALS}
    said = AccountOpening(as_of, tuple(items), totals)
    submission = Submission(OPENING, told.head["reference"], said)
    return replace(into.take(), submission=submission)
