"""Who may file for an account, and when: delegation, role and account security number at once."""

import pandas as pd

COLUMNS = ("importer", "filer", "effective_from", "effective_to")


def filing_delegations(
    delegations: pd.DataFrame, brokers: pd.DataFrame, roles: pd.DataFrame
) -> pd.DataFrame:
    """Return ``importer, filer, effective_from, effective_to`` of those who may file.

    A period is one in which the delegation holds (``importer, partner_id, role``), its role may
    file (``code, may_file``) and the delegate holds its number (``partner_id, filer``).
    """
    filing = roles[roles["may_file"] == "yes"].rename(columns={"code": "role"})
    authorized = _both_hold(delegations, filing, on="role")
    return _both_hold(authorized, brokers, on="partner_id")[list(COLUMNS)]


def _both_hold(left: pd.DataFrame, right: pd.DataFrame, *, on: str) -> pd.DataFrame:
    """Join two dated tables; a row holds in the days that both of its rows hold."""
    both = left.merge(right, on=on, suffixes=("", "_too"))
    for column in ("effective_from", "effective_to"):  # ISO texts order as their days do
        both[column], both[f"{column}_too"] = (
            both[column].astype(str),
            both[f"{column}_too"].astype(str),
        )
    starts = both["effective_from"].where(
        both["effective_from"] >= both["effective_from_too"], both["effective_from_too"]
    )
    ends = both["effective_to"].where(
        both["effective_to"] <= both["effective_to_too"], both["effective_to_too"]
    )
    both = both.assign(effective_from=starts, effective_to=ends)
    return both[starts <= ends].drop(columns=["effective_from_too", "effective_to_too"])
