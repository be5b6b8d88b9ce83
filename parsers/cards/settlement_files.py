"""A settlement file as one bank entry: the deposit, whose parts are its payments and deductions.

The deposit is an interchange with one message. What is wrong with a row refuses the deposit: its
net could not be borne.
"""

from pathlib import Path
from typing import Any, Final

from parsers.banks.entry_keys import plain, plain_reference
from parsers.cards.settlement_columns import BN15, PAYMENT, SHAPE
from parsers.deliveries.headed_rows import HeadedRows, Row
from parsers.findings import Finding, shown
from parsers.format_ids import FormatId
from parsers.message_tables import Collector, MessageTables
from parsers.values import Fault, amount_text

SENDER: Final = "sender"
MESSAGE_TYPE: Final = "CARD-SETTLEMENT"
BYTES_MAX: Final = 1 << 24
"""A deposit is read at once, as it stands or falls: some hundred thousand rows."""

_Payments = list[dict[str, Any]]


def read_payments(path: Path, *, max_findings: int) -> MessageTables:
    """Read one deposit; what is wrong is a finding."""
    into, size = Collector(), path.stat().st_size
    if size > BYTES_MAX:
        into.findings.append(
            Finding(code="FILE-003", byte_from=0, byte_to=size, expected=str(BYTES_MAX))
        )
        return into.take()
    told = HeadedRows(SHAPE, size)
    payments: _Payments = []
    for row in told.read(path.read_bytes()):
        _add_row(told, row, payments)
    _check(told, payments)
    _add_to(into, told, payments, max_findings=max_findings)
    return into.take()


def _add_row(told: HeadedRows, row: Row, payments: _Payments) -> None:
    values, line = row.values, row.place
    cents = values.get("amount")
    deposited_on = told.head.get("deposited_on")
    if not isinstance(cents, int) or values["kind"] is None:
        return
    payment = values["kind"] == PAYMENT
    named = row.texts["program_account"].strip()
    account = named if not isinstance(BN15(named, "."), Fault) else None
    if payment and account is None:
        told.find("PAY-001", line, element="program_account", value=named or None)
    payments.append(
        {
            "message": 0,
            "part": len(payments) + 1,
            "kind": None if payment else values["kind"],
            "method": values.get("method"),
            "entry_reference": values.get("reference"),
            "original_reference": values.get("original_reference"),
            "bank_account": plain(told.told.get("account", "")),
            "booked_on": deposited_on,
            "entry_cents": told.head.get("net"),
            "plain_reference": plain_reference([told.told.get("reference", "")]),
            "payer_name": values.get("payer"),
            "told": named or None,
            "bn15": account if payment else None,
            "value_on": deposited_on,
            "paid_at": values.get("paid_at"),
            "amount_cents": cents if payment else -cents,
            "byte_from": line.byte_from,
            "byte_to": line.byte_to,
        }
    )


def _check(told: HeadedRows, payments: _Payments) -> None:
    reference, net = told.head.get("reference"), told.head.get("net")
    if reference is not None and not plain_reference([reference]):
        told.find("CRD-001", told.first, value=reference, expected="reference")
    come_to = sum(payment["amount_cents"] for payment in payments)
    if net is not None and net != come_to and not told.is_wrong:
        stated = {"value": told.told["net"], "expected": amount_text(come_to)}
        told.find("CRD-004", told.first, element="net", **stated)
    told.check_count()


def _add_to(into: Collector, told: HeadedRows, payments: _Payments, *, max_findings: int) -> None:
    """Collect the interchange, its message, its payments, and what was found."""
    place = {"interchange": 0, "byte_from": 0, "byte_to": told.size}
    reference = shown(told.told.get("reference"))
    into.add(
        "interchanges",
        place
        | {
            "format": FormatId.CARD_SETTLEMENT,
            "reference": reference,
            "sender": shown(told.told.get(SENDER)),
            "prepared_at": shown(told.told.get("deposited_on")),
        },
    )
    into.add("messages", place | {"message": 0, "reference": reference, "type": MESSAGE_TYPE})
    for payment in [] if told.is_wrong else payments:
        into.add("payments", payment)
    into.findings += told.findings[:max_findings]
