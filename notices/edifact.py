"""Answers in UN/EDIFACT: CONTRL for the interchange (syntax 4), CUSRES D.13B per declaration.

Positions follow the standards: segments count from UNH = 1 (0096, 1050).
"""

import datetime as dt

from ledger.money import decimal_text
from notices.answers import FoundFault, InterchangeAnswer, LineAmounts, MessageAnswer
from parsers.catalogue import CATALOGUE
from parsers.edifact.writer import write

_AGENCY = "96"
"""UN/EDIFACT 3055: Canada, Customs."""

Line = list[str | list[str]]
"""A segment: its tag, then elements, a composite as a list."""

_SYNTAX_FAMILIES = ("EDI", "VAL")
_LATIN = str.maketrans({"“": '"', "”": '"', "’": "'", "…": "...", "\N{REPLACEMENT CHARACTER}": "?"})
_REJECTED, _ACKNOWLEDGED = "4", "7"
_ERRORS_IN_ANSWER_MAX = 999


def contrl(answer: InterchangeAnswer) -> bytes:
    """Return the CONTRL interchange that answers an interchange."""
    action = _REJECTED if answer.rejected else _ACKNOWLEDGED
    uci: Line = ["UCI", answer.reference, [answer.sender], [answer.recipient], action]
    if answer.rejected and answer.findings:
        uci += [CATALOGUE[answer.findings[0].code].syntax_error]
    body: list[Line] = [uci]
    if not answer.rejected:
        for message in answer.messages:
            body += _message_syntax(message)
    return _interchange(answer, [("CONTRL", ["CONTRL", "4", "1", "UN"], body)])


def cusres(answer: InterchangeAnswer) -> bytes:
    """Return the CUSRES interchange with one message for each declaration."""
    messages = [
        (message.reference, ["CUSRES", "D", "13B", "UN"], _response(answer, message))
        for message in answer.messages
        if message.type == "CUSDEC"
    ]
    return _interchange(answer, messages)


def _message_syntax(message: MessageAnswer) -> list[Line]:
    faults = [f for f in message.findings if f.code.startswith(_SYNTAX_FAMILIES)]
    if not faults:
        return []
    lines: list[Line] = [
        ["UCM", message.reference, [message.type, "D", "13B", "UN"], _REJECTED],
    ]
    lines += [
        ["UCS", str(fault.segment_position or 1), CATALOGUE[fault.code].syntax_error]
        for fault in faults[:_ERRORS_IN_ANSWER_MAX]
    ]
    return lines


_RESPONSES = {
    "accepted": ("962", "29"),
    "duplicate": ("962", "29"),
    "pending": ("962", "12"),  # received, not yet processed
    "rejected": ("963", "27"),
}
"""Document name (1001) and message function (1225) of the answer to a declaration."""


def _response(answer: InterchangeAnswer, message: MessageAnswer) -> list[Line]:
    document, function = _RESPONSES[message.status]
    moment = "784" if message.status == "rejected" else "148"
    lines: list[Line] = [
        ["BGM", document, f"{answer.answer_reference}-{message.reference}"[:70], function],
        ["DTM", [moment, answer.prepared_at.strftime("%Y%m%d%H%M"), "203"]],
    ]
    if message.due_on is not None:
        lines.append(["DTM", ["140", message.due_on.strftime("%Y%m%d"), "102"]])
    if message.transaction_number:
        lines.append(["RFF", ["TN", message.transaction_number, "", str(message.version or "")]])
    lines.append(["RFF", ["AGO", message.reference]])
    for fault in message.findings[:_ERRORS_IN_ANSWER_MAX]:
        lines += _error(fault, answer.language)
    if message.accepted and message.payable_cents is not None:
        lines += _amounts(message)
    lines.append(["CNT", ["55", str(len(message.findings))]])
    return lines


def _error(fault: FoundFault, language: str) -> list[Line]:
    section = ["10", str(fault.line_number)] if fault.line_number else ["1"]
    place = [fault.segment or "", str(fault.segment_position or ""), "5"]
    pointer: Line = ["ERP", section]
    if fault.segment_position and fault.segment:
        pointer.append(place)
    lines: list[Line] = [pointer]
    if fault.line_number:
        lines.append(["RFF", ["AFD", str(fault.line_number)]])
    lines.append(["ERC", [fault.code, "CADERR", _AGENCY]])
    lines.append(["FTX", "AAO", "", "", [fault.sentence(language)[:512]]])
    lines.append(["FTX", "ACD", "", "", [fault.remedy(language)[:512]]])
    return lines


def _amounts(message: MessageAnswer) -> list[Line]:
    lines: list[Line] = []
    for tax, cents in _charged(message):
        lines += [["TAX", "3", tax], ["MOA", ["161", decimal_text(cents), "CAD"]]]
    total = decimal_text(message.payable_cents or 0)
    lines += [["TAX", "4", "TOT"], ["MOA", ["176", total, "CAD"]]]
    if not message.lines:
        return lines
    lines.append(["DOC", "929", message.transaction_number or ""])
    for line in message.lines:
        lines.append(["CST", str(line.line_number)])
        for tax, cents in _charged(line):
            lines += [["TAX", "1", tax], ["MOA", ["161", decimal_text(cents), "CAD"]]]
    return lines


def _charged(owed: MessageAnswer | LineAmounts) -> list[tuple[str, int]]:
    """Return duty and GST, and between them what else is charged, by 5153."""
    charges = (
        ("CUD", owed.duty_cents),
        ("ADD", owed.sima_cents),
        ("SUR", owed.surtax_cents),
        ("FET", owed.excise_cents),
        ("GST", owed.gst_cents),
    )
    return [(tax, cents or 0) for tax, cents in charges if cents or tax in {"CUD", "GST"}]


def _interchange(
    answer: InterchangeAnswer, messages: list[tuple[str, list[str], list[Line]]]
) -> bytes:
    reference = answer.answer_reference
    segments: list[Line] = [
        ["UNB", ["UNOC", "4"], [answer.recipient], [answer.sender], _moment(answer), reference]
    ]
    for number, (_, identifier, body) in enumerate(messages, start=1):
        lines: list[Line] = [["UNH", str(number), identifier], *body]
        segments += [*lines, ["UNT", str(len(lines) + 1), str(number)]]
    segments.append(["UNZ", str(len(messages)), reference])
    return write(segments).translate(_LATIN).encode("latin-1", "replace")


def _moment(answer: InterchangeAnswer) -> list[str]:
    at: dt.datetime = answer.prepared_at
    return [at.strftime("%Y%m%d"), at.strftime("%H%M")]
