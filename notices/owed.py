"""What declarations owe, written in the form of an answer before anybody knows the verdict."""

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

OWN_CURRENCY: Final = "CAD"
"""What is not converted."""
RATE_PLACES: Final = 6
"""The decimal places of a rate of exchange in parts per million."""


@dataclass(frozen=True)
class Owed:
    """What a declaration owes as an answer tells it: as a whole, and line by line if at all."""

    whole: str
    lines: str = ""


@dataclass(frozen=True)
class OwedForm:
    """How one form of answer writes what is owed: a text a row, from whole cents.

    Declarations have ``value_for_duty_cents``, ``payable_cents`` and ``{charge}_cents``; lines have
    ``line_number`` in the place of ``payable_cents``, and what they were converted by: ``currency,
    value_for_currency_conversion_cents, exchange_rate_ppm``. ``between`` stands between texts of
    lines; ``before`` gives, by declaration, what stands before the first of them.
    """

    declarations: Callable[[pd.DataFrame], list[str]]
    lines: Callable[[pd.DataFrame], list[str]]
    between: str = ""
    before: Callable[[pd.DataFrame, str], Mapping[int, str]] = lambda _lines, _by: {}

    def write(self, declarations: pd.DataFrame, lines: pd.DataFrame, by: str) -> list[Owed]:
        """Return what each declaration owes, its lines found by a column that both have.

        Lines stand together that are of one declaration, in the order of their numbers.
        """
        keys = declarations[by].tolist()
        of_lines = dict(self._together(lines[by].to_numpy(dtype=np.int64), self.lines(lines)))
        for key, text in self.before(lines, by).items():
            of_lines[key] = text + self.between + of_lines[key]
        return [
            Owed(whole, of_lines.get(key, ""))
            for key, whole in zip(keys, self.declarations(declarations), strict=True)
        ]

    def _together(
        self, keys: npt.NDArray[np.int64], texts: Sequence[str]
    ) -> Iterator[tuple[int, str]]:
        """Yield each key with the texts of its rows, which stand together."""
        ends = [*(np.flatnonzero(keys[1:] != keys[:-1]) + 1).tolist(), len(keys)]
        for start, end in itertools.pairwise([0, *ends]):
            if start < end:
                yield int(keys[start]), self.between.join(texts[start:end])
