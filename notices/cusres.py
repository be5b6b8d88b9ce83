"""CUSRES D.13B: what became of each declaration.

Positions follow the standard: segments count from UNH = 1 (1050).
"""

from ledger.money import decimal_text
from notices.answers import FoundFault, InterchangeAnswer, MessageAnswer
from notices.charges import amounts
from notices.edifact import Line, interchange, text

_AGENCY = "96"
"""UN/EDIFACT 3055: Canada, Customs."""

ANSWERED = "CUSDEC"
"""The type of message that CUSRES answers."""

_ERRORS_IN_ANSWER_MAX = 999


def cusres(answer: InterchangeAnswer) -> bytes:
    """Return the CUSRES interchange with one message for each declaration."""
    messages = [
        (["CUSRES", "D", "13B", "UN"], _response(answer, message))
        for message in answer.messages
        if message.type == ANSWERED
    ]
    return interchange(answer, messages)


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
        ["BGM", document, text(f"{answer.answer_reference}-{message.reference}", 70), function],
        ["DTM", [moment, answer.prepared_at.strftime("%Y%m%d%H%M"), "203"]],
    ]
    if message.due_on is not None:
        lines.append(["DTM", ["140", message.due_on.strftime("%Y%m%d"), "102"]])
    if message.transaction_number:
        lines.append(
            ["RFF", ["TN", text(message.transaction_number, 70), "", str(message.version or "")]]
        )
    lines.append(["RFF", ["AGO", text(message.reference, 70)]])
    for fault in message.findings[:_ERRORS_IN_ANSWER_MAX]:
        lines += _error(fault, answer.language)
    if message.accepted and message.payable_cents is not None:
        lines += _amounts(message)
    lines.append(["CNT", ["55", str(len(message.findings))]])
    return lines


def _error(fault: FoundFault, language: str) -> list[Line]:
    section = ["10", str(fault.line_number)] if fault.line_number else ["1"]
    place = [text(fault.segment or "", 3), str(fault.segment_position or ""), "5"]
    pointer: Line = ["ERP", section]
    if fault.segment_position and fault.segment:
        pointer.append(place)
    lines: list[Line] = [pointer]
    if fault.line_number:
        lines.append(["RFF", ["AFD", str(fault.line_number)]])
    lines.append(["ERC", [fault.code, "CADERR", _AGENCY]])
    lines.append(["FTX", "AAO", "", "", [text(fault.sentence(language), 512)]])
    lines.append(["FTX", "ACD", "", "", [text(fault.remedy(language), 512)]])
    return lines


def _amounts(message: MessageAnswer) -> list[Line]:
    lines: list[Line] = []
    for shown, cents in amounts(message.charges):
        lines += [["TAX", "3", shown.tax_type], ["MOA", ["161", decimal_text(cents), "CAD"]]]
    total = decimal_text(message.payable_cents or 0)
    lines += [["TAX", "4", "TOT"], ["MOA", ["176", total, "CAD"]]]
    if not message.lines:
        return lines
    lines.append(["DOC", "929", text(message.transaction_number or "", 70)])
    for line in message.lines:
        lines.append(["CST", str(line.line_number)])
        for shown, cents in amounts(line.charges):
            lines += [["TAX", "1", shown.tax_type], ["MOA", ["161", decimal_text(cents), "CAD"]]]
    return lines
