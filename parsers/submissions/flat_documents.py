"""A document of one record, as JSON or XML: texts by the names of its elements, each once."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from lxml import etree

from parsers.deliveries.delivery_text import beside, unpadded
from parsers.deliveries.headed_rows import Place
from parsers.deliveries.reference.json_delivery import parsed
from parsers.xml.document import (
    SAFE,
    WrongEncoding,
    encoding_of,
    local_name,
)
from parsers.xml.document_bytes import document_chunks, extent_of
from parsers.xml.schema_faults import not_well_formed

BYTES_MAX: Final = 1 << 20


@dataclass(frozen=True)
class Document:
    """The texts of a record, and where each stands.

    ``odd`` are names that stand twice, or hold more than a text; ``unreadable`` is why there are
    none.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, Place] = field(default_factory=dict)
    odd: tuple[str, ...] = ()
    unreadable: str | None = None
    line: int | None = None


def in_json(content: bytes, root: str) -> Document:
    """Read an object whose one name is the root, and whose value is an object of texts."""
    size = len(content)
    try:
        whole = parsed(unpadded(content.decode("utf-8"))[0])
    except UnicodeDecodeError as fault:
        return Document(unreadable=f"0x{content[fault.start]:02X} ≠ UTF-8")
    except json.JSONDecodeError as fault:
        return Document(unreadable=beside(fault.doc, fault.pos) or "-", line=fault.lineno)
    except (ValueError, RecursionError) as fault:
        return Document(unreadable=str(fault)[:70] or "-")
    record = whole.get(root)
    if len(whole) != 1 or not isinstance(record, dict):
        return Document(unreadable=f'{{"{root}": {{…}}}}')
    record = {name: value for name, value in record.items() if value is not None}
    odd = tuple(name for name, value in record.items() if not isinstance(value, str))
    return Document(
        {name: value for name, value in record.items() if isinstance(value, str)},
        {name: Place(0, size, None, f"/{root}/{name}") for name in record},
        odd,
    )


def in_xml(path: Path, root: str) -> Document:
    """Read a document whose root has an element a value; nothing is resolved or fetched."""
    size = path.stat().st_size
    try:
        record = _root(path)
    except (WrongEncoding, etree.XMLSyntaxError) as fault:
        found = (
            fault.finding(size)
            if isinstance(fault, WrongEncoding)
            else not_well_formed(fault, path)
        )
        return Document(unreadable=found.value or "-", line=found.segment_position)
    values = list(_values(record))
    counted = Counter(name for name, _, _ in values)
    twice = [name for name, count in counted.items() if count > 1]
    return Document(
        {name: element.text or "" for name, element, _ in values},
        {
            name: Place(0, size, element.sourceline, f"/{root}/{name}")
            for name, element, _ in reversed(values)
        },
        tuple(twice + [name for name, _, nested in values if nested]),
    )


def _root(path: Path) -> "etree._Element":
    """Return the root of a document, without what pads it; raises what is wrong with it."""
    encoding_of(path)
    parser = etree.XMLParser(**SAFE)
    for chunk in document_chunks(path, extent_of(path)):
        parser.feed(chunk)
    root: etree._Element = parser.close()
    return root


def _values(root: "etree._Element") -> Iterator[tuple[str, "etree._Element", bool]]:
    """Yield the elements below the root by name, and whether one holds more than a text."""
    for element in root.iterchildren("*"):
        yield local_name(element), element, len(element) > 0
