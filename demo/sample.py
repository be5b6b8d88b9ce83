"""The sample registry and tariff of ``config/``, as a maker of declarations needs them."""

import csv
import datetime as dt
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path


@dataclass(frozen=True)
class TariffLine:
    """One sample tariff item with its two rates, in percent."""

    tariff_item: str
    unit: str
    description: str
    percent_by_treatment: dict[str, Decimal]


@dataclass(frozen=True)
class Broker:
    """A sample broker and the accounts that delegated to it."""

    partner_id: str
    sender_identification: str
    filer: str
    importers: tuple[str, ...]


@dataclass(frozen=True)
class Sample:
    """The sample registry and tariff, as ``config/`` holds them."""

    brokers: tuple[Broker, ...]
    importers: tuple[str, ...]
    tariff: tuple[TariffLine, ...]
    exchange_rates: dict[str, Decimal]
    in_rpp: frozenset[str]
    holidays: frozenset[dt.date]
    under_sima: frozenset[tuple[str, str]]
    under_surtax: frozenset[tuple[str, str]]


def read_sample(config: Path) -> Sample:
    """Read the sample registry and tariff from ``config/``."""
    delegations = _rows(config / "registry" / "delegations.csv")
    brokers = []
    for path in sorted((config / "partners").glob("*.toml")):
        partner = tomllib.loads(path.read_text(encoding="utf-8"))
        if partner["kind"] == "broker":
            held = (row["bn15"] for row in delegations if row["partner_id"] == path.stem)
            brokers.append(
                Broker(
                    path.stem,
                    partner["sender_identification"],
                    partner["account_security_number"],
                    tuple(held),
                )
            )
    percents: dict[str, dict[str, Decimal]] = {}
    for row in _rows(config / "reference" / "tariff_rates.csv"):
        by_treatment = percents.setdefault(row["tariff_item"], {})
        by_treatment[row["treatment"]] = Decimal(row["rate_percent"])
    return Sample(
        brokers=tuple(brokers),
        importers=tuple(row["bn15"] for row in _rows(config / "registry" / "accounts.csv")),
        tariff=tuple(
            TariffLine(
                row["tariff_item"],
                row["unit"],
                row["description_en"],
                percents[row["tariff_item"]],
            )
            for row in _rows(config / "reference" / "tariff_items.csv")
        ),
        exchange_rates={
            row["currency"]: Decimal(row["rate"])
            for row in _rows(config / "reference" / "exchange_rates.csv")
        },
        in_rpp=frozenset(
            row["bn15"]
            for row in _rows(config / "registry" / "enrolments.csv")
            if row["program"] == "RPP"
        ),
        holidays=frozenset(
            dt.date.fromisoformat(row["holiday_on"])
            for row in _rows(config / "reference" / "holidays.csv")
            if not row["province"]
        ),
        under_sima=_goods(config / "reference", "sima_measures.csv"),
        under_surtax=_goods(config / "reference", "surtax_measures.csv"),
    )


def is_among(goods: frozenset[tuple[str, str]], tariff_item: str, origin: str) -> bool:
    """Tell whether a table of trade measures names an item and its origin, or any origin."""
    return (tariff_item, origin) in goods or (tariff_item, "*") in goods


def _goods(reference: Path, table: str) -> frozenset[tuple[str, str]]:
    """Return the items and origins that a table of trade measures names, or its sample does."""
    return frozenset(
        (row["tariff_item"], row["origin_country"])
        for path in (reference / table, reference / "sample" / table)
        for row in _rows(path)
    )


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(line for line in stream if not line.startswith("#")))
