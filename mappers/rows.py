"""Some of the rows of a frame, without the price of choosing where all are chosen."""

import numpy as np
import numpy.typing as npt
import pandas as pd


def chosen(rows: pd.DataFrame, which: "pd.Series[bool] | npt.NDArray[np.bool_]") -> pd.DataFrame:
    """Return the rows that are chosen; the frame itself where they all are."""
    return rows if bool(np.asarray(which).all()) else rows[which]


def without(rows: pd.DataFrame, column: str, values: "set[int] | pd.Series[int]") -> pd.DataFrame:
    """Return the rows whose column has none of some values."""
    return chosen(rows, ~rows[column].isin(values)) if len(values) else rows
