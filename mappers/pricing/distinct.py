"""Lines that ask the same question: it is answered once."""

from typing import Final

import numpy as np
import pandas as pd

from mappers.reference.row_keys import Places

_FEW: Final = 2**31


def distinct(rows: pd.DataFrame, columns: list[str]) -> tuple[Places, Places]:
    """Return the place of the first row of each combination, and each row's combination.

    Many lines ask the same question; it is answered once.
    """
    number, count = np.zeros(len(rows), dtype=np.int64), 1
    for column in columns:
        codes, values = pd.factorize(rows[column])
        number = number * (len(values) + 1) + codes + 1
        count *= len(values) + 1
        if count > _FEW:  # or the next product could leave 64 bits
            number, known = pd.factorize(number)
            count = len(known)
    asked_by, known = pd.factorize(number)
    first = np.empty(len(known), dtype=np.intp)
    first[asked_by[::-1]] = np.arange(len(rows) - 1, -1, -1)
    return first, asked_by
