"""The rates of interest by day that the book keeps, in versions that never change."""

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from typing import Final

import pandas as pd

from billing.interest.kept_rates import KeptDay
from ledger_sync.book.connection import Row, Transaction
from ledger_sync.book.staging import copy_frame

_DAY: Final = ("day", "rate_ppm", "days_of_year", "grown", "worth")


def newest(tx: Transaction, bears: str) -> int | None:
    """Return the newest version of the rates of what bears interest; None where there is none."""
    found: int | None = tx.value(
        "SELECT max(interest_rates_id) FROM interest_rates WHERE bears = :bears", bears=bears
    )
    return found


def versions(tx: Transaction) -> list[Row]:
    """Return ``interest_rates_id, bears, countings, reference_version_id`` of every version."""
    return tx.rows(
        "SELECT interest_rates_id, bears, countings, reference_version_id FROM interest_rates"
        " ORDER BY interest_rates_id"
    )


def days(tx: Transaction, interest_rates_id: int) -> list[KeptDay]:
    """Return the days of a version, oldest first."""
    rows = tx.rows(
        "SELECT day, rate_ppm, days_of_year, grown::text AS grown, worth::text AS worth"
        " FROM interest_day WHERE interest_rates_id = :interest_rates_id ORDER BY day",
        interest_rates_id=interest_rates_id,
    )
    return [
        (row["day"], row["rate_ppm"], row["days_of_year"], row["grown"], row["worth"])
        for row in rows
    ]


def record(
    tx: Transaction,
    bears: str,
    countings: Iterable[Mapping[str, object]],
    of_days: Iterable[KeptDay],
) -> int:
    """Record a version of the rates of what bears interest; return its id."""
    interest_rates_id = int(
        tx.value(
            "INSERT INTO interest_rates (bears, countings, reference_version_id)"
            " VALUES (:bears, CAST(:countings AS jsonb),"
            "  (SELECT max(reference_version_id) FROM reference_version))"
            " RETURNING interest_rates_id",
            bears=bears,
            countings=json.dumps(list(countings), default=dt.date.isoformat),
        )
    )
    frame = pd.DataFrame(list(of_days), columns=list(_DAY), dtype=object)
    copy_frame(tx, "interest_day", frame.assign(interest_rates_id=interest_rates_id))
    return interest_rates_id
