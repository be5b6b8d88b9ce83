"""What must hold of a delivery of reference data before it is applied, and who says yes to it."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

from ledger.dated_rules import newest_on
from parsers.deliveries.reference.reference_delivery import Delivery
from parsers.deliveries.reference.reference_values import RowFault
from parsers.deliveries.reference.row_rules import CHANGE

_LISTS: Final[Mapping[str, str]] = {
    "treatment": "treatments",
    "country": "countries",
    "origin_country": "countries",
    "melt_country": "countries",
    "currency": "currencies",
    "gst_code": "gst_codes",
    "excise_code": "excise_codes",
    "surtax_code": "surtax_codes",
    "unit": "units",
    "specific_unit": "units",
    "from_unit": "units",
    "to_unit": "units",
    "program": "account_programs",
}
"""Columns that name a code, and the list it is in."""
_RELIEF_LISTS: Final = {"tariff_code": "tariff_codes", "special_authority": "special_authorities"}
_NO_CODE: Final = ("*", "")
_OF_ITEMS: Final = ("tariff_rate", "sima_measure", "surtax_measure")
LEAST_SHARE_KEPT: Final = 2
"""A whole table with less than one row in so many of those in the book is asked about."""

AUTOMATIC, BY_A_PERSON = "automatic", "person"
APPROVED_BY: Final = (AUTOMATIC, BY_A_PERSON)


@dataclass(frozen=True)
class ApprovalRule:
    """Who says yes to a table's deliveries: ``automatic`` or ``person``; ``*`` is every table.

    ``days_late``: how many days before its receipt an automatic delivery may set something new.
    """

    effective_from: dt.date
    table: str
    by: str
    days_late: int = 0


def unasked_since(rules: tuple[ApprovalRule, ...], table: str, day: dt.date) -> dt.date | None:
    """Return from when on a delivery received on a day sets what is new without a person.

    None where a person is asked of every delivery of the table.
    """
    own = newest_on((rule for rule in rules if rule.table == table), day)
    rule = own or newest_on((rule for rule in rules if rule.table == "*"), day)
    if rule is None or rule.by != AUTOMATIC:
        return None
    return day - dt.timedelta(days=rule.days_late)


def wrong_names(
    table: str,
    rows: pd.DataFrame,
    lists: Mapping[str, pd.DataFrame],
    tariff_items: pd.DataFrame,
) -> Iterator[RowFault]:
    """REF-010, REF-014. What a row names is in its list, or in the tariff, in all of its period.

    ``rows`` have their ends; ``tariff_items``: ``tariff_item, effective_from, effective_to``.
    """
    rows = rows[rows[CHANGE] == "set"]
    for column, name in _LISTS.items():
        if column in rows:
            yield from _not_held(rows, column, lists[name], name)
    if table in _OF_ITEMS:
        items = tariff_items.rename(columns={"tariff_item": "code"})
        yield from _not_held(rows, "tariff_item", items, "tariff_items")
    if table == "relief":
        for kind, name in _RELIEF_LISTS.items():
            yield from _not_held(rows[rows["list"] == kind], "code", lists[name], name)


def _not_held(
    rows: pd.DataFrame, column: str, named: pd.DataFrame, known_as: str
) -> Iterator[RowFault]:
    rows = rows[rows[column].notna() & ~rows[column].isin(_NO_CODE)]
    is_known = rows[column].isin(named["code"])
    for row, value in rows.loc[~is_known, column].items():
        yield RowFault(int(str(row)), "REF-010", column, value, known_as)
    if "effective_from" not in rows:
        return
    known = rows[is_known]
    outside = known[~_within(known, column, named)]
    periods = outside[[column, "effective_from", "effective_to"]].itertuples(name=None)
    for row, value, first, last in periods:
        yield RowFault(row, "REF-014", column, value, f"{first} – {last}")


def _within(rows: pd.DataFrame, column: str, named: pd.DataFrame) -> "pd.Series[bool]":
    """Tell of every row whether what it names is in force from its first day to its last."""
    asked = rows[[column, "effective_from", "effective_to"]].assign(row=rows.index)
    pairs = asked.merge(
        _unbroken(named), left_on=column, right_on="code", suffixes=("", "_of_named")
    )
    held = pairs[
        (pairs["effective_from_of_named"] <= pairs["effective_from"])
        & (pairs["effective_to"] <= pairs["effective_to_of_named"])
    ]
    return pd.Series(rows.index.isin(held["row"]), index=rows.index)


def _unbroken(named: pd.DataFrame) -> pd.DataFrame:
    """Return ``code, effective_from, effective_to``, periods that follow each other as one."""
    texts = named[["code", "effective_from", "effective_to"]].astype("str")
    ordered = texts.sort_values(["code", "effective_from"], ignore_index=True)
    first = ordered["effective_from"].to_numpy(dtype="datetime64[D]")
    last = ordered["effective_to"].to_numpy(dtype="datetime64[D]")
    begins = ordered["code"].ne(ordered["code"].shift()).to_numpy(dtype=bool, copy=True)
    begins[1:] |= first[1:] > last[:-1] + 1
    return (
        ordered.groupby(begins.cumsum())
        .agg({"code": "first", "effective_from": "first", "effective_to": "last"})
        .reset_index(drop=True)
    )


def removes_much(delivery: Delivery, rows_before: int) -> bool:
    """REF-012. A whole table that lacks most of what the book has may be a part of one."""
    return delivery.whole and len(delivery.rows) * LEAST_SHARE_KEPT < rows_before
