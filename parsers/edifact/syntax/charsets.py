"""The character sets of interchanges, and whether bytes keep to them."""

from parsers.edifact.syntax.segments import Separators

CHARACTER_SETS = {
    "UNOA": "ascii",
    "UNOB": "ascii",
    "UNOC": "iso8859-1",
    "UNOD": "iso8859-2",
    "UNOE": "iso8859-5",
    "UNOF": "iso8859-7",
    "UNOG": "iso8859-3",
    "UNOH": "iso8859-4",
    "UNOI": "iso8859-6",
    "UNOJ": "iso8859-8",
    "UNOK": "iso8859-9",
    "UNOW": "utf-8",
    "UNOY": "utf-8",
}
"""Codec by syntax identifier (0001). UNOX shifts between sets within a text; it is refused."""

UNREAD = "iso8859-1"
"""The codec of what stands in no interchange, or in one of a set that is not read."""

_CONTROL = frozenset(map(chr, range(32))) | {"\x7f"}


def charset(syntax: str) -> str:
    """Return the codec of a syntax identifier."""
    return CHARACTER_SETS.get(syntax, UNREAD)


def readable(raw: bytes, charset: str, separators: Separators) -> bool:
    """Tell whether bytes are characters of a set, with no control characters but separators."""
    try:
        text = raw.decode(charset)
    except UnicodeDecodeError:
        return False
    if text.isprintable():
        return True
    allowed = set(separators) | ({"\r", "\n"} if separators.wraps else set())
    return not (_CONTROL & set(text)) - allowed
