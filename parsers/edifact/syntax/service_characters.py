"""Which service characters hold from a place of a file on: by UNA, or by the first bytes."""

import re
from typing import Final, NamedTuple

from parsers.edifact.syntax.segments import (
    DEFAULT_SEPARATORS,
    LEVEL_B_SEPARATORS,
    WRAPPING,
    Separators,
)
from parsers.padding import PADDING

UNA: Final = b"UNA"
_LENGTH: Final = 9
"""UNA and its six characters."""
_NEAR: Final = 64
"""As far as this the characters of a UNA are looked for between line breaks."""
_HEADERS = (b"UNB", b"UIB")
_VERSION_4 = re.compile(rb"UNB.UNO[A-Z].4", re.DOTALL)
_LINE_ENDS = ("\n", "\r")
_FILLERS: Final = {*PADDING.decode("utf-8")} - {" ", *_LINE_ENDS}
"""Padding that is no service character: a UNA that has some lost a character of its own."""
_ENDS_AS_EVER = re.compile(rb"'\s*(?:$|UN[HG]\+)")
"""A segment that ends with the terminator of the standard, or a message behind it."""


class Advice(NamedTuple):
    """What a UNA states: its bytes, line breaks that wrap it included, and what they come to.

    ``separators`` are None where they cannot be: missing, double, letters, digits or padding.
    """

    raw: bytes
    separators: Separators | None


def advice(head: bytes) -> Advice | None:
    """Read a UNA from the first bytes of an interchange; None where there is none, or half of one.

    It may be wrapped like any segment, as far as its characters are no line breaks themselves.
    """
    if not _unwrapped(head).startswith(UNA):
        return None
    places = [place for place, byte in enumerate(head[:_NEAR]) if byte not in WRAPPING]
    stated = [head[: places[_LENGTH - 1] + 1]] if len(places) >= _LENGTH else []
    if head.startswith(UNA) and len(head) >= _LENGTH:
        stated.append(head[:_LENGTH])
    for raw in stated:
        for written in (_unwrapped(raw), raw):
            if (usable := _usable(written, head[len(raw) :])) is not None:
                return Advice(raw, usable)
    return Advice(_up_to_a_header(head), None) if stated else None


def told(body: bytes, in_force: Separators) -> Separators:
    """Return the separators of an interchange without UNA, from its first segment.

    Without UNA they are the standard's own, whatever the interchange before had. Level B, and the
    repetition separator of syntax version 4, are told from UNB. Line feeds are taken as terminators
    where one ends UNB and no apostrophe does. What begins no interchange changes nothing.
    """
    unwrapped = _unwrapped(body)
    if not unwrapped.startswith(_HEADERS):
        return in_force
    if unwrapped[3:4] == b"\x1d":
        return LEVEL_B_SEPARATORS
    repetition = "*" if re.match(rb"UNB\+UNO[A-Z]:4", unwrapped) else " "
    first, line, _ = body.partition(b"\n")
    if line and b"'" not in first and re.match(rb"UN[HG]\+", body[len(first) :].lstrip(PADDING)):
        return DEFAULT_SEPARATORS._replace(repetition=repetition, terminator="\n")
    return DEFAULT_SEPARATORS._replace(repetition=repetition)


def _up_to_a_header(head: bytes) -> bytes:
    """Return the bytes of a UNA that is wrong, as long as it was meant to be."""
    places = [head.find(tag, len(UNA), 2 * _LENGTH) for tag in _HEADERS]
    return head[: min((place for place in places if place >= 0), default=_LENGTH)]


def _unwrapped(raw: bytes) -> bytes:
    return raw.translate(None, WRAPPING)


def _usable(raw: bytes, behind: bytes) -> Separators | None:
    """Return the separators that nine bytes state, if they can be."""
    if len(raw) != _LENGTH:
        return None
    stated = Separators(*raw[len(UNA) :].decode("latin-1"))
    parting = [stated.component, stated.element, stated.terminator]
    parting += [each for each in (stated.release, stated.repetition) if each != " "]
    unusable = (
        " " in parting
        or not _FILLERS.isdisjoint(stated)
        or not {*_LINE_ENDS}.isdisjoint(stated[:-1])
        or len({*parting}) < len(parting)
        or stated.decimal in parting
        or any(each.isalnum() or not each.isascii() for each in stated)
        or (stated.decimal not in {".", ","} and not _is_version_4(behind))
        or _lost_a_character(stated, behind)
    )
    return None if unusable else stated


def _is_version_4(behind: bytes) -> bool:
    """Tell whether UNB states version 4, in which the decimal mark of UNA says nothing."""
    return _VERSION_4.match(_unwrapped(behind.lstrip(PADDING))) is not None


def _lost_a_character(stated: Separators, behind: bytes) -> bool:
    """Tell whether a line end is terminator only because a character of UNA is missing.

    Something else stands where none or the repetition separator is stated, or segments end as the
    standard has it.
    """
    if stated.terminator not in _LINE_ENDS:
        return False
    first = behind.lstrip(PADDING).partition(stated.terminator.encode())[0]
    return stated.repetition == "'" or _ENDS_AS_EVER.search(first) is not None
