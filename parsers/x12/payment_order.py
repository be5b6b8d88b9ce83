"""What a payment order says (X12 820, 004010 and 005010): one payment, for one or many accounts.

BPR is the payment, TRN its trace; each remittance (RMR) is a part of it, whose account stands in
its reference, in a REF of it, in its entity (ENT, N1, REF) or in the heading. An adjustment (ADX)
behind a remittance is in its amount (RMR04 = RMR05 - RMR06 + ADX01), one of an entity counts by
itself.
"""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from parsers.banks.entry_keys import plain, plain_reference
from parsers.findings import shown
from parsers.values import Fault, amount_text, cents
from parsers.x12.x12_segments import Segment
from parsers.xml.numbers import plain_number

VERSIONS: Final = ("004010", "005010")

BPR: Final = {"handling": 1, "amount": 2, "direction": 3, "account": 15, "paid_on": 16}
TRN: Final = {"trace": 2}
CUR: Final = {"currency": 2}
N1: Final = {"role": 1, "name": 2, "number": 4}
RMR: Final = {"reference": 2, "paid": 4, "owed": 5, "discount": 6}
ADX: Final = {"amount": 1}
"""The elements that are read, by their numbers in ASC X12 004010 and 005010 alike."""

BN15: Final = re.compile(r"(?<![0-9A-Z])[0-9]{9}RM[0-9]{4}(?![0-9])")

_ADVICE_ONLY: Final = "I"
_CREDIT: Final = "C"
_PAYER: Final = "PR"
_DATE: Final = re.compile(r"\d{8}")
_CANADIAN: Final = "CAD"


class Order(NamedTuple):
    """One payment, and what of it each account gets; None is an account that nobody knows."""

    trace: str
    bank_account: str
    paid_on: dt.date
    cents: int
    payer: str
    by_account: Mapping[str | None, int]
    told: Mapping[str | None, str | None]
    """What its remittances say of each account."""


class Part(NamedTuple):
    """A row of the table of payments: what one account gets."""

    part: int
    entry_reference: str
    bank_account: str
    booked_on: dt.date
    entry_cents: int
    plain_reference: str
    payer_name: str | None
    told: str | None
    bn15: str | None
    value_on: dt.date
    amount_cents: int


class Wrong(NamedTuple):
    """A fault of a payment order: its code, the segment, the element in it, value, expectation."""

    code: str
    segment: Segment | None
    element: int | None = None
    value: str | None = None
    expected: str | None = None


@dataclass
class _Remittance:
    """A part of the payment: a remittance, or the adjustments of an entity."""

    segment: Segment
    cents: int | None
    named: set[str]
    told: list[str] = field(default_factory=list)
    adjusted: int = 0
    alone: bool = False


@dataclass
class _Said:
    """What stands where: of the heading, of the entity and of the remittance that is read."""

    heading: set[str] = field(default_factory=set)
    entity: set[str] | None = None
    parts: list[_Remittance] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    behind: _Remittance | None = None
    payer: str = ""

    @property
    def around(self) -> set[str]:
        """The accounts named for what follows."""
        return self.entity or self.heading


def payments_of(body: Sequence[Segment]) -> tuple[list[Part], list[Wrong]]:
    """Return rows of the table of payments, and what is wrong; ``body`` is what ST and SE hold."""
    first = {segment.tag: segment for segment in reversed(body)}
    payment = first.get("BPR")
    if payment is None or body[0] is not payment:
        return [], [Wrong("X12-013", body[0] if body else None, None, None, "BPR")]
    wrong: list[Wrong] = []
    amount = _cents(payment, BPR["amount"], wrong)
    paid_on = _day(payment, BPR["paid_on"], wrong)
    trace = first["TRN"].element(TRN["trace"]) if "TRN" in first else ""
    if not plain(trace):
        wrong.append(Wrong("X12-013", payment, None, None, "TRN"))
    wrong += _no_payment(payment, first.get("CUR"))
    if wrong or amount is None or paid_on is None:
        return [], wrong
    said = _remittances(body, wrong)
    by_account = _by_account(said, amount)
    total = sum(by_account.values())
    if said.parts and total != amount:
        wrong.append(Wrong("PAY-007", payment, BPR["amount"], trace, amount_text(total)))
    for account, cents_ in by_account.items():
        if account is None:
            wrong.append(Wrong("PAY-001", payment))
        if cents_ <= 0:
            wrong.append(Wrong("PAY-018", payment, None, account, amount_text(cents_)))
    account = payment.element(BPR["account"])
    told = {named: _told(said, named) for named in by_account}
    order = Order(trace, account, paid_on, amount, said.payer, by_account, told)
    return parts_of(order), wrong


def parts_of(order: Order) -> list[Part]:
    """Return the rows of the table of payments that an order is."""
    alone = len(order.by_account) == 1
    account, trace = plain(order.bank_account), order.trace
    reference, payer, day = plain_reference([trace]), shown(order.payer), order.paid_on
    return [
        Part(
            number, trace if alone else f"{trace}/{number}", account, day, order.cents, reference,
            payer, order.told[bn15], bn15, day, cents_,
        )
        for number, (bn15, cents_) in enumerate(order.by_account.items(), 1)
    ]  # fmt: skip


def day_of(told: str) -> dt.date | None:
    """Return a day (CCYYMMDD); None where the text is none."""
    try:
        written = f"{told[:4]}-{told[4:6]}-{told[6:]}"
        return dt.date.fromisoformat(written if _DATE.fullmatch(told) else "")
    except ValueError:
        return None


def _no_payment(payment: Segment, currency: Segment | None) -> list[Wrong]:
    handling, direction = (payment.element(BPR[name]) for name in ("handling", "direction"))
    if handling == _ADVICE_ONLY:
        return [Wrong("PAY-017", payment, BPR["handling"], payment.element(BPR["amount"]))]
    if direction != _CREDIT:
        return [Wrong("PAY-005", payment, BPR["direction"], direction)]
    if currency is not None and (code := currency.element(CUR["currency"])) != _CANADIAN:
        return [Wrong("PAY-005", currency, CUR["currency"], code)]
    return []


def _remittances(body: Sequence[Segment], wrong: list[Wrong]) -> _Said:
    said = _Said()
    for segment in body:
        named = set(BN15.findall(" ".join(segment.elements[1:])))
        if segment.tag == "ENT":
            said.entity, said.behind = named, None
        elif segment.tag == "RMR":
            paid = _cents(segment, RMR["paid"], wrong)
            said.behind = _Remittance(segment, paid, named, [segment.element(2)])
            said.parts.append(said.behind)
            if not named:
                said.behind.named = set(said.around)
        elif segment.tag == "ADX":
            _adjust(said, segment, named, wrong)
        elif segment.tag in {"REF", "N1", "NM1"}:
            _name(said, segment, named)
    for part in said.parts:
        _hold_against_owed(part, wrong)
    return said


def _name(said: _Said, segment: Segment, named: set[str]) -> None:
    """Take the accounts that a party or a reference names, for what it stands in."""
    if segment.tag == "N1" and segment.element(N1["role"]) == _PAYER:
        said.payer = segment.element(N1["name"])
    elif segment.tag == "REF":
        (said.behind.told if said.behind else said.told).append(" ".join(segment.elements[2:]))
    if said.behind is not None:
        said.behind.named = named or said.behind.named
    elif said.entity is not None:
        said.entity |= named
    else:
        said.heading |= named


def _adjust(said: _Said, segment: Segment, named: set[str], wrong: list[Wrong]) -> None:
    adjusted = _cents(segment, ADX["amount"], wrong, signed=True)
    if said.behind is not None:
        said.behind.adjusted += adjusted or 0
        return
    said.parts.append(_Remittance(segment, adjusted, named or set(said.around), alone=True))


def _hold_against_owed(part: _Remittance, wrong: list[Wrong]) -> None:
    """Hold what a remittance pays against what it says was owed, where it says so."""
    if part.alone or not part.segment.element(RMR["owed"]) or part.cents is None:
        return
    owed = _cents(part.segment, RMR["owed"], wrong, signed=True)
    discount = 0
    if part.segment.element(RMR["discount"]):
        discount = _cents(part.segment, RMR["discount"], wrong, signed=True) or 0
    if owed is not None and owed - discount + part.adjusted != part.cents:
        told = part.segment.element(RMR["paid"])
        found = amount_text(owed - discount + part.adjusted)
        wrong.append(Wrong("PAY-019", part.segment, RMR["paid"], told, found))


def _by_account(said: _Said, amount: int) -> dict[str | None, int]:
    """Return what each account gets, in the order in which they are named; None nobody known."""
    if not said.parts:
        return {_only(said.around): amount}
    by_account: dict[str | None, int] = defaultdict(int)
    for part in said.parts:
        by_account[_only(part.named)] += part.cents or 0
    return {account: cents_ for account, cents_ in by_account.items() if cents_}


def _told(said: _Said, account: str | None) -> str | None:
    """Return what the remittances of an account say; without any, what the heading does."""
    parts = [text for part in said.parts if _only(part.named) == account for text in part.told]
    return " ".join(filter(None, parts if said.parts else said.told)) or None


def _only(named: set[str]) -> str | None:
    return next(iter(named)) if len(named) == 1 else None


def _cents(
    segment: Segment, number: int, wrong: list[Wrong], *, signed: bool = False
) -> int | None:
    told = segment.element(number)
    sign, digits = (-1, told[1:]) if told.startswith("-") else (1, told)
    value = cents(plain_number(digits), ".") if told else Fault("VAL-001", "n")
    if isinstance(value, Fault):
        wrong.append(Wrong(value.code, segment, number, told, value.expected))
        return None
    if sign < 0 and not signed and segment.tag == "BPR":
        wrong.append(Wrong("VAL-002", segment, number, told, "n"))
        return None
    return sign * value


def _day(segment: Segment, number: int, wrong: list[Wrong]) -> dt.date | None:
    told = segment.element(number)
    day = day_of(told)
    if day is None:
        wrong.append(Wrong("VAL-004" if told else "VAL-001", segment, number, told, "CCYYMMDD"))
    return day
