"""A delivery of one reference table: the whole of it, or dated changes to it."""

from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from parsers.deliveries.delivery_text import unpadded
from parsers.deliveries.reference import csv_delivery, json_delivery, xml_delivery
from parsers.deliveries.reference.reference_tables import TABLES, Table
from parsers.deliveries.reference.reference_values import RowFault, to_values
from parsers.deliveries.reference.row_places import Located, Place, unreadable
from parsers.deliveries.reference.row_rules import CHANGE, row_faults
from parsers.element_columns import element_of
from parsers.findings import Finding, shown
from parsers.format_ids import FormatId
from parsers.message_tables import Collector, MessageTables
from parsers.padding import PADDING

BYTES_MAX = 1 << 26
"""A delivery is read at once: the largest table has some ten megabytes."""


@dataclass(frozen=True)
class Delivery:
    """What a file says of one table; ``rows`` are values of the book, and ``change`` of each row.

    With an error among ``findings`` the rows are not to be used.
    """

    table: str = ""
    whole: bool = True
    reference: str = ""
    sender: str | None = None
    prepared_at: str | None = None
    rows: pd.DataFrame = field(default_factory=pd.DataFrame)
    findings: tuple[Finding, ...] = ()
    located: Located = field(default_factory=Located)
    size: int = 0

    def finding(self, fault: RowFault) -> Finding:
        """Return what is wrong with a row as a finding at its place."""
        return replace(_finding(fault, self.located, self.size), message=0)


def is_delivery(head: bytes) -> bool:
    """Tell from the first bytes behind padding whether a file is a delivery in CSV or JSON."""
    return head.startswith((csv_delivery.MARK.encode("ascii"), b"{"))


def read_delivery(path: Path, *, max_findings: int) -> Delivery:
    """Read a delivery in the format its content shows; what is wrong is a finding."""
    size = path.stat().st_size
    if size > BYTES_MAX:
        expected = str(BYTES_MAX)
        finding = Finding(code="FILE-003", byte_from=0, byte_to=size, expected=expected)
        return Delivery(findings=(finding,))
    located = _read(path.read_bytes(), path)
    findings = [
        Finding(
            code=fault.code,
            byte_from=0,
            byte_to=size,
            interchange=0,
            segment_position=fault.line,
            element=fault.element,
            value=shown(fault.value),
            expected=shown(fault.expected),
        )
        for fault in located.faults
    ]
    table = TABLES.get(located.head.get("table", ""))
    if table is None or findings:
        return Delivery(findings=tuple(findings[:max_findings]))
    return _delivery(located, table, size, max_findings)


def message_tables(delivery: Delivery, size: int) -> MessageTables:
    """Return a delivery as one interchange with one message, whose type is the table's name.

    The tables carry the delivery on: who needs its rows does not read the file again.
    """
    into = Collector()
    place = {"interchange": 0, "byte_from": 0, "byte_to": size}
    into.findings += delivery.findings
    into.add(
        "interchanges",
        place
        | {
            "format": FormatId.REFERENCE,
            "reference": shown(delivery.reference) or None,
            "sender": delivery.sender,
            "prepared_at": delivery.prepared_at,
        },
    )
    if delivery.table:
        into.add(
            "messages",
            place | {"message": 0, "reference": shown(delivery.reference), "type": delivery.table},
        )
    return replace(into.take(), delivery=delivery)


def _read(content: bytes, path: Path) -> Located:
    if not is_delivery(content.lstrip(PADDING)):
        return xml_delivery.read(path)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
        return unreadable(f"0x{content[fault.start]:02X} ≠ UTF-8", line)
    if unpadded(text)[0].startswith(csv_delivery.MARK):
        return csv_delivery.read(text)
    return json_delivery.read(text)


def _delivery(located: Located, table: Table, size: int, max_findings: int) -> Delivery:
    texts = located.texts
    head = located.head
    values, faults = to_values(table, texts)
    changes = texts.get(CHANGE, pd.Series("set", index=texts.index)).fillna("set")
    faults = [fault for fault in faults if not _not_needed(fault, table, changes)]
    faults += row_faults(table, values, changes, whole=head["delivery"] == "whole")
    stated = head.get("rows")
    findings = [_finding(fault, located, size) for fault in faults[:max_findings]]
    if stated is not None and stated != str(len(texts)):
        findings.append(
            Finding(
                code="REF-006",
                byte_from=0,
                byte_to=size,
                interchange=0,
                value=shown(stated),
                expected=str(len(texts)),
            )
        )
    return Delivery(
        table=table.name,
        whole=head["delivery"] == "whole",
        reference=head["reference"],
        sender=head.get("sender") or None,
        prepared_at=head.get("prepared_at") or None,
        rows=values.assign(**{CHANGE: changes}),
        findings=tuple(replace(finding, message=0) for finding in findings),
        located=located,
        size=size,
    )


def _not_needed(fault: RowFault, table: Table, changes: "pd.Series[str]") -> bool:
    """A row that ends something names its key and its dates, and nothing else."""
    needed = {"effective_from", *(f.name for f in table.fields if f.key)}
    ends = changes.iloc[fault.row] == "end"
    return ends and fault.code == "REF-003" and fault.field not in needed


def _finding(fault: RowFault, located: Located, size: int) -> Finding:
    place = located.places[fault.row] if located.places else Place(0, size)
    return Finding(
        code=fault.code,
        byte_from=place.byte_from,
        byte_to=place.byte_to or size,
        interchange=0,
        segment=f"{place.path}/{located.names.get(fault.field, fault.field)}",
        segment_position=place.line,
        element=element_of(fault.field),
        value=shown(fault.value),
        expected=shown(fault.expected),
    )
