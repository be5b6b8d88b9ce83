"""Whether the details of a bank entry are what the entry says: direction, amounts, counts."""

from typing import Final, NamedTuple

from lxml import etree

from parsers.values import Fault, cents
from parsers.xml.numbers import plain_number


class Contradiction(NamedTuple):
    """Where an entry contradicts itself: the code, the element, what it says and what is held."""

    code: str
    element: etree._Element
    value: str | None
    expected: str | None = None


BOOKED: Final = "BOOK"
_ONCE = (
    *("Amt", "CdtDbtInd", "RvslInd", "Sts", "Sts/Cd", "AcctSvcrRef", "NtryRef"),
    *("BookgDt", "BookgDt/Dt", "BookgDt/DtTm", "ValDt", "ValDt/Dt", "ValDt/DtTm"),
)
"""What an entry, or a detail of it, says once: of two, nobody could tell which one holds."""


class Entry:
    """One entry (Ntry) and the elements of it that several readers ask for."""

    def __init__(self, element: etree._Element, namespace: str) -> None:
        self.element = element
        self._ns = f"{{{namespace}}}"
        self.details = self.all(element, "NtryDtls/TxDtls")

    def all(self, element: etree._Element, path: str) -> list[etree._Element]:
        """Return the elements at a path."""
        return element.findall(self._path(path))

    def one(self, element: etree._Element, path: str) -> etree._Element | None:
        """Return the first element at a path."""
        return element.find(self._path(path))

    def text(self, path: str, element: etree._Element | None = None) -> str:
        """Return the text at a path of the entry, or of an element in it; empty where none is."""
        return (
            (self.element if element is None else element).findtext(self._path(path)) or ""
        ).strip()

    def amount_of(self, detail: etree._Element) -> etree._Element | None:
        """Return the element with the amount of a detail: of newer versions, or of older ones."""
        own = self.one(detail, "Amt")
        return own if own is not None else self.one(detail, "AmtDtls/TxAmt/Amt")

    @property
    def status(self) -> str:
        """Whether the entry is booked: of newer versions, or of older ones."""
        return self.text("Sts/Cd") or self.text("Sts")

    @property
    def cents(self) -> int | Fault | None:
        """The amount of the entry."""
        return cents_of(self.one(self.element, "Amt"))

    def contradiction(self, reference: str) -> Contradiction | None:
        """Return how an entry contradicts itself, or its details contradict it, if they do."""
        for element in (self.element, *self.details):
            for name in _ONCE:
                if len(told := self.all(element, name)) > 1:
                    return Contradiction("PAY-006", told[1], f"{reference} {name}, {name}")
        for detail in self.details:
            if (direction := self.text("CdtDbtInd", detail)) not in {"", "CRDT"}:
                return Contradiction("PAY-005", detail, direction)
        for batch in self.all(self.element, "NtryDtls"):
            if (found := self._batch(batch, reference)) is not None:
                return found
        if not self._adds_up():
            return Contradiction("PAY-007", self.element, reference, self.text("Amt"))
        return None

    def _batch(self, batch: etree._Element, reference: str) -> Contradiction | None:
        """Compare what details are told of as a whole with themselves, where there are any."""
        details = self.all(batch, "TxDtls")
        count, total = self.one(batch, "Btch/NbOfTxs"), self.one(batch, "Btch/TtlAmt")
        if count is not None and details:
            stated = (count.text or "").strip()
            if plain_number(stated) != str(len(details)):
                return Contradiction("PAY-009", count, stated, str(len(details)))
        if total is None:
            return None
        held = [self.amount_of(detail) for detail in details]
        if not held and len(self.all(self.element, "NtryDtls")) == 1:
            held = [self.one(self.element, "Amt")]
        parts = [cents_of(part) for part in held if self._in_one_currency(part, total)]
        whole = sum(part for part in parts if isinstance(part, int))
        if parts and len(parts) == len(held) and cents_of(total) != whole:
            return Contradiction("PAY-007", total, reference, (total.text or "").strip())
        return None

    def _adds_up(self) -> bool:
        if len(self.details) == 1:
            return self._one_detail_agrees(self.details[0])
        parts = [cents_of(self.amount_of(detail)) for detail in self.details]
        numbers = [part for part in parts if isinstance(part, int)]
        return not parts or (len(numbers) == len(parts) and sum(numbers) == self.cents)

    def _one_detail_agrees(self, detail: etree._Element) -> bool:
        """Compare the only detail, which may leave its amount out, or charges that are told."""
        part, whole = self.amount_of(detail), self.one(self.element, "Amt")
        if part is None or not self._in_one_currency(part, whole):
            return True
        its, entry = cents_of(part), self.cents
        if not isinstance(entry, int):
            return True  # told as that
        if not isinstance(its, int):
            return False
        charges = self._charges(self.element) + self._charges(detail)
        return entry in {its, its - charges, its + charges}

    def _charges(self, element: etree._Element) -> int:
        """Return the charges that an entry or a detail tells, as one total or each by itself."""
        for path in ("Chrgs/TtlChrgsAndTaxAmt", "Chrgs/Rcrd/Amt", "Chrgs/Amt"):
            told = [cents_of(each) for each in self.all(element, path)]
            if told:
                return sum(each for each in told if isinstance(each, int))
        return 0

    @staticmethod
    def _in_one_currency(first: etree._Element | None, second: etree._Element | None) -> bool:
        if first is None or second is None:
            return False
        return first.get("Ccy") == second.get("Ccy")

    def _path(self, path: str) -> str:
        return "/".join(self._ns + step for step in path.split("/"))


def cents_of(element: etree._Element | None) -> int | Fault | None:
    """Return the amount of an element, which holds no other; None where there is none."""
    if element is None:
        return None
    return cents("" if len(element) else plain_number((element.text or "").strip()), ".")
