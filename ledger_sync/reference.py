"""Registry and reference data: loaded whole from frames, read by the keys a batch needs."""

from collections.abc import Iterable, Mapping
from typing import Final

import pandas as pd

from ledger_sync.book import Transaction
from ledger_sync.staging import copy_frame

# Table: (key columns, other columns). Frames carry exactly these, in ISO text for dates.
TABLES: Final[Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "partner": (
        ("partner_id",),
        (
            "name",
            "kind",
            "language",
            "sender_identification",
            "account_security_number",
            "messages",
            "acknowledgement",
            "amounts",
            "numbered",
        ),
    ),
    "client": (("bn9",), ("legal_name", "language")),
    "account": (("code",), ("class", "bn9", "documents_to")),
    "tariff_item": (
        ("tariff_item", "effective_from"),
        ("effective_to", "unit", "description_en", "description_fr"),
    ),
    "tariff_rate": (
        ("tariff_item", "treatment", "effective_from"),
        ("effective_to", "rate_ppm", "specific_micros", "specific_unit", "combination"),
    ),
    "treatment_origin": (("treatment", "country", "effective_from"), ("effective_to",)),
    "exchange_rate": (("currency", "effective_from"), ("effective_to", "rate_ppm")),
    "gst_rate": (("gst_code", "effective_from"), ("effective_to", "rate_ppm", "source")),
    "excise_rate": (
        ("excise_code", "effective_from"),
        ("effective_to", "rate_ppm", "specific_micros", "specific_unit", "combination", "source"),
    ),
    "sima_measure": (
        ("tariff_item", "origin_country", "measure", "kind", "effective_from"),
        ("effective_to", "rate_ppm", "specific_micros", "specific_unit", "source"),
    ),
    "surtax_measure": (
        ("surtax_code", "tariff_item", "origin_country", "effective_from"),
        ("effective_to", "rate_ppm", "rank", "excludes_lower", "source"),
    ),
    "relief": (
        ("list", "code", "charge", "effective_from"),
        ("effective_to", "remitted_ppm", "source"),
    ),
    "unit_factor": (
        ("from_unit", "to_unit", "effective_from"),
        ("effective_to", "factor_ppm", "source"),
    ),
    "holiday": (("holiday_on", "province"), ("name_en", "name_fr", "source")),
    "due_override": (("program", "rule_on"), ("due_on", "source")),
    "prescribed_rate": (("effective_from",), ("effective_to", "rate_ppm", "source")),
    "waiver": (("kind", "effective_from"), ("effective_to", "source")),
}


REGISTRY = ("partner", "client", "account")


class ReferenceRefused(Exception):
    """The reference data cannot be loaded as it is; the text says why. Nothing was changed."""


def load(tx: Transaction, table: str, frame: pd.DataFrame) -> int:
    """Make a table equal to a frame; return how many rows changed.

    Rates and codes that the frame lacks are removed: what was posted bears its own. A partner,
    client or account is never removed: ReferenceRefused names those that the frame lacks.
    """
    keys, others = TABLES[table]
    columns = ", ".join((*keys, *others))
    tx.run(f"CREATE TEMP TABLE incoming ON COMMIT DROP AS SELECT {columns} FROM {table} LIMIT 0")  # noqa: S608
    copy_frame(tx, "incoming", frame[[*keys, *others]])
    changes = ", ".join(f"{name} = excluded.{name}" for name in others)
    differs = " OR ".join(f"{table}.{name} IS DISTINCT FROM excluded.{name}" for name in others)
    changed = tx.run(
        f"INSERT INTO {table} ({columns}) SELECT {columns} FROM incoming"  # noqa: S608
        f" ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {changes} WHERE {differs}"
    )
    same = " AND ".join(f"i.{name} = {table}.{name}" for name in keys)
    lacking = f"FROM {table} WHERE NOT EXISTS (SELECT FROM incoming i WHERE {same})"
    if table in REGISTRY:
        names = [row[keys[0]] for row in tx.rows(f"SELECT {keys[0]} {lacking} LIMIT 5")]
        if names:
            raise ReferenceRefused(f"{table} {', '.join(names)} may not be left out")
    else:
        changed += tx.run(f"DELETE {lacking}")
    tx.run("DROP TABLE incoming")
    return changed


def load_delegations(tx: Transaction, frame: pd.DataFrame) -> int:
    """Make the delegations those of a frame, by BN15 and partner; return how many changed."""
    tx.run(
        "CREATE TEMP TABLE incoming (bn15 text, partner_id text, effective_from date,"
        " effective_to date) ON COMMIT DROP"
    )
    copy_frame(tx, "incoming", frame[["bn15", "partner_id", "effective_from", "effective_to"]])
    changed = tx.run(
        "INSERT INTO delegation (account_id, partner_id, effective_from, effective_to)"
        " SELECT a.account_id, i.partner_id, i.effective_from, i.effective_to"
        " FROM incoming i JOIN account a ON a.code = i.bn15"
        " ON CONFLICT (account_id, partner_id, effective_from)"
        " DO UPDATE SET effective_to = excluded.effective_to"
        " WHERE delegation.effective_to <> excluded.effective_to"
    )
    changed += tx.run(
        "DELETE FROM delegation d WHERE NOT EXISTS (SELECT FROM incoming i"
        " JOIN account a ON a.code = i.bn15 WHERE a.account_id = d.account_id"
        " AND i.partner_id = d.partner_id AND i.effective_from = d.effective_from)"
    )
    tx.run("DROP TABLE incoming")
    return changed


def receivables(tx: Transaction, codes: Iterable[str]) -> pd.DataFrame:
    """Return ``account_id, code`` of the program accounts named that exist."""
    return tx.frame(
        "SELECT account_id, code FROM account WHERE class = 'receivable' AND code = ANY(:codes)",
        codes=list(codes),
    )


def delegations(tx: Transaction, codes: Iterable[str]) -> pd.DataFrame:
    """Return the delegations of the program accounts named, with the delegate's filer number."""
    return tx.frame(
        "SELECT a.code AS importer, p.account_security_number AS filer, d.effective_from,"
        " d.effective_to FROM delegation d JOIN account a USING (account_id)"
        " JOIN partner p USING (partner_id) WHERE a.code = ANY(:codes)",
        codes=list(codes),
    )


def tariff_items(tx: Transaction, items: Iterable[str]) -> pd.DataFrame:
    """Return ``tariff_item, effective_from, effective_to, unit`` of the items named."""
    return tx.frame(
        "SELECT tariff_item, effective_from, effective_to, unit FROM tariff_item"
        " WHERE tariff_item = ANY(:items)",
        items=list(items),
    )


def tariff_rates(tx: Transaction, items: Iterable[str]) -> pd.DataFrame:
    """Return the duty rates of the items named, by treatment."""
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


def prescribed_rates(tx: Transaction) -> pd.DataFrame:
    """Return every prescribed rate of interest, a year."""
    return tx.frame("SELECT effective_from, effective_to, rate_ppm FROM prescribed_rate")


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
        "SELECT tariff_item, origin_country, measure, kind, effective_from, effective_to,"
        " rate_ppm, specific_micros, specific_unit FROM sima_measure"
        " WHERE tariff_item = ANY(:items)",
        items=list(items),
    )


def surtax_measures(tx: Transaction, items: Iterable[str]) -> pd.DataFrame:
    """Return the surtax orders on the items named, any origin."""
    return tx.frame(
        "SELECT surtax_code, tariff_item, origin_country, effective_from, effective_to, rate_ppm,"
        " rank, excludes_lower FROM surtax_measure WHERE tariff_item = ANY(:items)",
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
