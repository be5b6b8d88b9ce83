"""The partners and the reference tables of a configuration folder, to seed a book with."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pandas as pd

from jobs.rules.reference_folder import reference_table
from ledger_sync.reference.reference_columns import TABLES as COLUMNS
from parsers.deliveries.reference.reference_tables import TABLES

PROFILE: Final[Mapping[str, Any]] = {
    "messages": [
        *("CUSDEC:D:13B", "CAD"),
        *("camt.053", "camt.054", "820:004010", "820:005010", "BAI2", "AFT-005"),
        "CARD-SETTLEMENT",
    ],
    "acknowledgement": "always",
    "amounts": "line",
    "numbered": False,
}
"""What is agreed with a partner whose file does not say otherwise."""


def frames(config: Path) -> dict[str, pd.DataFrame]:
    """Return the partners and the reference tables of a configuration folder."""
    tables = {name: reference_table(config / "reference", name) for name in TABLES}
    return {"partner": partners(config), **tables}


def partners(config: Path) -> pd.DataFrame:
    """Return the partners of a configuration folder, what a profile leaves out filled in."""
    rows = [
        {**PROFILE, **tomllib.loads(path.read_text(encoding="utf-8")), "partner_id": path.stem}
        for path in sorted((config / "partners").glob("*.toml"))
    ]
    for row in rows:
        row["messages"] = " ".join(row["messages"])
    keys, others = COLUMNS["partner"]
    return pd.DataFrame(rows, dtype=object).reindex(columns=[*keys, *others])
