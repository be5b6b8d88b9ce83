"""Dates as people read them."""

import datetime as dt
from typing import Final

from words.language import Language

_MONTHS: Final = {
    Language.EN: "January February March April May June July August September October November "
    "December",
    Language.FR: "janvier février mars avril mai juin juillet août septembre octobre novembre "
    "décembre",
}


def long_date(day: dt.date, language: str) -> str:
    """Return a date with its month in words: ``March 1, 2026`` or ``1er mars 2026``."""
    month = _MONTHS[Language(language)].split()[day.month - 1]
    if Language(language) is Language.FR:
        ordinal = "1er" if day.day == 1 else str(day.day)
        return f"{ordinal} {month} {day.year}"
    return f"{month} {day.day}, {day.year}"
