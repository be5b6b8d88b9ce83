"""One day of files for three brokers: mostly good, some faulty, one duplicate, one truncated."""

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import TypedDict

from demo.declarations import DeclarationMaker
from demo.sample import Broker, Sample
from simulator.files import edifact, xml
from simulator.files.declaration import Declaration

RECIPIENT = "CARMHUB"
EDIFACT_FILES, EDIFACT_SIZE = 3, 26
XML_SIZE = 30
_RESENT = "R"
_DAYS_RELEASED = 6
_SATURDAY = 5
_MESSAGE_FAULTS = (
    "CAD-009", "CAD-016", "VAL-003", "CAD-004", "CAD-005", "CAD-010", "CAD-013", "VAL-002",
    "CAD-003", "CAD-002", "CAD-001",
)  # fmt: skip
_XML_FAULTS = ("CAD-003", "CAD-004", "VAL-002")
_XML_CODES = {"VAL-002": "XML-016"}


class Header(TypedDict):
    """What stands around the declarations of a file."""

    sender: str
    recipient: str
    reference: str
    prepared_at: dt.datetime


@dataclass(frozen=True)
class PartnerFile:
    """One file to be dropped by one partner."""

    partner_id: str
    name: str
    content: bytes


@dataclass(frozen=True)
class Day:
    """What will be dropped, and what has to come of it."""

    files: tuple[PartnerFile, ...]
    accepted: tuple[Declaration, ...]
    rejected: dict[str, int]  # how many declarations by finding code
    resend: Declaration  # the corrected version of one that will be rejected
    resend_from: Broker
    late: int  # how many of the accepted come later than five business days after release

    @property
    def payable(self) -> Decimal:
        """Dollars that the accepted declarations declare."""
        return sum((d.payable for d in self.accepted), Decimal(0))


def make_day(sample: Sample, *, seed: int, today: dt.date) -> Day:
    """Make the day's files; the same seed and date give the same bytes."""
    random = Random(seed)
    released = _release_window(today)
    files: list[PartnerFile] = []
    accepted: list[Declaration] = []
    rejected: dict[str, int] = {}
    faults = list(_MESSAGE_FAULTS)
    for broker, xml_fault in zip(sample.brokers, _XML_FAULTS, strict=False):
        maker = DeclarationMaker(sample, broker, random, released)
        for number in range(1, EDIFACT_FILES + 1):
            wrong = _faulty(maker, sample, broker, faults.pop())
            made = _shuffled(random, maker, EDIFACT_SIZE, wrong)
            files.append(_edifact_file(broker, made, today, f"{number:02d}"))
            _tally(made, accepted, rejected)
        made = _shuffled(random, maker, XML_SIZE, maker.faulty(xml_fault))
        files.append(_xml_file(broker, made, today))
        _tally(made, accepted, rejected, _XML_CODES)
    broker = sample.brokers[0]
    maker = DeclarationMaker(sample, broker, random, released)
    again = replace(files[0], name=f"again_{files[0].name}")
    whole = _edifact_file(broker, [maker.declaration(lines=4) for _ in range(5)], today, "T")
    truncated = replace(
        whole, name="cad_truncated.edi", content=whole.content[: len(whole.content) * 2 // 3]
    )
    right = maker.declaration(lines=3)
    wrong = replace(right, importer="123456789RM0001", fault="CAD-013")
    _tally([wrong], accepted, rejected)
    return Day(
        files=(*files, again, truncated, _edifact_file(broker, [wrong], today, _RESENT)),
        accepted=(*accepted, right),
        rejected=rejected,
        resend=right,
        resend_from=broker,
        late=sum(_is_late(d, sample, today) for d in (*accepted, right)),
    )


def corrected_file(day: Day, today: dt.date) -> PartnerFile:
    """Return the corrected resend, under the very reference of the rejected one."""
    resent = _edifact_file(day.resend_from, [day.resend], today, _RESENT)
    return replace(resent, name="cad_corrected.edi")


def statement_date(today: dt.date) -> dt.date:
    """Return the next statement date after a day: the 25th of its month, or of the next."""
    if today.day < 25:  # noqa: PLR2004 - the rule is data; the demonstration only picks a date
        return today.replace(day=25)
    return (today.replace(day=1) + dt.timedelta(days=32)).replace(day=25)


def write(files: tuple[PartnerFile, ...], folder: Path) -> None:
    """Write files to ``folder/partner/name``, for a look before they are sent."""
    for file in files:
        place = folder / file.partner_id / file.name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(file.content)


def _release_window(today: dt.date) -> tuple[dt.date, dt.date]:
    """Return release dates that the next statement bills: some days, the last not after today."""
    last = min(statement_date(today).replace(day=17), today)
    first = last - dt.timedelta(days=_DAYS_RELEASED - 1)
    return max(first, (last.replace(day=1) - dt.timedelta(days=1)).replace(day=18)), last


def _is_late(declaration: Declaration, sample: Sample, today: dt.date) -> bool:
    """Whether a declaration is filed after its fifth business day; type C has no such day."""
    days = (declaration.release_on + dt.timedelta(days=n) for n in range(1, 30))
    business = [day for day in days if day.weekday() < _SATURDAY and day not in sample.holidays]
    return declaration.cad_type == "AB" and today > business[4]


def _edifact_file(
    broker: Broker, declarations: list[Declaration], today: dt.date, number: str
) -> PartnerFile:
    reference = f"{broker.filer}{today:%m%d}{number}"
    content = edifact.interchange(declarations, **_header(broker, reference, today))
    return PartnerFile(broker.partner_id, f"cad_{reference}.edi", content)


def _xml_file(broker: Broker, declarations: list[Declaration], today: dt.date) -> PartnerFile:
    reference = f"{broker.filer}{today:%m%d}X"
    content = xml.batch(declarations, **_header(broker, reference, today))
    return PartnerFile(broker.partner_id, f"cad_{reference}.xml", content)


def _header(broker: Broker, reference: str, today: dt.date) -> Header:
    return {
        "sender": broker.sender_identification,
        "recipient": RECIPIENT,
        "reference": reference,
        "prepared_at": dt.datetime.combine(today, dt.time(7, 30)),
    }


def _shuffled(
    random: Random, maker: DeclarationMaker, size: int, wrong: Declaration
) -> list[Declaration]:
    made = [*(maker.declaration() for _ in range(size - 1)), wrong]
    random.shuffle(made)
    return made


def _faulty(maker: DeclarationMaker, sample: Sample, broker: Broker, fault: str) -> Declaration:
    declaration = maker.faulty(fault)
    if fault != "CAD-002":
        return declaration
    stranger = next(bn15 for bn15 in sample.importers if bn15 not in broker.importers)
    return replace(declaration, importer=stranger)


def _tally(
    made: list[Declaration],
    accepted: list[Declaration],
    rejected: dict[str, int],
    codes: dict[str, str] | None = None,
) -> None:
    for declaration in made:
        if declaration.fault is None:
            accepted.append(declaration)
        else:
            code = (codes or {}).get(declaration.fault, declaration.fault)
            rejected[code] = rejected.get(code, 0) + 1
