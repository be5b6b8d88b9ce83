"""A registry delivery into the book: read, compared, shown, then applied whole or not at all."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from jobs.hub import Hub, JobRefused
from jobs.registry.seed_registry import SEED, code_sets, read_seed, refuse
from ledger_sync.book.connection import Row, Transaction
from ledger_sync.registry import registry_history, registry_loading
from ledger_sync.registry.registry_loading import Change
from mappers.reference.code_lists import CodeLists
from parsers.deliveries.registry.registry_delivery import read_delivery
from parsers.deliveries.registry.registry_rows import Delivery
from parsers.findings import Finding, Severity


@dataclass(frozen=True)
class Draft:
    """What a delivery would do: its findings, and its changes when none of them is an error.

    ``load_id`` is the load that applied it, in this run or before; None while none did.
    """

    findings: tuple[Finding, ...]
    changes: tuple[Change, ...]
    load_id: int | None = None

    @property
    def refused(self) -> bool:
        """Whether an error keeps the whole delivery out."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)


def loads(hub: Hub, limit: int) -> list[Row]:
    """Return the newest loads: when, from which file, by whom."""
    with hub.book.reading() as tx:
        return registry_history.loads(tx, limit)


def draft(hub: Hub, path: Path) -> Draft:
    """Return what loading a file would do; nothing is left behind."""
    content, found = _content(hub, path)
    if found is not None:
        return Draft((found,), ())
    with hub.book.transaction() as tx, tx.rehearsal():
        return _draft(tx, content, read_delivery(content, code_sets(hub.rules.codes)))


def apply(
    hub: Hub, path: Path, by: str, approved: Callable[[Draft], bool] = lambda _: True
) -> Draft:
    """Apply a file in one transaction, or nothing of it; the same file again does nothing.

    Raises JobRefused, and changes nothing, when it would no longer do what was approved.
    """
    content, found = _content(hub, path)
    if found is not None:
        return Draft((found,), ())
    with hub.book.transaction() as tx:
        tx.lock("posting")  # what is posted meanwhile was decided before
        tx.lock("registry")
        drafted = _draft(tx, content, read_delivery(content, code_sets(hub.rules.codes)))
        if not approved(drafted):
            raise JobRefused(f"loading {path.name} would no longer do what was approved")
        if drafted.refused or not drafted.changes:
            return drafted
        sha256 = hub.kept.put(content)
        load_id = registry_loading.record_load(tx, "delivery", path.name, sha256, by)
        registry_loading.append(tx, load_id)
        return replace(drafted, load_id=load_id)


def seed(tx: Transaction, config: Path, codes: CodeLists) -> int:
    """Load the registry of a configuration folder; return how many facts are new or changed.

    What a delivery has spoken of since is left as delivered. ReferenceRefused when a row is wrong.
    """
    tx.lock("registry")
    content, delivery = read_seed(config, codes)
    _stage(tx, delivery)
    refuse(_problems(tx, delivery))
    changes = registry_loading.differences(tx, keep_delivered=True)
    if changes:
        digest = hashlib.sha256(content).digest()
        load_id = registry_loading.record_load(tx, "seed", SEED, digest, SEED)
        registry_loading.append(tx, load_id)
    return len(changes)


def _content(hub: Hub, path: Path) -> tuple[bytes, Finding | None]:
    """Return the bytes of a file, or why they are not read."""
    size, most = path.stat().st_size, hub.rules.limits.max_file_bytes
    if size == 0:
        return b"", Finding(code="FILE-001", byte_from=0, byte_to=0)
    if size > most:
        return b"", Finding(code="FILE-003", byte_from=0, byte_to=size, expected=str(most))
    return path.read_bytes(), None


def _draft(tx: Transaction, content: bytes, delivery: Delivery) -> Draft:
    before = registry_loading.loaded_before(tx, hashlib.sha256(content).digest())
    if before is not None:
        known = Finding(code="REG-011", byte_from=0, byte_to=len(content), value=str(before))
        return Draft((known,), (), before)
    read = Draft(delivery.findings, ())
    if read.refused:
        return read
    _stage(tx, delivery)
    judged = replace(read, findings=(*read.findings, *_problems(tx, delivery)))
    if judged.refused:
        return judged
    return replace(judged, changes=tuple(registry_loading.differences(tx, keep_delivered=False)))


def _stage(tx: Transaction, delivery: Delivery) -> None:
    for name, frame in delivery.frames.items():
        registry_loading.stage(tx, name, frame)


def _problems(tx: Transaction, delivery: Delivery) -> tuple[Finding, ...]:
    return tuple(
        delivery.sources[problem.place].finding(
            problem.code, problem.element, problem.value, problem.expected
        )
        for problem in registry_loading.problems(tx)
    )
