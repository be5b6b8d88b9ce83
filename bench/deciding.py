"""Deciding on many small files together, against one by one."""

import datetime as dt
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from bench.declaration_files import interchange
from bench.reader import RECIPIENT
from bench.result import Figure, Result
from jobs.hub.settings import ROOT
from jobs.intake.snapshot import reference_data
from jobs.rules import read_rules
from mappers.intake.decision import decide
from mappers.intake.many_files import FileTables, received, together
from parsers.formats import read_file
from parsers.message_tables import MessageTables

FILES: Final = 20
DECLARATIONS_EACH: Final = 50
ROUNDS: Final = 5
TARGET: Final = 2.0
_RECEIVED_ON: Final = dt.date(2026, 11, 20)


def deciding() -> Result:
    """Decide on the same files one by one and put together; putting together is counted in."""
    rules = read_rules(ROOT / "config")
    reference, tables = reference_data(ROOT / "config", rules), _tables()
    files = [FileTables(number, _RECEIVED_ON, tables) for number in range(FILES)]

    def at_once() -> list[int]:
        return [len(decide(together(files), reference, rules.declarations).cads)]

    def one_by_one() -> Iterable[int]:
        dated = (received(each.tables, each.received_on) for each in files)
        return [len(decide(each, reference, rules.declarations).cads) for each in dated]

    ours, other = list[float](), list[float]()
    for _ in range(ROUNDS):
        other.append(_timed(one_by_one))
        ours.append(_timed(at_once))
    declarations = FILES * DECLARATIONS_EACH
    return Result(
        "deciding",
        Figure("files together", declarations / min(ours), "declarations/s"),
        Figure("one by one", declarations / min(other), "declarations/s"),
        min(other) / min(ours),
        TARGET,
        {"files": FILES, "declarations": declarations},
    )


def _tables() -> MessageTables:
    rules = read_rules(ROOT / "config")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "file.edi"
        path.write_bytes(interchange(DECLARATIONS_EACH))
        (tables,) = read_file(path, recipient=RECIPIENT, limits=rules.limits)
    return tables


def _timed(decided: Callable[[], Iterable[int]]) -> float:
    """Return the seconds of processor time; refuse a measurement in which nothing was accepted."""
    started = time.process_time()
    found = sum(decided())
    seconds = time.process_time() - started
    if found != FILES * DECLARATIONS_EACH:
        raise RuntimeError(f"{found} declarations were accepted")
    return seconds
