"""A delivery as XML, by ``delivery.xsd``: what it is, then one element a row, flat."""

from pathlib import Path
from typing import Final

import pandas as pd
from lxml import etree

from parsers.reference.located import HEAD, Located, Place, column_faults, head_faults, unreadable
from parsers.reference.tables import TABLES, Table
from parsers.xml.document import SAFE, XML_BLANKS, Span, spans

NAMESPACE: Final = "urn:carm-hub:reference:1"
ROOT: Final = "ReferenceDelivery"


def read(path: Path) -> Located:
    """Read a delivery; entities are not resolved, a DOCTYPE is refused, nothing is fetched."""
    parser = etree.XMLParser(**SAFE)
    try:
        root = etree.fromstring(path.read_bytes(), parser)
    except etree.XMLSyntaxError as fault:
        return unreadable(str(fault.msg), fault.lineno)
    if root.getroottree().docinfo.internalDTD is not None:
        return unreadable("DOCTYPE")
    if root.tag != f"{{{NAMESPACE}}}{ROOT}":
        return unreadable(str(root.tag))
    head = {
        ours: (child.text or "").strip(XML_BLANKS)
        for child in root
        if (ours := HEAD.get(etree.QName(child).localname)) is not None
    }
    if faults := head_faults(head):
        return Located(head=head, faults=faults)
    return _rows(path, root, head, TABLES[head["table"]])


def _rows(path: Path, root: etree._Element, head: dict[str, str], table: Table) -> Located:
    names = {field.name: field.element for field in table.all_fields} | {"change": "Change"}
    rows: list[dict[str, str]] = []
    places: list[Place] = []
    where = spans(path, table.element)
    for child in root:
        name = etree.QName(child).localname
        if name in HEAD:
            continue
        if name != table.element:
            return unreadable(name, child.sourceline)
        row = {
            etree.QName(value).localname: (value.text or "").strip(XML_BLANKS) for value in child
        }
        if len(row) != len(child) or any(len(value) for value in child):
            return unreadable(f"{name} is not flat", child.sourceline)
        rows.append(row)
        span = next(where, Span(0, 0))
        shown_as = f"/{ROOT}/{table.element}[{len(rows)}]"
        places.append(Place(span.byte_from, span.byte_to, shown_as, child.sourceline))
    given = {key for row in rows for key in row}
    texts = pd.DataFrame(
        {
            column: [row.get(element) or None for row in rows]
            for column, element in names.items()
            if element in given
        },
        index=range(len(rows)),
        dtype=object,
    )
    return Located(
        head=head,
        texts=texts,
        places=tuple(places),
        names=names,
        faults=column_faults(table, given, names),
    )
