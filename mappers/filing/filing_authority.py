"""Who may file for an account, and when: delegation, role and account security number at once."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import pandas as pd

_PERIOD: Final = ("effective_from", "effective_to")
COLUMNS: Final = ("importer", "filer", *_PERIOD)


def filing_delegations(
    delegations: pd.DataFrame, brokers: pd.DataFrame, roles: pd.DataFrame
) -> pd.DataFrame:
    """Return ``importer, filer, effective_from, effective_to`` of those who may file.

    A period is one in which the delegation holds (``importer, partner_id, role``), its role may
    file (``code, may_file``) and the delegate holds its number (``partner_id, filer``).
    """
    may_file = _by(roles[roles["may_file"] == "yes"], "code")
    numbers = _by(brokers, "partner_id", "filer")
    rows = [
        (importer, filer, *held)
        for importer, partner_id, role, *period in _rows(
            delegations, "importer", "partner_id", "role"
        )
        for _, *of_role in may_file.get(role, ())
        for _, filer, *of_number in numbers.get(partner_id, ())
        if (held := _common(period, of_role, of_number)) is not None
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)


def _rows(frame: pd.DataFrame, *columns: str) -> Iterator[tuple[Any, ...]]:
    """Yield rows with their days as ISO texts, which order as their days do."""
    days = [list(map(str, frame[name].tolist())) for name in _PERIOD]
    return zip(*(frame[name].tolist() for name in columns), *days, strict=True)


def _by(frame: pd.DataFrame, *columns: str) -> Mapping[str, list[tuple[Any, ...]]]:
    """Return rows by their first column."""
    rows: defaultdict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for row in _rows(frame, *columns):
        rows[row[0]].append(row)
    return rows


def _common(*periods: Sequence[str]) -> tuple[str, str] | None:
    """Return the first and last day that periods have in common; None where there is none."""
    first, last = max(first for first, _ in periods), min(last for _, last in periods)
    return (first, last) if first <= last else None
