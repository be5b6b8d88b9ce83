"""Where the element that a finding names stands in its segment."""

import re
from functools import cache

from parsers.edifact.envelope.service import PLACES
from parsers.edifact.profile.cusdec import CUSDEC_D13B
from parsers.edifact.profile.structure import uses

Place = tuple[int, int | None]
"""Data element and component, from 1 after the tag; a data element alone has no component."""

_NUMBERS = re.compile(r"([0-9]{1,3})(?:\.([0-9]{1,3}))?")


def place_of(segment: str, element: str) -> Place | None:
    """Return the place of an element by the name that findings give it, or None."""
    numbers = _NUMBERS.fullmatch(element)
    service = PLACES.get((segment, element))
    if service is not None:
        return service[0], service[1] if "/" in element else None
    if numbers is not None:
        return int(numbers[1]), int(numbers[2]) if numbers[2] else None
    return _named().get((segment, element))


@cache
def _named() -> dict[tuple[str, str], Place]:
    """Return the places of the elements of declarations, by tag and label."""
    return {
        (use.tag, element.label): (element.at[0], None if element.alone else element.at[1])
        for use, _ in uses(CUSDEC_D13B.root)
        for element in use.checked
    }
