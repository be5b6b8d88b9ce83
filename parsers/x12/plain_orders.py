"""Payment orders that are written the plain way, each read by one pattern; any other is none here.

Plain is an 820 of BPR, TRN, and then remittances that each name one account, in RMR or in the REF
behind it, pay in full what they say was owed, and stand among segments that name no account. What
a plain order says is what ``payment_order`` finds in its segments.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from parsers.banks.entry_keys import plain
from parsers.x12.payment_order import BN15, Order, day_of
from parsers.x12.x12_segments import BETWEEN, Segments

_WHOLE: Final = r"""
    <between> (?P<begins>ST) <s> 820 <s> (?P<number>[0-9A-Za-z]++) (?:<s> <more>)?+ <t>
    <between> BPR <s> [A-HJ-Z] <s> (?P<amount>[0-9]{1,9}+(?:[.][0-9]{2})?+) <s> C <s>
        (?:<e> <s>){11} (?P<account><e>) <s> (?P<day>[0-9]{8}) (?:<s> <more>)?+ <t>
    <between> TRN <s> <e> <s> (?P<trace><e>) (?:<s> <more>)?+ (?P<body><t> (?:
        <between> RMR <s> <e> <s> <e> <s> <e> <s>
            (?P<paid>[0-9]{1,9}+(?:[.][0-9]{2})?+) (?:<s> (?P=paid))?+ <t>
      | <between> CUR <s> <e> <s> CAD (?:<s> <more>)?+ <t>
      | <between> (?:N1|REF|ENT|DTM|PER|N2|N3|N4|NM1|NTE) <s> <more> <t>
    )*+)
    <between> SE <s> 0*+ (?P<count>[0-9]{1,9}+) <s> (?P=number) <t>
"""
_PART: Final = f"""
    <t> <between> RMR <s> <e> <s> ((?:({BN15.pattern})(?=<s>))?+ <e>)
    <s> <e> <s> ([0-9]++)(?:[.]([0-9]{{2}}))?+ (?:<s> [0-9.]++)?+
    (?: <t> <between> (REF) <s> <e> <s> ((?:({BN15.pattern})(?=<s>|<t>))?+ <more>) )?+ (?=<t>)
"""
_PAYER: Final = "<t> <between> N1 <s> PR [ ]*+ (?:<s> (<e>))?+ (?=<s>|<t>)"
_NO_CENTS: Final = "00"
_TWICE: Final = "RM"
"""Stands in the tag of a remittance and in the account that it names; what names another has it."""
_REMITTANCE, _REFERENCE = "RMR", "REF"
_WRITTEN_IN: Final = b". "
"""Characters of the values that are read, beside letters and digits: they separate nothing here."""
_SEPARATORS_MAX: Final = 16


class PlainOrder(NamedTuple):
    """One transaction set: its number, what it orders, and where it stands in the file."""

    number: str
    order: Order
    byte_from: int
    byte_to: int


def plain_orders(
    segments: Segments, seen: set[str], *, segment_bytes: int, message_bytes: int
) -> Iterator[PlainOrder]:
    """Take the plain orders that follow each other where segments go on, and are held whole.

    It ends before any other set, before one whose number was seen, and beyond bounds. Numbers are
    put into ``seen``.
    """
    pattern = _pattern_of(segments.separator, segments.terminator)
    while pattern is not None:
        held, here = segments.ahead()
        found = pattern.match(held, here, segment_bytes)
        if found is None or found.end() - here > message_bytes:
            return
        number, order = found["number"].decode(), pattern.order(found)
        if order is None or number in seen:
            return
        seen.add(number)
        yield PlainOrder(number, order, *segments.take(found.start("begins"), found.end()))


class _Pattern:
    """How a plain order is written with two characters: of elements and of segments."""

    def __init__(self, separator: bytes, terminator: bytes) -> None:
        self._separator, self._terminator = separator.decode("latin-1"), terminator
        self._whole = re.compile(_with(_WHOLE, separator, terminator).encode("latin-1"), re.VERBOSE)
        self._part, self._payer = (
            re.compile(_with(each, separator, terminator), re.VERBOSE) for each in (_PART, _PAYER)
        )

    def match(self, held: bytes, here: int, segment_bytes: int) -> re.Match[bytes] | None:
        """Return the set that stands at a place, if it is written so and counted right."""
        found = self._whole.match(held, here)
        if found is None or int(found["count"]) != found[0].count(self._terminator):
            return None
        written = found[0]
        if len(written) > segment_bytes < max(map(len, written.split(self._terminator))):
            return None
        return found

    def order(self, found: re.Match[bytes]) -> Order | None:
        """Return what a set orders; None where it may be wrong."""
        values = found.group("amount", "account", "day", "trace", "body")
        paid, account, day, trace, body = (value.decode("latin-1") for value in values)
        parts, amount, paid_on = self._part.findall(body), _cents(paid), day_of(day)
        by_account, total = dict[str | None, int](), 0
        told, referenced = dict[str | None, list[str]](), 0
        for remitted, within, whole, fraction, tag, referring, behind in parts:
            named, cents = within or behind, int(whole + (fraction or _NO_CENTS))
            by_account[named] = by_account.get(named, 0) + cents
            total += cents
            referenced += bool(tag)
            refers = " ".join(each.rstrip(" ") for each in referring.split(self._separator))
            told.setdefault(named, []).extend((remitted.rstrip(" "), refers))
        if total != amount or not parts or "" in by_account or 0 in by_account.values():
            return None
        if body.count(_TWICE) != 2 * len(parts) and len(BN15.findall(body)) != len(parts):
            return None
        if paid_on is None or not plain(trace) or _references_of(body) != referenced:
            return None
        payer = (self._payer.findall(body) or [""])[-1].rstrip(" ")
        said = {named: " ".join(filter(None, texts)) or None for named, texts in told.items()}
        account = account.rstrip(" ")
        return Order(trace.rstrip(" "), account, paid_on, amount, payer, by_account, said)


@lru_cache(_SEPARATORS_MAX)
def _pattern_of(separator: bytes, terminator: bytes) -> _Pattern | None:
    """Return how plain orders are written with these; None where they may be part of a value."""
    if separator in _WRITTEN_IN + BETWEEN or terminator in _WRITTEN_IN:
        return None
    return _Pattern(separator, terminator)


def _with(pattern: str, separator: bytes, terminator: bytes) -> str:
    """Return a pattern with what stands for an element, the rest of a segment, and what parts."""
    s, t, blanks = (re.escape(each.decode("latin-1")) for each in (separator, terminator, BETWEEN))
    between = "" if terminator in BETWEEN else f"[{blanks}]*+"
    words = {"s": s, "t": t, "e": f"[^{s}{t}]*+", "more": f"[^{t}]*+", "between": between}
    for name, word in words.items():
        pattern = pattern.replace(f"<{name}>", word)
    return pattern


def _references_of(body: str) -> int:
    """Return how many references come behind the first remittance, or more."""
    return body.count(_REFERENCE, body.find(_REMITTANCE))


def _cents(written: str) -> int:
    whole, _, fraction = written.partition(".")
    return int(whole + (fraction or _NO_CENTS))
