"""The bytes of a finding in their context, as one line with a line of carets under it."""

from dataclasses import dataclass

from rich.cells import cell_len

from parsers.place_finder import Place, Places

_CONTROL_PICTURES = 0x2400
_DELETE, _DELETE_PICTURE = 0x7F, "\N{SYMBOL FOR DELETE}"
_BYTES_PER_CELL = 4
_HEX_BYTES = 16
_TEXT_CONTROLS = "\r\n\t"


@dataclass(frozen=True)
class Excerpt:
    """A line in three parts, each fit for a terminal; ``raw`` names bytes that are no text."""

    before: str
    marked: str
    after: str
    raw: str | None

    @property
    def text(self) -> str:
        """The line."""
        return self.before + self.marked + self.after

    @property
    def carets(self) -> str:
        """The line that underlines the marked part, right for characters of any width."""
        return " " * cell_len(self.before) + "^" * max(cell_len(self.marked), 1)


def excerpt(places: Places, place: Place, width: int) -> Excerpt:
    """Return what stands at a place and around it, cut to a width of the screen."""
    most = width * _BYTES_PER_CELL
    begun = max(place.context_from, place.byte_from - most)
    ended = min(place.context_to, place.byte_to + most, place.byte_from + 3 * most)
    marked_to = min(place.byte_to, place.byte_from + most)
    before = places.bytes_of(begun, place.byte_from)
    marked = places.bytes_of(place.byte_from, marked_to)
    after = places.bytes_of(marked_to, max(ended, marked_to))
    texts = _texts(before, marked, after)
    shown = [_printable(text) for text in texts]
    own = _cut_right(shown[1], width, more=marked_to < place.byte_to)
    room = width - cell_len(own)
    tail = _cut_right(shown[2], max(room // 2, room - cell_len(shown[0])), more=False)
    head = _cut_left(shown[0], room - cell_len(tail), more=begun > place.context_from)
    return Excerpt(head, own, tail.rstrip(), _hex(marked, texts[1]))


def _texts(*parts: bytes) -> list[str]:
    """Decode the parts alike: UTF-8 where all of it is, else ISO 8859-1."""
    first = parts[0]
    cut = next((n for n in range(min(4, len(first))) if not _continues(first[n])), 0)
    try:
        *whole, last = (first[cut:], *parts[1:])
        return [*(part.decode("utf-8") for part in whole), _decode_start(last)]
    except UnicodeDecodeError:
        return [part.decode("latin-1") for part in parts]


def _decode_start(part: bytes) -> str:
    """Decode UTF-8 that may end within a character."""
    try:
        return part.decode("utf-8")
    except UnicodeDecodeError as fault:
        if fault.reason != "unexpected end of data":
            raise
        return part[: fault.start].decode("utf-8")


def _continues(byte: int) -> bool:
    return byte & 0xC0 == 0x80  # noqa: PLR2004 - the two top bits of a UTF-8 continuation


def _printable(text: str) -> str:
    return "".join(map(_shown, text))


def _shown(character: str) -> str:
    number = ord(character)
    if number < ord(" "):
        return chr(_CONTROL_PICTURES + number)
    if number == _DELETE:
        return _DELETE_PICTURE
    return character if character.isprintable() else "\N{REPLACEMENT CHARACTER}"


def _cut_right(text: str, width: int, *, more: bool) -> str:
    if cell_len(text) <= width and not more:
        return text
    kept, used = "", 1
    for character in text:
        used += cell_len(character)
        if used > width:
            break
        kept += character
    return kept + "…" if width > 0 else ""


def _cut_left(text: str, width: int, *, more: bool) -> str:
    return _cut_right(text[::-1], width, more=more)[::-1]


def _hex(content: bytes, text: str) -> str | None:
    """Return the first bytes in hexadecimal where they are no text."""
    if all(c.isprintable() or c in _TEXT_CONTROLS for c in text):
        return None
    return content[:_HEX_BYTES].hex(" ") + (" …" if len(content) > _HEX_BYTES else "")
