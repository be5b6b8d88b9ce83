"""The registry of formats: recognised from content, one line for each accepted message version."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from parsers.edifact.cusdec import CUSDEC_D13B
from parsers.edifact.envelope import Interchange, Message, read_envelope
from parsers.edifact.reader import read_message
from parsers.edifact.segments import read_segments
from parsers.findings import Finding, shown
from parsers.message_tables import Collector, MessageTables
from parsers.xml import camt054, declarations
from parsers.xml.document import has_doctype, root_name

PROFILES = {(profile.type, profile.directory): profile for profile in (CUSDEC_D13B,)}

_HEAD_BYTES = 64 * 1024
_PREAMBLE = b"\xef\xbb\xbf\r\n \t"


@dataclass(frozen=True)
class Limits:
    """Bounds of one reading."""

    max_file_bytes: int
    max_segment_bytes: int
    batch_lines: int = 20_000


def read_file(path: Path, *, recipient: str, limits: Limits) -> Iterator[MessageTables]:
    """Yield the message tables of a file in bounded batches of whole messages.

    Never raises for content: what cannot be read is a finding of the file.
    """
    size = path.stat().st_size
    with path.open("rb") as stream:
        head = stream.read(_HEAD_BYTES)
    if not head.strip(_PREAMBLE + b"\x00\x1a"):
        yield _only(Finding(code="FILE-001", byte_from=0, byte_to=size))
    elif size > limits.max_file_bytes:
        yield _only(
            Finding(code="FILE-003", byte_from=0, byte_to=size, expected=str(limits.max_file_bytes))
        )
    elif head.lstrip(_PREAMBLE).startswith((b"UNA", b"UNB")):
        yield from _read_edifact(path, recipient, limits)
    elif head.lstrip(_PREAMBLE).startswith(b"<"):
        yield from _read_xml(path, head, recipient, limits)
    else:
        yield _only(_unrecognised(head))


def _read_xml(path: Path, head: bytes, recipient: str, limits: Limits) -> Iterator[MessageTables]:
    if has_doctype(head):
        yield _only(Finding(code="XML-002", byte_from=0, byte_to=len(head)))
        return
    namespace, name = root_name(path)
    if (namespace, name) == (declarations.NAMESPACE, "DeclarationBatch"):
        yield from declarations.read_declarations(
            path, recipient=recipient, batch_lines=limits.batch_lines
        )
    elif namespace.startswith(camt054.NAMESPACE_PREFIX) and name == "Document":
        yield from camt054.read_payments(path, namespace=namespace, batch_lines=limits.batch_lines)
    else:
        yield _only(_unrecognised(head, f"{namespace} {name}".strip()))


def _read_edifact(path: Path, recipient: str, limits: Limits) -> Iterator[MessageTables]:
    into = Collector()
    yield from into.batches(
        _edifact_messages(path, recipient, limits, into), lines=limits.batch_lines
    )


def _edifact_messages(
    path: Path, recipient: str, limits: Limits, into: Collector
) -> Iterator[None]:
    nothing = True
    with path.open("rb") as stream:
        segments = read_segments(stream, max_segment_bytes=limits.max_segment_bytes)
        for event in read_envelope(
            segments, recipient=recipient, max_segment_bytes=limits.max_segment_bytes
        ):
            nothing = False
            if isinstance(event, Finding):
                into.findings.append(event)
            elif isinstance(event, Interchange):
                into.add("interchanges", _interchange_row(event))
            else:
                _read_edifact_message(event, into)
            yield
    if nothing:
        into.findings.append(Finding(code="EDI-013", byte_from=0, byte_to=path.stat().st_size))


def _read_edifact_message(message: Message, into: Collector) -> None:
    header, trailer = message.segments[0], message.segments[-1]
    into.add(
        "messages",
        {
            "message": message.ordinal,
            "interchange": message.interchange,
            "reference": message.reference,
            "type": message.type,
            "byte_from": header.offset,
            "byte_to": trailer.end,
        },
    )
    profile = PROFILES.get((message.type, message.directory))
    if profile is not None:
        read_message(profile, message, into)
        return
    into.findings.append(
        Finding(
            code="EDI-008",
            byte_from=header.offset,
            byte_to=header.offset + len(header.raw),
            interchange=message.interchange,
            message=message.ordinal,
            segment="UNH",
            segment_position=1,
            element="S009/0065",
            value=shown(f"{message.type} {message.directory}"),
            expected=", ".join(" ".join(key) for key in PROFILES),
        )
    )


def _interchange_row(interchange: Interchange) -> dict[str, object]:
    return {
        "interchange": interchange.ordinal,
        "format": "edifact",
        "reference": interchange.reference,
        "sender": interchange.sender,
        "recipient": interchange.recipient,
        "prepared_at": interchange.prepared_at,
        "byte_from": interchange.byte_from,
        "byte_to": interchange.byte_to,
    }


def _unrecognised(head: bytes, seen: str = "") -> Finding:
    return Finding(
        code="FILE-002", byte_from=0, byte_to=min(len(head), 16), value=shown(seen or head[:16])
    )


def _only(finding: Finding) -> MessageTables:
    into = Collector()
    into.findings.append(finding)
    return into.take()
