"""Whoever lets a file say something else raises the version of the reading."""

from pathlib import Path

from parsers.formats import Limits, read_file
from parsers.reading_version import READING
from tests import reviewed

TESTS = Path(__file__).parents[1]
AS_READ = Path(__file__).with_name("as_read.txt")
LIMITS = Limits(max_file_bytes=1 << 30, max_segment_bytes=65536)


def said(path: Path) -> list[int]:
    """What a book would be posted by: messages, lines, values and payments in cents, errors."""
    counts = [0] * 5
    for tables in read_file(path, recipient="CARMHUB", limits=LIMITS):
        values = tables.lines["value_for_currency_conversion_cents"].sum()
        paid = tables.payments["amount_cents"].sum()
        wrong = (tables.findings["severity"] == "error").sum()
        found = len(tables.messages), len(tables.lines), values, paid, wrong
        counts = [before + int(each) for before, each in zip(counts, found, strict=True)]
    return counts


def recorded() -> tuple[str, dict[str, str]]:
    """The version that was recorded, and what each file said then."""
    first, *others = AS_READ.read_text(encoding="utf-8").splitlines()
    return first, dict(line.split(" ", 1) for line in others)


def test_another_reading_has_another_version():
    """Every file that the tests send is read as it was when the version was recorded."""
    inputs = sorted((*TESTS.glob("golden/*/*/input*"), *TESTS.glob("rejected/*/input.*")))
    fresh = {str(path.relative_to(TESTS)): " ".join(map(str, said(path))) for path in inputs}
    version, before = recorded()
    same = fresh.keys() & before.keys()
    otherwise = [name for name in sorted(same) if fresh[name] != before[name]]
    assert otherwise == [] or version != f"reading {READING}", "raise READING, then accept"
    lines = [f"reading {READING}", *(f"{name} {told}" for name, told in fresh.items())]
    reviewed.same(AS_READ, "\n".join(lines) + "\n")
