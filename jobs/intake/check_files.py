"""Check files without a database: the reading and the business rules, against a snapshot.

What only the book knows (a reference or transaction that
an earlier file used, what stands of a declaration, whose door a file came through) is not checked.
"""

import datetime as dt
import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd

from jobs.intake.decisions import BatchDecision, decisions
from jobs.intake.snapshot import Snapshot
from mappers.intake.file_facts import FileFacts
from mappers.intake.file_judging import Judged, judge
from parsers.findings import Finding, findings_frame
from parsers.message_tables import DECLARATION, MESSAGE, Collector, MessageTables

_log = logging.getLogger(__name__)

OWN_FAILURE = "FILE-008"
"""The code of a failure of this program, as the hub reports it."""


def check(
    path: Path,
    snapshot: Snapshot,
    received_on: dt.date,
    priced: Callable[[pd.DataFrame], None] = lambda _cads: None,
) -> Iterator[MessageTables]:
    """Yield the tables of one file, batch by batch, with every finding of readers and rules.

    ``priced`` is told of the declarations of each batch that none refuses, with their amounts.
    The last may name messages of earlier batches again: with what the whole file shows of them.
    Never raises for content: a failure of this program is finding FILE-008. OSError where the
    file cannot be read.
    """
    facts = FileFacts()
    try:
        for decided in decisions(path, snapshot, received_on):
            _add(facts, decided)
            if decided.declared is not None and not decided.declared.cads.empty:
                priced(decided.declared.cads)
            yield decided.tables
        judged = judge(facts, snapshot.partners)
        if not judged.findings.empty:
            yield _at_the_end(judged)
    except OSError:
        raise
    except Exception as fault:  # noqa: BLE001 - told like any finding, as the hub does
        _log.debug("%s could not be checked", path, exc_info=True)
        yield _failed(path, fault)


def _add(facts: FileFacts, decided: BatchDecision) -> None:
    if decided.declared is not None:
        cads, lines = decided.declared.cads, decided.declared.cad_lines
        facts.add(decided.tables, cads=cads, cad_lines=lines)
    else:
        facts.add(decided.tables, payments=decided.payments)


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
