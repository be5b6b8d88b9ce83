"""What a new version of a declaration must keep to: its lines, and why it is filed.

The caller hands in what the book holds of the version before; the book does not look in here.
"""

import re

import pandas as pd

from mappers.checks.batch import faults, together
from mappers.reference.code_lists import is_known
from mappers.reference.dated_table import DatedTable

_SEPARATORS = re.compile(r"[^A-Z0-9]+")


def original_lines_are_present(
    declarations: pd.DataFrame, lines: pd.DataFrame, lines_before: pd.DataFrame
) -> pd.DataFrame:
    """CAD-038. A new version holds every line of the one before; a void line has zeros (TCC24-144).

    ``lines_before`` has ``message, line_number``: the lines in the book, under the new version's
    message. One fault a missing line, located at the declaration.
    """
    keys = ["message", "line_number"]
    held = pd.MultiIndex.from_frame(lines[keys])
    lost = lines_before[~pd.MultiIndex.from_frame(lines_before[keys]).isin(held)]
    located = lost[keys].merge(declarations[["message", "byte_from", "byte_to"]], on="message")
    return faults(located, "CAD-038", value="line_number")


def reason_codes_are_known(reasons: pd.DataFrame, codes: DatedTable) -> pd.DataFrame:
    """CAD-039. Each reason for a new version is in force on its day (D17-2-1, appendix A).

    CAD-093, a warning, where it is not on a list that is not complete. ``reasons`` has ``message,
    position, reason_code, filed_on, is_complete, byte_from, byte_to``: the list of that day is.
    """
    written_alike = reasons.assign(reason_code=as_listed(reasons["reason_code"]))
    known = is_known(written_alike, "reason_code", codes, day="filed_on")
    listed = written_alike["reason_code"].isin(codes.rows["code"]) | reasons["is_complete"]
    return together(
        [
            faults(reasons, "CAD-039", where=~known & listed, value="reason_code"),
            faults(reasons, "CAD-093", where=~known & ~listed, value="reason_code"),
        ]
    )


def reason_codes_are_in_order(
    reasons: pd.DataFrame, nets: pd.DataFrame, codes: DatedTable
) -> pd.DataFrame:
    """CAD-040. A refund names a reason that supports it first, anything else one that does not.

    CARM bulletins 5415 and 5417. ``nets`` has ``message, net_cents``: what the version changes,
    below zero when it refunds; what a code supports is asked of the list on the day of filing. A
    first reason that is not known is CAD-039 or CAD-093 alone.
    """
    first = reasons.sort_values("position").drop_duplicates("message").merge(nets, on="message")
    first["code"] = as_listed(first["reason_code"])
    supported = codes.value(first, "supports", on={"code": "code"}, day="filed_on")
    refunds = first["net_cents"] < 0
    wrong = supported.notna() & ((supported == "refund") != refunds)
    return faults(first[wrong].sort_values("message"), "CAD-040", value="reason_code")


def as_listed_code(reason_code: str) -> str:
    """Return one reason code as the list writes it."""
    return _SEPARATORS.sub("-", reason_code.upper()).strip("-")


def as_listed(reason_codes: "pd.Series[str]") -> "pd.Series[str]":
    """Return reason codes as the list writes them: capitals, a dash for every separator."""
    return reason_codes.map(as_listed_code, na_action="ignore")
