"""Partners and reference data: loaded whole from frames, read by the keys a batch needs."""

import datetime as dt
from collections.abc import Iterable

import pandas as pd

from billing.calendar import Holidays
from ledger_sync.book.connection import Transaction
from ledger_sync.book.staging import copy_frame
from ledger_sync.reference.reference_columns import TABLES, ReferenceRefused


def stage(tx: Transaction, table: str, frame: pd.DataFrame) -> None:
    """Bring what a table is to hold into the temporary table ``incoming``; ``load`` takes it in."""
    columns = _columns(table)
    tx.run(f"CREATE TEMP TABLE incoming ON COMMIT DROP AS SELECT {columns} FROM {table} LIMIT 0")  # noqa: S608
    copy_frame(tx, "incoming", frame[[*TABLES[table][0], *TABLES[table][1]]])


def load(tx: Transaction, table: str) -> None:
    """Make a table equal to what was staged, in one step each for what is new, other and gone.

    Rates and codes that are not staged are removed: what was posted bears its own. A partner is
    never removed: ReferenceRefused names those that are left out.
    """
    keys, others = TABLES[table]
    same = " AND ".join(f"i.{name} = {table}.{name}" for name in keys)
    lacking = f"FROM {table} WHERE NOT EXISTS (SELECT FROM incoming i WHERE {same})"
    if table == "partner":
        names = [row[keys[0]] for row in tx.rows(f"SELECT {keys[0]} {lacking} LIMIT 5")]
        if names:
            raise ReferenceRefused(f"{table} {', '.join(names)} may not be left out")
    tx.run(f"DELETE {lacking}")
    changes = ", ".join(f"{name} = i.{name}" for name in others)
    differs = " OR ".join(f"{table}.{name} IS DISTINCT FROM i.{name}" for name in others)
    tx.run(f"UPDATE {table} SET {changes} FROM incoming i WHERE {same} AND ({differs})")  # noqa: S608
    held = " AND ".join(f"h.{name} = i.{name}" for name in keys)
    tx.run(
        f"INSERT INTO {table} ({_columns(table)}) SELECT {_columns(table)} FROM incoming i"  # noqa: S608
        f" WHERE NOT EXISTS (SELECT FROM {table} h WHERE {held})"
    )
    tx.run("DROP TABLE incoming")


def _columns(table: str) -> str:
    return ", ".join((*TABLES[table][0], *TABLES[table][1]))


def receivables(tx: Transaction, codes: Iterable[str]) -> frozenset[str]:
    """Return the program accounts named that exist."""
    rows = tx.rows(
        "SELECT code FROM account WHERE class = 'receivable' AND code = ANY(:codes)",
        codes=list(codes),
    )
    return frozenset(row["code"] for row in rows)


def tariff_items(tx: Transaction, items: Iterable[str]) -> pd.DataFrame:
    """Return ``tariff_item, effective_from, effective_to, unit`` of the items named."""
    return tx.frame(
        "SELECT tariff_item, effective_from, effective_to, unit FROM tariff_item"
        " WHERE tariff_item = ANY(:items)",
        items=list(items),
    )


def tariff_rates(tx: Transaction, items: Iterable[str]) -> pd.DataFrame:
    """Return the duty rates of the items named, by treatment; ``*`` names those of any item."""
    return tx.frame(
        "SELECT tariff_item, treatment, effective_from, effective_to, rate_ppm, specific_micros,"
        " specific_unit, combination FROM tariff_rate WHERE tariff_item = ANY(:items)",
        items=list(items),
    )


def treatment_origins(tx: Transaction) -> pd.DataFrame:
    """Return which countries each treatment is for; ``*`` is any."""
    return tx.frame("SELECT treatment, country, effective_from, effective_to FROM treatment_origin")


def exchange_rates(tx: Transaction, currencies: Iterable[str]) -> pd.DataFrame:
    """Return the exchange rates of the currencies named."""
    return tx.frame(
        "SELECT currency, effective_from, effective_to, rate_ppm FROM exchange_rate"
        " WHERE currency = ANY(:currencies)",
        currencies=list(currencies),
    )


def gst_rates(tx: Transaction) -> pd.DataFrame:
    """Return every GST rate by code; that of the empty code is for lines that name none."""
    return tx.frame("SELECT gst_code, effective_from, effective_to, rate_ppm FROM gst_rate")


def excise_rates(tx: Transaction, codes: Iterable[str]) -> pd.DataFrame:
    """Return the excise rates of the codes named."""
    return tx.frame(
        "SELECT excise_code, effective_from, effective_to, rate_ppm, specific_micros,"
        " specific_unit, combination FROM excise_rate WHERE excise_code = ANY(:codes)",
        codes=list(codes),
    )


def sima_measures(tx: Transaction, items: Iterable[str]) -> pd.DataFrame:
    """Return the anti-dumping and countervailing measures on the items named, any origin."""
    return tx.frame(
        "SELECT tariff_item, origin_country, measure, kind, exporter, effective_from,"
        " effective_to, rate_ppm, specific_micros, specific_unit, combination FROM sima_measure"
        " WHERE tariff_item = ANY(:items)",
        items=list(items),
    )


def surtax_measures(tx: Transaction, items: Iterable[str]) -> pd.DataFrame:
    """Return the surtax orders on the items named, any origin."""
    return tx.frame(
        "SELECT surtax_code, tariff_item, origin_country, treatment, melt_country, effective_from,"
        " effective_to, rate_ppm, rank, excludes_lower, base, content_least_ppm, in_transit_on,"
        " stays_subject, permit_exempts, filed_from FROM surtax_measure"
        " WHERE tariff_item = ANY(:items)",
        items=list(items),
    )


def reliefs(tx: Transaction) -> pd.DataFrame:
    """Return every remission by the list and code that a line names."""
    return tx.frame(
        "SELECT list, code, charge, effective_from, effective_to, remitted_ppm FROM relief"
    )


def unit_factors(tx: Transaction) -> pd.DataFrame:
    """Return how many of one unit are in another."""
    return tx.frame(
        "SELECT from_unit, to_unit, effective_from, effective_to, factor_ppm FROM unit_factor"
    )


def holidays(tx: Transaction) -> Holidays:
    """Return the holidays of Canada and of its provinces."""
    rows = tx.rows("SELECT province, holiday_on FROM holiday")
    return Holidays.of((row["province"], row["holiday_on"]) for row in rows)


def waivers(tx: Transaction, kind: str) -> list[tuple[dt.date, dt.date]]:
    """Return the first and last days of the waivers, or outages, of a kind."""
    rows = tx.rows(
        "SELECT effective_from, effective_to FROM waiver WHERE kind = :kind ORDER BY 1", kind=kind
    )
    return [(row["effective_from"], row["effective_to"]) for row in rows]


def prescribed_rates(tx: Transaction) -> list[tuple[dt.date, dt.date, int]]:
    """Return first day, last day and rate of each prescribed rate of interest."""
    rows = tx.rows("SELECT effective_from, effective_to, rate_ppm FROM prescribed_rate ORDER BY 1")
    return [(row["effective_from"], row["effective_to"], row["rate_ppm"]) for row in rows]


def no_charge_until(tx: Transaction) -> dict[str, dict[dt.date, dt.date]]:
    """Return by program the due dates that may be met later: date to last day without charge."""
    later: dict[str, dict[dt.date, dt.date]] = {}
    for row in tx.rows("SELECT program, rule_on, due_on FROM due_override"):
        later.setdefault(row["program"], {})[row["rule_on"]] = row["due_on"]
    return later
