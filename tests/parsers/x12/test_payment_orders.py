"""X12 820: payment orders by any separators, what they come to, and what is wrong with them."""

from itertools import product
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.hub.settings import ROOT
from parsers.formats import Limits, read_file
from tests.parsers.test_readers import table

LIMITS = Limits(max_file_bytes=1 << 24, max_segment_bytes=1 << 16)
ORDERS = (ROOT / "tests/golden/x12_820/three_orders/input.x12").read_text(encoding="ascii")
ONE, OTHER = "563448984RM0001", "282676279RM0001"
BPR = "BPR*C*{}*C*ACH*CCD*01*021000021*DA*123*1512345678**01*000312345*DA*1-2*20261120~"


def interchange(*body: str, amount: str = "120.00", trace: str = "T1") -> str:
    within = "".join([BPR.format(amount), f"TRN*1*{trace}~", *body])
    return (
        f"{ORDERS[:106]}\nGS*RA*NORTCATT*CARMHUB*20261120*1800*1*X*004010~ST*820*0001~"
        f"{within}SE*{within.count('~') + 2}*0001~GE*1*1~IEA*1*000000001~"
    )


def read(path: Path, content: str | bytes) -> dict[str, pd.DataFrame]:
    path.write_bytes(content if isinstance(content, bytes) else content.encode("latin-1"))
    batches = list(read_file(path, recipient="CARMHUB", limits=LIMITS))
    names = ("interchanges", "messages", "payments", "findings")
    return {name: table(batches, name) for name in names}


def found(folder: Path, content: str) -> list[str]:
    return read(folder / "file", content)["findings"]["code"].tolist()


@pytest.mark.parametrize(
    ("separator", "terminator"), [*product("*|\x1d^", ["~", "~\r\n", "\n", "'", "\x1e", "\x1c\n"])]
)
def test_any_separators(tmp_path: Path, separator: str, terminator: str):
    """ISA says what parts elements and segments; line ends behind are no data."""
    told = ORDERS.replace("~\n", "~").replace("*", separator).replace("~", terminator)
    first, second = (read(tmp_path / "file", content) for content in (ORDERS, told))
    columns = ["entry_reference", "bn15", "amount_cents", "entry_cents", "payer_name"]
    pd.testing.assert_frame_equal(first["payments"][columns], second["payments"][columns])
    assert second["findings"]["code"].tolist() == ["X12-011"]


def test_interchanges_of_a_file_have_their_own_separators(tmp_path: Path):
    """The second ISA says anew how it is to be read, and one of them falls alone."""
    second = ORDERS.replace("*", "|").replace("000000001", "000000002")
    both = read(tmp_path / "file", ORDERS + "\r\n" + second)
    assert both["interchanges"]["reference"].tolist() == ["000000001", "000000002"]
    cut = read(tmp_path / "file", second[: second.index("IEA")] + ORDERS)
    codes = cut["findings"][["code", "interchange"]].to_numpy().tolist()
    assert codes == [["X12-011", 0], ["X12-002", 0], ["X12-011", 1]]


def test_an_acknowledgement_may_stand_before_the_group(tmp_path: Path):
    """TA1 between ISA and GS asks for nothing."""
    content = interchange().replace("GS*", "TA1*000000001*261119*1800*A*000~GS*")
    assert found(tmp_path, content) == ["PAY-001"]


def test_blanks_before_the_terminator_say_nothing(tmp_path: Path):
    """An element that is padded is what it is without."""
    content = interchange(f"RMR*IV*{ONE}**120.00   ~").replace("0001~GE", "0001  ~GE")
    assert found(tmp_path, content) == []


def test_one_payment_over_many_accounts(tmp_path: Path):
    """Each account gets what its remittances come to; all are parts of one entry."""
    content = interchange(
        f"ENT*1~RMR*IV*{ONE}**60.00~RMR*IV*14-DIGITS**10.00~REF*IA*{OTHER}~RMR*IV*{ONE}**50.00~"
    )
    paid = read(tmp_path / "file", content)["payments"]
    assert paid[["bn15", "amount_cents", "part", "entry_cents"]].to_numpy().tolist() == [
        [ONE, 11000, 1, 12000], [OTHER, 1000, 2, 12000],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "codes"),
    [
        ([f"N1*PR*X*1*{ONE}~"], []),
        ([f"REF*IA*{ONE}~"], []),
        ([f"ENT*1*2J*EI*{ONE}~", "RMR*IV*1**120.00~"], []),
        ([f"RMR*IV*{ONE}**119.99~"], ["PAY-007"]),
        ([f"RMR*IV*{ONE}**130.00~", "ADX*-10.00*59~"], ["PAY-007"]),
        ([f"RMR*IV*{ONE}**120.00*130.00~", "ADX*-10.00*59~"], []),
        ([f"RMR*IV*{ONE}**120.00*130.00*10.00~"], []),
        ([f"RMR*IV*{ONE}**120.00*130.00*9.99~"], ["PAY-019"]),
        ([f"ENT*1*2J*EI*{ONE}~", "ADX*-10.00*59~", f"RMR*IV*{ONE}**130.00~"], []),
        ([f"ENT*1*2J*EI*{ONE}~", "ADX*-10.00*59~", f"RMR*IV*{OTHER}**130.00~"], ["PAY-018"]),
        ([], ["PAY-001"]),
        ([f"REF*IA*{ONE}~", f"REF*IA*{OTHER}~"], ["PAY-001"]),
        (["CUR*PR*USD~", f"REF*IA*{ONE}~"], ["PAY-005"]),
        ([f"RMR*IV*{ONE}**x~"], ["VAL-002", "PAY-007"]),
        ([f"RMR*IV*{ONE}**120.001~"], ["VAL-006", "PAY-007"]),
    ],
)
def test_what_a_payment_comes_to(tmp_path: Path, body: list[str], codes: list[str]):
    """BPR02 is the sum of its parts; an adjustment is taken once, and nothing is spread."""
    assert found(tmp_path, interchange(*body)) == codes


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("BPR*C*", "BPR*I*", "PAY-017"),
        ("*C*ACH", "*D*ACH", "PAY-005"),
        ("BPR*C*120.00", "BPR*C*-120.00", "VAL-002"),
        ("BPR*C*120.00", "BPR*C*", "VAL-001"),
        ("*20261120~TRN", "*20261320~TRN", "VAL-004"),
        ("TRN*1*T1~", "TRN*1*~", "X12-013"),
        ("ISA*00*          *00*          *01", "ISA*00*          *00*          *ZZ", None),
    ],
)
def test_what_is_no_payment(tmp_path: Path, before: str, after: str, code: str | None):
    """Advice alone, a debit, and what has no amount, day or trace credit nobody."""
    content = interchange(f"REF*IA*{ONE}~")
    assert before in content
    said = read(tmp_path / "file", content.replace(before, after))
    assert said["findings"]["code"].tolist() == ([code] if code else [])
    assert len(said["payments"]) == (code is None)


SAMPLE = "indice-co+EDI.Net/test/indice.Edi.Tests/Samples/x12.820.issue140.edi"


def public(corpora: Path) -> str:
    content = (corpora / SAMPLE).read_text(encoding="latin-1").lstrip("\ufeff")
    content = content.replace("TESTCOMP       ", "CARMHUB        ")
    return content.replace("CUR*PR*USD", "CUR*PR*CAD")


def test_the_public_payment_order_adds_up(corpora: Path, tmp_path: Path):
    """4,408.75 = 4,650.41 - 97.90 - 143.76, and 21,298.97 is the sum of all its remittances."""
    assert found(tmp_path, public(corpora)) == ["PAY-017"]
    content = public(corpora).replace("BPR*I*", "BPR*C*")
    said = read(tmp_path / "file", content)
    assert said["findings"]["code"].tolist() == ["PAY-001"]
    assert said["payments"]["amount_cents"].tolist() == [2_129_897]
    assert said["payments"]["payer_name"].tolist() == ["MART INC."]
    less = read(tmp_path / "file", content.replace("ADX*-143.76", "ADX*-143.77"))
    assert less["findings"]["code"].tolist() == ["PAY-019", "PAY-001"]


def test_its_faulty_twin_is_refused_with_both_codes(corpora: Path, tmp_path: Path):
    """A wrong count (28) and another control number (101067) are two faults of one set."""
    twin = public(corpora).replace("SE*68*101053", "SE*28*101067")
    said = read(tmp_path / "file", twin)
    assert said["findings"]["code"].tolist() == ["X12-010", "X12-011"]
    assert said["payments"].empty


@given(st.integers(0, len(ORDERS)), st.integers(0, 40), st.binary(max_size=12))
def test_whatever_is_broken_ends_in_findings(tmp_path_factory, at: int, less: int, more: bytes):
    """Bytes lost and bytes put in raise nothing, and never post more than was ordered."""
    content = ORDERS.encode()
    said = read(
        tmp_path_factory.getbasetemp() / "broken", content[:at] + more + content[at + less :]
    )
    refused = said["findings"][said["findings"]["severity"] == "error"]["message"].dropna()
    paid = said["payments"][~said["payments"]["message"].isin(refused)]
    per_entry = paid.groupby("message")["amount_cents"].sum()
    whole = paid.groupby("message")["entry_cents"].first()
    assert (per_entry == whole).all()
