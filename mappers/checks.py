"""The business rules of a declaration: plain functions in a list, each with its code and source.

A check takes the batch and the reference data and returns the rows that break the rule, located.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd
from stdnum.ca import bn

from billing.cycle import CycleRule
from ledger.money import decimal_text
from mappers.rates_in_force import in_force
from mappers.reference_data import ReferenceData
from parsers.message_tables import MessageTables


@dataclass(frozen=True)
class Checked:
    """The rows of a batch that are whole enough to be checked, with their lookups done."""

    declarations: pd.DataFrame
    invoices: pd.DataFrame
    lines: pd.DataFrame
    reference: ReferenceData
    received_on: dt.date
    cycle_rules: tuple[CycleRule, ...]


PROGRAM = "commercial"
"""The program whose cycle bills a declaration of type AB."""

Check = Callable[[Checked], pd.DataFrame]
"""Returns ``code, message, line_number, element, value, expected, byte_from, byte_to``."""

COLUMNS = [
    "code", "message", "line_number", "element", "value", "expected", "byte_from", "byte_to"
]  # fmt: skip


def importer_has_a_valid_account_number(checked: Checked) -> pd.DataFrame:
    """CAD-013. A BN9 ends in a Luhn check digit (CRA, business number)."""
    rows = checked.declarations
    return _faults(rows[~rows["importer"].map(bn.is_valid)], "CAD-013", value="importer")


def importer_is_registered(checked: Checked) -> pd.DataFrame:
    """CAD-001. Only a registered importer program account can own a declaration."""
    rows = checked.declarations
    known = rows["importer"].isin(checked.reference.receivables["code"])
    valid = rows["importer"].map(bn.is_valid)
    return _faults(rows[valid & ~known], "CAD-001", value="importer")


def filer_holds_a_delegation(checked: Checked) -> pd.DataFrame:
    """CAD-002. The importer has delegated authority to the filer on the release date."""
    rows = checked.declarations
    rows = rows[rows["importer"].isin(checked.reference.receivables["code"])]
    held = in_force(
        rows,
        checked.reference.delegations.assign(held="yes"),
        on=["importer", "filer"],
        day="release_on",
        value="held",
    )
    return _faults(rows[held.isna()], "CAD-002", value="filer", expected="importer")


def transaction_number_is_the_filers(checked: Checked) -> pd.DataFrame:
    """CAD-011. A transaction number starts with the account security number of its filer."""
    rows = checked.declarations
    own = rows["transaction_number"].str[:5] == rows["filer"]
    return _faults(rows[~own], "CAD-011", value="transaction_number", expected="filer")


def version_is_the_first(checked: Checked) -> pd.DataFrame:
    """CAD-009. This release files originals; corrections are refused by name, never guessed."""
    rows = checked.declarations
    return _faults(rows[rows["version"] != 1], "CAD-009", value="version")


def released_before_receipt(checked: Checked) -> pd.DataFrame:
    """CAD-010. Accounting follows release (SOR/86-1062 s. 10)."""
    rows = checked.declarations.assign(received_on=checked.received_on.isoformat())
    late = rows["release_on"] > pd.Timestamp(checked.received_on)
    return _faults(rows[late], "CAD-010", value="release_on", expected="received_on")


def released_under_a_cycle(checked: Checked) -> pd.DataFrame:
    """CAD-020. A billing cycle is in force on the release date."""
    first = min(
        (rule.effective_from for rule in checked.cycle_rules if rule.program == PROGRAM),
        default=dt.date.max,
    )
    rows = checked.declarations
    return _faults(rows[rows["release_on"] < pd.Timestamp(first)], "CAD-020", value="release_on")


def lines_are_counted(checked: Checked) -> pd.DataFrame:
    """CAD-005. The line count of the summary is the number of commodity lines."""
    held = checked.lines.groupby("message").size()
    rows = checked.declarations.assign(held=checked.declarations["message"].map(held))
    wrong = rows["line_count"] != rows["held"].fillna(0)
    return _faults(rows[wrong], "CAD-005", value="line_count", expected="held")


def values_add_up(checked: Checked) -> pd.DataFrame:
    """CAD-014. The control total of the summary is the sum of the line values."""
    held = checked.lines.groupby("message")["value_for_currency_conversion_cents"].sum()
    rows = checked.declarations.assign(held_cents=checked.declarations["message"].map(held))
    wrong = rows["total_value_cents"] != rows["held_cents"].fillna(0)
    return _faults(rows[wrong], "CAD-014", value="total_value_cents", expected="held_cents")


def lines_are_numbered_in_sequence(checked: Checked) -> pd.DataFrame:
    """CAD-015. Lines are numbered from 1 without gaps."""
    rows = checked.lines
    rows = rows.assign(due=rows.groupby("message").cumcount() + 1)
    wrong = rows["line_number"] != rows["due"]
    return _faults(rows[wrong], "CAD-015", value="line_number", expected="due")


def invoice_is_present(checked: Checked) -> pd.DataFrame:
    """CAD-018. Each line belongs to an invoice of its declaration."""
    rows = checked.lines
    known = pd.MultiIndex.from_frame(checked.invoices[["message", "invoice_number"]])
    named = pd.MultiIndex.from_frame(rows[["message", "invoice_number"]])
    return _faults(rows[~named.isin(known)], "CAD-018", value="invoice_number")


def tariff_item_exists(checked: Checked) -> pd.DataFrame:
    """CAD-003. The ten-digit item is in the Customs Tariff on the release date."""
    rows = checked.lines
    return _faults(rows[rows["tariff_unit"].isna()], "CAD-003", value="tariff_item")


def treatment_is_open_to_the_origin(checked: Checked) -> pd.DataFrame:
    """CAD-004. The item has a rate under the treatment, and the origin is entitled to it."""
    rows = checked.lines[checked.lines["tariff_unit"].notna()]
    return _faults(
        rows[rows["duty_rate_ppm"].isna() | ~rows["origin_entitled"].astype(bool)],
        "CAD-004",
        value="treatment",
        expected="origin_country",
    )


def unit_is_the_tariffs(checked: Checked) -> pd.DataFrame:
    """CAD-016. The quantity is in the unit of measure of the tariff item."""
    rows = checked.lines[checked.lines["tariff_unit"].notna()]
    wrong = rows["unit"] != rows["tariff_unit"]
    return _faults(rows[wrong], "CAD-016", value="unit", expected="tariff_unit")


def currency_has_a_rate(checked: Checked) -> pd.DataFrame:
    """CAD-006. The exchange rate is that of the date of direct shipment (SOR/85-900)."""
    rows = checked.lines[checked.lines["exchange_rate_ppm"].isna()]
    return _faults(rows, "CAD-006", value="currency", expected="direct_shipment_on")


def shipped_before_release(checked: Checked) -> pd.DataFrame:
    """CAD-017. Goods are shipped before they are released."""
    late = checked.lines["direct_shipment_on"] > checked.lines["release_on"]
    return _faults(
        checked.lines[late], "CAD-017", value="direct_shipment_on", expected="release_on"
    )


CHECKS: tuple[Check, ...] = (
    importer_has_a_valid_account_number,
    importer_is_registered,
    filer_holds_a_delegation,
    transaction_number_is_the_filers,
    version_is_the_first,
    released_before_receipt,
    released_under_a_cycle,
    lines_are_counted,
    values_add_up,
    lines_are_numbered_in_sequence,
    invoice_is_present,
    tariff_item_exists,
    treatment_is_open_to_the_origin,
    unit_is_the_tariffs,
    currency_has_a_rate,
    shipped_before_release,
)


def look_up(
    tables: MessageTables,
    reference: ReferenceData,
    received_on: dt.date,
    cycle_rules: tuple[CycleRule, ...],
) -> Checked:
    """Join to every line what the reference data says of it; null where it says nothing."""
    declarations, lines = tables.declarations, tables.lines
    release = declarations.drop_duplicates("message").set_index("message")["release_on"]
    lines = lines.assign(release_on=lines["message"].map(release).astype("datetime64[s]"))
    by_item = {"on": ["tariff_item"], "day": "release_on"}
    lines = lines.assign(
        tariff_unit=in_force(lines, reference.tariff_items, value="unit", **by_item),  # type: ignore[arg-type]
        duty_rate_ppm=in_force(
            lines,
            reference.tariff_rates,
            on=["tariff_item", "treatment"],
            day="release_on",
            value="rate_ppm",
        ),
        exchange_rate_ppm=in_force(
            lines,
            reference.exchange_rates,
            on=["currency"],
            day="direct_shipment_on",
            value="rate_ppm",
        ),
        gst_rate_ppm=in_force(
            lines, reference.gst_rates, on=[], day="release_on", value="rate_ppm"
        ),
        origin_entitled=_origin_entitled(lines, reference.treatment_origins),
    )
    return Checked(declarations, tables.invoices, lines, reference, received_on, cycle_rules)


def _origin_entitled(lines: pd.DataFrame, origins: pd.DataFrame) -> "pd.Series[bool]":
    origins = origins.assign(entitled="yes")
    by_country = in_force(
        lines.rename(columns={"origin_country": "country"}),
        origins,
        on=["treatment", "country"],
        day="release_on",
        value="entitled",
    )
    by_any = in_force(
        lines,
        origins[origins["country"] == "*"].drop(columns="country"),
        on=["treatment"],
        day="release_on",
        value="entitled",
    )
    return by_country.notna() | by_any.notna()


def _faults(
    rows: pd.DataFrame, code: str, *, value: str, expected: str | None = None
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "code": code,
            "message": rows["message"],
            "line_number": rows.get("line_number"),
            "element": value.removesuffix("_cents").replace("_", " "),
            "value": _texts(rows, value),
            "expected": _texts(rows, expected) if expected else None,
            "byte_from": rows["byte_from"],
            "byte_to": rows["byte_to"],
        },
        columns=COLUMNS,
    ).astype(object)


def _texts(rows: pd.DataFrame, column: str) -> "pd.Series[Any]":
    """Return a column as a finding shows it: cents as dollars, days as CCYY-MM-DD."""
    if column.endswith("_cents"):
        return rows[column].map(lambda cents: decimal_text(int(cents)), na_action="ignore")
    return rows[column].map(_text)


def _text(value: object) -> str | None:
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return str(value)
