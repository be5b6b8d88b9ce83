"""CUSRES D.13B: what became of each declaration.

Positions follow the standard: segments count from UNH = 1 (1050). References by code list 1153:
AGO, the sender's reference to the original message; INO, interchange number old, which the sender
of the interchange that is answered gave it. ACW, reference number to previous message, is of a
message.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

import pandas as pd

from ledger.money import decimal_of, decimal_texts
from notices.answers import FoundFault, InterchangeAnswer, MessageAnswer
from notices.charges import OF_SIMA, SHOWN, SIMA, ShownCharge, written
from notices.edifact import Body, Line, interchange, text
from notices.owed import OWN_CURRENCY, RATE_PLACES, OwedForm
from parsers.edifact.syntax.writer import SEGMENT, Marked, mark

_AGENCY = "96"
"""UN/EDIFACT 3055: Canada, Customs."""

ANSWERED = "CUSDEC"
"""The type of message that CUSRES answers."""

_ERRORS_IN_ANSWER_MAX = 999
_CONVERSIONS_MAX = 99
"""The most of SG9 of D.13B."""

_APART: Final = tuple(part for shown in SHOWN for part in (OF_SIMA if shown is SIMA else (shown,)))
_CONVERSION: Final = mark(
    [["MOA", ["77", "{}", "{}"]], ["CUX", ["2", "{}"], ["3", OWN_CURRENCY], "{}"]]
).format


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


def _response(answer: InterchangeAnswer, message: MessageAnswer) -> Body:
    document, function = _RESPONSES[message.status]
    moment = "784" if message.status == "rejected" else "148"
    lines: Body = [
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
    lines.append(["RFF", ["INO", text(answer.reference, 70)]])
    for fault in message.findings[:_ERRORS_IN_ANSWER_MAX]:
        lines += _error(fault, answer.language)
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


def _amounts(message: MessageAnswer) -> Body:
    owed = message.owed
    if owed is None or not message.accepted:
        return []
    if not owed.lines:
        return [Marked(owed.whole)]
    document: Line = ["DOC", "929", text(message.transaction_number or "", 70)]
    return [Marked(owed.whole), document, Marked(owed.lines)]


def _charges(of: str, shown: Sequence[ShownCharge]) -> list[Line]:
    """Return TAX and MOA of charges; ``of`` is 5283, a line or a declaration.

    The first, customs duty, tells the value for duty (5025 40, customs value) before its amount.
    """
    lines: list[Line] = []
    for charge in shown:
        value: list[Line] = [] if lines else [["MOA", ["40", "{}", "CAD"]]]
        lines += [["TAX", of, charge.tax_type], *value, ["MOA", ["161", "{}", "CAD"]]]
    return lines


def _of_declarations(rows: pd.DataFrame) -> list[str]:
    charges = written(rows, _APART, lambda shown: mark(_charges("3", shown)), _values(rows))
    total = mark([["TAX", "4", "TOT"], ["MOA", ["176", "{}", "CAD"]]])
    payable = decimal_texts(rows["payable_cents"].to_numpy(dtype="int64"))
    return [SEGMENT.join(parts) for parts in zip(charges, map(total.format, payable), strict=True)]


def _of_lines(rows: pd.DataFrame) -> list[str]:
    return written(
        rows,
        _APART,
        lambda shown: mark([["CST", "{}"], *_charges("1", shown)]),
        rows["line_number"].tolist(),
        _values(rows),
    )


def _values(rows: pd.DataFrame) -> list[str]:
    return decimal_texts(rows["value_for_duty_cents"].to_numpy(dtype="int64"))


def _conversions(lines: pd.DataFrame, by: str) -> dict[int, str]:
    """Return by declaration its values in each currency, with the rates that they came by.

    A value (5025 77, as CUSDEC declares those of lines) is the sum of the lines of one rate; the
    rate (5402) is of Canadian dollars, the target currency (6347 3), for one of the reference
    currency (6347 2).
    """
    foreign = lines[lines["currency"] != OWN_CURRENCY]
    keys = [by, "currency", "exchange_rate_ppm"]
    sums = foreign.groupby(keys)["value_for_currency_conversion_cents"].sum()
    values = decimal_texts(sums.to_numpy(dtype="int64"))
    told: defaultdict[int, list[str]] = defaultdict(list)
    for (key, currency, rate), value in zip(sums.index, values, strict=True):
        told[key].append(_CONVERSION(value, currency, currency, decimal_of(rate, RATE_PLACES)))
    return {key: SEGMENT.join(texts[:_CONVERSIONS_MAX]) for key, texts in told.items()}


OWED: Final = OwedForm(_of_declarations, _of_lines, SEGMENT, _conversions)
"""What is owed, as marked segments."""
