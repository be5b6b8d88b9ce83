"""What a settlement file says, value by value: its first line, and the columns of its rows.

The shape is our own, published in ``docs/formats/card-settlement.md``.
"""

from typing import Final, NamedTuple

from parsers.values import Conversion, Fault, cents, code, integer, iso_date, matching, moment, text

MARK: Final = "#carmhub-card-settlement"
PAYMENT, CHARGEBACK, FEE = "payment", "chargeback", "fee"
CARD, DEBIT = "card", "debit"


def signed_cents(told: str, mark: str) -> int | Fault:
    """Read an amount that may be below zero."""
    value = cents(told.removeprefix("-"), mark)
    return value if isinstance(value, Fault) else value * (-1 if told.startswith("-") else 1)


def more_than_nothing(told: str, mark: str) -> int | Fault:
    """Read an amount above zero."""
    value = cents(told, mark)
    return Fault("VAL-002", "> 0") if value == 0 else value


class Column(NamedTuple):
    """A value by its name: how it is read, and of which kinds of rows it is needed."""

    name: str
    read: Conversion
    needed_of: tuple[str, ...]


_ALL: Final = (PAYMENT, CHARGEBACK, FEE)

HEAD: Final[dict[str, Conversion]] = {
    "sender": text(35),
    "reference": text(35),
    "account": text(34),
    "currency": code("CAD"),
    "deposited_on": iso_date,
    "net": signed_cents,
    "rows": integer,
}
"""Of the first line; all are needed. ``net`` is what comes to the bank account."""

COLUMNS: Final = (
    Column("kind", code(*_ALL), _ALL),
    Column("method", code(CARD, DEBIT), (PAYMENT, CHARGEBACK)),
    Column("reference", text(35), _ALL),
    Column("original_reference", text(35), (CHARGEBACK,)),
    Column("program_account", text(35), ()),
    Column("paid_at", moment, (PAYMENT, CHARGEBACK)),
    Column("amount", more_than_nothing, _ALL),
    Column("payer", text(70), ()),
)
"""Of a row, in any order. The amount is above zero whatever the kind says of its direction."""

BN15: Final = matching(r"\d{9}RM\d{4}", "999999999RM9999")
