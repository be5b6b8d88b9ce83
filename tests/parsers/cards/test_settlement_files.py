"""Card settlement: one deposit, whose rows tie to its net, or nothing of it."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.hub.settings import ROOT
from parsers.cards import settlement_files
from parsers.cards.settlement_columns import SHAPE
from parsers.formats import Limits, read_file
from parsers.values import Fault, moment
from tests.parsers.test_readers import table

LIMITS = Limits(max_file_bytes=1 << 25, max_segment_bytes=1 << 16)
GOLDEN = (ROOT / "tests/golden/card_settlement/payments_and_a_chargeback/input.csv").read_text(
    encoding="utf-8"
)
DAY, KINDS = "CCYY-MM-DD", "payment, chargeback, fee"
NAMES = ", ".join(column.name for column in SHAPE.columns)
FIRST, HEADING, *ROWS = GOLDEN.splitlines(keepends=True)


def read(path: Path, content: str | bytes) -> dict[str, pd.DataFrame]:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    batches = list(read_file(path, recipient="CARMHUB", limits=LIMITS))
    names = ("interchanges", "messages", "payments", "findings")
    return {name: table(batches, name) for name in names}


def found(folder: Path, content: str | bytes) -> list[tuple[object, ...]]:
    """Return the errors of a settlement: code, line, element, value, expected."""
    rows = read(folder / "file", content)["findings"]
    rows = rows[rows["severity"] == "error"].astype(object)
    told = rows[["code", "segment_position", "element", "value", "expected"]]
    return [tuple(row) for row in told.where(told.notna(), None).to_numpy()]


def test_rows_are_parts_of_one_deposit(tmp_path: Path):
    """Payments come to the account, chargebacks and fees go off it; all have the deposit's day."""
    said = read(tmp_path / "file", GOLDEN)
    assert said["interchanges"]["reference"].tolist() == ["CS-261120-1"]
    assert said["messages"]["type"].tolist() == ["CARD-SETTLEMENT"]
    rows = said["payments"].astype(object)
    columns = ["part", "kind", "method", "entry_reference", "bn15", "amount_cents", "paid_at"]
    told = rows[columns].where(rows[columns].notna(), None)
    assert [tuple(row) for row in told.to_numpy()] == [
        (1, None, "card", "T-1", "563448984RM0001", 499_999, "2026-11-19T18:03:00-05:00"),
        (2, None, "debit", "T-2", "282676279RM0001", 15_000, "2026-11-19"),
        (3, None, "card", "T-3", None, 2_000, "2026-11-20T00:30:00-05:00"),
        (4, "chargeback", "card", "C-1", None, -2_000, "2026-11-20"),
        (5, "fee", None, "F-1", None, -270, None),
    ]
    assert rows["amount_cents"].sum() == 514_729 == rows["entry_cents"].unique().item()
    assert set(rows["value_on"]) == {pd.Timestamp(2026, 11, 20)}
    assert said["findings"][["code", "segment_position"]].to_numpy().tolist() == [["PAY-001", 5]]


@pytest.mark.parametrize(
    "written",
    [
        GOLDEN.replace("\n", "\r\n"),
        GOLDEN.replace("\n", "\r"),
        "\ufeff\r\n" + GOLDEN.rstrip("\n") + "\x1a",
        FIRST + "# made by hand\n" + HEADING + "".join(ROWS),
        FIRST + "\n".join(",".join(reversed(line.split(","))) for line in (
            HEADING.strip(), *(row.strip().replace('"Payer, Inc."', "Payer") for row in ROWS)
        )),
    ],
    ids=["crlf", "cr", "padded", "remark", "other order"],
)  # fmt: skip
def test_how_it_is_written_changes_nothing(tmp_path: Path, written: str):
    """Line ends, a byte order mark, remarks and the order of columns say nothing."""
    alike = ["part", "kind", "entry_reference", "bn15", "amount_cents", "value_on", "paid_at"]
    one, other = (read(tmp_path / "file", each)["payments"][alike] for each in (GOLDEN, written))
    pd.testing.assert_frame_equal(one, other)


def test_a_row_stands_where_it_is_told(tmp_path: Path):
    """The bytes of each payment are those of its line, accents before it or not."""
    content = GOLDEN.replace("Payer, Inc.", "Ébénisterie, Inc.").encode()
    for row in read(tmp_path / "file", content)["payments"].to_dict("records"):
        line = content[row["byte_from"] : row["byte_to"]].decode()
        assert f",{row['entry_reference']}," in line and "\n" not in line


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("net=5147.29", "net=5147.30", ("CRD-004", 1, "net", "5147.30", "5147.29")),
        ("net=5147.29", "net=", ("VAL-001", 1, "net", "", None)),
        ("rows=5", "rows=6", ("CRD-005", 1, "rows", "6", "5")),
        ("currency=CAD", "currency=USD", ("VAL-005", 1, "currency", "USD", "CAD")),
        ("=2026-11-20", "=2026-11-31", ("VAL-004", 1, "deposited_on", "2026-11-31", DAY)),
        ("fee,,F-1", "fees,,F-1", ("VAL-005", 7, "kind", "fees", KINDS)),
        ("fee,,F-1", "fee,,", ("VAL-001", 7, "reference", "", None)),
        ("C-1,T-1", "C-1,", ("VAL-001", 6, "original_reference", "", None)),
        ("9RM0001,2026-11-19,", "9RM0001,,", ("VAL-001", 4, "paid_at", "", None)),
        ("payment,debit", "payment,cash", ("VAL-005", 4, "method", "cash", "card, debit")),
        ("150.00", "-150.00", ("VAL-002", 4, "amount", "-150.00", "n")),
        ("150.00", "0.00", ("VAL-002", 4, "amount", "0.00", "> 0")),
        ("150.00", "150.001", ("VAL-006", 4, "amount", "150.001", "2")),
        ("150.00", "1e2", ("VAL-002", 4, "amount", "1e2", "n")),
        (ROWS[4], 'fee,"\n', ("CRD-002", 7, None, 'fee,"', None)),
        (ROWS[4], "fee,,\n", ("CRD-002", 7, None, "fee,,", None)),
        ("kind,method", "kind,way", ("CRD-003", 2, None, "method, way", NAMES)),
        ("amount,payer", "amount,amount", ("CRD-003", 2, None, "amount, payer", NAMES)),
    ],
)
def test_one_fault_refuses_the_deposit(tmp_path: Path, before: str, after: str, expected):
    """What is wrong is told at its line and column, and nothing of the deposit is a payment."""
    assert before in GOLDEN
    content = GOLDEN.replace(before, after, 1)
    assert found(tmp_path, content) == [expected]
    assert read(tmp_path / "file", content)["payments"].empty


def test_all_that_does_not_tie_is_told(tmp_path: Path):
    """A row that is left out changes the count and the net, and both are told."""
    told = [code for code, *_ in found(tmp_path, GOLDEN.replace(ROWS[4], ""))]
    assert told == ["CRD-004", "CRD-005"]


@pytest.mark.parametrize(
    ("before", "after"),
    [(" rows=5", ""), (" rows=5", " rows=5 rows=5"), (" rows=5", " rows=5 total=1"),
     ("reference=CS-261120-1", "reference=NOTPROVIDED")],
)  # fmt: skip
def test_the_first_line_says_each_thing_once(tmp_path: Path, before: str, after: str):
    """A value that is missing, unknown, said twice or a placeholder refuses the deposit."""
    assert "CRD-001" in [code for code, *_ in found(tmp_path, GOLDEN.replace(before, after, 1))]


def test_bytes_that_are_no_text_and_rows_that_are_none(tmp_path: Path):
    """Latin-1, no rows at all, and a file that is too long are findings."""
    latin = GOLDEN.replace("Payer, Inc.", "É").encode("latin-1")
    assert found(tmp_path, latin) == [("CRD-002", 3, None, "0xC9 ≠ UTF-8", None)]
    assert [code for code, *_ in found(tmp_path, FIRST)] == ["CRD-003"]
    long = GOLDEN + "#" * settlement_files.BYTES_MAX
    assert [code for code, *_ in found(tmp_path, long)] == ["FILE-003"]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("2026-11-19", "2026-11-19"),
        ("2026-11-20T04:59:59Z", "2026-11-19T23:59:59-05:00"),
        ("2026-11-20T05:00:00Z", "2026-11-20T00:00:00-05:00"),
        ("2026-07-01T23:30-07:00", "2026-07-02T02:30:00-04:00"),
        ("2026-11-19T18:03:00", None),
        ("2026-11-19T25:00:00Z", None),
        ("2026-11-19T23:59:59.999-05:00", "2026-11-19T23:59:59-05:00"),
        ("0001-01-01T00:00:00+14:00", None),
        ("9999-12-31T17:00:00-05:00", None),
        ("19-11-2026", None),
    ],
)
def test_a_moment_is_told_in_toronto(told: str, expected: str | None):
    """A day stays a day, a moment with its offset is Toronto's; one without is refused."""
    value = moment(told, ".")
    assert isinstance(value, Fault) if expected is None else value == expected


@given(st.lists(st.sampled_from([
    *GOLDEN.splitlines(keepends=True), *(f" {name}=" for name in SHAPE.head), ",", '"', "\n", "é",
    "\x00", "-1", "99999999999999999999", "2026-02-30", "payment", "T-1",
]), max_size=30))  # fmt: skip
def test_any_rows_end_in_findings_or_tie(tmp_path_factory, pieces: list[str]):
    """Whatever follows the mark is read without an exception; what posts adds up to the net."""
    said = read(tmp_path_factory.mktemp("cards") / "file", FIRST.rstrip() + "".join(pieces))
    rows = said["payments"]
    if (said["findings"]["severity"] == "error").any():
        assert rows.empty
    else:
        assert rows["amount_cents"].sum() == rows["entry_cents"].iloc[0]
