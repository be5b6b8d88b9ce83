"""A declaration that is still being read, taken slice by slice: what ended, with its heading."""

import re
from copy import deepcopy
from dataclasses import dataclass, field

from lxml import etree

from parsers.xml.declaration_fields import NAMESPACE
from parsers.xml.document import Span

_BATCH, _SHIPMENT, _LINE = (
    f"{{{NAMESPACE}}}{name}"
    for name in ("DeclarationBatch", "GoodsShipment", "GovernmentAgencyGoodsItem")
)
_INDEXED = re.compile(
    r"(/GoodsShipment)(?:\[(\d+)\])?(?:(/GovernmentAgencyGoodsItem)(?:\[(\d+)\])?)?"
)


def has_lines(declaration: etree._Element) -> bool:
    """Tell whether a declaration that is still being read has come to its lines."""
    return declaration.find(f"{_SHIPMENT}/{_LINE}") is not None


@dataclass
class Slices:
    """The slices of one declaration so far: how many shipments and lines went before.

    ``faulty`` tells that what follows is counted and not read.
    """

    ordinal: int
    span: Span
    lines: int = 0
    faulty: bool = False
    invoices: set[tuple[object, ...]] = field(default_factory=set)
    _shipments_before: int = 0
    _lines_before: int = 0
    _next: tuple[int, int] = (0, 0)

    def cut(self, growing: etree._Element) -> etree._Element | None:
        """Move the lines that ended to a declaration of their own; None where there are none.

        The last line may not have ended yet, and stays with its shipment. Shipments that ended go.
        """
        shipments = growing.findall(_SHIPMENT)
        batch = etree.Element(_BATCH, nsmap=growing.nsmap)
        piece = etree.SubElement(batch, growing.tag, dict(growing.attrib))
        piece.extend(deepcopy(e) for e in growing if e.tag != _SHIPMENT)
        moved = 0
        self._shipments_before, self._lines_before = self._next
        for shipment in shipments:
            last = shipment is shipments[-1]
            ended = shipment.findall(_LINE)[: -1 if last else None]
            moved = self._move(shipment, ended, piece)
            self.lines += moved
            if not last:
                growing.remove(shipment)
        if len(shipments) > 1:
            self._next = (self._next[0] + len(shipments) - 1, moved)
        else:
            self._next = (self._next[0], self._next[1] + moved)
        return piece if piece.find(_SHIPMENT) is not None else None

    def rest(self, ended: etree._Element) -> None:
        """Take note of what is left when the declaration ended."""
        self._shipments_before, self._lines_before = self._next
        self.lines += sum(1 for _ in ended.iterfind(f"{_SHIPMENT}/{_LINE}"))

    def within_the_declaration(self, path: str) -> str:
        """Return the path of an element of the newest slice as it is in the whole declaration."""
        match = _INDEXED.search(path)
        if match is None:
            return path
        shipment, line = int(match[2] or 1), int(match[4] or 1)
        line += self._lines_before if shipment == 1 else 0
        step = f"{match[1]}[{shipment + self._shipments_before}]"
        step += f"{match[3]}[{line}]" if match[3] else ""
        return path[: match.start()] + step + path[match.end() :]

    def _move(
        self, shipment: etree._Element, lines: list[etree._Element], piece: etree._Element
    ) -> int:
        if lines:
            own = etree.SubElement(piece, shipment.tag, dict(shipment.attrib))
            own.extend(deepcopy(e) for e in shipment if e.tag != _LINE)
            own.extend(lines)
        return len(lines)
