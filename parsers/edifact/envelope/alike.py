"""Message headers that differ in nothing but the reference: one is read with care for all."""

from dataclasses import dataclass

from parsers.edifact.envelope.levels import Message
from parsers.edifact.envelope.service import Composites, faults
from parsers.edifact.syntax.charsets import readable
from parsers.edifact.syntax.segments import Segment, Separators

_REFERENCE_MAX = 14
"""The format of 0062: an..14."""
_ELEMENTS = 3
"""Of a header that relates its message to no other: tag, reference and message identifier."""


@dataclass(frozen=True)
class Alike:
    """A right header, cut around its reference, and the message that it began."""

    before: bytes
    after: bytes
    closing: bytes
    element: bytes
    message: Message

    def reference(self, header: bytes, trailer: bytes, segments: int) -> str | None:
        """Return the reference of a header like this one whose trailer is right; else None."""
        if not (header.startswith(self.before) and header.endswith(self.after)):
            return None
        raw = header[len(self.before) : len(header) - len(self.after)]
        if not (raw.isalnum() and len(raw) <= _REFERENCE_MAX):
            return None
        if trailer != b"%b%d%b%b" % (self.closing, segments, self.element, raw):
            return None
        return raw.decode("ascii")


def alike(
    header: Segment, parts: Composites, message: Message, syntax_version: str
) -> Alike | None:
    """Return what headers like this one are known by; None where each is to be read with care."""
    separators, raw = message.separators, header.raw
    element = separators.element.encode("latin-1")
    reference = message.reference.encode(message.charset)
    before = b"UNH" + element
    after = raw[len(before) + len(reference) :]
    plain = (
        len(parts) == _ELEMENTS
        and message.group_reference is None
        and reference.isalnum()
        and raw.startswith(before + reference + element)
        and _means_itself(after, separators)
        and readable(raw, message.charset, separators)
        and not any(faults(parts, syntax_version))
    )
    if not plain:
        return None
    return Alike(before, after, b"UNT" + element, element, message)


def _means_itself(raw: bytes, separators: Separators) -> bool:
    """Tell whether bytes are printable ASCII, without release characters or line breaks."""
    text = raw.decode("latin-1")
    released = bool(separators.releases) and separators.release in text
    return text.isascii() and text.isprintable() and not released
