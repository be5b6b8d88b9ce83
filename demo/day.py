"""One day of files for three brokers: mostly good, some faulty, one duplicate, one truncated."""

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from random import Random

from demo import edifact, xml
from demo.declarations import Broker, Declaration, DeclarationMaker, Sample

RECIPIENT = "CARMHUB"
EDIFACT_FILES, EDIFACT_SIZE = 3, 26
XML_FILES, XML_SIZE = 1, 30
_MESSAGE_FAULTS = (
    "CAD-009", "CAD-016", "VAL-003", "CAD-004", "CAD-005", "CAD-010", "CAD-013", "VAL-002",
    "CAD-003", "CAD-002", "CAD-001",
)  # fmt: skip
_XML_FAULTS = ("CAD-003", "CAD-004", "VAL-002")
_XML_CODES = {"VAL-002": "XML-003"}


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
    truncated: tuple[Declaration, ...]
    resend: Declaration  # the corrected version of one that will be rejected
    resend_from: str

    @property
    def payable(self) -> Decimal:
        """Dollars that the accepted declarations declare."""
        return sum((d.payable for d in self.accepted), Decimal(0))


def make_day(sample: Sample, *, seed: int, today: dt.date) -> Day:
    """Make the day's files; the same seed and date give the same bytes."""
    random = Random(seed)
    released = _release_window(today)
    prepared_at = dt.datetime.combine(today, dt.time(7, 30))
    files: list[PartnerFile] = []
    accepted: list[Declaration] = []
    rejected: dict[str, int] = {}
    faults = list(_MESSAGE_FAULTS)
    truncated: list[Declaration] = []
    for broker in sample.brokers:
        maker = DeclarationMaker(sample, broker, random, released)
        for number in range(1, EDIFACT_FILES + 1):
            wrong = [
                _faulty(maker, sample, broker, faults.pop()) for _ in range(min(1, len(faults)))
            ]
            made = [maker.declaration() for _ in range(EDIFACT_SIZE - len(wrong))] + wrong
            random.shuffle(made)
            reference = f"{broker.filer}{today:%m%d}{number:02d}"
            content = edifact.interchange(
                made,
                sender=broker.sender_identification,
                recipient=RECIPIENT,
                reference=reference,
                prepared_at=prepared_at,
            )
            files.append(PartnerFile(broker.partner_id, f"cad_{reference}.edi", content))
            _tally(made, accepted, rejected)
        wrong = [maker.faulty(_XML_FAULTS[len(files) % len(_XML_FAULTS)])]
        made = [maker.declaration() for _ in range(XML_SIZE - 1)] + wrong
        random.shuffle(made)
        reference = f"{broker.filer}{today:%m%d}X"
        content = xml.batch(
            made,
            sender=broker.sender_identification,
            recipient=RECIPIENT,
            reference=reference,
            prepared_at=prepared_at,
        )
        files.append(PartnerFile(broker.partner_id, f"cad_{reference}.xml", content))
        _tally(made, accepted, rejected, _XML_CODES)
    broker = sample.brokers[0]
    files.append(replace(files[0], name=f"again_{files[0].name}"))
    cut_maker = DeclarationMaker(sample, broker, random, released)
    truncated = [cut_maker.declaration(lines=4) for _ in range(5)]
    whole = edifact.interchange(
        truncated,
        sender=broker.sender_identification,
        recipient=RECIPIENT,
        reference=f"{broker.filer}{today:%m%d}T",
        prepared_at=prepared_at,
    )
    files.append(PartnerFile(broker.partner_id, "cad_truncated.edi", whole[: len(whole) * 2 // 3]))
    corrected = DeclarationMaker(sample, broker, random, released).declaration(lines=3)
    faulty = replace(corrected, importer="123456789RM0001", fault="CAD-013")
    content = edifact.interchange(
        [faulty],
        sender=broker.sender_identification,
        recipient=RECIPIENT,
        reference=f"{broker.filer}{today:%m%d}R",
        prepared_at=prepared_at,
    )
    files.append(PartnerFile(broker.partner_id, "cad_to_correct.edi", content))
    rejected["CAD-013"] = rejected.get("CAD-013", 0) + 1
    return Day(
        files=tuple(files),
        accepted=(*accepted, corrected),
        rejected=rejected,
        truncated=tuple(truncated),
        resend=corrected,
        resend_from=broker.partner_id,
    )


def corrected_file(day: Day, sample: Sample, today: dt.date) -> PartnerFile:
    """Return the corrected resend, under the very reference of the rejected one."""
    broker = next(b for b in sample.brokers if b.partner_id == day.resend_from)
    content = edifact.interchange(
        [day.resend],
        sender=broker.sender_identification,
        recipient=RECIPIENT,
        reference=f"{broker.filer}{today:%m%d}R",
        prepared_at=dt.datetime.combine(today, dt.time(9, 15)),
    )
    return PartnerFile(broker.partner_id, "cad_corrected.edi", content)


def bank_file(day: Day, bank_id: str, bic: str, today: dt.date) -> tuple[PartnerFile, Decimal]:
    """Return the bank's notification, and the dollars in it that name a known account.

    Payers settle in full, in part or in advance; one names no account, one an unknown account.
    """
    owed: dict[str, Decimal] = {}
    for declaration in day.accepted:
        owed[declaration.importer] = owed.get(declaration.importer, Decimal(0)) + (
            declaration.payable
        )
    entries = []
    for number, (importer, amount) in enumerate(sorted(owed.items())[:14], start=1):
        share = (Decimal(1), Decimal("0.4"), Decimal("1.1"))[number % 3]
        paid = (amount * share).quantize(Decimal("0.01"))
        entries.append(
            xml.BankEntry(f"NB{today:%y%m%d}{number:04d}", paid, f"CUSTOMS {importer}", "Payer")
        )
    identified = sum((entry.amount for entry in entries), Decimal(0))
    entries += [
        xml.BankEntry(f"NB{today:%y%m%d}9001", Decimal("250.00"), "customs duties", "Unknown Ltd."),
        xml.BankEntry(
            f"NB{today:%y%m%d}9002", Decimal("99.95"), "RM 799999990RM0001", "Lost & Found"
        ),
        xml.BankEntry(f"NB{today:%y%m%d}9003", Decimal("12.00"), "bank fee", "North Bank", "DBIT"),
    ]
    reference = f"NB{today:%Y%m%d}01"
    content = xml.notification(entries, reference=reference, bic=bic, value_on=today)
    return PartnerFile(bank_id, f"camt054_{reference}.xml", content), identified


def statement_date(today: dt.date) -> dt.date:
    """Return the next statement date: the 25th of this month, or of the next after it."""
    if today.day <= 25:  # noqa: PLR2004 - the rule is data; the demonstration only picks a date
        return today.replace(day=25)
    return (today.replace(day=1) + dt.timedelta(days=32)).replace(day=25)


def write(files: tuple[PartnerFile, ...], folder: Path) -> None:
    """Write files to ``folder/partner/name``, for a look before they are sent."""
    for file in files:
        place = folder / file.partner_id / file.name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(file.content)


def _release_window(today: dt.date) -> tuple[dt.date, dt.date]:
    """Return release dates that the next statement bills, none after today."""
    last = statement_date(today).replace(day=17)
    first = (last.replace(day=1) - dt.timedelta(days=1)).replace(day=18)
    return first, min(last, today)


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
