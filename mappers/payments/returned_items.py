"""Returned items of AFT files: what their codes mean (Payments Canada Standard 007), what to do."""

from typing import Final

import pandas as pd

from mappers.reference.dated_table import DatedTable
from words.language import BOTH

_RETURNED: Final = "AFT-010"
ACTIONS: Final = {
    "retry": "AFT-011",
    "cancel": "AFT-012",
    "dispute": "AFT-013",
    "ask": "AFT-014",
}
"""The finding that says what to do, by what the list of codes says of a code."""


def explained(findings: pd.DataFrame, codes: DatedTable) -> pd.DataFrame:
    """Return findings in which each return says what its code means on the day of its file.

    ``codes`` are ``code, effective_from, effective_to, action, meaning_en, meaning_fr``. A code
    that none of them is stays AFT-010; all of these are errors.
    """
    returned = findings["code"] == _RETURNED
    if not returned.any():
        return findings
    asked = findings.loc[returned, ["value", "expected"]]
    row = codes.row(asked, on={"code": "value"}, day="expected")
    told = codes.rows[["action", "meaning_en", "meaning_fr"]].astype(object).iloc[row[row >= 0]]
    known = asked.index[row >= 0]
    findings = findings.copy()
    findings.loc[known, "code"] = told["action"].map(ACTIONS).to_numpy()
    findings.loc[known, "expected"] = (told["meaning_en"] + BOTH + told["meaning_fr"]).to_numpy()
    return findings
