"""What is answered to an interchange of each format: a row a format, without a default.

A file of no recognised format has no interchange: what is wrong with it is told by
``notices.xml.file_report``, as are findings of a file that stand in no interchange.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from notices import cusres, x12, xml
from notices.answers import InterchangeAnswer
from notices.contrl import contrl
from notices.owed import OwedForm
from parsers.edifact.envelope.headers import read_headers
from parsers.edifact.envelope.service import Composites
from parsers.format_ids import FormatId
from parsers.x12 import x12_headers


@dataclass(frozen=True, kw_only=True)
class AnswerForm:
    """One document that answers an interchange.

    ``acknowledges`` marks what tells only that something was received: a partner may do without
    it, and an act, by which nothing is received, brings none.
    """

    kind: str
    suffix: str
    write: Callable[[InterchangeAnswer], bytes]
    is_due: Callable[[InterchangeAnswer], bool] = lambda _answer: True
    acknowledges: bool = False


@dataclass(frozen=True, kw_only=True)
class Answers:
    """The answers to one format; ``read_headers`` where they repeat headers as received.

    ``locate`` where they tell line, path and exact bytes of what a rule found, too.
    ``owed`` is how they tell what a declaration owes, where they answer declarations.
    """

    forms: tuple[AnswerForm, ...]
    read_headers: Callable[[Path, Iterable[int]], dict[int, Composites]] | None = None
    locate: bool = False
    owed: OwedForm | None = None

    def due(self, answer: InterchangeAnswer) -> tuple[AnswerForm, ...]:
        """Return the forms in which an interchange is answered, in their order."""
        return tuple(form for form in self.forms if form.is_due(answer))


def _has_declarations(answer: InterchangeAnswer) -> bool:
    return not answer.rejected and any(m.type == cusres.ANSWERED for m in answer.messages)


_OF_ENTRIES: Final = Answers(
    forms=(AnswerForm(kind="REPORT", suffix="xml", write=xml.notification_report),)
)

_OF_SUBMISSIONS: Final = Answers(
    forms=(AnswerForm(kind="REPORT", suffix="xml", write=xml.submission_report),)
)

ANSWERS: Final[Mapping[FormatId, Answers]] = {
    FormatId.EDIFACT: Answers(
        forms=(
            AnswerForm(kind="CONTRL", suffix="edi", write=contrl, acknowledges=True),
            AnswerForm(kind="CUSRES", suffix="edi", write=cusres.cusres, is_due=_has_declarations),
        ),
        read_headers=read_headers,
        owed=cusres.OWED,
    ),
    FormatId.XML: Answers(
        forms=(AnswerForm(kind="CADRES", suffix="xml", write=xml.declaration_answer),),
        locate=True,
        owed=xml.OWED,
    ),
    FormatId.CAMT_052: _OF_ENTRIES,
    FormatId.CAMT_053: _OF_ENTRIES,
    FormatId.CAMT_054: _OF_ENTRIES,
    FormatId.X12_820: Answers(
        forms=(
            AnswerForm(kind="TA1", suffix="x12", write=x12.ta1, is_due=x12.is_refused),
            AnswerForm(kind="997", suffix="x12", write=x12.functional, is_due=x12.has_groups),
            AnswerForm(kind="REPORT", suffix="xml", write=xml.notification_report),
        ),
        read_headers=x12_headers.read_headers,
    ),
    FormatId.BAI2: _OF_ENTRIES,
    FormatId.AFT_005: _OF_ENTRIES,
    FormatId.CARD_SETTLEMENT: _OF_ENTRIES,
    FormatId.OPENING: _OF_SUBMISSIONS,
    FormatId.RECEIPT: _OF_SUBMISSIONS,
    FormatId.REFERENCE: Answers(
        forms=(AnswerForm(kind="REPORT", suffix="xml", write=xml.delivery_report),)
    ),
}
