"""An account report of the day (camt.052), which is refused: its entries may still change."""

from pathlib import Path

from lxml import etree

from parsers.banks.camt_messages import REPORT
from parsers.findings import Finding, shown
from parsers.message_tables import Collector, MessageTables
from parsers.xml.document import local_name
from parsers.xml.growing import ElementTooLong, Kept, stream

_HEADER = ("MsgId", "CreDtTm", "BIC", "BICFI")


def refused(path: Path, namespace: str) -> MessageTables:
    """Return the interchange of a report, and the finding that refuses it."""
    into, size = Collector(), path.stat().st_size
    header = _header(path, namespace)
    into.add(
        "interchanges",
        {
            "interchange": 0,
            "format": REPORT.format,
            "reference": shown(header.get("MsgId", "")),
            "sender": header.get("BIC") or header.get("BICFI"),
            "prepared_at": header.get("CreDtTm"),
            "byte_from": 0,
            "byte_to": size,
        },
    )
    into.findings.append(
        Finding(
            code="PAY-015",
            byte_from=0,
            byte_to=size,
            interchange=0,
            segment=f"/Document/{REPORT.body}",
            value=namespace,
        )
    )
    return into.take()


def _header(path: Path, namespace: str) -> dict[str, str]:
    tags = [f"{{{namespace}}}{name}" for name in ("Document", *_HEADER)]
    kept = Kept(tags=frozenset(), max_bytes=1 << 62, marks_max=1 << 62)
    header: dict[str, str] = {}
    try:
        for element in stream(path, tags, kept):
            header.setdefault(local_name(element), (element.text or "").strip())
    except (etree.XMLSyntaxError, ElementTooLong):
        pass  # it is refused as it is
    return header
