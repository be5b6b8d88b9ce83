"""A delivery as XML, by ``delivery.xsd``: what it is, then one element a row, flat."""

from typing import Final

import pandas as pd
from lxml import etree

from parsers.reference.located import Located, Place, column_faults, head_faults, unreadable
from parsers.reference.tables import TABLES, Table

NAMESPACE: Final = "urn:carm-hub:reference:1"
ROOT: Final = "ReferenceDelivery"
_HEAD: Final = {
    "ReferenceTable": "table",
    "Delivery": "delivery",
    "DeliveryReference": "reference",
    "RowCount": "rows",
    "Sender": "sender",
    "IssueDateTime": "prepared_at",
}


def read(content: bytes) -> Located:
    """Read a delivery; entities are not resolved, a DOCTYPE is refused, nothing is fetched."""
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as fault:
        return unreadable(str(fault.msg), fault.lineno)
    if root.getroottree().docinfo.internalDTD is not None:
        return unreadable("DOCTYPE")
    if root.tag != f"{{{NAMESPACE}}}{ROOT}":
        return unreadable(str(root.tag))
    head = {
        ours: (child.text or "").strip()
        for child in root
        if (ours := _HEAD.get(etree.QName(child).localname)) is not None
    }
    if faults := head_faults(head):
        return Located(head=head, faults=faults)
    return _rows(root, head, TABLES[head["table"]])


def _rows(root: etree._Element, head: dict[str, str], table: Table) -> Located:
    names = {field.name: field.element for field in table.all_fields} | {"change": "Change"}
    rows: list[dict[str, str]] = []
    places: list[Place] = []
    for child in root:
        name = etree.QName(child).localname
        if name in _HEAD:
            continue
        if name != table.element:
            return unreadable(name, child.sourceline)
        row = {etree.QName(value).localname: (value.text or "").strip() for value in child}
        if len(row) != len(child) or any(len(value) for value in child):
            return unreadable(f"{name} is not flat", child.sourceline)
        rows.append(row)
        path = f"/{ROOT}/{table.element}[{len(rows)}]"
        places.append(Place(0, 0, path, child.sourceline))
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
