"""The registry of formats: recognised from content, one line for each accepted message version."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from parsers.edifact.cusdec import CUSDEC_D13B
from parsers.edifact.interchanges import Bounds, read_interchanges
from parsers.findings import Finding, shown
from parsers.message_tables import Collector, MessageTables
from parsers.reference import delivery, xml_delivery
from parsers.xml import camt054, declarations
from parsers.xml.declaration_fields import NAMESPACE
from parsers.xml.document import WrongEncoding, read_root
from parsers.xml.spans import UTF_16

PROFILES = (CUSDEC_D13B,)
"""The messages accepted, one line each."""

_HEAD_BYTES = 64 * 1024
_EDIFACT = (b"UNA", b"UNB", b"UNG", b"UNH", b"UIB")
_BLANK = b"\xef\xbb\xbf\r\n \t\x1a"
"""What may stand before a file's content: a byte order mark of UTF-8, blanks, an end of DOS."""


@dataclass(frozen=True)
class Limits:
    """Bounds of one reading."""

    max_file_bytes: int
    max_segment_bytes: int
    max_message_bytes: int = 1 << 25
    max_message_segments: int = 300_000  # 9,999 lines of 25 segments, and 999 invoices
    max_declaration_bytes: int = 1 << 22  # of XML, as far as it is not made of lines
    max_declaration_tags: int = 150_000  # and attributes
    max_entry_bytes: int = 1 << 24  # of camt.054: some ten thousand details
    max_entry_tags: int = 600_000
    max_foreign_bytes: int = 1 << 23  # of XML, what its schema has no name for
    max_declaration_lines: int = 109_989  # what eleven messages of EDIFACT hold
    max_findings: int = 50_000
    batch_lines: int = 10_000


def read_file(path: Path, *, recipient: str, limits: Limits) -> Iterator[MessageTables]:
    """Yield the message tables of a file in bounded batches of whole messages.

    Never raises for content: what cannot be read is a finding of the file.
    """
    size = path.stat().st_size
    head = _head(path)
    if not head:
        yield _only(Finding(code="FILE-001", byte_from=0, byte_to=size))
    elif size > limits.max_file_bytes:
        yield _only(
            Finding(code="FILE-003", byte_from=0, byte_to=size, expected=str(limits.max_file_bytes))
        )
    elif head.startswith(_EDIFACT):
        yield from read_interchanges(
            path,
            PROFILES,
            recipient=recipient,
            bounds=Bounds(
                segment_bytes=limits.max_segment_bytes,
                message_bytes=limits.max_message_bytes,
                message_segments=limits.max_message_segments,
                findings=limits.max_findings,
            ),
            batch_lines=limits.batch_lines,
        )
    elif delivery.is_delivery(head):
        yield _read_delivery(path, limits)
    elif head.startswith((b"<", *UTF_16)):
        yield from _read_xml(path, head, recipient, limits)
    else:
        yield _only(_unrecognised(head))


def _head(path: Path) -> bytes:
    """Return what a file begins with behind blanks; nothing where it holds nothing else."""
    with path.open("rb") as stream:
        while chunk := stream.read(_HEAD_BYTES):
            if head := chunk.lstrip(_BLANK):
                return head
    return b""


def _read_xml(path: Path, head: bytes, recipient: str, limits: Limits) -> Iterator[MessageTables]:
    try:
        namespace, name, has_doctype = read_root(path)
    except WrongEncoding as fault:
        yield _only(fault.finding(path.stat().st_size))
        return
    if has_doctype:
        yield _only(Finding(code="XML-002", byte_from=0, byte_to=len(head)))
    elif (namespace, name) == (NAMESPACE, "DeclarationBatch"):
        yield from declarations.read_declarations(
            path,
            recipient=recipient,
            bounds=declarations.Bounds(
                declaration_bytes=min(limits.max_declaration_bytes, limits.max_message_bytes),
                declaration_tags=limits.max_declaration_tags,
                foreign_bytes=limits.max_foreign_bytes,
                declaration_lines=limits.max_declaration_lines,
                findings=limits.max_findings,
            ),
            batch_lines=limits.batch_lines,
        )
    elif (namespace, name) == (xml_delivery.NAMESPACE, xml_delivery.ROOT):
        yield _read_delivery(path, limits)
    elif namespace.startswith(camt054.NAMESPACE_PREFIX) and name == "Document":
        yield from camt054.read_payments(
            path,
            namespace=namespace,
            bounds=camt054.Bounds(
                entry_bytes=limits.max_entry_bytes,
                entry_tags=limits.max_entry_tags,
                findings=limits.max_findings,
            ),
            batch_lines=limits.batch_lines,
        )
    else:
        yield _only(_unrecognised(head, f"{namespace} {name}".strip()))


def _read_delivery(path: Path, limits: Limits) -> MessageTables:
    read = delivery.read_delivery(path, max_findings=limits.max_findings)
    return delivery.message_tables(read, path.stat().st_size)


def _unrecognised(head: bytes, seen: str = "") -> Finding:
    return Finding(
        code="FILE-002", byte_from=0, byte_to=min(len(head), 16), value=shown(seen or head[:16])
    )


def _only(finding: Finding) -> MessageTables:
    into = Collector()
    into.findings.append(finding)
    return into.take()
