"""How fast and in how much memory declarations are read."""

import subprocess
import sys
import time
import warnings
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from lxml import etree
from pydifact.exceptions import MissingImplementationWarning
from pydifact.segmentcollection import Interchange

from bench import declaration_files
from bench.reader import LIMITS, read
from bench.result import Figure, Result
from parsers.edifact.syntax.blocks import read_blocks
from parsers.edifact.syntax.segments import Block
from parsers.xml.declarations import DECLARATION, schema

MEGABYTE: Final = 1_000_000
_SIZE: Final = 100 * MEGABYTE
_MEMORY_SIZES: Final = (100 * MEGABYTE, 1000 * MEGABYTE)
_MEMORY_BOUND_MB: Final = 200
_LONGEST_BOUND_MB: Final = 256
_ROUNDS: Final = 3
_PYDIFACT_DECLARATIONS: Final = 200


def tokenize() -> Result:
    """Every segment of a file as its elements, against pydifact's ``Interchange``."""
    with _edifact(_SIZE) as (path, size), _pydifact_sample() as (sample, sample_size):
        speeds = _fastest(
            (lambda: _tokenize(path), size),
            (lambda: Interchange.from_file(str(sample), encoding="latin-1"), sample_size),
        )
    sizes = {"MB": size / MEGABYTE, "MB for pydifact": sample_size / MEGABYTE}
    names = ("tokenizer", "pydifact Interchange")
    return _compared("tokenize", names, speeds, target=50, sizes=sizes)


def read_edifact() -> Result:
    """EDIFACT to checked message tables, against pydifact's ``Interchange`` and its messages."""
    with _edifact(_SIZE) as (path, size), _pydifact_sample() as (sample, sample_size):
        speeds = _fastest(
            (lambda: read(path), size),
            (lambda: _pydifact_messages(sample), sample_size),
        )
    sizes = {"MB": size / MEGABYTE, "MB for pydifact": sample_size / MEGABYTE}
    names = ("to tables", "pydifact get_messages")
    return _compared("read_edifact", names, speeds, target=22, sizes=sizes)


def read_xml() -> Result:
    """XML to validated message tables, against validating the document alone."""
    with _xml(_SIZE) as (path, size):
        speeds = _fastest((lambda: read(path), size), (lambda: _validate(path), size))
    sizes = {"MB": size / MEGABYTE}
    names = ("to tables", "iterparse(schema=)")
    return _compared("read_xml", names, speeds, target=0.5, sizes=sizes)


def memory() -> Result:
    """The highest memory of a process that reads 100 MB or 1 GB of declarations."""
    peaks = {}
    for size_bytes in _MEMORY_SIZES:
        for kind, made in (("EDIFACT", _edifact), ("XML", _xml)):
            with made(size_bytes) as (path, size):
                peaks[f"{kind} {round(size / MEGABYTE)} MB"] = peak_of("bench.reader", path)
    return _bounded("memory", peaks, _MEMORY_BOUND_MB)


def memory_of_the_longest() -> Result:
    """The highest memory of a process that reads one declaration of as many lines as may be."""
    peaks = {}
    for kind, written in declaration_files.longest().items():
        with TemporaryDirectory() as folder:
            path = Path(folder) / "longest"
            path.write_bytes(written())
            peaks[f"{kind} {declaration_files.LINES_MAX:,} lines"] = peak_of("bench.reader", path)
    return _bounded("memory_of_the_longest", peaks, _LONGEST_BOUND_MB)


def _bounded(name: str, peaks: dict[str, float], bound_mb: int) -> Result:
    worst = max(peaks.values())
    return Result(
        name=name,
        ours=Figure("highest of all", worst, "MB"),
        other=Figure("bound", bound_mb, "MB"),
        ratio=worst / bound_mb,
        target=1,
        sizes={name: round(peak, 1) for name, peak in peaks.items()},
        at_least=False,
    )


def _tokenize(path: Path) -> None:
    with path.open("rb") as stream:
        for block in read_blocks(stream, max_segment_bytes=LIMITS.max_segment_bytes):
            if isinstance(block, Block):
                deque(block.elements(), maxlen=0)


def _pydifact_messages(path: Path) -> None:
    deque(Interchange.from_file(str(path), encoding="latin-1").get_messages(), maxlen=0)


def _validate(path: Path) -> None:
    for _, element in etree.iterparse(str(path), tag=DECLARATION, schema=schema()):
        element.clear()
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)


def peak_of(module: str, path: Path) -> float:
    """Let ``read`` of a module read a file in a process of its own; return its highest MB."""
    program = (
        f"import sys; from pathlib import Path; from bench.reader import peak_mb; import {module};"
        f" assert {module}.read(Path(sys.argv[1])); print(peak_mb())"
    )
    done = subprocess.run(  # noqa: S603 - this interpreter, a file of ours
        [sys.executable, "-c", program, str(path)], capture_output=True, check=True, text=True
    )
    return float(done.stdout)


def _fastest(*sides: tuple[Callable[[], object], int]) -> list[float]:
    """Return the best MB of each side a second of processor; the rounds take turns."""
    best = [0.0] * len(sides)
    for _ in range(_ROUNDS):
        for number, (run, size) in enumerate(sides):
            start = time.process_time()
            run()
            best[number] = max(best[number], size / MEGABYTE / (time.process_time() - start))
    return best


def _compared(
    name: str,
    names: tuple[str, str],
    speeds: list[float],
    *,
    target: float,
    sizes: dict[str, float],
) -> Result:
    ours, other = (Figure(*figure, "MB/s") for figure in zip(names, speeds, strict=True))
    return Result(
        name=name,
        ours=ours,
        other=other,
        ratio=ours.value / other.value,
        target=target,
        sizes={unit: round(size, 1) for unit, size in sizes.items()},
    )


@contextmanager
def _edifact(size_bytes: int) -> Iterator[tuple[Path, int]]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "declarations.edi"
        yield path, declaration_files.write_edifact(path, size_bytes)


@contextmanager
def _xml(size_bytes: int) -> Iterator[tuple[Path, int]]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "declarations.xml"
        yield path, declaration_files.write_xml(path, size_bytes)


@contextmanager
def _pydifact_sample() -> Iterator[tuple[Path, int]]:
    """The same declarations, as many as pydifact reads in seconds, without its warnings."""
    with TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore", MissingImplementationWarning)
        path = Path(folder) / "declarations.edi"
        yield path, path.write_bytes(declaration_files.interchange(_PYDIFACT_DECLARATIONS))
