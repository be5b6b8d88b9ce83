"""Reference data from partners: received, compared with the book, applied whole or not at all.

A delivery is a file like any other: its bytes are kept, it is read and answered, and the same
bytes again change nothing. What an accepted one says comes into force when it is applied: on
receipt, or when a person said yes to the difference.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

import pandas as pd

from jobs.hub import Hub, JobRefused
from jobs.hub.question import digest_of, record, refuse_unless_shown
from jobs.reference.compared_delivery import (
    Compared,
    against_the_book,
    asked_about,
    compare,
    errors,
    implausible,
)
from ledger_sync.book import clock
from ledger_sync.book.acts import Request
from ledger_sync.book.connection import Transaction
from ledger_sync.intake import posting
from ledger_sync.intake.inbox import WaitingFile
from ledger_sync.reference import reference_deliveries, reference_versions
from ledger_sync.reference.reference_deliveries import Waiting
from ledger_sync.reference.reference_versions import Applied, Recorded
from mappers.reference.reference_changes import CHANGES, RowChange
from mappers.reference.reference_checks import unasked_since
from parsers.deliveries.reference.reference_delivery import Delivery, read_delivery
from parsers.findings import Finding, describe, findings_frame
from words.language import Language

UNASKED: Final = "automatic"
_NAMED: Final = ("tariff_item", "currency")
_NAMED_MAX: Final = 5_000
WAITING_ASKED: Final = 100
"""So many deliveries, the oldest, are asked about one by one."""

APPLIED: Final = "applied"
DECLINED: Final = "declined"
"""What a person may decide."""

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
        return bool(errors(self.findings))

    @property
    def counts(self) -> dict[str, int]:
        """How many rows are added, changed, ended and removed."""
        return {name: sum(each.change == name for each in self.changes) for name in CHANGES}


def stage(hub: Hub, tx: Transaction, file: WaitingFile, delivery: Delivery) -> None:
    """Stage what a file says of a table it names, with what the book finds wrong in it."""
    if not delivery.table:
        return
    if not delivery.findings:
        found = against_the_book(hub, tx, delivery)
        since = unasked_since(hub.rules.approvals, delivery.table, file.received_on)
        if not errors(found):
            compared = compare(tx, delivery)
            found += [] if since is None else asked_about(compared, since)
            found += implausible(hub, compared, file.received_on)
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
    if since is None:
        return
    compared = compare(tx, delivery)
    if not asked_about(compared, since) and not implausible(hub, compared, file.received_on):
        _apply(tx, received, compared, UNASKED)


def waiting(hub: Hub) -> list[Draft]:
    """Return what waits for a person, each compared with the book as it is, oldest first."""
    with hub.book.transaction() as tx:
        return [
            _draft(hub, tx, each, compare(tx, _delivery(hub, each)))
            for each in reference_deliveries.waiting(tx)
        ]


def waiting_numbers(hub: Hub) -> list[int]:
    """Return the numbers of the deliveries that wait for a person, oldest first, so many."""
    with hub.book.reading() as tx:
        found = reference_deliveries.waiting(tx)
    return [each.message_id for each in found[:WAITING_ASKED]]


def draft_of(hub: Hub, message_id: int) -> Draft | None:
    """Return what applying a delivery that waits would do; None where none of the number does."""
    with hub.book.transaction() as tx:
        taken = reference_deliveries.take(tx, message_id)
        if taken is None:
            return None
        return _draft(hub, tx, taken, compare(tx, _delivery(hub, taken)))


def digest_of_draft(draft: Draft) -> str:
    """Return the SHA-256 of all that a delivery changes; whom it concerns moves on meanwhile."""
    return digest_of(
        {
            "delivery": draft.message_id,
            "table": draft.table,
            "changes": [(each.change, each.before, each.after) for each in draft.changes],
            "findings": [(each.code, each.value, each.expected) for each in draft.findings],
        }
    )


def kind_of(draft: Draft, decision: str) -> str:
    """Return of which kind the act is; applying what is not plausible is one of its own."""
    return "implausible" if draft.findings and decision == APPLIED else "reference"


def selection_of(message_id: int, decision: str) -> dict[str, Any]:
    """Return what a decision is about, as its act names it."""
    return {"delivery": message_id, "decision": decision}


def waiting_of_file(hub: Hub, file_id: int) -> int | None:
    """Return the delivery that a file is, if it waits for a person."""
    with hub.book.reading() as tx:
        found = reference_deliveries.waiting_of_file(tx, file_id)
    return None if found is None else found.message_id


def draft(hub: Hub, path: Path) -> Draft:
    """Return what a local file would do to the book, or what is wrong with it."""
    delivery = read_delivery(path, max_findings=hub.rules.limits.max_findings)
    with hub.book.transaction() as tx:
        found = tuple(delivery.findings or against_the_book(hub, tx, delivery))
        if errors(found):
            return Draft(0, delivery.table, path.name, _kind(delivery), (), None, found)
        compared = compare(tx, delivery)
        named = _declarations(tx, compared.changes)
        found += tuple(implausible(hub, compared, clock.today(tx)))
    changes = tuple(compared.changes)
    return Draft(0, delivery.table, path.name, _kind(delivery), changes, named, found)


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
        delivery = _delivery(hub, taken)
        compared = compare(tx, delivery)
        draft = _draft(hub, tx, taken, compared)
        refuse_unless_shown(request, digest_of_draft(draft))
        for finding in errors(against_the_book(hub, tx, delivery)):
            text = describe(finding.code, finding.value, finding.expected, Language.EN)
            raise JobRefused(
                f"the book changed: delivery {message_id}, {finding.segment}: {finding.code} {text}"
            )
        record(hub, tx, kind_of(draft, APPLIED), request, selection_of(message_id, APPLIED))
        return _apply(tx, taken, compared, request.decided_by)


def decline(hub: Hub, message_id: int, request: Request) -> Decision | None:
    """Put a delivery that waits aside for good, as an act; None when it was decided before."""
    with hub.book.transaction() as tx:
        taken = reference_deliveries.take(tx, message_id)
        if taken is None:
            return None
        draft = _draft(hub, tx, taken, compare(tx, _delivery(hub, taken)))
        refuse_unless_shown(request, digest_of_draft(draft))
        record(hub, tx, kind_of(draft, DECLINED), request, selection_of(message_id, DECLINED))
        reference_deliveries.decide(tx, message_id, DECLINED, request.decided_by)
        return DECLINED


def _apply(tx: Transaction, waiting: Waiting, compared: Compared, by: str) -> Decision:
    decision: Decision = "applied" if compared.changes else "unchanged"
    reference_deliveries.decide(tx, waiting.message_id, decision, by)
    if compared.changes:
        applied = Applied(by, waiting.file_name, waiting.message_id)
        recorded = [Recorded(each.change, each.before, each.after) for each in compared.changes]
        columns = list(compared.table.columns)
        after = pd.DataFrame(compared.after, columns=columns, dtype=object)
        reference_versions.record(tx, compared.table.name, after, recorded, applied)
    return decision


def _draft(hub: Hub, tx: Transaction, waiting: Waiting, compared: Compared) -> Draft:
    return Draft(
        message_id=waiting.message_id,
        table=waiting.table_name,
        file_name=waiting.file_name,
        kind=waiting.kind,
        changes=tuple(compared.changes),
        declarations=_declarations(tx, compared.changes),
        findings=tuple(implausible(hub, compared, waiting.received_on)),
    )


def _delivery(hub: Hub, waiting: Waiting) -> Delivery:
    with hub.kept.readable(waiting.sha256) as path:
        return read_delivery(path, max_findings=hub.rules.limits.max_findings)


def _kind(delivery: Delivery) -> str:
    return "whole" if delivery.whole else "changes"


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
