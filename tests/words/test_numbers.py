"""Amounts, shares and dates as people read them."""

import datetime as dt
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from words.dates import long_date
from words.numbers import format_cents, money, percent

N = "\N{NO-BREAK SPACE}"


@given(st.integers(-(10**14), 10**14))
def test_amounts_read_as_babel_writes_them(cents: int):
    """Amounts on documents are grouped and marked as the locale's own data says."""
    amount = Decimal(cents) / 100
    assert format_cents(cents, "en") == format_decimal(amount, "#,##0.00", locale="en_CA")
    assert format_cents(cents, "fr") == format_decimal(amount, "#,##0.00", locale="fr_CA")


@given(st.dates(dt.date(1998, 1, 1), dt.date(2099, 12, 31)))
def test_dates_read_as_babel_writes_them(day: dt.date):
    """The month is in words, and the first of a French month is the 1er."""
    assert long_date(day, "en") == format_date(day, "long", locale="en_CA")
    french = format_date(day, "long", locale="fr_CA")
    assert long_date(day, "fr") == (french if day.day > 1 else "1er" + french.removeprefix("1"))


def test_signs_stand_where_each_language_has_them():
    """The sign goes before the dollar in English, and the dollar behind in French."""
    assert (money(-123_450, "en"), money(-123_450, "fr")) == ("-$1,234.50", f"-1{N}234,50{N}$")
    assert percent(1_000_000, "en") == "100%"
