"""A new version or a withdrawal against what the book holds of its declaration.

Without a book to ask (``checked.reference.standing`` is None) only what the message itself says is
checked.
"""

import pandas as pd

from mappers.checks.batch import NO_FAULTS, Checked, faults, together
from mappers.checks.new_versions import (
    as_listed,
    original_lines_are_present,
    reason_codes_are_known,
)
from mappers.checks.new_versions import reason_codes_are_in_order as in_order
from mappers.reference.prior_versions import Standing, standing_beside
from mappers.rules.declaration_rules import DeclarationRules, WindowRule
from mappers.rules.ruled_rows import by_rule


def original_is_version_1(checked: Checked) -> pd.DataFrame:
    """CAD-009. An original is version 1 (19-digit transaction number: 00001 at clearance)."""
    rows = checked.declarations
    wrong = (rows["function"] == "original") & (rows["version"] != 1)
    return faults(rows, "CAD-009", where=wrong, value="version")


def change_is_a_later_version(checked: Checked) -> pd.DataFrame:
    """CAD-049. A new version, or a withdrawal, is version 2 or later."""
    rows = changes(checked.declarations)
    return faults(rows, "CAD-049", where=rows["version"] < 2, value="version")  # noqa: PLR2004 - the second


def change_follows_a_declaration(checked: Checked) -> pd.DataFrame:
    """CAD-050. What a new version changes is in the book."""
    rows = changes(checked.declarations)
    if checked.reference.standing is None:
        return faults(rows.head(0), "CAD-050", value="transaction_number")
    known = checked.reference.standing.declarations["transaction_number"]
    unknown = rows[~rows["transaction_number"].isin(known)]
    return faults(unknown, "CAD-050", value="transaction_number")


def change_is_the_next_version(checked: Checked) -> pd.DataFrame:
    """CAD-051. Versions follow each other without a gap; one in the book already is recognised."""
    rows = _against_the_book(checked)
    rows = rows.assign(next_version=rows["standing_version"] + 1)
    return faults(
        rows,
        "CAD-051",
        where=rows["version"] > rows["next_version"],
        value="version",
        expected="next_version",
    )


def nothing_is_under_review(checked: Checked) -> pd.DataFrame:
    """CAD-052. One version at a time waits for a person's decision."""
    rows = _next_versions(checked)
    return faults(rows, "CAD-052", where=rows["under_review"], value="transaction_number")


def declaration_stands(checked: Checked) -> pd.DataFrame:
    """CAD-053. A withdrawn declaration takes no more versions."""
    rows = _next_versions(checked)
    return faults(rows, "CAD-053", where=rows["withdrawn"], value="transaction_number")


def identity_is_kept(checked: Checked) -> pd.DataFrame:
    """CAD-054. Importer, filer, type and release date stay (bulletin 5401 for the importer)."""
    rows = _next_versions(checked)
    found = [
        faults(
            rows,
            "CAD-054",
            where=rows[column] != rows[f"standing_{column}"],
            value=column,
            expected=f"standing_{column}",
        )
        for column in ("importer", "filer", "cad_type", "release_on")
    ]
    return pd.concat(found, ignore_index=True)


def change_is_in_time(checked: Checked) -> pd.DataFrame:
    """CAD-055. A declaration is changed within four years, for some reasons within less.

    Customs Act s. 59 and 74; 74(3)(b)(ii) for the one year.
    """
    rows = _next_versions(checked)
    first = checked.reasons.sort_values("position").drop_duplicates("message")
    reasons = rows["message"].map(first.set_index("message")["reason_code"])
    late = too_late(rows, reasons, checked.rules)
    return faults(late, "CAD-055", value="transaction_number", expected="last_on")


def too_late(
    rows: pd.DataFrame, reasons: "pd.Series[str]", rules: DeclarationRules
) -> pd.DataFrame:
    """Return the changes that come too late, with the ``last_on`` that they could be filed on.

    ``rows`` has ``received_on, first_accepted_on``; ``reasons`` the first reason of each.
    """
    ends = [
        _last_days(of_rule, pd.DateOffset(years=rule.adjustment_years))
        for rule, of_rule in by_rule(rows, rules.versions, "received_on")
        if rule is not None
    ]
    listed = as_listed(reasons.astype(object)).fillna("")
    for of in dict.fromkeys(window.of for window in rules.windows):
        windows = tuple(window for window in rules.windows if window.of == of)
        ends += [
            _last_days(
                of_rule[_goes_on_from(listed[of_rule.index], rule.reason)],
                pd.DateOffset(years=rule.years, days=rule.days),
            )
            for rule, of_rule in by_rule(rows, windows, "received_on")
            if rule is not None and rule.reason
        ]
    if not ends:
        return rows.assign(last_on=pd.Series(dtype="datetime64[s]")).head(0)
    last_on = pd.concat(ends).groupby(level=0).min()
    ruled = rows.loc[last_on.index].assign(last_on=last_on)
    return ruled[ruled["last_on"] < ruled["received_on"]]


def _goes_on_from(reasons: "pd.Series[str]", code: str) -> "pd.Series[bool]":
    """Tell of reasons whether they are a code, or one that goes on from it after a dash."""
    return (reasons == code) | reasons.str.startswith(f"{code}-")


def _last_days(rows: pd.DataFrame, allowed: pd.DateOffset) -> "pd.Series[pd.Timestamp]":
    return pd.to_datetime(rows["first_accepted_on"]) + allowed


def change_has_a_reason(checked: Checked) -> pd.DataFrame:
    """CAD-056. A new version says why it is filed (D17-2-1, appendix A)."""
    rows = changes(checked.declarations)
    without = rows[~rows["message"].isin(checked.reasons["message"])]
    return faults(without, "CAD-056", value="transaction_number")


def original_lines_stay(checked: Checked) -> pd.DataFrame:
    """CAD-038. A new version holds every line of the one before."""
    rows = _next_versions(checked)
    standing = checked.reference.standing
    if standing is None:
        return faults(rows.head(0), "CAD-038", value="version")
    rows = rows[rows["function"] == "version"]
    before = standing.lines.merge(rows[["message", "transaction_number"]], on="transaction_number")
    return original_lines_are_present(rows, checked.lines, before)


def reasons_are_known(checked: Checked) -> pd.DataFrame:
    """CAD-039. Every reason of a change is in force on the day of filing."""
    ours = checked.reasons[
        checked.reasons["message"].isin(changes(checked.declarations)["message"])
    ]
    filed = ours.assign(filed_on=checked.received_on(ours), is_complete=True)
    for rule, rows in by_rule(filed, checked.rules.reason_lists, "filed_on"):
        filed.loc[rows.index, "is_complete"] = rule is None or rule.complete
    return reason_codes_are_known(filed, checked.reference.codes.dated["reason_codes"])


def reasons_are_in_order(cads: pd.DataFrame, checked: Checked) -> pd.DataFrame:
    """CAD-040. A refund names a reason that supports it first, anything else one that does not.

    Asked of adjustments only (CARM bulletin 5417): a correction has a reason of its own, whatever
    it comes to, and a withdrawal refunds all. ``cads`` are priced, with ``standing_version,
    standing_payable_cents``; one that the book has already is recognised, not judged.
    """
    following = _adjustments(cads)
    if following.empty:
        return NO_FAULTS
    nets = following[["message"]].assign(
        net_cents=following["payable_cents"] - following["standing_payable_cents"]
    )
    ours = checked.reasons[checked.reasons["message"].isin(following["message"])]
    filed = ours.assign(filed_on=checked.received_on(ours))
    return in_order(filed, nets, checked.reference.codes.dated["reason_codes"])


def charges_are_taken_back_in_time(cads: pd.DataFrame, checked: Checked) -> pd.DataFrame:
    """CAD-096. An adjustment takes SIMA duty back while a re-determination may be asked for.

    Special Import Measures Act s. 56(1), 56(1.01), 58(1.1). ``cads`` as for CAD-040.
    """
    following = _adjustments(cads)
    if following.empty:
        return NO_FAULTS
    standing = checked.reference.standing or _NOTHING
    rows = following.merge(
        standing.declarations[["transaction_number", "sima_cents", "first_accepted_on"]],
        on="transaction_number",
        suffixes=("", "_before"),
    )
    windows = tuple(window for window in checked.rules.windows if window.of in _charged(checked))
    found = [NO_FAULTS]
    for rule, of_rule in by_rule(rows, windows, "received_on"):
        if rule is not None and rule.charge:
            late = taken_back_too_late(of_rule, rule)
            found.append(
                faults(
                    late, "CAD-096", value="transaction_number", expected="last_on",
                    element="sima_code",
                )
            )  # fmt: skip
    return together(found)


def taken_back_too_late(rows: pd.DataFrame, rule: WindowRule) -> pd.DataFrame:
    """Return the adjustments that take a charge back after the window, with their ``last_on``.

    ``rows`` has ``received_on, first_accepted_on`` and the charge in cents, and ``…_before``.
    """
    last_on = _last_days(rows, pd.DateOffset(years=rule.years, days=rule.days))
    lowered = rows[f"{rule.charge}_cents"] < rows[f"{rule.charge}_cents_before"]
    return rows.assign(last_on=last_on)[lowered & (last_on < rows["received_on"])]


def _charged(checked: Checked) -> set[str]:
    """Return what the windows are of that any rule gives a charge."""
    return {window.of for window in checked.rules.windows if window.charge}


def _adjustments(cads: pd.DataFrame) -> pd.DataFrame:
    """Return the adjustments that follow what stands: not those that the book has already."""
    return cads[
        (cads["function"] == "adjustment") & (cads["version"] == cads["standing_version"] + 1)
    ]


def changes(declarations: pd.DataFrame) -> pd.DataFrame:
    """Return the new versions and withdrawals among declarations."""
    return declarations[declarations["function"] != "original"]


def _against_the_book(checked: Checked) -> pd.DataFrame:
    """Return the changes of declarations in the book; none without a book to ask."""
    standing = checked.reference.standing
    rows = changes(checked.declarations)
    return standing_beside(rows, standing or _NOTHING)


def _next_versions(checked: Checked) -> pd.DataFrame:
    rows = _against_the_book(checked)
    return rows[rows["version"] == rows["standing_version"] + 1]


_NOTHING = Standing(
    declarations=pd.DataFrame(
        columns=[
            "transaction_number", "number_use", "version", "cad_type", "importer", "filer",
            "release_on", "cycle_last_on", "due_on", "first_accepted_on", "payable_cents",
            "sima_cents", "withdrawn", "under_review",
        ]
    ).astype({"withdrawn": bool, "under_review": bool, "transaction_number": "str"}),
    lines=pd.DataFrame(columns=["transaction_number", "line_number"]),
)  # fmt: skip
