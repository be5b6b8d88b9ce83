"""The registry of a configuration folder, read as a delivery is."""

from pathlib import Path
from typing import Final

import pandas as pd

from jobs.rules.dated_tables import dated
from ledger_sync.reference.reference_columns import ReferenceRefused
from mappers.reference.code_lists import CodeLists
from parsers.deliveries.registry.registry_delivery import read_into
from parsers.deliveries.registry.registry_rows import Delivery, Reading
from parsers.deliveries.registry.registry_tables import KINDS, OPEN_END, CodeSets, Kind
from parsers.findings import Finding, Severity, describe
from words.language import Language

SEED: Final = "config/registry"
"""The name under which the configuration's own files are loaded."""


def seed_frames(config: Path, codes: CodeLists) -> dict[str, pd.DataFrame]:
    """Return the registry of a configuration folder by kind, every period with its end."""
    _, delivery = read_seed(config, codes)
    return {kind.name: _periods(kind, delivery.frames[kind.name]) for kind in KINDS}


def read_seed(config: Path, codes: CodeLists) -> tuple[bytes, Delivery]:
    """Return the bytes of the folder's files, and what they say; ReferenceRefused for a fault."""
    reading, contents = Reading(code_sets(codes)), []
    for kind in KINDS:
        contents.append((config / "registry" / f"{kind.plural}.csv").read_bytes())
        read_into(reading, contents[-1])
    delivery = reading.done()
    refuse(delivery.findings)
    return b"".join(contents), delivery


def code_sets(codes: CodeLists) -> CodeSets:
    """Return the codes that a delivery may use, by list."""
    listed = {column.codes for kind in KINDS for column in kind.columns if column.codes}
    return {name: frozenset(codes.lists[name]["code"]) for name in listed}


def refuse(findings: tuple[Finding, ...]) -> None:
    """Raise ReferenceRefused where a finding is an error."""
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    if errors:
        told = "; ".join(
            f"{f.segment} line {f.segment_position}: "
            f"{describe(f.code, f.value, f.expected, Language.EN)}"
            for f in errors[:5]
        )
        raise ReferenceRefused(f"{SEED}: {told}")


def _periods(kind: Kind, frame: pd.DataFrame) -> pd.DataFrame:
    held = frame[~frame["withdrawn"].astype(bool)]
    ends = [None if end == OPEN_END else end for end in held["effective_to"]]
    named = held.assign(effective_to=pd.Series(ends, index=held.index, dtype=object))
    return dated(named, [column.read_as for column in kind.key])
