"""Answers in UN/EDIFACT, syntax version 4, character set UNOC: the interchange around them."""

from collections.abc import Sequence

from notices.answers import InterchangeAnswer
from parsers.edifact.syntax.writer import Marked, write

Line = list[str | list[str]]
"""A segment: its tag, then elements, a composite as a list."""

Body = list[Line | Marked]
"""Segments of a message; a run of them may have been marked before, and is so many lines."""

_WRITTEN_AS = str.maketrans(
    {
        "“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "…": "...", "–": "-", "—": "-",
        "œ": "oe", "Œ": "OE", "€": "EUR", "\N{REPLACEMENT CHARACTER}": "?",
    }
    | dict.fromkeys([*range(32), *range(127, 160)], " ")
)  # fmt: skip
"""How characters outside ISO 8859-1 are written that have a way to be; controls are blanks."""

_TEST = ["", "", "", "", "", "1"]
"""S005 to 0032, which are left out, and 0035: a test, as all is that a made-up book answers."""

_PARTY_LENGTHS = (35, 4, 35, 35)
"""Of 0004, 0007, 0008 and 0042, as of 0010, 0007, 0014 and 0046."""


def text(value: str, length: int) -> str:
    """Return a text in the characters of the answer, cut to its element's length.

    What cannot be written is a question mark. Only what this returns may be written: a character
    that became a separator later would not be released.
    """
    written = value.translate(_WRITTEN_AS).encode("iso8859-1", "replace").decode("iso8859-1")
    return written[:length]


def party(components: Sequence[str]) -> list[str]:
    """Return a party of an interchange as it was received."""
    return [text(value, length) for value, length in zip(components, _PARTY_LENGTHS, strict=False)]


def interchange(answer: InterchangeAnswer, messages: list[tuple[list[str], Body]]) -> bytes:
    """Return an interchange that answers; a message is its identifier and its segments.

    It goes to whom the received one is from, internal identification included; that of a made-up
    book is a test.
    """
    reference, at = text(answer.answer_reference, 14), answer.prepared_at
    moment = [at.strftime("%Y%m%d"), at.strftime("%H%M")]
    sender, recipient = [text(answer.recipient, 35)], party(answer.received_from)
    header: Line = ["UNB", ["UNOC", "4"], sender, recipient, moment, reference]
    segments: Body = [[*header, *(_TEST if answer.made_up else [])]]
    for number, (identifier, body) in enumerate(messages, start=1):
        count = 2 + sum(each.segments if isinstance(each, Marked) else 1 for each in body)
        segments += [["UNH", str(number), identifier], *body, ["UNT", str(count), str(number)]]
    segments.append(["UNZ", str(len(messages)), reference])
    return write(segments).encode("iso8859-1")
