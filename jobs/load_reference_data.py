"""Load registry and reference tables from ``config/`` into the book, whole or not at all."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pandas as pd

from jobs.dated_tables import dated, read_table
from jobs.hub import Hub
from jobs.reference_folder import reference_table
from ledger.accounts import CONTROL_ACCOUNTS
from ledger_sync import reference
from parsers.reference.tables import TABLES

PROFILE: Final[Mapping[str, Any]] = {
    "messages": ["CUSDEC:D:13B", "CAD", "camt.054"],
    "acknowledgement": "always",
    "amounts": "line",
    "numbered": False,
}
"""What is agreed with a partner whose file does not say otherwise."""


def run(hub: Hub) -> dict[str, int]:
    """Load everything in one transaction; return how many rows changed, by table."""
    tables, delegations = frames(hub.settings.config_folder)
    with hub.book.transaction() as tx:
        changed = {name: reference.load(tx, name, frame) for name, frame in tables.items()}
        changed["delegation"] = reference.load_delegations(tx, delegations)
    return changed


def frames(config: Path) -> tuple[dict[str, pd.DataFrame], pd.DataFrame]:
    """Return the reference tables of a configuration folder, and its delegations."""
    tables = {
        "partner": _partners(config / "partners"),
        "client": read_table(config / "registry" / "clients.csv"),
        "account": _accounts(config / "registry" / "accounts.csv"),
    }
    tables |= {name: reference_table(config / "reference", name) for name in TABLES}
    return tables, dated(
        read_table(config / "registry" / "delegations.csv"), ["bn15", "partner_id"]
    )


def _partners(folder: Path) -> pd.DataFrame:
    rows = [
        {**PROFILE, **tomllib.loads(path.read_text(encoding="utf-8")), "partner_id": path.stem}
        for path in sorted(folder.glob("*.toml"))
    ]
    for row in rows:
        row["messages"] = " ".join(row["messages"])
    columns = [*reference.TABLES["partner"][0], *reference.TABLES["partner"][1]]
    return pd.DataFrame(rows, dtype=object).reindex(columns=columns)


def _accounts(path: Path) -> pd.DataFrame:
    receivables = read_table(path).rename(columns={"bn15": "code"})
    receivables["class"] = "receivable"
    receivables["bn9"] = receivables["code"].str[:9]
    controls = pd.DataFrame({"code": CONTROL_ACCOUNTS, "class": "control"})
    return pd.concat([controls, receivables], ignore_index=True)
