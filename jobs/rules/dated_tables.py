"""Tables of ``config/`` with effective dates, read as texts; every row gets the day it ends on."""

import datetime as dt
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from ledger_sync.reference.reference_columns import ReferenceRefused

Places = npt.NDArray[np.intp]
Marks = npt.NDArray[np.bool_]

END_OF_TIME = "9999-12-31"


def read_table(path: Path) -> pd.DataFrame:
    """Return a CSV file as texts; lines that start with # are comments."""
    return pd.read_csv(path, dtype="str", comment="#", keep_default_na=False, na_values=[""])


def dated(frame: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Fill in when each row ends: as it says, or the day before the next one of its key starts.

    Raises ReferenceRefused where two rows of one key hold on one day.
    """
    order, followed = _by_key_and_start(frame, keys)
    frame = frame.iloc[order]
    starts = frame["effective_from"].tolist()
    following = [
        start if more else None for start, more in zip([*starts[1:], None], followed, strict=False)
    ]
    given = frame.get("effective_to", pd.Series(index=frame.index, dtype="str"))
    told = given.to_numpy(dtype=object, na_value="").tolist()
    ends = [
        end or (_day_before(after) if after else END_OF_TIME)
        for end, after in zip(told, following, strict=True)
    ]
    overlapping = [
        row
        for row, (end, after) in enumerate(zip(ends, following, strict=True))
        if after and end >= after
    ]
    if overlapping:
        raise ReferenceRefused(f"periods overlap: {frame.iloc[overlapping[:3]].to_dict('records')}")
    return frame.assign(effective_to=pd.Series(ends, index=frame.index, dtype="str"))


def _by_key_and_start(frame: pd.DataFrame, keys: list[str]) -> tuple[Places, Marks]:
    """Return the rows in order, and of each in it whether the next one is of its key."""
    asked = [frame[name].to_numpy(dtype=object, na_value="") for name in (*keys, "effective_from")]
    ranks = [pd.factorize(values, sort=True)[0] for values in asked]
    order = np.lexsort(ranks[::-1])
    followed = np.ones(len(frame), dtype=np.bool_)
    for rank in ranks[:-1]:
        followed &= rank[order] == np.roll(rank[order], -1)
    followed[-1:] = False
    return order, followed


def _day_before(day: str) -> str:
    return (dt.date.fromisoformat(day) - dt.timedelta(days=1)).isoformat()
