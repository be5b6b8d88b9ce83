"""Archive a closed month as Parquet; remove its kept bytes once the law lets them go.

Written aside, read back, compared with the book, then put in its place and recorded: a run that
is killed leaves no half of an archive, and nothing is removed that the archive does not hold.
"""

import datetime as dt
import shutil
from dataclasses import dataclass

from billing.cycle import COMMERCIAL, cycle_of_statement, rule_on
from billing.retention import retention_on
from jobs.hub import Hub, JobRefused, NothingYet
from jobs.hub.cycles import cycle_rules
from ledger_sync.book import closing
from ledger_sync.book.connection import Transaction
from ledger_sync.proofs import archive
from ledger_sync.proofs.archive import ArchiveBroken
from ledger_sync.proofs.proving import Result
from ledger_sync.receivables import statements

ARCHIVES = (
    "archives",
    "Every archived month is there, is the one that was compared with the book, and holds as many"
    " rows of each table as the book does.",
)


@dataclass(frozen=True)
class Archived:
    """What archiving a month came to."""

    month: dt.date
    rows: int
    new: bool
    removed: int


def run(hub: Hub, month: dt.date, today: dt.date, *, remove_bytes: bool = False) -> Archived:
    """Archive a month once, and remove its kept bytes when asked and when the law lets them go.

    Raises JobRefused for a month that is open, to which something is still to come (a statement,
    an outcome, a delivery), or whose bytes are still to be kept, NothingYet for one before the
    book began, ArchiveBroken when what was written is not what the book says.
    """
    month = month.replace(day=1)
    with hub.book.holding(f"archive:{month}") as held:
        if not held:
            raise JobRefused(f"another run is archiving {month:%Y-%m}")
        new = _write(hub, month)
        rows = _check(hub, month)
        removed = _remove(hub, month, today) if remove_bytes else 0
    return Archived(month, rows, new, removed)


def proof(hub: Hub) -> Result:
    """Prove that every archive recorded is there as it was written, and that nothing came after."""
    with hub.book.transaction() as tx:
        recorded = archive.recorded(tx)
    breaches, rows = list[dict[str, object]](), 0
    for row in recorded:
        folder = hub.settings.archive_folder / f"{row['month']:%Y-%m}"
        try:
            rows += archive.check(folder, bytes(row["manifest_sha256"]))
            with hub.book.transaction() as tx:
                archive.compare_counts(tx, row["month"], folder)
        except ArchiveBroken as broken:
            breaches.append({"archive": folder.name, "fault": str(broken)})
    return Result(
        *ARCHIVES,
        rows,
        tuple(breaches),
    )


def _write(hub: Hub, month: dt.date) -> bool:
    folder = hub.settings.archive_folder / f"{month:%Y-%m}"
    part = folder.with_name(f".{folder.name}.part")
    with hub.book.transaction() as tx:
        if any(row["month"] == month for row in archive.recorded(tx)):
            return False
        _refuse_before_the_book(tx, month)
        _refuse_unfinished(hub, tx, month)
        for leftover in (part, folder):  # a killed run's, not recorded
            if leftover.exists():
                shutil.rmtree(leftover)
        digest = archive.write(tx, hub.kept, month, part)
        archive.compare(tx, month, part)
        part.replace(folder)
        archive.record(tx, month, digest)
    return True


def _refuse_before_the_book(tx: Transaction, month: dt.date) -> None:
    """Refuse a month that ended before anything came: its archive would hold nothing."""
    began_on = closing.oldest_date(tx)
    if began_on is None:
        raise NothingYet(f"nothing of {month:%Y-%m} to archive: the book is empty")
    if archive.month_bounds(month)["last"] < began_on:
        raise NothingYet(f"nothing of {month:%Y-%m} to archive: the book begins on {began_on}")


def _refuse_unfinished(hub: Hub, tx: Transaction, month: dt.date) -> None:
    """Refuse a month of which the book, the intake or the outbox would still change."""
    first, last = archive.month_bounds(month).values()
    if not closing.is_closed(tx, last):
        raise JobRefused(f"{month:%Y-%m} is not closed to its last day: run close_day for {last}")
    rules = cycle_rules(hub, tx)
    for day in (first + dt.timedelta(days=n) for n in range((last - first).days + 1)):
        cycle = cycle_of_statement(rule_on(rules, COMMERCIAL, day), day)
        if cycle is not None and statements.is_due(tx, cycle):
            raise JobRefused(f"the statements of {day} are not issued: run run_billing_cycle")
    if to_come := archive.incomplete(tx, month):
        raise JobRefused(to_come)


def _check(hub: Hub, month: dt.date) -> int:
    with hub.book.transaction() as tx:
        (row,) = [row for row in archive.recorded(tx) if row["month"] == month]
    folder = hub.settings.archive_folder / f"{month:%Y-%m}"
    return archive.check(folder, bytes(row["manifest_sha256"]))


def _remove(hub: Hub, month: dt.date, today: dt.date) -> int:
    """Remove a month's kept bytes; those that a later month bears too stay."""
    last = archive.month_bounds(month)["last"]
    free_on = retention_on(hub.rules.retention, last).free_on(last)
    if today <= free_on:
        raise JobRefused(f"the bytes of {month:%Y-%m} are to be kept until {free_on}")
    with hub.book.transaction() as tx:
        archive.compare(tx, month, hub.settings.archive_folder / f"{month:%Y-%m}")
        needed = archive.needed_elsewhere(tx, month)
        digests = {
            bytes(row["sha256"])
            for row in tx.rows(
                "SELECT sha256 FROM file WHERE received_on BETWEEN :first AND :last UNION"
                " SELECT sha256 FROM outbox WHERE business_date BETWEEN :first AND :last",
                **archive.month_bounds(month),
            )
        }
    return sum(hub.kept.discard(digest) for digest in sorted(digests - needed))
