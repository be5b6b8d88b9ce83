"""What a BAI2 detail (16) says: a payment, or why it is none; how amounts and days are told."""

import datetime as dt
import re
from typing import Any, Final, NamedTuple

from parsers.bai2.bai2_records import Record
from parsers.bai2.type_codes import CHEQUES, CREDITS, DEBITS, PAYMENTS, TAKEN_BACK
from parsers.banks.entry_keys import RETURN, names_something, plain_reference

DETAIL: Final = {"type": 1, "amount": 2, "funds": 3}
"""Fields that are read, by their numbers behind the code; the others follow the funds type."""

_FUNDS_FIELDS: Final = {"S": 3, "V": 2}
_BN15: Final = re.compile(r"(?<![0-9A-Z])\d{9}RM\d{4}(?!\d)")
_CENTS: Final = re.compile(r"[+-]?\d{1,15}", re.ASCII)
_CODE: Final = re.compile(r"\d{3}", re.ASCII)
_COUNT: Final = re.compile(r"\d{1,3}", re.ASCII)
_DATE: Final = re.compile(r"\d{6}", re.ASCII)


class Detail(NamedTuple):
    """The references and the text of a detail, as they stand behind the funds type."""

    bank: str
    customer: str
    text: str


def detail_of(record: Record) -> Detail:
    """Return what tells a detail from others."""
    place = DETAIL["funds"] + 1 + funds_fields(record, DETAIL["funds"])
    text = ",".join(record.fields[place + 1 :]).strip()
    return Detail(record.field(place), record.field(place + 1), text)


def payment_of(
    record: Record, *, cents: int, as_of: dt.date | None
) -> tuple[dict[str, Any] | None, list[tuple[str, str | None]]]:
    """Return a row of the table of payments, if it is one, and codes with the values they tell."""
    told = f"{record.field(DETAIL['type'])} {record.field(DETAIL['amount'])}"
    if (other := _no_payment(record, cents)) is not None:
        return None, [(other, told)]
    by_value = record.field(DETAIL["funds"]) == "V"
    value_on = day_of(record, DETAIL["funds"] + 1) if by_value else as_of
    if not cents or as_of is None or value_on is None:
        return None, [("PAY-006", told)]
    detail = detail_of(record)
    if _is_return(record):
        back = {
            "part": 1,
            "kind": RETURN,
            "original_reference": detail.bank if names_something(detail.bank) else None,
            "account_servicer_reference": None,
            "booked_on": as_of,
            "entry_cents": -cents,
            "plain_reference": plain_reference([_said(detail)]),
            "value_on": value_on,
            "amount_cents": -cents,
        }
        return back, []
    told = " ".join(filter(None, detail))
    named = set(_BN15.findall(told))
    account = next(iter(named)) if len(named) == 1 else None
    row = {
        "part": 1,
        "method": "cheque" if int(record.field(DETAIL["type"])) in CHEQUES else None,
        "booked_on": as_of,
        "entry_cents": cents,
        "plain_reference": plain_reference([_said(detail)]),
        "told": told,
        "bn15": account,
        "value_on": value_on,
        "amount_cents": cents,
    }
    return row, [] if account else [("PAY-001", " ".join(sorted(named)) or None)]


def line_of(record: Record, *, cents: int, as_of: dt.date | None) -> dict[str, Any] | None:
    """Return a detail as a line of its account's statement, whatever it is.

    None where its day is none, or its type tells no direction.
    """
    number = _type_of(record)
    sign = 1 if number in CREDITS else -1 if number in DEBITS else None
    if sign is None or as_of is None:
        return None
    return {
        "booked_on": as_of,
        "amount_cents": sign * cents,
        "plain_reference": plain_reference([_said(detail_of(record))]),
    }


def cents_of(record: Record, number: int) -> int | None:
    """Return an amount; None where the field holds none."""
    told = record.field(number)
    return int(told) if _CENTS.fullmatch(told) else None


def day_of(record: Record, number: int) -> dt.date | None:
    """Return a day (YYMMDD, of this century); None where the field holds none."""
    told = record.field(number)
    try:
        written = f"20{told[:2]}-{told[2:4]}-{told[4:]}"
        return dt.date.fromisoformat(written if _DATE.fullmatch(told) else "")
    except ValueError:
        return None


def funds_fields(record: Record, place: int) -> int:
    """Return how many fields tell of the availability behind a funds type."""
    kind = record.field(place)
    if kind == "D":
        count = record.field(place + 1)
        return 1 + 2 * (int(count) if _COUNT.fullmatch(count) else 0)
    return _FUNDS_FIELDS.get(kind, 0)


def _said(detail: Detail) -> str:
    return detail.customer if names_something(detail.customer) else detail.text


def _is_return(record: Record) -> bool:
    """Tell whether a detail is a debit that takes a payment back."""
    number = _type_of(record)
    return number in TAKEN_BACK and number in DEBITS


def _type_of(record: Record) -> int:
    code = record.field(DETAIL["type"])
    return int(code) if _CODE.fullmatch(code) else 0


def _no_payment(record: Record, cents: int) -> str | None:
    """Return the code of what a detail is, where it is no payment."""
    number = _type_of(record)
    if cents < 0 or (number in TAKEN_BACK and number not in DEBITS):
        return "PAY-013"
    if _is_return(record):
        return None
    if number in DEBITS:
        return "PAY-005"
    return None if number in PAYMENTS else "PAY-020"
