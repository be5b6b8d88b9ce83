"""What a segment of a profile may look like, as one pattern: values only where they are named."""

from functools import cache
from itertools import count

from parsers.edifact.profile.profile_tables import SegmentUse
from parsers.edifact.syntax.segments import Separators
from parsers.values import Codes


@cache
def plain(use: SegmentUse) -> tuple[int, int]:
    """Return how many data elements of one component may come, and how many components of one.

    A segment that has no more than that has nothing else, whatever its texts.
    """
    free = use.places - {each.at for each in use.checked if isinstance(each.convert, Codes)}
    if any(isinstance(each.convert, Codes) and each.mandatory for each in use.checked):
        return 0, 0
    elements = next(n for n in count(1) if (n, 1) not in free) - 1
    components = next(n for n in count(1) if (1, n) not in free) - 1
    return elements, components


@cache
def shape(use: SegmentUse, separators: Separators) -> str:
    """Return a pattern (RE2, of bytes) of the segments of a use that hold nothing else.

    What it does not match may still be right, as a code with needless release characters is.
    """
    coded = {each.at: each for each in use.checked if isinstance(each.convert, Codes)}
    needed = {at for at, each in coded.items() if each.mandatory}
    value = _value(separators)
    between, part = _byte(separators.element), _byte(separators.component)

    def component(at: tuple[int, int]) -> str:
        if at not in coded:
            return value if at in use.places else ""
        codes = coded[at].convert
        listed = "|".join(map(_literal, codes.values if isinstance(codes, Codes) else ()))
        return f"(?:{listed})" + ("" if at in needed else "?")

    def text(element: int) -> str:
        named = [each for number, each in use.places if number == element]
        pattern = f"{part}*"
        for each in range(max(named, default=1), 0, -1):
            behind = pattern if pattern == f"{part}*" else f"{part}{pattern}"
            must = any((element, more) in needed for more in named if more > each)
            pattern = component((element, each)) + (behind if must else f"(?:{behind})?")
        return pattern

    pattern, last = f"[{between}{part}]*", max(element for element, _ in use.places)
    for element in range(last, -1, -1):
        pattern = text(element) + pattern
        must = any(number >= element for number, _ in needed)
        if element:
            pattern = f"{between}{pattern}" if must else f"(?:{between}{pattern})?"
    return f"^{pattern}$"


def _value(separators: Separators) -> str:
    """Return the pattern of any text: released, or no separator."""
    marks = "".join(map(_byte, (separators.component, separators.element, separators.terminator)))
    if separators.release == " ":
        return f"[^{marks}]*"
    release = _byte(separators.release)
    return f"(?:[^{marks}{release}]|{release}(?s:.))*"


def _literal(text: str) -> str:
    return "".join(map(_byte, text))


def _byte(character: str) -> str:
    return f"\\x{ord(character):02x}"
