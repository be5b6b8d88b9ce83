"""The character sets of interchanges, whether bytes keep to them, and what they are if not."""

from typing import Final

from parsers.edifact.syntax.segments import WRAPPING, Separators

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

_CONTROL: Final = frozenset(map(chr, (*range(32), *range(0x7F, 0xA0))))
"""ISO 646 and ISO 8859 leave these to control functions; no text holds them."""
_LIKELY: Final = {"utf-8": "UTF-8", "iso8859-1": "ISO 8859-1", "cp1252": "Windows-1252"}
"""What bytes outside of a declared set most likely are, by codec, the first that has them."""


def charset(syntax: str) -> str:
    """Return the codec of a syntax identifier."""
    return CHARACTER_SETS.get(syntax, UNREAD)


def readable(raw: bytes, charset: str, separators: Separators) -> bool:
    """Tell whether bytes are characters of a set, with no control characters but separators."""
    return strange(raw, charset, separators) is None


def strange(raw: bytes, charset: str, separators: Separators) -> tuple[int, int] | None:
    """Return where the first bytes stand that are no character of a set; None where all are."""
    try:
        text = raw.decode(charset)
    except UnicodeDecodeError as fault:
        return fault.start, max(fault.end, fault.start + 1)
    if text.isprintable():
        return None
    allowed = {*separators, *(WRAPPING.decode() if separators.wraps else "")}
    for place, character in enumerate(text):
        if character in _CONTROL and character not in allowed:
            start = len(text[:place].encode(charset))
            return start, start + len(character.encode(charset))
    return None


def is_text(text: str) -> bool:
    """Tell whether a decoded text has no control characters."""
    return text.isprintable() or _CONTROL.isdisjoint(text)


def told_for(raw: bytes, charset: str, separators: Separators) -> str | None:
    """Return the bytes that are no character of a set, and the character that they were meant for.

    A text that is UTF-8 as a whole is told as that, else by the commonest set that has the byte.
    """
    place = strange(raw, charset, separators)
    if place is None:
        return None
    start, end = place
    if charset == "utf-8" and raw[start:end].decode(charset, "ignore"):
        return _written(raw, start, end)
    for codec, name in _LIKELY.items():
        if codec == charset:
            continue
        span = (start, end)
        if codec == "utf-8":
            if (meant := _of_utf_8(raw, start)) is None:
                continue
            span = meant
        text = raw[slice(*span)].decode(codec, "ignore")
        if text and text.isprintable() and not text.isascii():
            return f"{_written(raw, *span)} ({name} {text[0]})"
    return _written(raw, start, end)


def _of_utf_8(raw: bytes, place: int) -> tuple[int, int] | None:
    """Return the bytes of the character at a place, if the whole is a text in UTF-8."""
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return None
    start, end = place, place + 1
    while start and raw[start] & 0xC0 == 0x80:  # noqa: PLR2004 - a byte that goes on in UTF-8
        start -= 1
    while end < len(raw) and raw[end] & 0xC0 == 0x80:  # noqa: PLR2004
        end += 1
    return start, end


def _written(raw: bytes, start: int, end: int) -> str:
    return " ".join(f"0x{byte:02X}" for byte in raw[start:end])
