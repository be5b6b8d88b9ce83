"""Whether the details of a bank entry are what the entry says: direction, amounts, counts."""

from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import Final, NamedTuple

from lxml import etree

from parsers.banks.entry_shape import Shape, shape_of
from parsers.values import Fault, cents
from parsers.xml.numbers import plain_number


class Contradiction(NamedTuple):
    """Where an entry contradicts itself: the code, the element, what it says and what is held."""

    code: str
    element: etree._Element
    value: str | None
    expected: str | None = None


BOOKED: Final = "BOOK"
_NOTHING: Final = ()
_ONCE: Final = (
    *("Amt", "CdtDbtInd", "RvslInd", "Sts", "Sts/Cd", "AcctSvcrRef", "NtryRef"),
    *("BookgDt", "BookgDt/Dt", "BookgDt/DtTm", "ValDt", "ValDt/Dt", "ValDt/DtTm"),
)
"""What an entry, or a detail of it, says once: of two, nobody could tell which one holds."""


class Part:
    """An entry, a batch of details or a detail, with its elements by their path from it.

    What is inside of details, and of batches of an entry, belongs to those.
    """

    def __init__(self, elements: Sequence[etree._Element], shape: Shape) -> None:
        self.element = elements[shape.root]
        self._elements = elements
        self._shape = shape

    def all(self, path: str) -> list[etree._Element]:
        """Return the elements at a path."""
        return [self._elements[place] for place in self._shape.held.get(path, _NOTHING)]

    def one(self, path: str) -> etree._Element | None:
        """Return the first element at a path."""
        found = self._shape.held.get(path)
        return self._elements[found[0]] if found else None

    def text(self, path: str) -> str:
        """Return the text at a path; empty where none is."""
        found = self._shape.held.get(path)
        return (self._elements[found[0]].text or "").strip() if found else ""

    @property
    def naming(self) -> list[etree._Element]:
        """The elements that name what is paid: remittance information, then references."""
        return [self._elements[place] for place in self._shape.naming]

    @property
    def stated_twice(self) -> tuple[str, etree._Element] | None:
        """What is said twice that is said once: its path, and the second element."""
        for name in _ONCE if self._shape.repeats else ():
            if len(told := self.all(name)) > 1:
                return name, told[1]
        return None


class Batch(Part):
    """Details that are told together (NtryDtls)."""

    def __init__(self, elements: Sequence[etree._Element], shape: Shape) -> None:
        super().__init__(elements, shape)
        self.details = [Part(elements, detail) for detail in shape.parts]


class Entry(Part):
    """One entry (Ntry), with its details."""

    def __init__(self, element: etree._Element, namespace: str) -> None:
        elements = list(element.iter())
        super().__init__(elements, shape_of(elements, namespace))
        self.batches = [Batch(elements, batch) for batch in self._shape.parts]
        self.details = [detail for batch in self.batches for detail in batch.details]

    @property
    def status(self) -> str:
        """Whether the entry is booked: of newer versions, or of older ones."""
        return self.text("Sts/Cd") or self.text("Sts")

    @cached_property
    def cents(self) -> int | Fault | None:
        """The amount of the entry."""
        return cents_of(self.one("Amt"))

    def contradiction(self, reference: str) -> Contradiction | None:
        """Return how an entry contradicts itself, or its details contradict it, if they do."""
        for part in (self, *self.details):
            if (twice := part.stated_twice) is not None:
                name, element = twice
                return Contradiction("PAY-006", element, f"{reference} {name}, {name}")
        for detail in self.details:
            if (direction := detail.text("CdtDbtInd")) not in {"", self.text("CdtDbtInd")}:
                return Contradiction("PAY-005", detail.element, direction)
        for batch in self.batches:
            if (found := self._batch(batch, reference)) is not None:
                return found
        if not self._adds_up():
            return Contradiction("PAY-007", self.element, reference, self.text("Amt"))
        return None

    def _batch(self, batch: Batch, reference: str) -> Contradiction | None:
        """Compare what details are told of as a whole with themselves, where there are any."""
        count, total = batch.one("Btch/NbOfTxs"), batch.one("Btch/TtlAmt")
        if count is not None and batch.details:
            stated = (count.text or "").strip()
            if plain_number(stated) != str(len(batch.details)):
                return Contradiction("PAY-009", count, stated, str(len(batch.details)))
        if total is None:
            return None
        held = [amount_of(detail) for detail in batch.details]
        if not held and len(self.batches) == 1:
            held = [self.one("Amt")]
        parts = [cents_of(part) for part in held if _in_one_currency(part, total)]
        whole = sum(part for part in parts if isinstance(part, int))
        if parts and len(parts) == len(held) and cents_of(total) != whole:
            return Contradiction("PAY-007", total, reference, (total.text or "").strip())
        return None

    def _adds_up(self) -> bool:
        if len(self.details) == 1:
            return self._one_detail_agrees(self.details[0])
        parts = [cents_of(amount_of(detail)) for detail in self.details]
        numbers = [part for part in parts if isinstance(part, int)]
        return not parts or (len(numbers) == len(parts) and sum(numbers) == self.cents)

    def _one_detail_agrees(self, detail: Part) -> bool:
        """Compare the only detail, which may leave its amount out, or charges that are told."""
        part, whole = amount_of(detail), self.one("Amt")
        if part is None or not _in_one_currency(part, whole):
            return True
        its, entry = cents_of(part), self.cents
        if its == entry or not isinstance(entry, int):
            return True  # what is no amount is told as that
        if not isinstance(its, int):
            return False
        charges = _charges(self) + _charges(detail)
        return entry in {its - charges, its + charges}


def amount_of(detail: Part) -> etree._Element | None:
    """Return the element with the amount of a detail: of newer versions, or of older ones."""
    own = detail.one("Amt")
    return own if own is not None else detail.one("AmtDtls/TxAmt/Amt")


def cents_of(element: etree._Element | None) -> int | Fault | None:
    """Return the amount of an element, which holds no other; None where there is none."""
    if element is None:
        return None
    return _cents("" if len(element) else element.text or "")


@lru_cache(maxsize=1024)
def _cents(text: str) -> int | Fault:
    return cents(plain_number(text.strip()), ".")


def _charges(part: Part) -> int:
    """Return the charges that an entry or a detail tells, as one total or each by itself."""
    for path in ("Chrgs/TtlChrgsAndTaxAmt", "Chrgs/Rcrd/Amt", "Chrgs/Amt"):
        told = [cents_of(each) for each in part.all(path)]
        if told:
            return sum(each for each in told if isinstance(each, int))
    return 0


def _in_one_currency(first: etree._Element | None, second: etree._Element | None) -> bool:
    if first is None or second is None:
        return False
    return first.get("Ccy") == second.get("Ccy")
