"""How reading grows with files made to be slow: four times the bytes in less than five times.

Of processor time: the quickest files take some thousandths of a second.
"""

import time
from collections import deque
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from bench.declaration_files import longest
from bench.reader import LIMITS, RECIPIENT
from bench.result import Figure, Result
from parsers.formats import read_file

_TIMES: Final = 4
_TIMES_MAX: Final = 5
_ROUNDS: Final = 5
_UNB, _UNH = b"UNB+UNOC:4+A+CARMHUB+20261120:0730+R'", b"UNH+1+CUSDEC:D:13B:UN'"
_LINE_ENDS = b"</GovernmentAgencyGoodsItem>"
_NAMESPACE = b"urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"


def hostile() -> Result:
    """The worst of the files below: its time at four times the size, by its time at once."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        grown = {name: _growth(path, make, size) for name, (make, size) in KINDS.items()}
    worst = max(grown.values())
    return Result(
        name="hostile",
        ours=Figure("worst growth", worst, "times"),
        other=Figure("bound", _TIMES_MAX, "times"),
        ratio=worst / _TIMES_MAX,
        target=1,
        sizes={name: round(times, 2) for name, times in grown.items()},
        at_least=False,
    )


def _growth(path: Path, make: Callable[[int], bytes], size: int) -> float:
    return _seconds(path, make(_TIMES * size)) / _seconds(path, make(size))


def _seconds(path: Path, content: bytes) -> float:
    path.write_bytes(content)
    best = float("inf")
    for _ in range(_ROUNDS):
        start = time.process_time()
        deque(read_file(path, recipient=RECIPIENT, limits=LIMITS), maxlen=0)
        best = min(best, time.process_time() - start)
    return best


@cache
def _interchange(lines: int = 1) -> bytes:
    return longest(lines)["EDIFACT"]()


def _before_the_value(inserted: bytes) -> bytes:
    before, tag, behind = _interchange().partition(b"MOA+77")
    return before + inserted + tag + behind


@cache
def _batch() -> tuple[bytes, bytes, bytes]:
    """Return an XML batch around its only line."""
    content = longest(1)["XML"]()
    start = content.index(b"<GovernmentAgencyGoodsItem>")
    end = content.index(_LINE_ENDS) + len(_LINE_ENDS)
    return content[:start], content[start:end], content[end:]


def _lines(before: bytes, after: bytes) -> Callable[[int], bytes]:
    """Return what makes a batch of lines with a fault each."""

    def make(count: int) -> bytes:
        head, line, tail = _batch()
        return head + line.replace(before, after) * count + tail

    return make


def _entry(details: int) -> bytes:
    one = b"<TxDtls><Amt Ccy='CAD'>1.00</Amt></TxDtls>"
    return (
        b"<Document xmlns='%b'><B><GrpHdr><MsgId>M</MsgId></GrpHdr><Ntfctn><Ntry>"
        b"<Amt Ccy='CAD'>%d.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>"
        b"<ValDt><Dt>2026-11-20</Dt></ValDt><AcctSvcrRef>B</AcctSvcrRef>"
        b"<NtryDtls>%b</NtryDtls></Ntry></Ntfctn></B></Document>"
    ) % (_NAMESPACE, details, one * details)


KINDS: Final[dict[str, tuple[Callable[[int], bytes], int]]] = {
    "unnamed details of one entry": (_entry, 5_000),
    "blanks inside a message": (lambda n: _before_the_value(b" " * n), 1_000_000),
    "NUL inside a message": (lambda n: _before_the_value(b"\x00" * n), 1_000_000),
    "a long message": (_interchange, 1_500),
    "a message without end": (lambda n: _UNB + _UNH + b"FTX+AAA+++X'" * n, 100_000),
    "segments of no use": (lambda n: _before_the_value(b"ABC+1'" * n), 20_000),
    "release characters": (
        lambda n: _before_the_value((b"FTX+AAA+++" + b"??" * 10_000 + b"'") * n),
        30,
    ),
    "elements": (lambda n: _before_the_value(b"A" + b"+" * n + b"'"), 10_000),
    "UTF-8 in another set": (
        lambda n: _before_the_value("FTX+AAA+++Müller'".encode() * n),
        10_000,
    ),
    "UNA again and again": (lambda n: _UNB + b"UNA:+.? '" * n, 5_000),
    "wrong UNA": (lambda n: _UNB + b"UNA:+.?+'" * n, 5_000),
    "wrapped tags": (lambda n: _UNB + b"X+U\nNA'" * n, 50_000),
    "empty messages": (lambda n: _UNB + (_UNH + b"UNT+2+1'") * n, 5_000),
    "faults of the schema": (_lines(b"<UnitCode>", b"<UnitCode>!"), 1_000),
    "faults of values": (_lines(b"<Description>", b"<Description>\xc2\x85"), 1_000),
    "blanks around a document": (
        lambda n: b"\n" * n + b"".join(_batch()) + b"\x00" * n,
        1_000_000,
    ),
    "what no schema has": (
        lambda n: (
            _batch()[0].replace(b"<Declaration>", b"<a><b/></a>" * n + b"<Declaration>")
            + b"".join(_batch()[1:])
        ),
        20_000,
    ),
}
"""What was slow once, and its like: how a file of a size is made, and the smaller size."""
