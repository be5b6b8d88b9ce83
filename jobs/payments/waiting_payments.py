"""Which money waits, since when and until when: in transit, or held for nobody known."""

import datetime as dt
from dataclasses import dataclass

from billing.transit import end_of_holding, last_day_in_transit
from jobs.hub import Hub
from ledger_sync.payments import waiting_money


@dataclass(frozen=True)
class InTransit:
    """A payment that was told in detail, whose line the bank has not sent; late after a day."""

    account: str
    reference: str
    bank: str
    bank_account: str
    told_on: dt.date
    expected_by: dt.date
    amount_cents: int
    late: bool


@dataclass(frozen=True)
class Held:
    """A payment for nobody known: since when, what last changed it, and what comes at its end."""

    reference: str
    bank: str
    held_on: dt.date
    days: int
    last_step: str
    last_on: dt.date
    until: dt.date
    end: str
    amount_cents: int
    late: bool


@dataclass(frozen=True)
class Waiting:
    """All money that waits at the end of a book date, the oldest first."""

    in_transit: tuple[InTransit, ...]
    held: tuple[Held, ...]


def waiting(hub: Hub, as_of: dt.date) -> Waiting:
    """Return what waits at the end of a book date."""
    with hub.book.reading() as tx:
        moving, held = waiting_money.in_transit(tx, as_of), waiting_money.held(tx, as_of)
    rules = hub.rules.transit
    return Waiting(
        tuple(
            InTransit(**row, expected_by=last, late=last < as_of)
            for row in moving
            for last in [last_day_in_transit(rules.in_transit, row["told_on"])]
        ),
        tuple(
            Held(
                reference=row["reference"],
                bank=row["bank"],
                held_on=row["held_on"],
                days=(as_of - row["held_on"]).days,
                last_step=row["last_kind"],
                last_on=row["last_on"],
                until=until,
                end=end,
                amount_cents=row["amount_cents"],
                late=until < as_of,
            )
            for row in held
            for until, end in [end_of_holding(rules.held, row["held_on"])]
        ),
    )
