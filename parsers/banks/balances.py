"""The balances of a statement, and whether its booked entries lead from one to the other.

ISO 20022 external balance types: OPBD opening, PRCD closing of the statement before, ITBD interim
(of a page: one at its beginning, one at its end), CLBD closing. All others, CLAV and its like,
say what may be drawn and are no sum of entries.
"""

from dataclasses import dataclass, field
from typing import Final, NamedTuple

from lxml import etree

from parsers.banks.entry_details import cents_of

CREDIT, DEBIT = "CRDT", "DBIT"
SIGNS: Final = {CREDIT: 1, DEBIT: -1}
_OPENING: Final = ("OPBD", "PRCD")
_CLOSING: Final = "CLBD"
_INTERIM: Final = "ITBD"


class Apart(NamedTuple):
    """A balance that is not what precedes it comes to, in cents; both have the account's sign."""

    stated: int
    found: int


@dataclass
class Balances:
    """The balances of one statement, and the sum of its booked entries so far, in cents.

    ``closes`` is the day of the closing balance, as it is written; ``currency`` that of the last.
    """

    closes: str = ""
    currency: str | None = None
    _told: dict[str, list[int]] = field(default_factory=dict)
    _unread: bool = False
    _booked: int = 0

    def take(self, balance: etree._Element) -> None:
        """Take note of a balance (Bal)."""
        code = balance.findtext("{*}Tp/{*}CdOrPrtry/{*}Cd") or balance.findtext("{*}Tp/{*}Cd") or ""
        cents = cents_of(balance.find("{*}Amt"))
        sign = SIGNS.get((balance.findtext("{*}CdtDbtInd") or "").strip())
        if isinstance(cents, int) and sign is not None:
            self._told.setdefault(code.strip(), []).append(sign * cents)
            self._note(balance, code.strip())
        elif code.strip() in {*_OPENING, _CLOSING, _INTERIM}:
            self._unread = True

    def book(self, direction: str, cents: object) -> None:
        """Add a booked entry; one whose direction or amount cannot be read leaves none to tie."""
        sign = SIGNS.get(direction)
        if isinstance(cents, int) and sign is not None:
            self._booked += sign * cents
        else:
            self._unread = True

    def _note(self, balance: etree._Element, code: str) -> None:
        amount = balance.find("{*}Amt")
        self.currency = self.currency if amount is None else amount.get("Ccy")
        if code == _CLOSING or (code == _INTERIM and _CLOSING not in self._told):
            self.closes = (
                balance.findtext("{*}Dt/{*}Dt") or balance.findtext("{*}Dt/{*}DtTm") or ""
            ).strip()

    @property
    def opening(self) -> int | None:
        """Where the entries begin."""
        for code in _OPENING:
            if code in self._told:
                return self._told[code][0]
        return self._interim(0) if _CLOSING in self._told or len(self._interims) > 1 else None

    @property
    def closing(self) -> int | None:
        """Where the entries end."""
        if _CLOSING in self._told:
            return self._told[_CLOSING][-1]
        opened = any(code in self._told for code in _OPENING)
        return self._interim(-1) if opened or len(self._interims) > 1 else None

    def apart(self) -> Apart | None:
        """Return how the closing balance is not the opening one and the entries, if it is not."""
        opening, closing = self.opening, self.closing
        if opening is None or closing is None or self._unread:
            return None
        found = opening + self._booked
        return None if found == closing else Apart(closing, found)

    @property
    def _interims(self) -> list[int]:
        return self._told.get(_INTERIM, [])

    def _interim(self, place: int) -> int | None:
        return self._interims[place] if self._interims else None
