"""Bytes to segments, streaming, in bounded memory; every segment knows where it stands.

Service string advice, release characters and line breaks between segments as ISO 9735-1 gives
them. Composites are split only when asked for.
"""

import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

CHUNK_BYTES = 64 * 1024
_UNA_LENGTH = 9
_BETWEEN_SEGMENTS = b"\r\n \t"
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class Separators(NamedTuple):
    """The service characters of an interchange (UNA)."""

    component: str = ":"
    element: str = "+"
    decimal: str = "."
    release: str = "?"
    repetition: str = " "
    terminator: str = "'"


DEFAULT_SEPARATORS = Separators()


class Segment(NamedTuple):
    """One segment without its terminator; ``offset`` is its first byte's place in the file."""

    offset: int
    raw: bytes

    @property
    def tag(self) -> str:
        """The first three characters."""
        return self.raw[:3].decode("latin-1")

    @property
    def end(self) -> int:
        """The place of the byte after it, terminator included."""
        return self.offset + len(self.raw) + 1


class SegmentTooLong(NamedTuple):
    """Yielded in place of a segment when reading had to stop."""

    offset: int
    seen_bytes: int


class Unterminated(NamedTuple):
    """Yielded last when bytes follow the last terminator."""

    offset: int
    raw: bytes


SegmentEvent = Separators | Segment | SegmentTooLong | Unterminated


def read_segments(stream: BinaryIO, *, max_segment_bytes: int) -> Iterator[SegmentEvent]:
    """Yield the separators in force, then every segment in order.

    A new UNA between segments yields its separators. Never raises for content.
    """
    buffer, offset = _skip_preamble(stream.read(CHUNK_BYTES))
    separators = DEFAULT_SEPARATORS
    if buffer.startswith(b"UNA") and len(buffer) >= _UNA_LENGTH:
        separators = _service_string_advice(buffer)
        buffer, offset = buffer[_UNA_LENGTH:], offset + _UNA_LENGTH
    yield separators
    terminator = separators.terminator.encode("latin-1")
    release = separators.release.encode("latin-1") if separators.release != " " else b""
    while True:
        pieces = _pieces(buffer, terminator, release)
        for piece in pieces[:-1]:
            raw = piece.lstrip(_BETWEEN_SEGMENTS)
            if raw.startswith(b"UNA") and len(raw) == _UNA_LENGTH - 1:
                yield _service_string_advice(raw + terminator)
            elif raw:
                yield Segment(offset + len(piece) - len(raw), raw)
            offset += len(piece) + 1
        buffer = pieces[-1]
        if len(buffer) > max_segment_bytes:
            yield SegmentTooLong(offset, len(buffer))
            return
        chunk = stream.read(CHUNK_BYTES)
        if not chunk:
            break
        buffer += chunk
    rest = buffer.lstrip(_BETWEEN_SEGMENTS)
    if rest.rstrip(_BETWEEN_SEGMENTS + b"\x1a\x00"):
        yield Unterminated(offset + len(buffer) - len(rest), rest)


def elements(segment_text: str, separators: Separators) -> list[str]:
    """Split a segment into its data elements, release characters still in place."""
    return _split(segment_text, separators.element, separators.release)


def components(element: str, separators: Separators) -> list[str]:
    """Split a data element into its components, release characters resolved."""
    pieces = _split(element, separators.component, separators.release)
    if separators.release == " " or separators.release not in element:
        return pieces
    return [_unescape(piece, separators.release) for piece in pieces]


def _skip_preamble(head: bytes) -> tuple[bytes, int]:
    body = head.removeprefix(_BYTE_ORDER_MARK).lstrip(_BETWEEN_SEGMENTS)
    return body, len(head) - len(body)


def _service_string_advice(una: bytes) -> Separators:
    return Separators(*(chr(byte) for byte in una[3:_UNA_LENGTH]))


def _pieces(buffer: bytes, terminator: bytes, release: bytes) -> list[bytes]:
    pieces = buffer.split(terminator)
    if not release or release not in buffer:
        return pieces
    joined: list[bytes] = []
    open_piece = b""
    for piece in pieces[:-1]:
        open_piece += piece
        if _released_at_end(open_piece, release):
            open_piece += terminator
        else:
            joined.append(open_piece)
            open_piece = b""
    joined.append(open_piece + pieces[-1])
    return joined


def _released_at_end(piece: bytes, release: bytes) -> bool:
    return (len(piece) - len(piece.rstrip(release))) % 2 == 1


def _split(text: str, separator: str, release: str) -> list[str]:
    pieces = text.split(separator)
    if release == " " or release not in text:
        return pieces
    joined: list[str] = []
    for piece in pieces:
        if joined and (len(joined[-1]) - len(joined[-1].rstrip(release))) % 2 == 1:
            joined[-1] += separator + piece
        else:
            joined.append(piece)
    return joined


def _unescape(text: str, release: str) -> str:
    return re.sub(re.escape(release) + "(.)", r"\1", text, flags=re.DOTALL)
