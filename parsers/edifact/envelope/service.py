"""The elements of service segments that are checked or named: where they stand, and their format.

ISO 9735-1 gives the formats: those of syntax versions 1 to 3, and those of version 4.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

Composites = list[list[str]]
"""A service segment: its data elements, tag first, each a list of components."""


@dataclass(frozen=True, kw_only=True)
class ServiceElement:
    """One element; ``at`` is (data element, component), both from 1 after the tag.

    ``formats`` are those of versions 1 to 3 and of version 4, and empty where others check.
    """

    segment: str
    number: str
    at: tuple[int, int]
    formats: tuple[str, str] = ("", "")
    mandatory: bool = False


def _element(
    segment: str, number: str, at: tuple[int, int], *formats: str, mandatory: bool = True
) -> ServiceElement:
    return ServiceElement(
        segment=segment,
        number=number,
        at=at,
        formats=(formats[0], formats[-1]) if formats else ("", ""),
        mandatory=mandatory and bool(formats),
    )


SENDER: Final = "S002/0004"
"""Where UNB names the sender."""

SERVICE_ELEMENTS: Final = (
    _element("UNB", "S001/0001", (1, 1)),
    _element("UNB", "S001/0002", (1, 2)),
    _element("UNB", SENDER, (2, 1), "an..35"),
    _element("UNB", "S003/0010", (3, 1), "an..35", mandatory=False),  # EDI-011 where empty
    _element("UNB", "S004/0017", (4, 1), "YYMMDD", "CCYYMMDD"),
    _element("UNB", "S004/0019", (4, 2), "HHMM"),
    _element("UNB", "0020", (5, 1), "an..14"),
    _element("UNB", "0035", (11, 1)),
    _element("UNZ", "0036", (1, 1), "n..6", mandatory=False),  # EDI-002 where empty
    _element("UNZ", "0020", (2, 1)),
    _element("UNG", "0048", (5, 1), "an..14"),
    _element("UNE", "0060", (1, 1), "n..6", mandatory=False),
    _element("UNE", "0048", (2, 1)),
    _element("UNH", "0062", (1, 1), "an..14"),
    _element("UNH", "S009/0065", (2, 1)),
    _element("UNH", "0068", (3, 1), "an..35", mandatory=False),
    _element("UNH", "S010/0070", (4, 1)),
    _element("UNT", "0074", (1, 1), "n..6", "n..10", mandatory=False),
    _element("UNT", "0062", (2, 1)),
)


@dataclass(frozen=True)
class ServiceFault:
    """What is wrong with one element of a service segment."""

    code: str
    element: str
    value: str | None = None
    expected: str | None = None


def faults(parts: Composites, syntax_version: str) -> Iterator[ServiceFault]:
    """Yield what is missing or has another format than its syntax version gives it."""
    for element in _OF_SEGMENT.get(parts[0][0][:3], ()):
        text = component(parts, *element.at)
        form = element.formats[syntax_version == "4"]
        if not text.strip():
            if element.mandatory:
                yield ServiceFault("VAL-001", element.number, text or None)
        elif form and not _fits(text, form):
            code = "VAL-004" if form in _DATES else "VAL-003"
            yield ServiceFault(code, element.number, text, form)


def component(parts: Composites, element: int, component: int) -> str:
    """Return a component; empty where the segment stops short of it."""
    if element >= len(parts) or component > len(parts[element]):
        return ""
    return parts[element][component - 1]


def counts(parts: Composites, held: int) -> bool:
    """Tell whether the control count of a trailer is this number, of however many digits."""
    text = component(parts, 1, 1)
    return text.isascii() and text.isdigit() and text.lstrip("0") == str(held or "")


_DATES = {"YYMMDD": "%y%m%d", "CCYYMMDD": "%Y%m%d"}
_MOMENTS = {**_DATES, "HHMM": "%H%M"}


def _fits(text: str, form: str) -> bool:
    """Tell whether a text has a format: a moment's, or so many characters or digits at most.

    That a count is digits is checked where it is compared.
    """
    if form not in _MOMENTS:
        return len(text) <= _length(form)
    if not re.fullmatch(f"[0-9]{{{len(form)}}}", text):
        return False
    try:
        dt.datetime.strptime(text, _MOMENTS[form])  # noqa: DTZ007 - only whether there is such a moment
    except ValueError:
        return False
    return True


@cache
def _length(form: str) -> int:
    return int(form.partition("..")[2])


_OF_SEGMENT: Final = {
    tag: tuple(each for each in SERVICE_ELEMENTS if each.segment == tag)
    for tag in {each.segment for each in SERVICE_ELEMENTS}
}
PLACES: Final = {(each.segment, each.number): each.at for each in SERVICE_ELEMENTS}
"""Where an element of a service segment stands, by tag and number."""
