"""Orders that are read at once say what they say segment by segment."""

from dataclasses import replace
from itertools import product
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.x12 import x12_interchanges
from tests.parsers.x12 import test_payment_orders
from tests.parsers.x12.test_payment_orders import LIMITS, ONE, ORDERS, OTHER, interchange, read

HEADING = f"CUR*PR*CAD~N1*PR*PAYER INC *ZZ*1~REF*1*x~ENT*1~RMR*IV*{ONE}**60.00*60.00~"
PLAIN = interchange(f"{HEADING}DTM*097*20260904~RMR*IV*7**50~REF*IA*{OTHER}~RMR*IV*{ONE}**10.00~")
BODY = PLAIN[PLAIN.index("ST*") : PLAIN.index("GE*")]
SETS = "".join(BODY.replace("*0001~", f"*{number:04}~") for number in range(1, 20))
MANY = PLAIN.replace(BODY, SETS).replace("GE*1*", "GE*19*")
PIECES = [
    "~", "*", "~\n", "\n", " ", "\x00", "é", "R", "RM", "1", "0", ".", "-", "00", "USD", "I", "D",
    "ADX*-1.00*59~", f"REF*IA*{ONE}~", f"N1*PR*{OTHER}~", "N1*PR*B~", "N1*PR ~", "N1*PR~",
    "CUR*PR*USD~",
    f"REF*Z*RMR*IV*{ONE}**10.00~", "RMR*IV*8**10.00*20.00*10.00~", "RMR*IV*8**10~", "ENT*2~",
    f"*{ONE}", f"x{ONE}", ONE, "SE*9*0001~", "ST*820*0001~", "ST*850*0009~", "GE*1*1~", "ZZZ*1~",
    "TRN*1*T2~", "BPR*C*", " ~", "  ", ORDERS[:106],
]  # fmt: skip
EDITS = st.lists(
    st.tuples(st.integers(106, len(PLAIN)), st.integers(0, 12), st.sampled_from(PIECES)),
    min_size=1,
    max_size=3,
)


def both_ways(path: Path, content: str) -> dict[str, pd.DataFrame]:
    """Read a file as it is read, and segment by segment alone; return what it says."""
    quick = read(path, content)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(x12_interchanges, "plain_orders", lambda *_, **__: iter(()))
        careful = read(path, content)
    for name, frame in quick.items():
        pd.testing.assert_frame_equal(frame, careful[name], obj=name)
    return quick


@given(st.sampled_from([PLAIN, MANY]), EDITS)
def test_both_ways(tmp_path_factory, content: str, edits: list[tuple[int, int, str]]):
    """Whatever is done to orders, both ways find and pay the same."""
    for at, less, more in edits:
        content = content[:at] + more + content[at + less :]
    both_ways(tmp_path_factory.getbasetemp() / "orders", content)


@pytest.mark.parametrize(
    ("separator", "terminator"),
    [*product("*|\x1d^.- ]", ["~", "~\r\n", "\n", "'", "\x1c\n", ".", "-", " ", "^"])],
)
def test_both_ways_by_any_separators(tmp_path: Path, separator: str, terminator: str):
    """A separator that may be part of a value, or that patterns know, is one all the same."""
    content = MANY.replace("~\n", "~").replace("*", separator).replace("~", terminator)
    both_ways(tmp_path / "orders", content)


@pytest.mark.parametrize("content", [PLAIN, MANY, MANY.replace("~", "~\r\n")])
def test_plain_orders_are_read_at_once(tmp_path: Path, monkeypatch, content: str):
    """None of their segments is looked at by itself."""

    def refuse(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(x12_interchanges, "payments_of", refuse)
    said = read(tmp_path / "orders", content)
    assert said["findings"].empty
    assert said["payments"]["bn15"].tolist() == [ONE, OTHER] * content.count("ST*")
    assert set(said["payments"]["payer_name"]) == {"PAYER INC"}


def test_a_number_that_came_before_is_found(tmp_path: Path):
    """Also where the first with it was read at once."""
    twice = MANY.replace("*0007~", "*0006~")
    said = both_ways(tmp_path / "orders", twice)
    assert said["findings"]["code"].tolist() == ["X12-016"]


def test_an_order_of_nothing_for_nobody(tmp_path: Path):
    """It comes to what no remittances come to, and pays nobody all the same."""
    said = both_ways(tmp_path / "orders", interchange(amount="0.00"))
    assert said["findings"]["code"].tolist() == ["PAY-001", "PAY-018"]
    assert said["payments"]["bn15"].isna().all()


@pytest.mark.parametrize("most", [0, 1, 12, 18, 19])
def test_bounds_hold_both_ways(tmp_path: Path, monkeypatch, most: int):
    """One order more than may be read ends the reading, however orders are read."""
    limits = replace(LIMITS, max_messages=most, max_message_bytes=500)
    monkeypatch.setattr(test_payment_orders, "LIMITS", limits)
    said = both_ways(tmp_path / "orders", MANY)
    assert said["findings"]["code"].tolist() == ["FILE-011"] * (most < 19)
    limits = replace(LIMITS, max_message_bytes=100, max_segment_bytes=120)
    monkeypatch.setattr(test_payment_orders, "LIMITS", limits)
    said = both_ways(tmp_path / "orders", MANY)
    assert set(said["findings"]["code"]) == {"EDI-020"}
