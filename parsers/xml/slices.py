"""A declaration that is still being read, taken slice by slice: what ended, with its heading."""

import re
from copy import deepcopy
from dataclasses import dataclass, field

from lxml import etree

from parsers.xml.declaration_fields import NAMESPACE
from parsers.xml.spans import Span

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


def drop(growing: etree._Element) -> bool:
    """Free what ended behind the heading; tell whether anything did. What came last stays."""
    before = len(growing)
    heading, _ = _parted(growing, _SHIPMENT)
    del growing[len(heading) : -1]
    lines = 0
    if len(growing) and growing[-1].tag == _SHIPMENT:
        lines = len(growing[-1])
        del growing[-1][len(_parted(growing[-1], _LINE)[0]) : -1]
        lines -= len(growing[-1])
    return len(growing) < before or lines > 0


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
        """Move what ended behind the heading to a declaration of its own; None where nothing did.

        What came last may not have ended yet, and stays, with its shipment. All keeps its order.
        """
        heading, body = _parted(growing, _SHIPMENT)
        batch = etree.Element(_BATCH, nsmap=growing.nsmap)
        piece = etree.SubElement(batch, growing.tag, dict(growing.attrib))
        piece.extend(deepcopy(e) for e in heading)
        self._shipments_before, self._lines_before = self._next
        for child in body:
            last = child is body[-1]
            if child.tag == _SHIPMENT:
                self._count(self._move(child, piece, last=last), gone=not last)
                if not last:
                    growing.remove(child)
            elif not last:
                piece.append(child)
        return piece if len(piece) > len(heading) else None

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

    def _count(self, lines: int, *, gone: bool) -> None:
        """Count the lines moved out of a shipment, and the shipment where it is gone as well."""
        self.lines += lines
        shipments, before = self._next
        self._next = (shipments + 1, 0) if gone else (shipments, before + lines)

    def _move(self, shipment: etree._Element, piece: etree._Element, *, last: bool) -> int:
        """Move what ended of a shipment; return how many lines that were."""
        heading, ended = _parted(shipment, _LINE)
        if last:
            ended = ended[:-1]
        if ended:
            own = etree.SubElement(piece, shipment.tag, dict(shipment.attrib))
            own.extend(deepcopy(e) for e in heading)
            own.extend(ended)
        return sum(child.tag == _LINE for child in ended)


def _parted(element: etree._Element, tag: str) -> tuple[list[etree._Element], list[etree._Element]]:
    """Return the children before the first of a tag, and the others."""
    children = list(element)
    first = next((n for n, child in enumerate(children) if child.tag == tag), len(children))
    return children[:first], children[first:]
