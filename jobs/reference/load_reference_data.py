"""Reference data from partners: received, compared with the book, applied whole or not at all.

A delivery is a file like any other: its bytes are kept, it is read and answered, and the same
bytes again change nothing. What an accepted one says comes into force when it is applied: on
receipt, or when a person said yes to the difference.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final, Literal

import pandas as pd

from jobs.hub import Hub, JobRefused
from jobs.hub.question import digest_of, record, refuse_unless_shown
from jobs.rules.dated_tables import dated
from ledger_sync.book import clock
from ledger_sync.book.acts import Request
from ledger_sync.book.connection import Transaction
from ledger_sync.intake import posting
from ledger_sync.intake.inbox import WaitingFile
from ledger_sync.reference import reference_deliveries, reference_tables, reference_versions
from ledger_sync.reference.reference_deliveries import Waiting
from ledger_sync.reference.reference_versions import Applied, Recorded
from mappers.reference.reference_changes import (
    CHANGES,
    Row,
    RowChange,
    difference,
    nothing_to_end,
    rows_of,
    taken_back,
)
from mappers.reference.reference_changes import with_changes as table_with_changes
from mappers.reference.reference_checks import removes_much, unasked_since, wrong_names
from parsers.deliveries.reference.reference_delivery import Delivery, read_delivery
from parsers.deliveries.reference.reference_tables import TABLES, Table
from parsers.deliveries.reference.reference_values import RowFault
from parsers.deliveries.reference.row_rules import CHANGE
from parsers.findings import Finding, describe, findings_frame, shown
from words.language import Language

UNASKED: Final = "automatic"
_NAMED: Final = ("tariff_item", "currency")
_NAMED_MAX: Final = 5_000
IMPLAUSIBLE_TOLD: Final = 50
"""So many of what is not plausible are told one by one."""
WAITING_ASKED: Final = 100
"""So many deliveries, the oldest, are asked about one by one."""

Decision = Literal["applied", "unchanged", "declined"]


@dataclass(frozen=True)
class Draft:
    """What applying a delivery would do: every row it changes, and how many declarations name one.

    ``findings`` are those of a file that is only looked at; with an error among them it has no
    changes. Of one that waits, which was found right, they say what of it is not plausible.
    ``declarations`` counts those of the newest cycle with a line of an item or currency among
    them; None where the table has neither, or too many rows change to ask.
    """

    message_id: int
    table: str
    file_name: str
    kind: str
    changes: tuple[RowChange, ...]
    declarations: int | None
    findings: tuple[Finding, ...] = ()

    @property
    def refused(self) -> bool:
        """Whether an error keeps the whole delivery out."""
        return bool(_errors(self.findings))

    @property
    def counts(self) -> dict[str, int]:
        """How many rows are added, changed, ended and removed."""
        return {name: sum(each.change == name for each in self.changes) for name in CHANGES}


def stage(hub: Hub, tx: Transaction, file: WaitingFile, delivery: Delivery) -> None:
    """Stage what a file says of a table it names, with what the book finds wrong in it."""
    if not delivery.table:
        return
    if not delivery.findings:
        found = _against_the_book(hub, tx, delivery)
        since = unasked_since(hub.rules.approvals, delivery.table, file.received_on)
        if not _errors(found):
            found += [] if since is None else _asked_about(tx, delivery, since)
            found += _implausible(hub, tx, delivery, file.received_on)
        posting.add(tx, "staged_finding", findings_frame(found))
    posting.add(
        tx,
        "staged_delivery",
        pd.DataFrame(
            {
                "message": [0],
                "table_name": [delivery.table],
                "kind": [_kind(delivery)],
                "row_count": [len(delivery.rows)],
            }
        ),
    )


def apply_unasked(hub: Hub, tx: Transaction, file: WaitingFile, delivery: Delivery) -> None:
    """Apply what was just received if the rules ask nobody of its table and it brings only news."""
    received = reference_deliveries.waiting_of_file(tx, file.file_id)
    if received is None:
        return
    since = unasked_since(hub.rules.approvals, received.table_name, file.received_on)
    if (
        since is not None
        and not _asked_about(tx, delivery, since)
        and not _implausible(hub, tx, delivery, file.received_on)
    ):
        _apply(tx, received, delivery, UNASKED)


def waiting(hub: Hub) -> list[Draft]:
    """Return what waits for a person, each compared with the book as it is, oldest first."""
    with hub.book.transaction() as tx:
        return [_draft(hub, tx, each) for each in reference_deliveries.waiting(tx)]


def waiting_numbers(hub: Hub) -> list[int]:
    """Return the numbers of the deliveries that wait for a person, oldest first, so many."""
    with hub.book.reading() as tx:
        found = reference_deliveries.waiting(tx)
    return [each.message_id for each in found[:WAITING_ASKED]]


def draft_of(hub: Hub, message_id: int) -> Draft | None:
    """Return what applying a delivery that waits would do; None where none of the number does."""
    with hub.book.transaction() as tx:
        taken = reference_deliveries.take(tx, message_id)
        return None if taken is None else _draft(hub, tx, taken)


def digest_of_draft(draft: Draft) -> str:
    """Return the SHA-256 of all that a delivery changes; whom it concerns moves on meanwhile."""
    return digest_of(replace(draft, declarations=None))


def kind_of(draft: Draft, *, declined: bool = False) -> str:
    """Return of which kind the act of a decision is; what is not plausible has one of its own."""
    return "reference" if declined or not draft.findings else "implausible"


def selection_of(message_id: int, *, declined: bool = False) -> dict[str, Any]:
    """Return what a decision is about, as its act names it."""
    return {"delivery": message_id, "decision": "declined" if declined else "applied"}


def waiting_of_file(hub: Hub, file_id: int) -> int | None:
    """Return the delivery that a file is, if it waits for a person."""
    with hub.book.reading() as tx:
        found = reference_deliveries.waiting_of_file(tx, file_id)
    return None if found is None else found.message_id


def draft(hub: Hub, path: Path) -> Draft:
    """Return what a local file would do to the book, or what is wrong with it."""
    delivery = read_delivery(path, max_findings=hub.rules.limits.max_findings)
    with hub.book.transaction() as tx:
        found = tuple(delivery.findings or _against_the_book(hub, tx, delivery))
        changes = [] if _errors(found) else _difference(tx, delivery)[1]
        named = _declarations(tx, changes)
        if changes:
            found += tuple(_implausible(hub, tx, delivery, clock.today(tx)))
    kind = _kind(delivery)
    return Draft(0, delivery.table, path.name, kind, tuple(changes), named, found)


def apply(hub: Hub, message_id: int, request: Request) -> Decision | None:
    """Apply a delivery that waits, in one transaction, as an act; None when it was decided before.

    Raises JobRefused, and changes nothing, when it would no longer do what was approved, or when
    it no longer fits what the book says by now.
    """
    with hub.book.transaction() as tx:
        tx.lock("posting")  # what is posted meanwhile was decided before
        taken = reference_deliveries.take(tx, message_id)
        if taken is None:
            return None
        draft = _draft(hub, tx, taken)
        refuse_unless_shown(request, digest_of_draft(draft))
        delivery = _delivery(hub, taken)
        for finding in _errors(_against_the_book(hub, tx, delivery)):
            text = describe(finding.code, finding.value, finding.expected, Language.EN)
            raise JobRefused(
                f"the book changed: delivery {message_id}, {finding.segment}: {finding.code} {text}"
            )
        record(hub, tx, kind_of(draft), request, selection_of(message_id))
        return _apply(tx, taken, delivery, request.decided_by)


def decline(hub: Hub, message_id: int, request: Request) -> Decision | None:
    """Put a delivery that waits aside for good, as an act; None when it was decided before."""
    with hub.book.transaction() as tx:
        taken = reference_deliveries.take(tx, message_id)
        if taken is None:
            return None
        draft = _draft(hub, tx, taken)
        refuse_unless_shown(request, digest_of_draft(draft))
        kind = kind_of(draft, declined=True)
        record(hub, tx, kind, request, selection_of(message_id, declined=True))
        reference_deliveries.decide(tx, message_id, "declined", request.decided_by)
        return "declined"


def _apply(tx: Transaction, waiting: Waiting, delivery: Delivery, by: str) -> Decision:
    after, changes = _difference(tx, delivery)
    decision: Decision = "applied" if changes else "unchanged"
    reference_deliveries.decide(tx, waiting.message_id, decision, by)
    if changes:
        applied = Applied(by, waiting.file_name, waiting.message_id)
        recorded = [Recorded(each.change, each.before, each.after) for each in changes]
        reference_versions.record(tx, delivery.table, after, recorded, applied)
    return decision


def _draft(hub: Hub, tx: Transaction, waiting: Waiting) -> Draft:
    delivery = _delivery(hub, waiting)
    changes = _difference(tx, delivery)[1]
    return Draft(
        message_id=waiting.message_id,
        table=waiting.table_name,
        file_name=waiting.file_name,
        kind=waiting.kind,
        changes=tuple(changes),
        declarations=_declarations(tx, changes),
        findings=tuple(_implausible(hub, tx, delivery, waiting.received_on)),
    )


def _delivery(hub: Hub, waiting: Waiting) -> Delivery:
    with hub.kept.readable(waiting.sha256) as path:
        return read_delivery(path, max_findings=hub.rules.limits.max_findings)


def _difference(tx: Transaction, delivery: Delivery) -> tuple[pd.DataFrame, list[RowChange]]:
    """Return the whole table as a delivery leaves it, and every row that it changes."""
    table = TABLES[delivery.table]
    before, after = _before_and_after(tx, delivery)
    frame = pd.DataFrame(after, columns=list(table.columns), dtype=object)
    return frame, difference(before, after, _identity(table))


def _identity(table: Table) -> tuple[str, ...]:
    """Return the columns that name a row of a table."""
    return (*table.keys, "effective_from") if table.dated else table.keys


def _before_and_after(tx: Transaction, delivery: Delivery) -> tuple[list[Row], list[Row]]:
    table = TABLES[delivery.table]
    columns = table.columns
    before = rows_of(reference_versions.rows(tx, table.name), columns)
    told = _with_ends(delivery)
    if delivery.whole:
        return before, rows_of(told, columns)
    asked = rows_of(told, [*columns, CHANGE])
    return before, table_with_changes(before, asked, table.keys, dated=table.dated)


def _asked_about(tx: Transaction, delivery: Delivery, since: dt.date) -> list[Finding]:
    """REF-013. Return why a person is asked about a delivery of a table that asks nobody."""
    table = TABLES[delivery.table]
    before, after = _before_and_after(tx, delivery)
    back = taken_back(before, after, table.keys, dated=table.dated, since=since.isoformat())
    named = _identity(table)
    if table.dated:  # what is new for days long past is not only news
        new = (c.after for c in difference(before, after, named) if c.change == "added" and c.after)
        past = (row for row in new if str(row["effective_from"]) < since.isoformat())
        back = chain(back, past)
    row = next(back, None)
    if row is not None:
        return [_of_the_whole(delivery, "REF-013", " ".join(str(row[name]) for name in named))]
    if removes_much(delivery, len(before)):
        return [_of_the_whole(delivery, "REF-013", table.name)]
    return []


def _implausible(hub: Hub, tx: Transaction, delivery: Delivery, day: dt.date) -> list[Finding]:
    """REF-016. Return what of a delivery received on a day is not plausible."""
    table = TABLES[delivery.table]
    before, after = _before_and_after(tx, delivery)
    changes = difference(before, after, _identity(table))
    outside = hub.rules.bands.outside(table.name, table.keys, before, changes, day)
    return [
        _of_the_whole(delivery, "REF-016", f"{each.named}: {each.value}", each.expected)
        for each in islice(outside, IMPLAUSIBLE_TOLD)
    ]


def _kind(delivery: Delivery) -> str:
    return "whole" if delivery.whole else "changes"


def _errors(found: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in found if finding.severity == "error"]


def _of_the_whole(
    delivery: Delivery, code: str, value: str, expected: str | None = None
) -> Finding:
    return Finding(
        code=code,
        byte_from=0,
        byte_to=delivery.size,
        interchange=0,
        message=0,
        value=shown(value),
        expected=expected,
    )


def _with_ends(delivery: Delivery) -> pd.DataFrame:
    table = TABLES[delivery.table]
    return dated(delivery.rows, list(table.keys)) if table.dated else delivery.rows


def _against_the_book(hub: Hub, tx: Transaction, delivery: Delivery) -> list[Finding]:
    """Return what only the codes and the tables in force can say of a delivery."""
    table = TABLES[delivery.table]
    held = reference_versions.rows(tx, table.name)
    told = _with_ends(delivery)
    named = told["tariff_item"].unique() if "tariff_item" in told else ()
    items = reference_tables.tariff_items(tx, named)
    faults = [*wrong_names(table.name, told, hub.rules.codes.lists, items)]
    if not delivery.whole:
        rows = told.index.tolist()
        faults += [
            RowFault(rows[place], "REF-011", CHANGE, "end")
            for place in nothing_to_end(
                rows_of(held, table.columns),
                rows_of(told, [*table.columns, CHANGE]),
                table.keys,
                dated=table.dated,
            )
        ]
    found = [delivery.finding(fault) for fault in faults[: hub.rules.limits.max_findings]]
    if removes_much(delivery, len(held)):
        found.append(_of_the_whole(delivery, "REF-012", str(len(delivery.rows)), str(len(held))))
    return found


def _declarations(tx: Transaction, changes: list[RowChange]) -> int | None:
    """Return how many declarations of the newest cycle name an item or currency that changes."""
    for column in _NAMED:
        values = {
            str(row[column])
            for each in changes
            for row in (each.before, each.after)
            if row is not None and column in row
        }
        if values and len(values) <= _NAMED_MAX:
            return reference_deliveries.declarations_naming(tx, column, sorted(values))
    return None
