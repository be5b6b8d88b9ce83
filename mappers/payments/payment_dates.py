"""When each payment of a batch counts as paid, by what its file tells of it."""

import datetime as dt
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from typing import Any

import pandas as pd

from billing.payment_days import ELECTRONIC, PaymentDayRule, paid_on
from parsers.message_tables import MessageTables


@dataclass(frozen=True)
class PaymentDays:
    """The dated rules of each method, and the holidays by which they count."""

    rules: tuple[PaymentDayRule, ...]
    holidays: AbstractSet[dt.date]


def dated(payments: pd.DataFrame, tables: MessageTables, days: PaymentDays) -> pd.DataFrame:
    """Return payments with ``method``, ``payer_on`` and ``paid_on``; without a method, electronic.

    ``tables`` are those of the payments, their interchanges with the day of receipt.
    """

    @cache
    def counted(method: str, paid_at: str | None, value_on: Any, received_on: Any) -> dt.date:  # noqa: ANN401 - timestamps
        return paid_on(
            days.rules,
            method,
            paid_at=moment_of(paid_at),
            value_on=value_on.date() if pd.notna(value_on) else None,
            received_at=received_on.date(),
            holidays=days.holidays,
        )

    interchanges = tables.messages.set_index("message")["interchange"]
    received = tables.interchanges.set_index("interchange")["received_on"]
    payments = payments.assign(method=payments["method"].fillna(ELECTRONIC))
    told = payments["paid_at"].astype(object)
    told = told.where(told.notna(), None)
    columns = (
        payments["method"],
        told,
        payments["value_on"],
        payments["message"].map(interchanges).map(received),
    )
    return payments.assign(
        payer_on=told.map(lambda text: text[:10], na_action="ignore"),
        paid_on=[counted(*row) for row in zip(*columns, strict=True)],
    )


def moment_of(text: str | None) -> dt.date | None:
    """Return what ``parsers.values.moment`` wrote: a day, or a moment."""
    if text is None:
        return None
    return dt.datetime.fromisoformat(text) if "T" in text else dt.date.fromisoformat(text)
