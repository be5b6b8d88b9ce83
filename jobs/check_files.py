"""Check files without a database: the reading and the business rules, against a snapshot.

A snapshot is a folder like ``config/``. What only the book knows (a reference or transaction that
an earlier file used, what stands of a declaration, whose door a file came through) is not checked.
"""

import datetime as dt
import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from jobs import load_reference_data, load_registry
from jobs.rules import Rules, read_rules
from ledger_sync.reference import ReferenceRefused
from mappers.declarations import decide
from mappers.file_facts import FileFacts
from mappers.file_judging import Judged, Partners, judge
from mappers.filing_authority import filing_delegations
from mappers.payments import decide_payments
from mappers.reference_data import ReferenceData
from parsers.findings import Finding, findings_frame
from parsers.formats import read_file
from parsers.message_tables import DECLARATION, MESSAGE, Collector, MessageTables

_log = logging.getLogger(__name__)

OWN_FAILURE = "FILE-008"
"""The code of a failure of this program, as the hub reports it."""


class SnapshotUnusable(Exception):
    """The folder with rules and reference data cannot be used; the text says why."""


@dataclass(frozen=True)
class Snapshot:
    """The rules and the reference data that files are checked against."""

    rules: Rules
    reference: ReferenceData
    partners: Partners


def open_snapshot(folder: Path) -> Snapshot:
    """Read a folder like ``config/``; SnapshotUnusable when something in it is missing or wrong."""
    try:
        rules = read_rules(folder)
        return Snapshot(rules, reference_data(folder, rules), _partners(folder))
    except (OSError, ValueError, KeyError, TypeError, ReferenceRefused) as fault:
        raise SnapshotUnusable(f"{folder}: {type(fault).__name__}: {fault}") from fault


def check(path: Path, snapshot: Snapshot, received_on: dt.date) -> Iterator[MessageTables]:
    """Yield the tables of one file, batch by batch, with every finding of readers and rules.

    The last may name messages of earlier batches again: with what the whole file shows of them.
    Never raises for content: a failure of this program is finding FILE-008. OSError where the
    file cannot be read.
    """
    facts = FileFacts()
    try:
        for tables in read_file(
            path, recipient=snapshot.rules.recipient, limits=snapshot.rules.limits
        ):
            yield _decided(tables, snapshot, received_on, facts)
        judged = judge(facts, snapshot.partners)
        if not judged.findings.empty:
            yield _at_the_end(judged)
    except OSError:
        raise
    except Exception as fault:  # noqa: BLE001 - told like any finding, as the hub does
        _log.debug("%s could not be checked", path, exc_info=True)
        yield _failed(path, fault)


def reference_data(config_folder: Path, rules: Rules) -> ReferenceData:
    """Return everything in the folder, as the book would give it for the keys of a batch."""
    tables = load_reference_data.frames(config_folder)
    frames = {name: frame.drop(columns="source", errors="ignore") for name, frame in tables.items()}
    registered = load_registry.seed_frames(config_folder, rules.codes)
    return ReferenceData(
        accounts=registered["account"].rename(columns={"bn15": "importer"}),
        delegations=filing_delegations(
            registered["delegation"].rename(columns={"bn15": "importer"}),
            registered["broker"].rename(columns={"account_security_number": "filer"}),
            rules.codes.lists["delegation_roles"],
        ),
        enrolments=registered["enrolment"].rename(columns={"bn15": "importer"}),
        tariff_items=frames["tariff_item"],
        tariff_rates=frames["tariff_rate"],
        treatment_origins=frames["treatment_origin"],
        exchange_rates=frames["exchange_rate"],
        gst_rates=frames["gst_rate"],
        excise_rates=frames["excise_rate"],
        sima_measures=frames["sima_measure"],
        surtax_measures=frames["surtax_measure"],
        reliefs=frames["relief"],
        unit_factors=frames["unit_factor"],
        codes=rules.codes,
        holidays=_holidays(frames["holiday"]),
        standing=None,
    )


def _holidays(table: pd.DataFrame) -> frozenset[dt.date]:
    national = table[table["province"].fillna("") == ""]
    return frozenset(dt.date.fromisoformat(day) for day in national["holiday_on"])


def _partners(folder: Path) -> Partners:
    rows = load_reference_data.partners(folder).to_dict("records")
    return {
        str(row["sender_identification"]): {str(name): value for name, value in row.items()}
        for row in rows
    }


def _decided(
    tables: MessageTables, snapshot: Snapshot, received_on: dt.date, facts: FileFacts
) -> MessageTables:
    if not tables.declarations.empty:
        decision = decide(
            tables,
            snapshot.reference,
            received_on=received_on,
            cycle_rules=snapshot.rules.cycles,
            rules=snapshot.rules.declarations,
        )
        tables = replace(tables, findings=decision.findings)
        facts.add(tables, cads=decision.cads, cad_lines=decision.cad_lines)
    elif not tables.payments.empty:
        decided = decide_payments(
            tables, snapshot.reference.accounts.rename(columns={"importer": "code"})
        )
        tables = replace(tables, findings=decided.findings)
        facts.add(tables, payments=decided.payments)
    else:
        facts.add(tables)
    return tables


def _at_the_end(judged: Judged) -> MessageTables:
    """Return the findings of a whole file, and again the messages that they are of."""
    found = judged.messages["message"].isin(judged.findings["message"].dropna())
    named = judged.messages[found]
    return replace(
        Collector().take(),
        messages=named.reindex(columns=list(MESSAGE)),
        declarations=named.reindex(columns=list(DECLARATION)),
        findings=judged.findings,
    )


def _failed(path: Path, fault: Exception) -> MessageTables:
    size = path.stat().st_size
    finding = Finding(code=OWN_FAILURE, byte_from=0, byte_to=size, value=type(fault).__name__)
    return replace(Collector().take(), findings=findings_frame([finding]))
