"""Load partners, registry and reference tables from ``config/``, whole or not at all."""

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pandas as pd

from jobs import load_registry
from jobs.dated_tables import dated, read_table
from jobs.hub import Hub
from ledger.accounts import CONTROL_ACCOUNTS
from ledger.money import MILLION
from ledger_sync import reference, registry

PROFILE: Final[Mapping[str, Any]] = {
    "messages": ["CUSDEC:D:13B", "CAD", "camt.054"],
    "acknowledgement": "always",
    "amounts": "line",
    "numbered": False,
}
"""What is agreed with a partner whose file does not say otherwise."""


def run(hub: Hub) -> dict[str, int]:
    """Load everything in one transaction; return how many rows changed, by table."""
    config = hub.settings.config_folder
    tables = frames(config)
    with hub.book.transaction() as tx:
        changed = {name: reference.load(tx, name, frame) for name, frame in tables.items()}
        changed["account"] = registry.open_control_accounts(tx, CONTROL_ACCOUNTS)
        changed["registry"] = load_registry.seed(tx, config, hub.rules.codes)
    return changed


def frames(config: Path) -> dict[str, pd.DataFrame]:
    """Return the partners and reference tables of a configuration folder."""
    return {
        "partner": _partners(config / "partners"),
        "tariff_item": dated(
            read_table(config / "reference" / "tariff_items.csv"), ["tariff_item"]
        ),
        "tariff_rate": _rates(
            dated(
                read_table(config / "reference" / "tariff_rates.csv"), ["tariff_item", "treatment"]
            )
        ),
        "treatment_origin": dated(
            read_table(config / "reference" / "treatment_origins.csv"), ["treatment", "country"]
        ),
        "exchange_rate": _rates(
            dated(read_table(config / "reference" / "exchange_rates.csv"), ["currency"])
        ),
        "gst_rate": _rates(dated(read_table(config / "rules" / "gst.csv"), [])),
    }


def _partners(folder: Path) -> pd.DataFrame:
    rows = [
        {**PROFILE, **tomllib.loads(path.read_text(encoding="utf-8")), "partner_id": path.stem}
        for path in sorted(folder.glob("*.toml"))
    ]
    for row in rows:
        row["messages"] = " ".join(row["messages"])
    columns = [*reference.TABLES["partner"][0], *reference.TABLES["partner"][1]]
    return pd.DataFrame(rows, dtype=object).reindex(columns=columns)


def _rates(frame: pd.DataFrame) -> pd.DataFrame:
    """Turn ``rate_percent`` or ``rate`` texts into whole millionths, exactly."""
    column, scale = ("rate_percent", 10_000) if "rate_percent" in frame else ("rate", MILLION)
    return frame.assign(rate_ppm=[_millionths(text, scale) for text in frame[column]])


def _millionths(text: str, scale: int) -> int:
    scaled = Decimal(text) * scale
    if scaled != scaled.to_integral_value():
        raise ValueError(f"rate {text} is finer than a millionth")
    return int(scaled)
