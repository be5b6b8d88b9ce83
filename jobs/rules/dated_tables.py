"""Tables of ``config/`` with effective dates, read as texts; every row gets the day it ends on."""

from pathlib import Path

import pandas as pd

from ledger_sync.reference.reference_tables import ReferenceRefused

END_OF_TIME = "9999-12-31"


def read_table(path: Path) -> pd.DataFrame:
    """Return a CSV file as texts; lines that start with # are comments."""
    return pd.read_csv(path, dtype="str", comment="#", keep_default_na=False, na_values=[""])


def dated(frame: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Fill in when each row ends: as it says, or the day before the next one of its key starts.

    Raises ReferenceRefused where two rows of one key hold on one day.
    """
    frame = frame.sort_values([*keys, "effective_from"])
    starts = frame.groupby(keys)["effective_from"] if keys else frame["effective_from"]
    following = starts.shift(-1)
    given = frame.get("effective_to", pd.Series(index=frame.index, dtype="str"))
    ends = given.where(given.notna(), _days_before(following))
    frame = frame.assign(effective_to=ends.fillna(END_OF_TIME).astype("str"))
    overlapping = frame[following.notna() & (frame["effective_to"] >= following)]
    if not overlapping.empty:
        raise ReferenceRefused(f"periods overlap: {overlapping.head(3).to_dict('records')}")
    return frame


def _days_before(days: "pd.Series[str]") -> "pd.Series[str]":
    """Return the day before each, null where there is none."""
    before = days.fillna(END_OF_TIME).to_numpy(dtype="datetime64[D]") - 1
    return pd.Series(before.astype("str"), index=days.index).where(days.notna())
