"""How fast payments are read that banks send as BAI2 and as X12 820, against readers of these."""

import datetime as dt
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from bai2.bai2 import parse_from_file
from pyx12.x12file import X12Reader

from bench.money.statements import read
from bench.reader import RECIPIENT
from bench.result import Figure, Result
from jobs.intake.collector import seldom_collected
from simulator.files import bai2, x12

MEGABYTE: Final = 1_000_000
_ROUNDS: Final = 3
_TARGET: Final = 5
_SENDER: Final = "NORTCATT"
_DAY: Final = dt.date(2026, 11, 20)
_DETAILS: Final = 100_000
_INTERCHANGES, _ORDERS, _PARTS_MAX = 40, 500, 3
"""An interchange of more would be compared with how pyx12 remembers the numbers it saw."""


def read_bai2() -> Result:
    """BAI2 to checked message tables, against the objects that ``bai2`` makes of it."""
    return _compared("read_bai2", _report(), _read_by_bai2, "bai2")


def read_x12() -> Result:
    """X12 820 to checked message tables, against the segments that ``pyx12`` reads of it."""
    return _compared("read_x12", _interchanges(), _read_by_pyx12, "pyx12 X12Reader")


def _compared(name: str, content: bytes, peer: Callable[[Path], int], peers: str) -> Result:
    """Compare the processor time of both, and refuse where they count other payments."""
    with TemporaryDirectory() as folder, seldom_collected():  # as files are posted
        path = Path(folder) / "payments"
        path.write_bytes(content)
        best, counted = [0.0, 0.0], set[int]()
        for _ in range(_ROUNDS):
            for side, run in enumerate((read, peer)):
                start = time.process_time()
                counted.add(run(path))
                speed = len(content) / MEGABYTE / (time.process_time() - start)
                best[side] = max(best[side], speed)
    if len(counted) > 1:
        raise RuntimeError(f"payments counted: {counted}")
    ours, other = best
    return Result(
        name=name,
        ours=Figure("to tables", ours, "MB/s"),
        other=Figure(peers, other, "MB/s"),
        ratio=ours / other,
        target=_TARGET,
        sizes={"MB": round(len(content) / MEGABYTE, 1), "payments": counted.pop()},
    )


def _read_by_bai2(path: Path) -> int:
    with path.open(encoding="ascii") as stream:
        (group,) = parse_from_file(stream).children
    return sum(len(account.children) for account in group.children)


def _read_by_pyx12(path: Path) -> int:
    with X12Reader(str(path)) as segments:
        return sum(segment.get_seg_id() == "RMR" for segment in segments)


def _report() -> bytes:
    details = [
        bai2.Detail(
            bai2.CREDIT, 810_211 + n, f"BNK{n}", f"E{n:09}", f"CUSTOMS {_bn15(n)} Payer {n}"
        )
        for n in range(_DETAILS)
    ]
    return bai2.report(
        details, sender=_SENDER, recipient=RECIPIENT, number=1, day=_DAY, account="00021234567"
    )


def _interchanges() -> bytes:
    return b"".join(
        x12.interchange(
            [_order(number * _ORDERS + n) for n in range(_ORDERS)],
            sender=_SENDER, recipient=RECIPIENT, number=number + 1, day=_DAY, account="4-123",
        )
        for number in range(_INTERCHANGES)
    )  # fmt: skip


def _order(number: int) -> x12.Order:
    parts = tuple((_bn15(number + n), 810_211 + n) for n in range(1 + number % _PARTS_MAX))
    return x12.Order(f"T{number:08}", f"Payer {number}", parts)


def _bn15(number: int) -> str:
    return f"{100_000_000 + 97 * number}RM0001"
