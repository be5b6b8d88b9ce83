"""Texts that are UTF-8 under a declared character set that has every byte, and so are no fault."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from parsers.edifact.envelope.levels import Message
from parsers.edifact.syntax.charsets import strange
from parsers.edifact.syntax.tokens import Flags, Tokens
from parsers.findings import Finding, shown

_DECLARED: Final = frozenset({"iso8859-1", "iso8859-9"})
"""Sets in which the bytes of Latin letters in UTF-8 are a letter and a sign: no word has those."""
_LEADS: Final = (0xC2, 0xC3, 0xC5)
"""What letters of Latin alphabets begin with in UTF-8."""
_FOLLOWS_FROM, _FOLLOWS_TO = 0xA0, 0xBF


def mistaken_texts(messages: Sequence[Message], tokens: Tokens, base: int) -> Iterator[Finding]:
    """Yield EDI-027 for the first segment of each message that reads as UTF-8.

    The messages are of one character set, in order; ``base`` is the number of the block's first
    segment.
    """
    if tokens.block.content.isascii() or not messages or messages[0].charset not in _DECLARED:
        return
    firsts = [message.first - base for message in messages]
    told: Message | None = None
    for number in _candidates(tokens):
        place = bisect_right(firsts, number) - 1
        message = messages[place]
        if place < 0 or message is told or number > message.last - base:
            continue
        text = _as_utf_8(message, tokens, number)
        if text is not None:
            told = message
            yield _finding(message, tokens, number, number - firsts[place] + 1, text)


def _candidates(tokens: Tokens) -> list[int]:
    """Return the numbers of the segments that hold what may be a letter in UTF-8."""
    content = np.frombuffer(tokens.block.content, dtype=np.uint8)
    high = np.flatnonzero(content[1:] >= _FOLLOWS_FROM)
    leads: Flags = np.isin(content[high], _LEADS) & (content[high + 1] <= _FOLLOWS_TO)
    numbers = np.searchsorted(tokens.starts, high[leads], side="right") - 1
    return [*np.unique(numbers[numbers >= 0]).tolist()]


def _as_utf_8(message: Message, tokens: Tokens, number: int) -> str | None:
    """Return the text of a segment as UTF-8; None where it is none, or found wrong anyway."""
    raw = tokens.segment(number).raw
    if strange(raw, message.charset, message.separators) is not None:
        return None
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _finding(message: Message, tokens: Tokens, number: int, position: int, text: str) -> Finding:
    segment = tokens.segment(number)
    return Finding(
        code="EDI-027",
        byte_from=segment.offset,
        byte_to=segment.offset + len(segment.raw),
        interchange=message.interchange,
        message=message.ordinal,
        segment=segment.tag,
        segment_position=position,
        value=shown(text),
        expected=message.charset,
    )
