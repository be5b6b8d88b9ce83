"""Dated code lists, and whether a code is in one on a day, for every row at once."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from mappers.reference.rates_in_force import in_force


@dataclass(frozen=True)
class CodeLists:
    """The lists by name, each ``code, effective_from, effective_to`` and what a list adds.

    ``reason_codes`` adds ``supports``.
    """

    lists: Mapping[str, pd.DataFrame]


def is_known(
    rows: pd.DataFrame, column: str, codes: pd.DataFrame, *, day: str
) -> "pd.Series[bool]":
    """Tell of every row whether its code is in force on its day; a row without a code passes."""
    if rows[column].isna().all():
        return pd.Series(True, index=rows.index)
    listed = codes[["code", "effective_from", "effective_to"]].rename(columns={"code": column})
    held = in_force(rows, listed.assign(held="yes"), on=[column], day=day, value="held")
    return held.notna() | rows[column].isna()
