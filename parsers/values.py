"""Texts of a message to typed values: one conversion for EDIFACT and XML alike.

A conversion takes the text and the decimal mark, any one of those given, and returns the value, or
a ``Fault``.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple
from zoneinfo import ZoneInfo

AMOUNT_MAX = 10**12
"""Largest scaled integer accepted: ten billion dollars in cents."""
_DIGITS_MAX = 35
"""The longest number of UN/EDIFACT: 5004 has n..35."""


class Fault(NamedTuple):
    """Why a text is not a value: the finding code and what was expected."""

    code: str
    expected: str


Value = str | int | dt.date | Fault
Conversion = Callable[[str, str], Value]


@dataclass(frozen=True)
class Scaled:
    """Reads a number with at most so many decimals, zero or more, as a whole number of its last."""

    decimals: int

    def __call__(self, text: str, mark: str) -> int | Fault:
        """Read one number."""
        return _scaled(text, mark, decimals=self.decimals)

    def plain(self, mark: str) -> str:
        """Return a pattern of texts that are numbers within bounds: all decimals, or none.

        ``mark`` is one character.
        """
        whole = len(str(AMOUNT_MAX)) - 1 - self.decimals
        fraction = f"({re.escape(mark)}[0-9]{{{self.decimals}}})?" if self.decimals else ""
        return f"^[0-9]{{1,{whole}}}{fraction}$"


cents, thousandths, integer = Scaled(2), Scaled(3), Scaled(0)
"""Money as cents, quantities as thousandths, counts as they are."""


def signed_cents(text: str, mark: str) -> int | Fault:
    """Read an amount that may be below zero."""
    value = cents(text.removeprefix("-"), mark)
    return value if isinstance(value, Fault) else value * (-1 if text.startswith("-") else 1)


def more_than_nothing(text: str, mark: str) -> int | Fault:
    """Read an amount above zero."""
    value = cents(text, mark)
    return Fault("VAL-002", "> 0") if value == 0 else value


_CCYYMMDD = re.compile("([0-9]{4})([0-9]{2})([0-9]{2})")
_ISO_DATE = re.compile("([0-9]{4})-([0-9]{2})-([0-9]{2})")


def ccyymmdd(text: str, _mark: str) -> dt.date | Fault:
    """Read a date of format 102 (CCYYMMDD)."""
    return _date(text, "CCYYMMDD", _CCYYMMDD)


def amount_text(cents: int) -> str:
    """Return cents as people write them, with two decimals."""
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02}"


def iso_date(text: str, _mark: str) -> dt.date | Fault:
    """Read a date as XML writes it (CCYY-MM-DD)."""
    return _date(text, "CCYY-MM-DD", _ISO_DATE)


def moment(text: str, _mark: str) -> str | Fault:
    """Read a day, or a moment with its offset, as the moment in Toronto; a day stays one.

    The text that is returned is what ``datetime`` writes in ISO 8601; parts of seconds are left.
    """
    if not (match := _MOMENT.fullmatch(text)):
        day = iso_date(text, ".")
        return Fault("VAL-004", _DAY_OR_MOMENT) if isinstance(day, Fault) else day.isoformat()
    try:
        there = dt.datetime.fromisoformat("".join(match.group(1, 2))).astimezone(_TORONTO)
    except (ValueError, OverflowError):
        return Fault("VAL-004", _DAY_OR_MOMENT)
    return there.isoformat() if there.date() < dt.date.max else Fault("VAL-004", _DAY_OR_MOMENT)


_TORONTO = ZoneInfo("America/Toronto")
_MOMENT = re.compile(
    "([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(?:[.][0-9]+)?"
    "(Z|[+-][0-9]{2}:[0-9]{2})"
)
_DAY_OR_MOMENT = "CCYY-MM-DD, CCYY-MM-DDThh:mm:ss-hh:mm"


def matching(pattern: str, shown_as: str) -> Conversion:
    """Return a conversion that accepts texts of a pattern, unchanged."""
    compiled = re.compile(pattern, re.ASCII)

    def convert(text: str, _mark: str) -> str | Fault:
        return text if compiled.fullmatch(text) else Fault("VAL-003", shown_as)

    return convert


@dataclass(frozen=True)
class Codes:
    """Accepts the codes named, and no other text."""

    values: tuple[str, ...]

    def __call__(self, text: str, _mark: str) -> str | Fault:
        """Read one code."""
        return text if text in self.values else Fault("VAL-005", ", ".join(self.values))


def code(*values: str) -> Codes:
    """Return a conversion that accepts the codes named, and no other text."""
    return Codes(values)


def translated(meanings: Mapping[str, str]) -> Conversion:
    """Return a conversion from the codes named to what they mean here."""
    listing = ", ".join(meanings)

    def convert(text: str, _mark: str) -> str | Fault:
        return meanings.get(text) or Fault("VAL-005", listing)

    return convert


def text(length: int) -> Conversion:
    """Return a conversion that accepts text of up to ``length`` characters.

    Blanks around it are left out, and of several inside one is left, as ``xs:token`` has it.
    """

    def convert(value: str, _mark: str) -> str | Fault:
        value = value.strip(" ")
        if "  " in value:
            value = _BLANKS.sub(" ", value)
        if not value.isprintable():
            if (character := _no_text(value)) is not None:
                return Fault("VAL-008", f"U+{ord(character):04X}")
            if all(each.isspace() or unicodedata.category(each) == "Cf" for each in value):
                return Fault("VAL-001", "")
        if len(value) > length:
            return Fault("VAL-003", f"an..{length}")
        return value or Fault("VAL-001", "")

    return convert


_BLANKS = re.compile("  +")
_NO_TEXT = frozenset({"Cc", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Categories of Unicode: controls, surrogates, private and unassigned characters, line ends."""
_HIDDEN = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
"""Characters that turn the direction of what is shown, and the byte order mark."""


def _no_text(value: str) -> str | None:
    """Return the first character that no text has; blanks of any kind and soft hyphens are text."""
    return next(
        (each for each in value if unicodedata.category(each) in _NO_TEXT or each in _HIDDEN), None
    )


def _scaled(value: str, marks: str, *, decimals: int) -> int | Fault:
    mark = next((each for each in marks if each in value), marks[0])
    whole, point, fraction = value.partition(mark)
    if not (whole + fraction).isascii() or not whole.isdigit():
        return Fault("VAL-002", "n")
    if point and not (decimals and fraction.isdigit()):
        return Fault("VAL-002", "n")
    if len(whole + fraction) > _DIGITS_MAX:
        return Fault("VAL-003", f"n..{_DIGITS_MAX}")
    if len(fraction) > decimals and fraction[decimals:].strip("0"):
        return Fault("VAL-006", str(decimals))
    if len(whole) > len(str(AMOUNT_MAX)):
        return Fault("VAL-007", str(AMOUNT_MAX // 10**decimals))
    scaled = int(whole + fraction[:decimals].ljust(decimals, "0"))
    return scaled if scaled <= AMOUNT_MAX else Fault("VAL-007", str(AMOUNT_MAX // 10**decimals))


def _date(value: str, shown_as: str, written: re.Pattern[str]) -> dt.date | Fault:
    if not (match := written.fullmatch(value)):
        return Fault("VAL-004", shown_as)
    try:
        return dt.date(*map(int, match.groups()))
    except ValueError:
        return Fault("VAL-004", shown_as)
