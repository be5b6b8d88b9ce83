"""What must hold of a delivery of reference data before it is applied, and who says yes to it."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

from mappers.dated_rules import newest_on
from parsers.reference.delivery import Delivery
from parsers.reference.row_rules import CHANGE
from parsers.reference.values import RowFault

_LISTS: Final[Mapping[str, str]] = {
    "treatment": "treatments",
    "country": "countries",
    "origin_country": "countries",
    "currency": "currencies",
    "gst_code": "gst_codes",
    "excise_code": "excise_codes",
    "surtax_code": "surtax_codes",
    "unit": "units",
    "specific_unit": "units",
    "from_unit": "units",
    "to_unit": "units",
}
"""Columns that name a code, and the list it is in."""
_RELIEF_LISTS: Final = {"tariff_code": "tariff_codes", "special_authority": "special_authorities"}
_NO_CODE: Final = ("*", "")
_OF_ITEMS: Final = ("tariff_rate", "sima_measure", "surtax_measure")
LEAST_SHARE_KEPT: Final = 2
"""A whole table with less than one row in so many of those in the book is asked about."""


@dataclass(frozen=True)
class ApprovalRule:
    """Who says yes to a table's deliveries: ``automatic`` or ``person``; ``*`` is every table."""

    effective_from: dt.date
    table: str
    by: str


def is_automatic(rules: tuple[ApprovalRule, ...], table: str, day: dt.date) -> bool:
    """Tell whether a delivery of a table received on a day applies without a person."""
    own = newest_on(tuple(rule for rule in rules if rule.table == table), day)
    rule = own or newest_on(tuple(rule for rule in rules if rule.table == "*"), day)
    return rule is not None and rule.by == "automatic"


def unknown_names(
    delivery: Delivery, lists: Mapping[str, pd.DataFrame], tariff_items: Collection[str]
) -> Iterator[RowFault]:
    """REF-010. Every code that a row names is in its list, every item in the tariff."""
    rows = delivery.rows[delivery.rows[CHANGE] == "set"]
    for column, name in _LISTS.items():
        if column in rows:
            known = {*lists[name]["code"], *_NO_CODE}
            wrong = rows[rows[column].notna() & ~rows[column].isin(known)]
            yield from _unknown(wrong[column], column, name)
    if delivery.table in _OF_ITEMS:
        wrong = rows[~rows["tariff_item"].isin(tariff_items)]
        yield from _unknown(wrong["tariff_item"], "tariff_item", "tariff_items")
    if delivery.table == "relief":
        for kind, name in _RELIEF_LISTS.items():
            wrong = rows[(rows["list"] == kind) & ~rows["code"].isin(lists[name]["code"])]
            yield from _unknown(wrong["code"], "code", name)


def _unknown(values: "pd.Series[str]", column: str, known_as: str) -> Iterator[RowFault]:
    for row, value in zip(values.index.tolist(), values.tolist(), strict=True):
        yield RowFault(row, "REF-010", column, value, known_as)


def removes_much(delivery: Delivery, rows_before: int) -> bool:
    """REF-012. A whole table that lacks most of what the book has may be a part of one."""
    return delivery.whole and len(delivery.rows) * LEAST_SHARE_KEPT < rows_before
