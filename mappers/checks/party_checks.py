"""Who declares: the importer, the filer, the number under which it is filed."""

import pandas as pd
from stdnum.ca import bn

from mappers.checks.batch import NO_FAULTS, Checked, faults
from mappers.filing.transaction_numbers import check_digit_holds
from mappers.rows import chosen


def importer_has_a_valid_account_number(checked: Checked) -> pd.DataFrame:
    """CAD-013. An account is a BN9 with its check digit, RM and four digits (CRA)."""
    rows = checked.declarations
    return faults(rows, "CAD-013", where=~_is_program_account(rows["importer"]), value="importer")


def importer_is_registered(checked: Checked) -> pd.DataFrame:
    """CAD-001. Only an importer program account registered on the release date can own one."""
    rows = checked.declarations
    unknown = checked.program.isna()
    if not unknown.any():
        return NO_FAULTS
    wrong = unknown & _is_program_account(rows["importer"])
    return faults(rows, "CAD-001", where=wrong, value="importer")


def filer_holds_a_delegation(checked: Checked) -> pd.DataFrame:
    """CAD-002. The filer has the importer's delegation: at release, or when it files a change."""
    rows = checked.declarations
    rows = _with_the_day(chosen(rows, checked.program.notna()))
    held = checked.reference.delegations.holds(
        rows, on={"importer": "importer", "filer": "filer"}, day="acts_on"
    )
    return faults(rows, "CAD-002", where=~held, value="filer", expected="importer")


def filers_account_holds_its_number(checked: Checked) -> pd.DataFrame:
    """CAD-094. A filer named by BN15 holds the number that its declaration starts with."""
    rows = checked.declarations
    named = rows["filer_account"].notna()
    if not named.any():
        return NO_FAULTS
    rows = _with_the_day(chosen(rows, named))
    held = checked.reference.filers.holds(
        rows, on={"filer": "filer", "filer_account": "filer_account"}, day="acts_on"
    )
    return faults(
        rows, "CAD-094", where=~held, value="filer_account", expected="filer", element="filer"
    )


def _with_the_day(rows: pd.DataFrame) -> pd.DataFrame:
    """Add ``acts_on``, the day on which a filer needs its authority: of release, or of a change."""
    changes = rows["function"] != "original"
    return rows.assign(acts_on=rows["release_on"].mask(changes, rows["received_on"]))


def transaction_number_is_the_filers(checked: Checked) -> pd.DataFrame:
    """CAD-011. A transaction number starts with the account security number of its filer."""
    rows = checked.declarations
    own = rows["transaction_number"].str[:5] == rows["filer"]
    return faults(rows, "CAD-011", where=~own, value="transaction_number", expected="filer")


def transaction_number_has_its_check_digit(checked: Checked) -> pd.DataFrame:
    """CAD-021. The last of the 14 digits is right by the rule in force, if any (D17-1-10)."""
    rows = checked.declarations
    right = check_digit_holds(
        rows["transaction_number"], rows["release_on"], checked.rules.check_digits
    )
    return faults(rows, "CAD-021", where=~right, value="transaction_number")


def _is_program_account(accounts: "pd.Series[str]") -> "pd.Series[bool]":
    """Tell of each account whether it is a valid BN15 of the import/export program."""
    distinct = pd.Series(accounts.unique(), dtype="str")
    valid = distinct[distinct.str.fullmatch(r"\d{9}RM\d{4}") & distinct.map(bn.is_valid)]
    return accounts.isin(valid)
