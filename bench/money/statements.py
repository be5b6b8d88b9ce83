"""How fast and in how much memory statements of banks are read (camt.053)."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from lxml import etree

from bench.reader import LIMITS, RECIPIENT
from bench.reading import peak_of
from bench.result import Figure, Result
from jobs.intake.collector import seldom_collected
from ledger.posted_before import BankEntry, judge_entries
from parsers.formats import read_file

MEGABYTE: Final = 1_000_000
_SIZE: Final = 20 * MEGABYTE
_LARGE: Final = 1000 * MEGABYTE
_MEMORY_BOUND_MB: Final = 200
_ROUNDS: Final = 3
_ALIKE: Final = 10_000
_GROWTH_MAX: Final = 5
_ANY_NUMBER: Final = 1 << 40
_HEAD: Final = (
    b"<?xml version='1.0' encoding='UTF-8'?>\n"
    b"<Document xmlns='urn:iso:std:iso:20022:tech:xsd:camt.053.001.08'><BkToCstmrStmt><GrpHdr>"
    b"<MsgId>BENCH1</MsgId><CreDtTm>2026-11-20T18:00:00</CreDtTm></GrpHdr><Stmt><Id>S1</Id><Acct>"
    b"<Id><Othr><Id>0001-1234567</Id></Othr></Id><Ccy>CAD</Ccy><Svcr><FinInstnId>"
    b"<BICFI>NORTCATT</BICFI></FinInstnId></Svcr></Acct>\n"
)
_ENTRY: Final = (
    b"<Ntry><NtryRef>%d</NtryRef><Amt Ccy='CAD'>8102.11</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>"
    b"<Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-11-20</Dt></BookgDt><ValDt><Dt>2026-11-20</Dt></ValDt>"
    b"<AcctSvcrRef>BNK%d</AcctSvcrRef><BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd>"
    b"<SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd><NtryDtls><TxDtls><Refs>"
    b"<EndToEndId>E2E%d</EndToEndId></Refs><Amt Ccy='CAD'>8102.11</Amt><RltdPties><Dbtr><Pty>"
    b"<Nm>Importer %d</Nm></Pty></Dbtr><DbtrAcct><Id><Othr><Id>40260662</Id></Othr></Id></DbtrAcct>"
    b"</RltdPties><RmtInf><Strd><CdtrRefInf><Tp><CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry></Tp>"
    b"<Ref>563448984RM0001</Ref></CdtrRefInf></Strd></RmtInf></TxDtls></NtryDtls></Ntry>\n"
)
_TAIL: Final = b"</Stmt></BkToCstmrStmt></Document>\n"


def read_camt() -> Result:
    """camt.053 to checked message tables, against ``lxml.iterparse`` over all elements."""
    with statement(_SIZE) as (path, size):
        best = [0.0, 0.0]
        for _ in range(_ROUNDS):
            for side, run in enumerate((read, iterate)):
                start = time.process_time()
                run(path)
                speed = size / MEGABYTE / (time.process_time() - start)
                best[side] = max(best[side], speed)
    ours, other = best
    return Result(
        name="read_camt",
        ours=Figure("to tables", ours, "MB/s"),
        other=Figure("iterparse, clear", other, "MB/s"),
        ratio=ours / other,
        target=1 / 1.3,
        sizes={"MB": round(size / MEGABYTE, 1)},
    )


def memory_of_a_statement() -> Result:
    """The highest memory of a process that reads a statement of 1 GB."""
    with statement(_LARGE) as (path, size):
        peak = peak_of("bench.money.statements", path)
    return Result(
        name="memory_of_a_statement",
        ours=Figure("highest", peak, "MB"),
        other=Figure("bound", _MEMORY_BOUND_MB, "MB"),
        ratio=peak / _MEMORY_BOUND_MB,
        target=1,
        sizes={"MB": round(size / MEGABYTE, 1)},
        at_least=False,
    )


def judge_alike() -> Result:
    """Entries that all say the same, in detail and as lines: its time at four times as many."""
    with seldom_collected():  # as files are posted
        grown = _judging(4 * _ALIKE) / _judging(_ALIKE)
    return Result(
        name="judge_alike",
        ours=Figure("growth", grown, "times"),
        other=Figure("bound", _GROWTH_MAX, "times"),
        ratio=grown / _GROWTH_MAX,
        target=1,
        sizes={"entries": 4 * _ALIKE},
        at_least=False,
    )


def _judging(count: int) -> float:
    """Return the processor time in which as many details, and then their lines, are recognised."""
    details = [BankEntry(n, 1, "alike", None, "A 100", by_line=False) for n in range(count)]
    lines = [BankEntry(count + n, 2, "alike", None) for n in range(count)]
    best = float("inf")
    for _ in range(_ROUNDS):
        start = time.process_time()
        judged = judge_entries([*details, *lines], ())
        best = min(best, time.process_time() - start)
    if not all(each.clears for each in judged[count:]):
        raise RuntimeError("a line that clears nothing")
    return best


def read(path: Path) -> int:
    """Read a statement to message tables and return how many payments it has."""
    limits = replace(LIMITS, max_messages=_ANY_NUMBER, max_findings=_ANY_NUMBER)
    payments = 0
    for tables in read_file(path, recipient=RECIPIENT, limits=limits):
        if not tables.findings.empty:
            raise RuntimeError(tables.findings.head().to_string())
        payments += len(tables.payments)
    return payments


def iterate(path: Path) -> None:
    """Parse a document and let go of each element as it ends."""
    for _, element in etree.iterparse(str(path)):
        element.clear()


@contextmanager
def statement(size_bytes: int) -> Iterator[tuple[Path, int]]:
    """Write a statement of about so many bytes, every entry with references of its own."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "statement.xml"
        with path.open("wb") as stream:
            stream.write(_HEAD)
            number = 0
            while stream.tell() < size_bytes:
                number += 1
                stream.write(_ENTRY % (number, number, number, number))
            stream.write(_TAIL)
            size = stream.tell()
        yield path, size
