"""What a filer declares against what we compute: charges, values, totals; ours stands."""

from typing import Final

import numpy as np
import pandas as pd

from ledger.charges import CHARGES, LineBases, computed, content_of
from ledger.money import CentsArray, decimal_text
from mappers.checks.batch import NO_FAULTS, faults, together
from mappers.pricing.line_prices import Priced
from mappers.pricing.sima_kinds import KINDS
from mappers.pricing.terms import rates_of, remitted_ppm, schedule_of
from mappers.reference.row_keys import NONE, RowKeys
from mappers.rows import chosen

_LINE: Final = ("message", "line_number")


def differences(priced: Priced, charges: pd.DataFrame) -> pd.DataFrame:
    """Return a warning, CAD-012, for each declared charge that is not what we computed.

    Anti-dumping and countervailing duty are compared together where both are declared, else each
    with its own part; not at all where a remission is of both.
    """
    declared = _with_sima(chosen(charges, charges["declared_cents"].notna()))
    place = RowKeys(priced.lines, _LINE).first(declared)
    declared = chosen(declared.assign(place=place), place != NONE)
    ours = _computed(priced, declared)
    differing = (ours != declared["declared_cents"].to_numpy(dtype=np.int64)) & (ours >= 0)
    if not differing.any():
        return NO_FAULTS
    rows = declared[differing]
    return pd.DataFrame(
        {
            "code": "CAD-012",
            "message": rows["message"],
            "line_number": rows["line_number"],
            "element": rows["charge"],
            "value": [decimal_text(cents) for cents in ours[differing].tolist()],
            "expected": [decimal_text(cents) for cents in rows["declared_cents"].tolist()],
            "byte_from": rows["byte_from"],
            "byte_to": rows["byte_to"],
        }
    ).astype(object)


def differing_values(cads: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """Return a warning, CAD-012, for each value for duty or total declared that is not ours.

    ``cads`` and ``lines`` are priced; a withdrawal, which voids all, is compared with nothing.
    """
    compared = cads[cads["function"] != "withdrawal"]
    return together(
        _unlike(rows, column)
        for rows, column in (
            (lines, "value_for_duty_cents"),
            (compared, "value_for_duty_cents"),
            (compared, "payable_cents"),
        )
    )


def _unlike(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    declared = f"declared_{column}"
    unlike = rows[declared].notna() & (rows[declared] != rows[column])
    return faults(rows, "CAD-012", where=unlike, value=column, expected=declared)


def _with_sima(charges: pd.DataFrame) -> pd.DataFrame:
    """Add up the two parts of SIMA where a line declares both."""
    of_sima = charges["charge"].isin(KINDS)
    if not of_sima.any():
        return charges
    parts = charges[of_sima]
    both = parts.groupby(list(_LINE))["charge"].transform("nunique") == len(KINDS)
    together = (
        parts[both]
        .groupby(list(_LINE), as_index=False)
        .agg(
            declared_cents=("declared_cents", "sum"),
            byte_from=("byte_from", "min"),
            byte_to=("byte_to", "max"),
        )
    )
    return pd.concat(
        [charges[~of_sima], parts[~both], together.assign(charge="sima")], ignore_index=True
    )


def _computed(priced: Priced, declared: pd.DataFrame) -> CentsArray:
    """Return our cents for each declared charge; -1 where they cannot be told."""
    place, charge = declared["place"].to_numpy(), declared["charge"].to_numpy(dtype=object)
    ours = np.full(len(declared), -1, dtype=np.int64)
    for name in CHARGES:
        at = np.flatnonzero(charge == name)
        ours[at] = priced.lines[f"{name}_cents"].to_numpy()[place[at]]
    for name, other in zip(KINDS, reversed(KINDS), strict=True):
        at = np.flatnonzero(charge == name)
        if at.size:
            ours[at] = _own_part(priced, place[at], other)
    return ours


def _own_part(priced: Priced, place: CentsArray, other: str) -> CentsArray:
    """Return the SIMA of lines without its other part; -1 where both are partly remitted."""
    lines = priced.lines.iloc[place]
    parts = [
        {"sima": [rate for rate in rates_of(terms, "sima") if rate["kind"] == other]}
        for terms in priced.bases.terms
    ]
    basis = lines["basis"].to_numpy()
    amounts = lines[[f"{name}_cents" for name in ("value_for_duty", *CHARGES)]].to_numpy().T
    others = computed(
        LineBases(amounts, content_of(lines), np.zeros(len(lines), dtype=np.bool_)),
        lines["quantity_thousandths"].to_numpy(dtype=np.int64),
        schedule_of(parts)["sima"].rates,
        basis,
    )
    remitted = np.array([remitted_ppm(terms, "sima") for terms in priced.bases.terms])[basis]
    own = lines["sima_cents"].to_numpy() - others
    return np.where((remitted > 0) & (others > 0), -1, own)
