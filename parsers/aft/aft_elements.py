"""Where the elements of AFT files stand (Payments Canada Standard 005, 2017, section D).

Numbers, positions and lengths are in characters, as the standard counts them, positions from 1. The
layout of a notice of change (S) and of its trailer (V) behind the 24th character is not read.
"""

from typing import Final, NamedTuple

RECORD_CHARACTERS: Final = 1464
SEGMENT_CHARACTERS: Final = 240
HEAD_CHARACTERS: Final = 24
"""What stands before the six segments of a record."""

HEADERS: Final = {"A": "Z", "U": "V"}
"""The trailer that ends what a header opens: items, or notices of change."""
ITEMS: Final = ("C", "D", "E", "F", "I", "J")
"""Credits, debits, reversals of each, returned credits and returned debits."""
NOTICE: Final = "S"
CODES: Final = (*HEADERS, *ITEMS, NOTICE, *HEADERS.values())


class Element(NamedTuple):
    """A data element: its number in the standard, and where it stands."""

    number: str
    first: int
    characters: int

    def of(self, text: str) -> str:
        """Return what stands there, without the blanks around it."""
        return text[self.first - 1 : self.first - 1 + self.characters].strip()


COUNT: Final = Element("02", 2, 9)
CONTROL: Final = Element("03", 11, 14)
"""The originator and the file, in every record behind the header."""

HEADER: Final = {
    "originator": Element("03", 11, 10),
    "file": Element("04", 21, 4),
    "created_on": Element("05", 25, 6),
    "currency": Element("08", 56, 3),
}
ITEM: Final = {
    "code": Element("04", 1, 3),  # of the transaction; of a return, why (Standard 007)
    "cents": Element("05", 4, 10),
    "day": Element("06", 14, 6),  # funds available (C), due (D)
    "account": Element("08", 29, 12),
    "trace": Element("09", 41, 22),
    "originator_name": Element("13", 111, 30),
    "cross_reference": Element("15", 151, 19),
    "sundry": Element("18", 191, 15),
    "original_trace": Element("19", 206, 22),
}
"""Of a segment, which begins with its element 04."""


class Total(NamedTuple):
    """What a trailer states of some records: their value in cents, and how many items."""

    codes: str
    cents: Element
    counted: Element


TOTALS: Final = (
    Total("DJ", Element("04", 25, 14), Element("05", 39, 8)),
    Total("CI", Element("06", 47, 14), Element("07", 61, 8)),
    Total("E", Element("08", 69, 14), Element("09", 83, 8)),
    Total("F", Element("10", 91, 14), Element("11", 105, 8)),
)
