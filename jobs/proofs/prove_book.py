"""Prove the book: every proof, over everything or a range of book dates, failing loudly."""

import logging
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Final

import pandas as pd

from jobs.hub import Hub, JobRefused
from jobs.hub.all_cores import AllCores
from jobs.payments.waiting_payments import waiting
from jobs.proofs import (
    archive_month,
    bank_accounts,
    due_dates,
    rates_of_interest,
    repriced_lines,
    seals,
)
from jobs.proofs.seal_key import is_public_key
from ledger_sync.book.connection import Row
from ledger_sync.intake.kept_bytes import KeptBytes
from ledger_sync.proofs import guards_proof, proving
from ledger_sync.proofs.proving import PostedFile, Progress, Result, Scope
from ledger_sync.reference import reference_versions
from mappers.intake.said_texts import number_of, said_of, with_vendors
from parsers.formats import Limits, read_file
from parsers.reading_version import READING

_log = logging.getLogger(__name__)

FILES_AT_ONCE: Final = 200
"""Files that are read again together."""
FEW_BYTES: Final = 8 << 20
"""Up to so many bytes, reading them here is sooner done than starting processes."""

_MESSAGES_SHOWN: Final = 5

READ_AGAIN = (
    "kept-is-posted",
    "What the kept bytes of every file declare and pay, line by line, is what the book keeps of"
    " it, by the same reading.",
)

REFERENCE_AS_VERSIONED = (
    "reference-as-versioned",
    "Every reference table is what its newest version left.",
)


WAITS_IN_TIME = (
    "waits-in-time",
    "What is in transit or held for nobody known is told once it waits longer than its rule says.",
)


class ProofFailed(Exception):
    """The book does not prove itself."""


def prove(
    hub: Hub, scope: Scope | None = None, progress: Progress = lambda _what, _done, _total: None
) -> Iterator[Result]:
    """Yield the result of every proof of a scope; ``progress`` is called while one is at work.

    Raises JobRefused for a range that ends before it begins: nothing in it would prove nothing.
    """
    scope = scope or Scope()
    if scope.first_on and scope.last_on and scope.last_on < scope.first_on:
        raise JobRefused(f"the range ends, {scope.last_on}, before it begins, {scope.first_on}")
    yield from proving.prove(hub.book, hub.kept, scope, progress)
    yield repriced_lines.proof(hub.book, scope, progress)
    yield due_dates.proof(hub.book, scope, progress)
    yield _read_again(hub, scope, progress)
    if scope.whole:
        yield guards_proof.proof(hub.book)
        yield _reference_as_versioned(hub)
        yield rates_of_interest.proof(hub.book)
        yield _waits_in_time(hub)
        yield bank_accounts.proof(hub)
        yield seals.attested(hub)
        yield archive_month.proof(hub)


def prove_against(
    hub: Hub,
    outside: Path,
    public_line: str | None,
    progress: Progress = lambda _what, _done, _total: None,
) -> Iterator[Result]:
    """Prove the whole book, and that its seals are those of a copy that was kept elsewhere.

    ``public_line`` is the public key that signed them, as its holder has it. Raises JobRefused
    where there is none to check their signatures by, it is no such key, or the folder holds no
    seal.
    """
    if public_line is None and hub.settings.seal_key is None:
        raise JobRefused("give the public key of the seals: --signed-by, or CARMHUB_SEAL_KEY")
    if public_line is not None and not is_public_key(public_line):
        raise JobRefused("the seals are signed by an Ed25519 key: give its ssh-ed25519 line")
    outside_seals = seals.attested(hub, outside, public_line)
    yield from (each for each in prove(hub, None, progress) if each.name != outside_seals.name)
    yield outside_seals


def results(hub: Hub, scope: Scope | None = None) -> list[Result]:
    """Return the results of all proofs of a scope."""
    return list(prove(hub, scope))


def run(hub: Hub) -> int:
    """Run every proof; return how many hold, or raise ProofFailed naming those that do not."""
    found = results(hub)
    for result in found:
        for row in result.told:
            _log.warning("%s holds, and tells: %s", result.name, dict(row))
    broken = [result for result in found if not result.holds]
    if broken:
        raise ProofFailed(
            "; ".join(f"{result.name}: {list(result.breaches[:3])}" for result in broken)
        )
    return len(found)


def _reference_as_versioned(hub: Hub) -> Result:
    """Compare the digest of every reference table with that of its newest version."""
    with hub.book.transaction() as tx:
        tables = len(reference_versions.newest(tx))
        altered = reference_versions.altered(tx)
    return Result(*REFERENCE_AS_VERSIONED, tables, tuple({"table": table} for table in altered))


def _waits_in_time(hub: Hub) -> Result:
    """Tell the money that waits longer than it may; it is where the book says it is."""
    found = waiting(hub, hub.today())
    late = [
        *(
            f"{each.account} {each.reference}: {each.expected_by}"
            for each in found.in_transit
            if each.late
        ),
        *(f"held {each.reference}: {each.until}" for each in found.held if each.late),
    ]
    told = tuple({"late": each} for each in late[: proving.BREACHES_SHOWN])
    return Result(*WAITS_IN_TIME, len(found.in_transit) + len(found.held), (), told)


def _read_again(hub: Hub, scope: Scope, progress: Progress) -> Result:
    """Read every posted file again from its kept bytes and compare all that the book keeps of it.

    What was posted by an earlier reading, and is read otherwise today, is told and breaks nothing:
    that it stands as it was posted is what its seal says.
    """
    read, breaches, otherwise, told = 0, list[Row](), 0, list[Row]()
    total = proving.count_posted_files(hub.book, scope)
    kept_of = partial(_kept, hub.kept, hub.rules.recipient, hub.rules.limits)
    files = proving.posted_files(hub.book, scope)
    with closing(AllCores()) as cores:
        while some := list(islice(files, FILES_AT_ONCE)):
            progress("kept files, read again", read, total)
            much = sum(file.size_bytes for file in some) > FEW_BYTES
            for file, kept in zip(some, cores.map(kept_of, some, much=much), strict=True):
                if kept == (file.totals, file.said.tolist()):
                    continue
                earlier = kept is not None and (file.reading or 0) < READING
                otherwise += earlier
                if len(found := told if earlier else breaches) < proving.BREACHES_SHOWN:
                    found.append(_differing(file, kept))
            read += len(some)
    progress("kept files, read again", read, total)
    counted = [{"read_otherwise_today": otherwise}] if otherwise else []
    return Result(*READ_AGAIN, read, tuple(breaches), (*counted, *told))


Kept = tuple[tuple[int, int, int], list[int]] | None
"""Accepted lines, their values and payments in cents, and what each accepted message says."""


def _kept(kept_bytes: KeptBytes, recipient: str, limits: Limits, file: PostedFile) -> Kept:
    """Return what the kept bytes of a file say; None where they are not those received."""
    if not kept_bytes.intact(file.sha256):
        return None
    lines = values = payments = 0
    said = dict.fromkeys(file.accepted.tolist(), number_of(""))
    with kept_bytes.readable(file.sha256) as path:
        for tables in read_file(path, recipient=recipient, limits=limits):
            kept = _accepted(tables.lines, file)
            paid = _accepted(tables.payments, file)
            lines += len(kept)
            values += int(kept["value_for_currency_conversion_cents"].sum())
            payments += int(paid["amount_cents"].sum())
            heads, reasons = (
                _accepted(rows, file) for rows in (tables.declarations, tables.reasons)
            )
            said |= said_of(heads, reasons, with_vendors(kept, tables.invoices), paid)
            if tables.submission is not None:
                said[0] = number_of(tables.submission.comes_to)
    return (lines, values, payments), list(said.values())


def _differing(file: PostedFile, kept: Kept) -> Row:
    """Return what tells of a file that says something else than was posted of it."""
    totals, said = kept or (None, [])
    row: Row = {"file_id": file.file_id, "kept": totals, "posted": file.totals}
    posted = zip(file.accepted.tolist(), file.said.tolist(), strict=True)
    unlike = [
        ordinal for (ordinal, number), other in zip(posted, said, strict=False) if number != other
    ]
    return {**row, "messages": unlike[:_MESSAGES_SHOWN]} if kept else row


def _accepted(rows: pd.DataFrame, file: PostedFile) -> pd.DataFrame:
    """Return the rows of a batch whose message is accepted; only its range is looked at."""
    if rows.empty:
        return rows
    messages = rows["message"]
    first, last = file.accepted.searchsorted([messages.min(), messages.max() + 1])
    return rows[messages.isin(file.accepted[first:last])]
