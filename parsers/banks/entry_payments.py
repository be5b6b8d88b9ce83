"""The payments of one bank entry (Ntry): one, or one a transaction detail; or why it is none."""

import datetime as dt
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

from lxml import etree

from parsers.banks.balances import SIGNS
from parsers.banks.entry_details import (
    BOOKED,
    Contradiction,
    Entry,
    Part,
    amount_of,
    cents_of,
)
from parsers.banks.entry_keys import KEY_LENGTH_MAX, RETURN, names_something, plain_reference
from parsers.findings import shown
from parsers.values import Fault, iso_date, moment

_BN15 = re.compile(r"(?<!\d)\d{9}RM\d{4}(?!\d)")
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(T\d{2}:\d{2}:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?", re.ASCII)
"""ISODate and ISODateTime; the day is the one that is written, which is the bank's own."""
_NOT_BOOKED: Final = frozenset({"PDNG", "INFO", "FUTR"})
_CREDIT, _DEBIT = "CRDT", "DBIT"
_CHEQUES: Final = frozenset({"RCHQ", "LBOX"})
"""Families of ISO 20022's bank transaction codes: received cheques, lockbox."""

Found = list[Contradiction]


def payments_of(entry: Entry, *, reference: str) -> tuple[list[dict[str, Any]], Found]:
    """Return rows of the table of payments, and what is found of the entry.

    ``reference`` is the name by which people know the entry. An entry with an error may have rows:
    its message posts nothing.
    """
    if (other := _no_payment(entry)) is not None:
        return [], [other]
    if entry.text("CdtDbtInd") == _DEBIT:
        return _return_of(entry, reference)
    if (against := entry.contradiction(reference)) is not None:
        return [], [against]
    found: Found = []
    booked_on, value_on = _days(entry, found)
    places = entry.details or [entry]
    said = _said(entry)
    method = _method(entry)
    rows = []
    for number, place in enumerate(places, 1):
        alone = len(places) == 1
        amount = _amount(entry, place, alone=alone)
        if amount is not None and amount.get("Ccy") != "CAD":
            found.append(Contradiction("PAY-005", amount, amount.get("Ccy")))
            continue
        cents = cents_of(amount)
        named_well = 0 < len(reference) <= KEY_LENGTH_MAX
        if not isinstance(cents, int) or cents == 0 or value_on is None or not named_well:
            missing = f"{reference or '-'} {getattr(amount, 'text', None)} {value_on}"
            found.append(Contradiction("PAY-006", entry.element, missing))
            continue
        told = " ".join(_naming(place))
        named = set(_BN15.findall(told))
        if len(named) != 1:
            found.append(Contradiction("PAY-001", place.element, " ".join(sorted(named)) or None))
        rows.append(
            {
                "part": number,
                "method": method,
                "entry_reference": reference if alone else f"{reference}/{number}",
                "booked_on": booked_on,
                "entry_cents": entry.cents,
                "plain_reference": said,
                "payer_name": shown(
                    place.text("RltdPties/Dbtr/Nm") or place.text("RltdPties/Dbtr/Pty/Nm")
                ),
                "told": told,
                "bn15": named.pop() if len(named) == 1 else None,
                "value_on": value_on,
                "paid_at": _paid_at(place),
                "amount_cents": cents,
            }
        )
    return rows, found


def _return_of(entry: Entry, reference: str) -> tuple[list[dict[str, Any]], Found]:
    """Return a debit that takes a payment back as a payment below zero.

    What it names is the payment's: the reference of its bank, or the payer's, by which it is known
    again as what it says.
    """
    if (against := entry.contradiction(reference)) is not None:
        return [], [against]
    found: Found = []
    booked_on, value_on = _days(entry, found)
    amount, cents = entry.one("Amt"), entry.cents
    if amount is not None and amount.get("Ccy") != "CAD":
        return [], [*found, Contradiction("PAY-005", amount, amount.get("Ccy"))]
    named_well = 0 < len(reference) <= KEY_LENGTH_MAX
    if not isinstance(cents, int) or cents == 0 or value_on is None or not named_well:
        missing = f"{reference or '-'} {getattr(amount, 'text', None)} {value_on}"
        return [], [*found, Contradiction("PAY-006", entry.element, missing)]
    named = [entry.text("AcctSvcrRef"), *(each.text("Refs/AcctSvcrRef") for each in entry.details)]
    row = {
        "part": 1,
        "kind": RETURN,
        "entry_reference": reference,
        "original_reference": shown(next(filter(names_something, reversed(named)), None)),
        "account_servicer_reference": None,
        "booked_on": booked_on,
        "entry_cents": -cents,
        "plain_reference": _said(entry),
        "value_on": value_on,
        "amount_cents": -cents,
    }
    return [row], found


def booked_line(entry: Entry, payments: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Return a booked entry as a line of its statement, whatever it is.

    ``payments`` are its rows of the table of payments. None where it is not booked, or its amount,
    direction or day cannot be read.
    """
    sign = SIGNS.get(entry.text("CdtDbtInd"))
    cents = entry.cents
    booked_on, _ = _days(entry, [])
    if entry.status != BOOKED or sign is None or not isinstance(cents, int) or booked_on is None:
        return None
    return {
        "booked_on": booked_on,
        "amount_cents": sign * cents,
        "plain_reference": payments[0]["plain_reference"] if payments else _said(entry),
    }


def _no_payment(entry: Entry) -> Contradiction | None:
    """Return what an entry is, where it is no payment, nor the return of one.

    The direction is CdtDbtInd's; RvslInd says what kind of entry it is and never turns it.
    """
    kind = f"{entry.text('CdtDbtInd')} {entry.status}"
    first = entry.details[0] if entry.details else entry
    if entry.status in _NOT_BOOKED:
        return Contradiction("PAY-012", entry.element, kind)
    if _takes_back(entry, first) and kind == f"{_DEBIT} {BOOKED}" and len(entry.details) <= 1:
        return None
    if _is_reversal(entry):
        named = entry.text("AcctSvcrRef") or first.text("Refs/EndToEndId")
        return Contradiction("PAY-013", entry.element, f"{kind} reversal {named}".strip())
    if first.all("RtrInf"):
        named = first.text("Refs/EndToEndId")
        return Contradiction("PAY-013", entry.element, f"{kind} return {named}".strip())
    if kind != f"{_CREDIT} {BOOKED}":
        return Contradiction("PAY-005", entry.element, kind)
    return None


def _is_reversal(entry: Entry) -> bool:
    return entry.text("RvslInd") not in {"", "false", "0"}


def _takes_back(entry: Entry, first: Part) -> bool:
    return _is_reversal(entry) or bool(first.all("RtrInf"))


def _days(entry: Entry, found: Found) -> tuple[dt.date | None, dt.date | None]:
    """Return the booking and the value date; for the second the first, with a warning.

    A booking date that is none is found: it tells entries apart, so that no other stands for it.
    """
    booked, valued = (
        entry.text(f"{name}/Dt") or entry.text(f"{name}/DtTm") for name in ("BookgDt", "ValDt")
    )
    booked_on, value_on = day_of(booked), day_of(valued)
    if booked and booked_on is None:
        found.append(Contradiction("PAY-006", _booking(entry), booked))
    if not valued and booked_on is not None:
        found.append(Contradiction("PAY-008", _booking(entry), booked_on.isoformat()))
        return booked_on, booked_on
    return booked_on or value_on, value_on


def _booking(entry: Entry) -> etree._Element:
    """Return where the booking date stands, or else the entry."""
    place = entry.one("BookgDt")
    return entry.element if place is None else place


@lru_cache(maxsize=1024)
def day_of(text: str) -> dt.date | None:
    """Return the day of a date or of a moment as it is written; None where it is neither."""
    written = _DAY.fullmatch(text)
    value = iso_date(written[1], ".") if written else None
    return value if isinstance(value, dt.date) else None


def _method(entry: Entry) -> str | None:
    """Return how the payer paid, as far as the family of the entry tells it."""
    return "cheque" if entry.text("BkTxCd/Domn/Fmly/Cd") in _CHEQUES else None


def _paid_at(place: Part) -> str | None:
    """Return when the payer's bank took the order: a moment, or the day of one without offset."""
    told = place.text("RltdDts/AccptncDtTm")
    value = moment(told, ".") if told else None
    if not isinstance(value, Fault):
        return value
    day = day_of(told)
    return day.isoformat() if day else None


def _amount(entry: Entry, place: Part, *, alone: bool) -> etree._Element | None:
    return entry.one("Amt") if alone else amount_of(place)


def _said(entry: Entry) -> str:
    """Return what is said of an entry, or of its details, as it is compared."""
    return plain_reference(map(_said_of, entry.details or [entry]))


def _said_of(place: Part) -> str:
    """Return what the payer calls a payment, or else all that is said of it."""
    named = place.text("Refs/EndToEndId")
    if names_something(named):
        return named
    return " ".join(str(text) for each in place.all("RmtInf") for text in each.itertext())


def _naming(place: Part) -> Iterator[str]:
    """Yield the texts of the remittance information and of the references."""
    for about in place.naming:
        yield from (text for each in about.itertext() if (text := str(each).strip()))
