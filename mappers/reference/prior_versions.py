"""What the book holds of the declarations that a batch would change."""

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class Standing:
    """The newest version of each transaction number that a batch names, and its lines.

    ``declarations`` has ``transaction_number, number_use, version, cad_type, importer, filer,
    release_on, cycle_last_on, due_on, first_accepted_on, first_filed_on, first_accounting_due_on,
    payable_cents, sima_cents, withdrawn, under_review``: when it is due, and what is ``first``, are
    those of its original. ``lines`` has ``transaction_number, line_number``.
    """

    declarations: pd.DataFrame
    lines: pd.DataFrame

    def same_as(self, other: "Standing") -> bool:
        """Whether another says the same, in whatever order."""
        return all(
            _sorted(mine, by).equals(_sorted(theirs, by))
            for mine, theirs, by in (
                (self.declarations, other.declarations, ["transaction_number"]),
                (self.lines, other.lines, ["transaction_number", "line_number"]),
            )
        )


def standing_beside(declarations: pd.DataFrame, standing: Standing) -> pd.DataFrame:
    """Return declarations whose number is in the book, beside it: its columns as ``standing_…``."""
    ours = standing.declarations.rename(
        columns={
            name: f"standing_{name}"
            for name in (
                *("version", "cad_type", "importer", "filer", "release_on"),
                *("payable_cents", "sima_cents"),
            )
        }
    )
    return declarations.merge(ours, on="transaction_number")


def _sorted(rows: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    return rows.sort_values(by, ignore_index=True)
