"""Dated code lists, and whether a code is in one on a day, for every row at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from mappers.reference.dated_table import DatedTable


@dataclass(frozen=True)
class CodeLists:
    """The lists by name, each ``code, effective_from, effective_to`` and what a list adds.

    ``reason_codes`` adds ``supports, meaning_en, meaning_fr``.
    """

    lists: Mapping[str, pd.DataFrame]

    @cached_property
    def dated(self) -> Mapping[str, DatedTable]:
        """Return the lists as they are looked up by."""
        return {name: DatedTable(rows) for name, rows in self.lists.items()}


def is_known(rows: pd.DataFrame, column: str, codes: DatedTable, *, day: str) -> "pd.Series[bool]":
    """Tell of every row whether its code is in force on its day; a row without a code passes."""
    absent = rows[column].isna()
    if absent.all():
        return absent
    return absent | codes.holds(rows, on={"code": column}, day=day)
