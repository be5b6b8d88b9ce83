"""The totals that a notification states of its entries (TxsSummry), and what they come to."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from lxml import etree

from parsers.values import Fault, amount_text, cents
from parsers.xml.document import local_name
from parsers.xml.numbers import plain_number

SUMMARY: Final = "TxsSummry"
LEAVES: Final = ("NbOfNtries", "Sum", "LastPgInd", "PgNb")
"""The elements of a notification that state totals, or that it is one page of several."""
_COUNT, _SUM = "NbOfNtries", "Sum"
_DIRECTIONS: Final = {"TtlNtries": ("CRDT", "DBIT"), "TtlCdtNtries": ("CRDT",),
                      "TtlDbtNtries": ("DBIT",)}  # fmt: skip


class Unlike(NamedTuple):
    """A total that is not what the entries come to; ``path`` leads to it from the notification."""

    path: str
    stated: str
    found: str


@dataclass
class Totals:
    """What one notification states, and what was counted so far."""

    stated: dict[tuple[str, str], str] = field(default_factory=dict)
    _counts: Counter[str] = field(default_factory=Counter)
    _cents: Counter[str] = field(default_factory=Counter)
    _unread: bool = False
    _is_a_page: bool = False
    _page: str = ""

    def take(self, leaf: etree._Element) -> None:
        """Take note of a total, or of a page."""
        parent, text = leaf.getparent(), (leaf.text or "").strip()
        name = local_name(leaf)
        if name == "LastPgInd":
            self._is_a_page |= text not in {"true", "1"}
        elif name == "PgNb":
            self._page = text.lstrip("0")
            self._is_a_page |= self._page != "1"
        elif parent is not None and local_name(parent) in _DIRECTIONS:
            self.stated[local_name(parent), name] = text

    def paged(self, reference: str) -> str:
        """Return the reference of the statement, with its page where it is one of several."""
        return f"{reference}#{self._page}" if self._is_a_page and self._page else reference

    def count(self, direction: str, amount: int | Fault | None) -> None:
        """Count an entry."""
        self._counts[direction] += 1
        if isinstance(amount, int):
            self._cents[direction] += amount
        else:
            self._unread = True

    def unlike(self) -> Iterator[Unlike]:
        """Yield the totals that are not what was counted; of a page among several none is known."""
        if self._is_a_page:
            return
        for (group, name), text in self.stated.items():
            held = self._counts if name == _COUNT else self._cents
            found = sum(held[direction] for direction in _DIRECTIONS[group])
            if name == _COUNT:
                like, shown = plain_number(text) == str(found), str(found)
            else:
                like = self._unread or cents(plain_number(text), ".") == found
                shown = amount_text(found)
            if not like:
                yield Unlike(f"{SUMMARY}/{group}/{name}", text, shown)
