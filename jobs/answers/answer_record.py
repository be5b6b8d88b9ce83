"""What answers are made from: the record of files, as the book has it or as it is expected."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final

import pandas as pd

from ledger.charges import CHARGES
from ledger_sync.book.connection import Row
from ledger_sync.intake.answers import FileRecord
from ledger_sync.intake.inbox import WaitingFile
from ledger_sync.intake.kept_bytes import KeptBytes
from mappers.pricing.sima_kinds import sima_apart
from notices import xml
from notices.answer_forms import ANSWERS, Answers
from notices.answers import FoundFault, InterchangeAnswer, MessageAnswer
from notices.charges import SHOWN
from notices.owed import Owed
from parsers.edifact.envelope.service import Composites
from parsers.format_ids import FormatId
from parsers.place_finder import open_places

_FAULT_FIELDS: Final = tuple(FoundFault.__dataclass_fields__)

_PRICED: Final = (
    "currency", "unit", "value_for_currency_conversion_cents", "quantity_thousandths",
    "content_cents", "exchange_rate_ppm", "terms", "exchange_terms",
)  # fmt: skip
"""What lines of the book were priced by, beside their amounts."""

Headers = dict[int, Composites]
"""Service segments of a file, by the byte at which each starts."""
Placed = tuple[int, int, FoundFault]
"""A finding of a rule as it was recorded, with its file and the ordinal of its message."""


class Record:
    """What is recorded of files, grouped once: by file, interchange and message."""

    def __init__(self, record: FileRecord, owed: Mapping[int, Owed]) -> None:
        self.partner_ids = {row["partner_id"] for row in record.interchanges}
        self.interchanges = _grouped(record.interchanges, "file_id")
        self.messages = _grouped(record.messages, "interchange_id")
        self.owed = owed
        of_none = [row for row in record.findings if row["interchange_id"] is None]
        self.of_the_file = _grouped(of_none, "file_id")
        self.of_message = _grouped(record.findings, "message_id")
        whole = [row for row in record.findings if row["message_id"] is None]
        self.of_interchange = _grouped(whole, "interchange_id")


def _grouped(rows: Iterable[Row], by: str) -> Mapping[int, list[Row]]:
    groups: defaultdict[int, list[Row]] = defaultdict(list)
    for row in rows:
        if row[by] is not None:
            groups[row[by]].append(row)
    return groups


def owed_in_the_book(
    messages: Sequence[Row], lines: Sequence[Row], form: FormatId
) -> dict[int, Owed]:
    """Return what messages owe by the versions in the book, by ``message_id``, for answers."""
    written = ANSWERS[form].owed
    rows = {row["cad_id"]: row for row in messages if row["cad_id"] is not None}
    if written is None or not rows:
        return {}
    mine = [row for row in lines if row["cad_id"] in rows]
    priced = pd.DataFrame({name: [row[name] for row in mine] for name in _PRICED})
    declared, of_lines = sima_apart(
        _amounts(list(rows.values()), "payable_cents"),
        pd.concat([_amounts(mine, "line_number"), priced], axis=1),
        "cad_id",
    )
    owed = dict(zip(rows, written.write(declared, of_lines, "cad_id"), strict=True))
    return {row["message_id"]: owed[row["cad_id"]] for row in messages if row["cad_id"] in owed}


def _amounts(rows: Sequence[Row], last: str) -> pd.DataFrame:
    """Return rows of the book as frames of amounts, charges beyond their columns among them."""
    names = ("cad_id", "value_for_duty_cents", last)
    return pd.DataFrame(
        {name: [row[name] for row in rows] for name in names}
        | {
            f"{shown.charge}_cents": [_charge(row, shown.charge) for row in rows] for shown in SHOWN
        },
        dtype="int64",
    )


def _charge(row: Row, charge: str) -> int:
    cents = row[f"{charge}_cents"] if charge in CHARGES else (row["more_charges"] or {}).get(charge)
    return int(cents or 0)


@dataclass(frozen=True, kw_only=True)
class ToWrite:
    """A document to be written: ``told`` is all that its bytes say."""

    kind: str
    form: str
    partner_id: str
    reference: str
    answer_reference: str
    file_id: int
    interchange_ordinal: int | None
    told: object
    write: Callable[[], bytes]

    @property
    def key(self) -> tuple[int, int | None, str]:
        """What document of an answer it is."""
        return self.file_id, self.interchange_ordinal, self.kind


@dataclass(frozen=True)
class Answering:
    """Who answers, when, of a made-up book or not, and what answers repeat of files as received."""

    kept: KeptBytes
    recipient: str
    prepared_at: dt.datetime
    headers: dict[int, Headers] = field(default_factory=dict)
    placed: dict[Placed, FoundFault] = field(default_factory=dict)
    digests: dict[int, bytes] = field(default_factory=dict)
    made_up: bool = False

    def answers(
        self, files: Sequence[WaitingFile], record: Record, partners: Mapping[str, Row]
    ) -> list[ToWrite]:
        """Return the answers to files: per interchange, and a report of what stands in none."""
        self.digests.update({file.file_id: file.sha256 for file in files})
        return [
            each
            for file in files
            for each in (
                *self._of_interchanges(file, record, partners),
                *self._of_the_file(file, record, partners),
            )
        ]

    def answer(
        self, record: Record, interchange: Row, reference: str, partner: Row, *, received: bool
    ) -> list[ToWrite]:
        """Return what one interchange is answered; nothing new is ``received`` by an act."""
        answer = self._interchange(record, interchange, reference, partner)
        return [
            ToWrite(
                kind=form.kind,
                form=form.suffix,
                partner_id=interchange["partner_id"],
                reference=answer.reference,
                answer_reference=answer.answer_reference,
                file_id=interchange["file_id"],
                interchange_ordinal=interchange["ordinal"],
                told=answer,
                write=partial(form.write, answer),
            )
            for form in _answers(interchange).due(answer)
            if not form.acknowledges
            or (received and _acknowledged(answer, partner["acknowledgement"]))
        ]

    def _of_interchanges(
        self, file: WaitingFile, record: Record, partners: Mapping[str, Row]
    ) -> Iterable[ToWrite]:
        self._read_headers(file, record)
        for interchange in record.interchanges[file.file_id]:
            if interchange["partner_id"] is not None:
                yield from self.answer(
                    record,
                    interchange,
                    f"{file.file_id:09d}{interchange['ordinal']:03d}",
                    partners[interchange["partner_id"]],
                    received=True,
                )

    def _of_the_file(
        self, file: WaitingFile, record: Record, partners: Mapping[str, Row]
    ) -> Iterable[ToWrite]:
        findings = record.of_the_file[file.file_id]
        if file.partner_id is None or (record.interchanges[file.file_id] and not findings):
            return
        told = {
            "name": file.name,
            "sha256": file.sha256,
            "received_on": file.filed_on,
            "findings": [_fault(row) for row in findings],
            "language": partners[file.partner_id]["language"],
            "made_up": self.made_up,
        }
        yield ToWrite(
            kind="REPORT",
            form="xml",
            partner_id=file.partner_id,
            reference=file.name.rsplit(".", 1)[0],
            answer_reference=f"{file.file_id:09d}",
            file_id=file.file_id,
            interchange_ordinal=None,
            told=told,
            write=lambda: xml.file_report(**told),
        )

    def _interchange(
        self, record: Record, interchange: Row, reference: str, partner: Row
    ) -> InterchangeAnswer:
        headers = self.headers.get(interchange["file_id"], {})
        located = self._located(record, interchange)
        header = headers.get(interchange["byte_from"], [])
        return InterchangeAnswer(
            answer_reference=reference,
            recipient=self.recipient,
            sender=interchange["sender"] or "",
            reference=interchange["reference"] or "",
            status=interchange["status"],
            language=partner["language"],
            prepared_at=self.prepared_at,
            findings=tuple(map(_fault, record.of_interchange[interchange["interchange_id"]])),
            messages=tuple(
                MessageAnswer(
                    reference=row["reference"] or "",
                    type=row["type"],
                    transaction_number=row["transaction_number"],
                    version=row["version"],
                    status=row["status"],
                    findings=located[row["message_id"]],
                    identifier=_composite(headers.get(row["byte_from"], []), 2) or (row["type"],),
                    due_on=row["due_on"],
                    owed=_as_wanted(record.owed.get(row["message_id"]), partner["amounts"]),
                )
                for row in record.messages[interchange["interchange_id"]]
            ),
            received_from=_composite(header, 2) or (interchange["sender"] or "",),
            received_by=_composite(header, 3) or (self.recipient,),
            received_at=_composite(header, 4),
            made_up=self.made_up,
        )

    def _located(self, record: Record, interchange: Row) -> Mapping[int, tuple[FoundFault, ...]]:
        """Return the findings of each message, those of rules with their places where told."""
        file_id = interchange["file_id"]
        messages = record.messages[interchange["interchange_id"]]
        found = {row["message_id"]: record.of_message[row["message_id"]] for row in messages}
        faults = {number: tuple(map(_fault, rows)) for number, rows in found.items()}
        if not _answers(interchange).locate or file_id not in self.digests:
            return faults
        wanted = {
            (file_id, row["ordinal"], fault)
            for row in messages
            for fault in faults[row["message_id"]]
            if fault.segment is None
        }
        self._place(file_id, wanted - self.placed.keys())
        return {
            row["message_id"]: tuple(
                self.placed.get((file_id, row["ordinal"], fault), fault)
                for fault in faults[row["message_id"]]
            )
            for row in messages
        }

    def _place(self, file_id: int, wanted: Iterable[Placed]) -> None:
        """Look for the places of findings, in the order of the file."""
        inorder = sorted(wanted, key=lambda each: each[1])
        if not inorder:
            return
        with self.kept.readable(self.digests[file_id]) as path, open_places(path) as places:
            for key in inorder:
                _, ordinal, fault = key
                place = places.place(vars(fault) | {"message": ordinal})
                self.placed[key] = replace(
                    fault,
                    segment=place.path,
                    segment_position=place.line,
                    byte_from=place.byte_from,
                    byte_to=place.byte_to,
                )

    def _read_headers(self, file: WaitingFile, record: Record) -> None:
        """Read the header of each interchange, and of each message with which something is wrong.

        All interchanges of a file are of one format.
        """
        interchanges = record.interchanges[file.file_id]
        read = next((_answers(row).read_headers for row in interchanges), None)
        if read is None:
            return
        places = {row["byte_from"] for row in interchanges} | {
            message["byte_from"]
            for row in interchanges
            for message in record.messages[row["interchange_id"]]
            if record.of_message[message["message_id"]]
        }
        known = self.headers.setdefault(file.file_id, {})
        if not places <= known.keys():
            with self.kept.readable(file.sha256) as path:
                known |= read(path, places)


def _answers(interchange: Row) -> Answers:
    return ANSWERS[FormatId(interchange["format"])]


def _composite(header: Composites, element: int) -> tuple[str, ...]:
    return tuple(header[element]) if element < len(header) else ()


def _acknowledged(answer: InterchangeAnswer, policy: str) -> bool:
    """Whether a CONTRL is due: always, when something was refused, or when nothing was read."""
    if policy == "always" or answer.rejected:
        return True
    refused = any(f.severity == "error" for m in answer.messages for f in m.findings)
    return policy == "on_error" and refused


def _as_wanted(owed: Owed | None, wanted: str) -> Owed | None:
    """Return what is owed as a partner wants it: by line, by declaration, or not at all."""
    if owed is None or wanted == "none":
        return None
    return Owed(owed.whole) if wanted == "declaration" else owed


def _fault(row: Row) -> FoundFault:
    return FoundFault(**{name: row[name] for name in _FAULT_FIELDS})
