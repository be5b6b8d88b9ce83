"""What a bank tells of a day: the same money by several files, and some of it taken back."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, TypedDict

from demo.day import RECIPIENT, Day, PartnerFile
from simulator.files import aft, bai2, camt, cards, x12

_NOTIFIED, _ORDERED, _DEPOSITED = 14, 20, 3
"""How many importers pay by which way; the rest pays by card."""
_LOCKBOX: Final = "0002-7654321"
_BY_CARD_MOST: Final = Decimal(1500)
_CARD_FEE: Final = 725
_BY_AFT: Final = (100_00, 60_00)
"""What two importers pay in advance; the second payment comes back unpaid."""


class Told(TypedDict):
    """What camt tells of a message beside its entries."""

    bic: str
    value_on: dt.date


class Sent(TypedDict):
    """Who sends a file of another format, and when."""

    sender: str
    recipient: str
    number: int
    day: dt.date


@dataclass(frozen=True)
class BankDay:
    """The bank's files, and what they come to."""

    files: tuple[PartnerFile, ...]
    credited: Decimal
    """Dollars credited to the accounts that the payments name, each once."""
    taken_back: Decimal
    """Dollars of them that were charged back or returned."""


def bank_day(day: Day, bank_id: str, bic: str, today: dt.date) -> BankDay:
    """Return what a bank tells of the payments for a day's declarations.

    A notification: payers settle in full, in part or in advance; one names no account, one an
    unknown account. An order for twenty importers at once. A file of credits, one of which is
    returned. A settlement of cards with a chargeback. Cheques deposited to another account. The
    statement of the day, with the money of all of these once more but for the cheques.
    """
    owed: dict[str, Decimal] = {}
    for declaration in day.accepted:
        owed[declaration.importer] = owed.get(declaration.importer, Decimal(0)) + (
            declaration.payable
        )
    owing = sorted(owed.items())
    by_notice, rest = owing[:_NOTIFIED], owing[_NOTIFIED:]
    by_order, rest = rest[:_ORDERED], rest[_ORDERED:]
    by_cheque, by_card = rest[:_DEPOSITED], rest[_DEPOSITED:]
    stamp = f"NB{today:%y%m%d}"
    entries = _entries(by_notice, stamp)
    strangers = [
        camt.BankEntry(f"{stamp}9001", Decimal("250.00"), "customs duties", "Unknown Ltd."),
        camt.BankEntry(f"{stamp}9002", Decimal("99.95"), "RM 799999990RM0001", "Lost & Found"),
        camt.BankEntry(f"{stamp}9003", Decimal("12.00"), "bank fee", "North Bank", "DBIT"),
    ]
    order = x12.Order(
        f"{stamp}7001", "Harbour Customs Brokers", tuple((bn15, _cents(o)) for bn15, o in by_order)
    )
    settled = _settled(by_card, stamp, today)
    reference = f"{stamp}CS"
    advances = _advances(by_notice, stamp)
    lines = [
        *(_line_of(item) for item in advances),
        camt.BankEntry(order.trace, _dollars(sum(c for _, c in order.parts)), "", order.payer),
        camt.BankEntry(reference, _dollars(sum(r.signed for r in settled)), "", "North Bank Cards"),
    ]
    told: Told = {"bic": bic, "value_on": today}
    sent: Sent = {"sender": bic, "recipient": RECIPIENT, "number": 1, "day": today}
    files = {
        "0900_camt054": camt.notification([*entries, *strangers], reference=f"{stamp}01", **told),
        "1200_x820": x12.interchange([order], account=camt.ACCOUNT, **sent),
        "1500_aft": aft.file_of(
            advances, originator=bic, number=1, day=today, account=camt.ACCOUNT.replace("-", "")
        ),
        "1700_cards": cards.settlement(
            settled, sender=bic, reference=reference, day=today, account=camt.ACCOUNT
        ),
        "1800_bai2": bai2.report(_cheques(by_cheque, stamp), account=_LOCKBOX, **sent),
        "2300_camt053": camt.statement(
            [*entries, *strangers, *lines], reference=f"{stamp}02", opening=Decimal(0), **told
        ),
    }
    credited = (
        sum(entry.amount for entry in entries)
        + _dollars(sum(cents for _, cents in order.parts))
        + sum((amount for _, amount in by_cheque), Decimal(0))
        + _dollars(sum(row.cents for row in settled if row.kind == cards.PAYMENT))
        + _dollars(sum(_BY_AFT))
    )
    charged_back = sum(row.cents for row in settled if row.kind == cards.CHARGEBACK)
    return BankDay(
        tuple(PartnerFile(bank_id, f"{stamp}_{name}", each) for name, each in files.items()),
        credited,
        _dollars(charged_back + _BY_AFT[-1]),
    )


def _entries(owing: list[tuple[str, Decimal]], stamp: str) -> list[camt.BankEntry]:
    entries = []
    for number, (importer, amount) in enumerate(owing, start=1):
        share = (Decimal(1), Decimal("0.4"), Decimal("1.1"))[number % 3]
        paid = (amount * share).quantize(Decimal("0.01"))
        entries.append(camt.BankEntry(f"{stamp}{number:04d}", paid, f"CUSTOMS {importer}", "Payer"))
    return entries


def _cheques(owing: list[tuple[str, Decimal]], stamp: str) -> list[bai2.Detail]:
    return [
        bai2.Detail(
            bai2.CREDIT, _cents(amount), f"{stamp}80{number:02}", f"CHQ{number}", f"CUSTOMS {bn15}"
        )
        for number, (bn15, amount) in enumerate(owing, start=1)
    ]


def _settled(owing: list[tuple[str, Decimal]], stamp: str, today: dt.date) -> list[cards.Row]:
    """Return payments by card, the first of which is charged back, and the fee."""
    paid = [
        cards.Row(
            cards.PAYMENT,
            f"{stamp}C{number}",
            _cents(min(amount, _BY_CARD_MOST)),
            "card",
            account=bn15,
            paid_at=today.isoformat(),
            payer="Payer Inc.",
        )
        for number, (bn15, amount) in enumerate(owing, start=1)
    ]
    back = cards.Row(
        cards.CHARGEBACK,
        f"{stamp}B1",
        paid[0].cents,
        "card",
        original=paid[0].reference,
        paid_at=today.isoformat(),
    )
    return [*paid, back, cards.Row(cards.FEE, f"{stamp}F1", _CARD_FEE)]


def _advances(owing: list[tuple[str, Decimal]], stamp: str) -> list[aft.Item]:
    paid = [
        aft.Item(aft.CREDIT, cents, number, "Payer", bn15, reference=f"{stamp}600{number}")
        for number, (cents, (bn15, _)) in enumerate(zip(_BY_AFT, owing, strict=False), start=1)
    ]
    last = paid[-1]
    return [*paid, last._replace(kind=aft.TAKEN_BACK, trace=last.trace + 1, original=last.trace)]


def _line_of(item: aft.Item) -> camt.BankEntry:
    """Return the bank's own line of an item."""
    back = item.kind == aft.TAKEN_BACK
    return camt.BankEntry(
        f"{item.trace:022}",
        _dollars(item.cents),
        item.sundry,
        item.payer,
        "DBIT" if back else "CRDT",
        reversal=item.reference if back else None,
        end_to_end=item.reference,
    )


def _cents(amount: Decimal) -> int:
    return int(amount * 100)


def _dollars(cents: int) -> Decimal:
    return Decimal(cents) / 100
