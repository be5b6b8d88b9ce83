"""SIMA duty apart: what of it is anti-dumping duty, what is countervailing duty."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd

from ledger.money import MILLION
from mappers.pricing.explanation import REMISSION, Step, explain, half_up, quantities_of
from mappers.pricing.terms import terms_of

KINDS: Final = ("anti_dumping", "countervailing")
"""The parts of the charge SIMA: a measure is of one of them, and a filer declares them apart."""

_SIMA, _OTHER = "sima", KINDS[1]


def sima_apart(
    declarations: pd.DataFrame, lines: pd.DataFrame, by: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return both with ``anti_dumping_cents, countervailing_cents``, which add up to SIMA duty.

    Lines have the columns of ``explanation.quantities_of``; those that owe SIMA duty have ``terms,
    exchange_terms``, the texts that they were priced by. ``by`` is the column that names the
    declaration in both.
    """
    sima = lines["sima_cents"].to_numpy(dtype=np.int64)
    countervailing = np.zeros(len(lines), dtype=np.int64)
    for place in np.flatnonzero(sima):
        countervailing[place] = _countervailing(lines.iloc[place].to_dict())
    parts = zip(KINDS, (sima - countervailing, countervailing), strict=True)
    lines = lines.assign(**{f"{kind}_cents": cents for kind, cents in parts})
    names = [f"{kind}_cents" for kind in KINDS]
    sums = lines.groupby(by)[names].sum().reindex(declarations[by], fill_value=0)
    return declarations.assign(**{name: sums[name].to_numpy() for name in names}), lines


def _countervailing(line: Mapping[Any, Any]) -> int:
    terms = terms_of(line["terms"])
    kinds = {rate["kind"] for rate in terms[_SIMA]}
    if _OTHER not in kinds:
        return 0
    if len(kinds) == 1:
        return int(line["sima_cents"])
    steps = explain(quantities_of(line), terms, terms_of(line["exchange_terms"]))
    return _of_kind([step for step in steps if step.charge == _SIMA], _OTHER)


def _of_kind(steps: Sequence[Step], kind: str) -> int:
    """Return the cents of one kind; of what is remitted, its own share, half up to the cent."""
    cents = sum(step.cents for step in steps if step.kind == kind)
    remitted = sum(step.rate_ppm for step in steps if step.rule == REMISSION)
    return cents - half_up((cents, remitted), MILLION)
