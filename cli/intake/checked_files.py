"""Files checked for a person at a shell: reported as they are read, and what it comes to."""

import datetime as dt
import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from cli.console import console, errors, fail
from cli.intake.named_files import files_in
from cli.intake.reports import JsonReport, Located, Report, TextReport, Verdict
from cli.intake.sarif import SarifReport
from jobs.intake import check_files
from jobs.intake.snapshot import Snapshot, SnapshotUnusable, open_snapshot
from parsers.message_tables import MessageTables
from parsers.place_finder import open_places
from words.checking import say

if TYPE_CHECKING:
    from cli.intake.progress_bar import Advance

ACCEPTED, REJECTED, UNCHECKED = 0, 1, 2
_LONG_WORK_BYTES = 1 << 20


def report_on(
    files: list[Path],
    reference: Path,
    received_on: dt.date,
    *,
    language: str,
    form: str,
    limit: int,
) -> int:
    """Check files and folders of files against a folder like ``config/``; return the exit code.

    The ``form`` of the report is text (of ``limit`` findings a file; 0 is all), json or sarif.
    """
    try:
        snapshot = open_snapshot(reference)
    except SnapshotUnusable as fault:
        fail(say("folder", language, why=str(fault)), UNCHECKED)
    report = _report(form, language, limit)
    worst = ACCEPTED
    paths = files_in(files)
    with _progress(paths, language) as advance:
        for path in paths:
            verdict = _check(
                path, snapshot, received_on, report=report, language=language, advance=advance
            )
            worst = max(worst, _exit_code(verdict))
    if not paths:
        errors.print(say("nothing", language))
    report.close(worst)
    return worst


def _report(form: str, language: str, limit: int) -> Report:
    if form == "text":
        return TextReport(language, limit)
    return SarifReport(language) if form == "sarif" else JsonReport(language)


def _check(
    path: Path,
    snapshot: Snapshot,
    received_on: dt.date,
    *,
    report: Report,
    language: str,
    advance: "Advance",
) -> Verdict:
    """Check one file and report its findings as they come."""
    verdict, read = Verdict(), 0
    report.begin(path)
    try:
        with open_places(path) as places:
            advance(path, 0)
            for tables in check_files.check(path, snapshot, received_on, report.amounts):
                references = _references(tables)
                for found in _rows(tables.findings):
                    _count(found, verdict)
                    reference = references.get(found["message"])
                    report.finding(Located(found, places, reference, language))
                _count_messages(tables, verdict)
                read = max(read, _read_so_far(tables))
                advance(path, read)
    except OSError as fault:
        verdict.failure = fault.strerror or str(fault)
    report.end(verdict)
    return verdict


def _rows(findings: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Yield findings as rows of texts, whole numbers and None."""
    columns = [str(name) for name in findings.columns]
    for row in findings.itertuples(index=False, name=None):
        yield dict(zip(columns, map(_plain, row), strict=True))


def _plain(value: object) -> str | int | None:
    if value is None or isinstance(value, str):
        return value
    return None if pd.isna(value) else int(value)  # type: ignore[call-overload]


def _references(tables: MessageTables) -> dict[int | None, str]:
    """Return what the sender calls each message: the transaction number, else its reference."""
    named: dict[int | None, str] = {}
    for rows, column in (
        (tables.messages, "reference"),
        (tables.declarations, "transaction_number"),
    ):
        known = rows[["message", column]].dropna()
        named |= {int(number): str(name) for number, name in known.itertuples(index=False)}
    return named


def _count(found: Mapping[str, Any], verdict: Verdict) -> None:
    if found["code"] == check_files.OWN_FAILURE:
        verdict.failure = str(found["value"])
    if found["severity"] != "error":
        verdict.warnings += 1
        return
    verdict.errors += 1
    if found["message"] is None and found["interchange"] is not None:
        verdict.rejected_interchanges.add(found["interchange"])


def _count_messages(tables: MessageTables, verdict: Verdict) -> None:
    errors_ = tables.findings[tables.findings["severity"] == "error"]
    rejected = tables.messages["message"].isin(errors_["message"].dropna())
    for message, interchange, wrong in zip(
        tables.messages["message"], tables.messages["interchange"], rejected, strict=True
    ):
        verdict.count_message(int(message), int(interchange), rejected=bool(wrong))


def _exit_code(verdict: Verdict) -> int:
    if verdict.failure is not None:
        return UNCHECKED
    return REJECTED if verdict.rejected else ACCEPTED


def _read_so_far(tables: MessageTables) -> int:
    last = tables.messages["byte_to"].max()
    return 0 if pd.isna(last) else int(last)


@contextmanager
def _progress(paths: list[Path], language: str) -> Iterator["Advance"]:
    """Show how far long work is, on a terminal; findings are printed above it.

    Where the report goes through a pipe, something else writes on the screen: nothing is shown.
    """
    screen = console if console.is_terminal else errors
    into_a_file = stat.S_ISREG(os.fstat(1).st_mode)
    sizes = {path: path.stat().st_size for path in paths if path.exists()}
    is_long = sum(sizes.values()) > _LONG_WORK_BYTES
    if not (is_long and screen.is_terminal and (console.is_terminal or into_a_file)):
        yield lambda _path, _read: None
        return
    from cli.intake.progress_bar import progress_bar  # noqa: PLC0415 - few files take so long

    with progress_bar(sizes, screen, say("checking", language)) as advance:
        yield advance
