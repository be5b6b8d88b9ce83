"""CONTRL, syntax version 4: what of an interchange could be read, and what not, and where.

ISO 9735-4: UCI tells of UNA, UNB and UNZ, UCM of UNH and UNT, each at most one fault; UCS tells
of a segment by its position from UNH = 1, UCD of an element in it. A segment that is missing is
told at the one read before. 0085 comes from the catalogue of findings.
"""

from collections import defaultdict
from typing import Final

from notices.answers import FoundFault, InterchangeAnswer, MessageAnswer
from notices.edifact import Body, Line, interchange, party, text
from parsers.catalogue import CATALOGUE
from parsers.edifact.envelope.service import SENDER
from parsers.edifact.profile.element_places import Place, place_of

_SYNTAX_FAMILIES = ("EDI", "VAL")
_REJECTED, _ACKNOWLEDGED = "4", "7"
_SEGMENTS_MAX, _ELEMENTS_MAX = 999, 99
_MISSING = "EDI-101"
_HEADER, _TRAILER = "UNH", "UNT"
_OF_HEADERS: Final = {"UNA", "UNB", "UNZ", "UNG", "UNE", _HEADER, _TRAILER}
_IDENTIFIER_LENGTHS = (6, 3, 3, 3, 6, 6, 6)

_TOLD_OF: Final = {
    "EDI-001": ("UNZ", None),
    "EDI-006": ("UNB", "0020"),
    "EDI-021": (_HEADER, "S009/0065"),
    "FILE-005": ("UNB", SENDER),
    "FILE-006": ("UNB", SENDER),
}
"""Service segment and element of findings that are made without a place in a segment."""


def contrl(answer: InterchangeAnswer) -> bytes:
    """Return the CONTRL interchange that answers an interchange."""
    action = _REJECTED if answer.rejected else _ACKNOWLEDGED
    sender, recipient = party(answer.received_from), party(answer.received_by)
    told: Line = ["UCI", text(answer.reference, 14), sender, recipient, action]
    body: Body = [told]
    if answer.rejected:
        told += _service_fault(answer.findings)
    else:
        for message in answer.messages:
            body += _message_syntax(message)
    return interchange(answer, [(["CONTRL", "4", "1", "UN"], body)])


def _message_syntax(message: MessageAnswer) -> list[Line]:
    """Return UCM of a message that could not be read, and what hinders in which segment."""
    faults = [
        fault
        for fault in message.findings
        if fault.severity == "error" and fault.code.startswith(_SYNTAX_FAMILIES)
    ]
    if not faults:
        return []
    identifier = [
        text(value, length)
        for value, length in zip(message.identifier, _IDENTIFIER_LENGTHS, strict=False)
    ]
    of_header = [fault for fault in faults if _service_place(fault)[0] or not _position(fault)]
    header: Line = ["UCM", text(message.reference, 14), identifier, _REJECTED]
    lines = [header + _service_fault(of_header)]
    by_position: defaultdict[int, list[FoundFault]] = defaultdict(list)
    for fault in faults:
        if fault not in of_header:
            by_position[_position(fault)].append(fault)
    for position in sorted(by_position)[:_SEGMENTS_MAX]:
        lines += _segment(position, by_position[position])
    return lines


def _segment(position: int, faults: list[FoundFault]) -> list[Line]:
    """Return UCS of a segment, with the first fault of it as such, and UCD of its elements."""
    placed = [(fault, _element_place(fault)) for fault in faults]
    whole = [_syntax_error(fault) for fault, place in placed if place is None]
    lines: list[Line] = [["UCS", str(position), *whole[:1]]]
    for fault, place in placed[:_ELEMENTS_MAX]:
        if place is not None:
            lines.append(["UCD", _syntax_error(fault), _counted(place)])
    return lines


def _service_fault(faults: "tuple[FoundFault, ...] | list[FoundFault]") -> Line:
    """Return 0085, 0135 and S011 of the first error that is one of a service segment."""
    errors = [fault for fault in faults if fault.severity == "error"]
    for fault in errors:
        segment, element = _service_place(fault)
        if segment:
            place = place_of(segment, element) if element else None
            told: Line = [_syntax_error(fault), segment]
            return told if place is None else [*told, _counted(place)]
    return [_syntax_error(errors[0])] if errors else []


def _service_place(fault: FoundFault) -> tuple[str, str | None]:
    """Return the service segment and element that a fault is of; nothing where it is of others."""
    if fault.code in _TOLD_OF:
        return _TOLD_OF[fault.code]
    if fault.code == _MISSING:
        return (fault.expected or "", None) if fault.expected in _OF_HEADERS else ("", None)
    if fault.segment in _OF_HEADERS:
        return fault.segment or "", fault.element
    return "", None


def _position(fault: FoundFault) -> int:
    """Return 0096 of a fault, 0 where it has none; a missing segment's is that before it."""
    position = fault.segment_position or 0
    return max(position - 1, 1) if fault.code == _MISSING and position else position


def _element_place(fault: FoundFault) -> Place | None:
    if not fault.segment or not fault.element:
        return None
    return place_of(fault.segment, fault.element)


def _counted(place: Place) -> str | list[str]:
    """Return S011: the data element's place, the tag counted as 1, and the component's."""
    element, component = place
    return [str(element + 1)] if component is None else [str(element + 1), str(component)]


def _syntax_error(fault: FoundFault) -> str:
    return CATALOGUE[fault.code].syntax_error
