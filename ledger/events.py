"""Every event of the book with the accounts that it debits and credits.

A row is the debit and the credit side of an event that costs or gives something; where it is
``either_way``, an amount below zero swaps the sides. What a kind of transaction posts uses the
accounts of its rows and no others.
"""

from dataclasses import dataclass
from typing import Final

from ledger import accounts as chart
from ledger.accounts import BANK, CHARGE_ACCOUNTS, TRANSIT, UNIDENTIFIED

RECEIVABLE: Final = "RECEIVABLE"
"""The account of an importer, by its BN15."""

CHARGES: Final = tuple(CHARGE_ACCOUNTS.values())
MONEY: Final = (BANK, *TRANSIT)


@dataclass(frozen=True)
class Event:
    """What happens, the kinds of its transactions and items, and its two sides.

    ``kinds`` are rows of ``item_kind``; none of an event that nothing posts yet.
    """

    name: str
    kinds: tuple[str, ...]
    debit: tuple[str, ...]
    credit: tuple[str, ...]
    either_way: bool = False

    @property
    def sides(self) -> frozenset[tuple[str, bool]]:
        """Each account with whether it is debited; either way, it is both."""
        sides = {(account, True) for account in self.debit}
        sides |= {(account, False) for account in self.credit}
        if self.either_way:
            sides |= {(account, not debited) for account, debited in sides}
        return frozenset(sides)


_OWED: Final = (RECEIVABLE,)
_OPENED: Final = (
    BANK,
    *CHARGES,
    chart.PENALTY,
    chart.INTEREST_SPECIFIED,
    chart.INTEREST_PRESCRIBED,
)

EVENTS: Final = (
    Event("declaration", ("CAD",), _OWED, CHARGES),
    Event("adjustment", ("CAD", "SOADJ"), _OWED, (*CHARGES, chart.GST_KEPT), either_way=True),
    Event("late accounting penalty", ("LAP",), _OWED, (chart.PENALTY,)),
    Event("receipt", ("PMT",), (BANK,), _OWED),
    Event("receipt that names no account", ("PMT",), (BANK,), (UNIDENTIFIED,)),
    Event("receipt told in detail", ("PMT",), TRANSIT, (RECEIVABLE, UNIDENTIFIED)),
    Event("chargeback", ("CHB",), (RECEIVABLE, UNIDENTIFIED), (chart.TRANSIT_CARD,)),
    Event(
        "clearing of money in transit",
        ("CLR",),
        (BANK,),
        (*TRANSIT, UNIDENTIFIED),
        either_way=True,
    ),
    Event("held money identified", ("IDN",), (UNIDENTIFIED,), _OWED),
    Event("part of it that stays held", ("IDN",), (UNIDENTIFIED,), (UNIDENTIFIED,)),
    Event("taken off held money", ("IDN",), (RECEIVABLE, chart.BANK_FEES), (UNIDENTIFIED,)),
    Event("payment moved off an account", ("MOV",), _OWED, (UNIDENTIFIED,)),
    Event("held money to be returned", ("RTP",), (UNIDENTIFIED,), (chart.REFUNDS_PAYABLE,)),
    Event("fee of the bank's", ("BKF",), (chart.BANK_FEES, UNIDENTIFIED), MONEY),
    Event("return of a payment", ("RTB",), (UNIDENTIFIED,), MONEY),
    Event("return set against its payment", ("RTN",), _OWED, (UNIDENTIFIED,)),
    Event(
        "interest, specified rate", ("INT",), _OWED, (chart.INTEREST_SPECIFIED,), either_way=True
    ),
    Event("interest, prescribed rate on debt", (), _OWED, (chart.INTEREST_PRESCRIBED,)),
    Event("interest on a refund", ("INT",), (chart.INTEREST_ON_REFUNDS,), _OWED, either_way=True),
    Event("waiver", (), (chart.WAIVED,), _OWED),
    Event("small amount", (), (chart.SMALL_AMOUNTS,), _OWED, either_way=True),
    Event("write-off", (), (chart.WRITE_OFFS,), _OWED),
    Event("refund reserved", (), _OWED, (chart.REFUNDS_PAYABLE,)),
    Event("refund sent", (), (chart.REFUNDS_PAYABLE,), (chart.REFUNDS_SENT,)),
    Event("refund cleared at the bank", (), (chart.REFUNDS_SENT,), (BANK,)),
    Event("refund failed", (), (chart.REFUNDS_SENT,), _OWED),
    Event("deposit", (), MONEY, (chart.DEPOSITS,)),
    Event("demand on a deposit", (), (chart.DEPOSITS,), _OWED),
    Event("fee", (), _OWED, (chart.FEES,)),
    Event("invoice", (), _OWED, (chart.INVOICED,)),
    Event("opening", ("OPD", "OPA", "OPP", "OPI", "OPC"), _OWED, (chart.OPENING,), either_way=True),
    Event("totals of an opening", ("OPT",), (chart.OPENING,), _OPENED, either_way=True),
)
"""A reversal (``REV``) has the sides of what it reverses, swapped."""


def sides_of(kind: str) -> frozenset[tuple[str, bool]]:
    """Return the accounts that a kind uses, each with whether it is debited."""
    return frozenset(side for event in EVENTS if kind in event.kinds for side in event.sides)
