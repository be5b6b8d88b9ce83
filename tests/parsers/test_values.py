"""Texts become values, or faults, by one conversion for every format."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.values import Fault, ccyymmdd, iso_date


@pytest.mark.parametrize(
    "text", ["202611 6", "2026 116", " 2026116", "2026116 ", "٢٠٢٦١١٠٦", "+2026116"]
)
def test_a_date_is_digits(text: str):
    """Blanks, signs and other scripts' digits make no date."""
    assert ccyymmdd(text, ".") == Fault("VAL-004", "CCYYMMDD")
    written = f"{text[:4]}-{text[4:6]}-{text[6:]}"
    assert iso_date(written, ".") == Fault("VAL-004", "CCYY-MM-DD")


@given(st.dates())
def test_every_day_is_a_date(day: dt.date):
    """Every day is read as it is written."""
    assert ccyymmdd(day.isoformat().replace("-", ""), ".") == day
    assert iso_date(day.isoformat(), ".") == day
