"""What answers an X12 interchange: TA1 of its envelope, 997 of its groups and transaction sets.

ASC X12 004010, 005010: TA105 interchange note, AK905 and AK502 syntax errors, AK304 and AK403.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Final

from notices.answers import FoundFault, InterchangeAnswer, MessageAnswer

_SEPARATOR, _COMPONENT, _TERMINATOR = "*", ":", "~\n"
_NOTES: Final[Mapping[str, str]] = {
    "X12-004": "001",
    "EDI-011": "008",
    "X12-014": "020",
    "X12-003": "021",
    "X12-001": "022",
    "X12-017": "022",
    "EDI-010": "022",
    "X12-002": "023",
    "EDI-006": "025",
}
"""TA105: what each finding is to the interchange."""
_OF_GROUPS: Final[Mapping[str, str]] = {
    "X12-008": "2",
    "X12-005": "3",
    "X12-006": "4",
    "X12-007": "5",
    "X12-015": "6",
}
"""AK905: what each finding is to its group, with which the interchange is refused."""
_OF_SETS: Final[Mapping[str, str]] = {
    "X12-012": "1",
    "X12-009": "2",
    "X12-010": "3",
    "X12-011": "4",
    "X12-016": "23",
}
"""AK502: what each finding is to its transaction set; all others are 5, of its segments."""
_OF_ELEMENTS: Final[Mapping[str, str]] = {
    "VAL-001": "1",
    "VAL-002": "6",
    "VAL-003": "6",
    "VAL-004": "8",
}
"""AK403; all others are 7, an invalid value."""
_OTHER_NOTE: Final = "024"
_SEGMENT_MISSING, _ELEMENTS_WRONG = "3", "8"
_ERRORS_MAX: Final = 5


def is_refused(answer: InterchangeAnswer) -> bool:
    """Whether the envelope itself is refused, which TA1 tells and no 997 follows."""
    return answer.rejected and _group_error(answer) is None


def has_groups(answer: InterchangeAnswer) -> bool:
    """Whether there is a group to tell of."""
    return bool(answer.messages) and not is_refused(answer)


def ta1(answer: InterchangeAnswer) -> bytes:
    """Return the acknowledgement of an interchange that is refused."""
    codes = [fault.code for fault in answer.findings if fault.severity == "error"]
    known = [_NOTES[code] for code in codes if code in _NOTES]
    note = next(iter(known), _OTHER_NOTE)
    day, time = (*answer.received_at, "", "")[:2]
    line = ["TA1", answer.reference, day, time, "R", note]
    return _interchange(answer, [line], groups=0)


def functional(answer: InterchangeAnswer) -> bytes:
    """Return a 997 a group: what became of each transaction set, and where it is wrong."""
    lines: list[Sequence[str]] = []
    number = 0
    grouped = groupby(answer.messages, key=_group_of)
    prepared = answer.prepared_at
    group = answer.answer_reference[-9:].lstrip("0") or "1"
    receiver = answer.sender
    lines.append(
        ["GS", "FA", answer.recipient, receiver, f"{prepared:%Y%m%d}", f"{prepared:%H%M}", group,
         "X", "004010"]
    )  # fmt: skip
    for number, (control, messages) in enumerate(grouped, 1):
        body = _acknowledged(answer, control, list(messages))
        lines.append(["ST", "997", f"{number:04d}"])
        lines += body
        lines.append(["SE", str(len(body) + 2), f"{number:04d}"])
    lines.append(["GE", str(number), group])
    return _interchange(answer, lines, groups=1)


def _acknowledged(
    answer: InterchangeAnswer, control: str, messages: Sequence[MessageAnswer]
) -> list[Sequence[str]]:
    error = _group_error(answer)
    lines: list[Sequence[str]] = [["AK1", "RA", control]]
    for message in messages:
        lines.append(["AK2", message.type, message.reference.partition("/")[2]])
        lines += _set(message)
    taken = sum(message.accepted for message in messages)
    if error is not None:
        lines.append(["AK9", "R", str(len(messages)), str(len(messages)), "0", error])
    else:
        verdict = "A" if taken == len(messages) else "P" if taken else "R"
        lines.append(["AK9", verdict, str(len(messages)), str(len(messages)), str(taken)])
    return lines


def _set(message: MessageAnswer) -> Iterable[Sequence[str]]:
    faults = [fault for fault in message.findings if fault.severity == "error"]
    if message.accepted:
        yield ["AK5", "A"]
        return
    within = [fault for fault in faults if fault.code not in _OF_SETS]
    for fault in within:
        yield from _segment(fault)
    codes = list(dict.fromkeys(_OF_SETS.get(fault.code, "5") for fault in faults))
    yield ["AK5", "R", *codes[:_ERRORS_MAX]]


def _segment(fault: FoundFault) -> Iterable[Sequence[str]]:
    position = str(fault.segment_position or 1)
    if fault.code == "X12-013":
        yield ["AK3", fault.expected or "", position, "", _SEGMENT_MISSING]
        return
    yield ["AK3", fault.segment or "", position, "", _ELEMENTS_WRONG]
    if fault.element:
        number = str(int(fault.element[-2:]))
        yield ["AK4", number, "", _OF_ELEMENTS.get(fault.code, "7"), (fault.value or "")[:99]]


def _group_of(message: MessageAnswer) -> str:
    return message.reference.partition("/")[0]


def _group_error(answer: InterchangeAnswer) -> str | None:
    codes = [fault.code for fault in answer.findings if fault.severity == "error"]
    if any(code not in _OF_GROUPS for code in codes):
        return None
    return next((_OF_GROUPS[code] for code in codes), None)


def _interchange(answer: InterchangeAnswer, lines: list[Sequence[str]], *, groups: int) -> bytes:
    number = f"{int(answer.answer_reference[-9:] or 0):09d}"
    (sender, *qualifiers), (ours, *our_qualifiers) = answer.received_from, answer.received_by
    prepared = answer.prepared_at
    isa = [
        "ISA", "00", " " * 10, "00", " " * 10, (*our_qualifiers, "ZZ")[0], f"{ours:15.15}",
        (*qualifiers, "ZZ")[0], f"{sender:15.15}", f"{prepared:%y%m%d}", f"{prepared:%H%M}", "U",
        "00401", number, "0", "T" if answer.made_up else "P", _COMPONENT,
    ]  # fmt: skip
    whole = [isa, *lines, ["IEA", str(groups), number]]
    return "".join(_written(line) for line in whole).encode("latin-1", "replace")


def _written(line: Sequence[str]) -> str:
    clean = [line[0], *(_without_signs(each) for each in line[1:-1]), line[-1]]
    while clean and not clean[-1]:
        clean.pop()
    return _SEPARATOR.join(clean) + _TERMINATOR


def _without_signs(text: str) -> str:
    """Return a text without the signs that part elements and segments here."""
    return text.translate({ord(sign): " " for sign in "*~\n"})
