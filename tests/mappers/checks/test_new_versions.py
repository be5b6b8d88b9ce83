import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.hub.settings import ROOT
from jobs.rules import read_rules
from mappers.checks.new_versions import (
    as_listed,
    original_lines_are_present,
    reason_codes_are_in_order,
    reason_codes_are_known,
)
from mappers.reference.dated_table import DatedTable

CODES = read_rules(ROOT / "config").codes.lists["reason_codes"]
DATED = DatedTable(CODES)
SUPPORTS = {"R2-74-1-TT": "refund", "R3-32-2-VFD": "debt", "R5-00-COT": "neutral"}
numbers = st.lists(st.integers(1, 8), unique=True, max_size=8)


@given(st.lists(st.tuples(numbers, numbers), min_size=1, max_size=4))
def test_a_new_version_holds_every_line_of_the_one_before(versions):
    """The lines that a version leaves out are found, each once, whatever it adds."""
    declarations = pd.DataFrame({"message": range(len(versions)), "byte_from": 10, "byte_to": 20})
    found = original_lines_are_present(
        declarations,
        rows([new for new, _ in versions]),
        rows([before for _, before in versions]),
    )
    expected = {
        (message, number)
        for message, (new, before) in enumerate(versions)
        for number in before
        if number not in new
    }
    assert sorted(zip(found["message"], found["line_number"], strict=True)) == sorted(expected)
    assert set(found["code"]) <= {"CAD-038"}


@pytest.mark.parametrize(
    "written", ["R2-74-1-D.Typo", "R2.74.1.D.TYPO", "r2-74-1-d-typo", "R2 74 1 D Typo"]
)
def test_separators_and_case_of_a_reason_do_not_matter(written: str):
    """The bulletins write one reason with dashes and with dots; it is one reason."""
    assert as_listed(pd.Series([written])).tolist() == ["R2-74-1-D-TYPO"]
    assert reason_codes_are_known(reasons([[written]]), DATED).empty


def test_an_unknown_reason_and_one_before_its_time_are_found():
    """A reason is in force on the day of filing, or it is CAD-039; not listed at all, a warning."""
    for is_complete, code in ((True, "CAD-039"), (False, "CAD-093")):
        given_reasons = reasons([["R5-00-COT", "R9-9"]]).assign(is_complete=is_complete)
        found = reason_codes_are_known(given_reasons, DATED)
        assert found[["code", "value"]].to_numpy().tolist() == [[code, "R9-9"]]
    early = reasons([["R5-00-COT"]]).assign(filed_on=pd.Timestamp("2024-10-20"))
    assert reason_codes_are_known(early, DATED)["code"].tolist() == ["CAD-039"]


@pytest.mark.parametrize(("filed_on", "found"), [("2026-11-30", []), ("2026-12-01", ["CAD-040"])])
def test_a_correction_under_section_32_2_refunds_nothing(filed_on, found):
    """From December 2026 a reason of s. 32.2 supports no refund (Customs Act s. 32.2(5))."""
    given_reasons = reasons([["R2-32-2-TC"]]).assign(filed_on=pd.Timestamp(filed_on))
    nets = pd.DataFrame({"message": [0], "net_cents": [-5]})
    assert reason_codes_are_in_order(given_reasons, nets, DATED)["code"].tolist() == found
    nets = nets.assign(net_cents=5)
    debts = reason_codes_are_in_order(given_reasons, nets, DATED)["code"].tolist()
    assert bool(debts) != bool(found)


@given(
    st.lists(
        st.tuples(
            st.lists(st.sampled_from([*SUPPORTS, "R9-9"]), min_size=1, max_size=3),
            st.integers(-300, 300),
        ),
        min_size=1,
        max_size=5,
    )
)
def test_a_refund_names_what_supports_it_first_and_anything_else_does_not(versions):
    """The order of reasons is wrong exactly where the plain rule says so."""
    nets = pd.DataFrame(
        {"message": range(len(versions)), "net_cents": [net for _, net in versions]}
    )
    given_reasons = reasons([codes for codes, _ in versions]).sample(frac=1, random_state=1)
    found = reason_codes_are_in_order(given_reasons, nets, DATED)
    expected = [
        message
        for message, (codes, net) in enumerate(versions)
        if codes[0] in SUPPORTS and (SUPPORTS[codes[0]] == "refund") != (net < 0)
    ]
    assert found["message"].tolist() == expected


def rows(line_numbers: list[list[int]]) -> pd.DataFrame:
    pairs = [(m, number) for m, own in enumerate(line_numbers) for number in own]
    return pd.DataFrame(pairs, columns=["message", "line_number"]).astype("int64")


def reasons(by_message: list[list[str]]) -> pd.DataFrame:
    listed = [
        (message, position, code)
        for message, codes in enumerate(by_message)
        for position, code in enumerate(codes, start=1)
    ]
    return pd.DataFrame(listed, columns=["message", "position", "reason_code"]).assign(
        filed_on=pd.Timestamp("2026-11-20"), is_complete=False, byte_from=0, byte_to=9
    )
