"""Tables of ``config/`` with effective dates, read as texts; every row gets the day it ends on."""

import datetime as dt
from itertools import zip_longest
from pathlib import Path

import pandas as pd

from ledger_sync.reference.reference_columns import ReferenceRefused

END_OF_TIME = "9999-12-31"


def read_table(path: Path) -> pd.DataFrame:
    """Return a CSV file as texts; lines that start with # are comments."""
    return pd.read_csv(path, dtype="str", comment="#", keep_default_na=False, na_values=[""])


def dated(frame: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Fill in when each row ends: as it says, or the day before the next one of its key starts.

    Raises ReferenceRefused where two rows of one key hold on one day.
    """
    starts = frame[[*keys, "effective_from"]].to_numpy(dtype=object, na_value="").tolist()
    given = frame.get("effective_to", pd.Series(index=frame.index, dtype="str"))
    told = given.to_numpy(dtype=object, na_value="")
    order = sorted(range(len(starts)), key=starts.__getitem__)
    ends, overlapping = [], []
    for row, next_ in zip_longest(order, order[1:]):
        *key, _ = starts[row]
        following = None if next_ is None or starts[next_][:-1] != key else starts[next_][-1]
        ends.append(told[row] or (_day_before(following) if following else END_OF_TIME))
        if following and ends[-1] >= following:
            overlapping.append(row)
    if overlapping:
        raise ReferenceRefused(f"periods overlap: {frame.iloc[overlapping[:3]].to_dict('records')}")
    frame = frame.iloc[order]
    return frame.assign(effective_to=pd.Series(ends, index=frame.index, dtype="str"))


def _day_before(day: str) -> str:
    return (dt.date.fromisoformat(day) - dt.timedelta(days=1)).isoformat()
