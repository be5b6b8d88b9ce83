"""When a sender says that an interchange was prepared, against the day on which it came."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

import pandas as pd

from ledger.dated_rules import newest_on
from mappers.rules.declaration_rules import PlausibilityRule
from parsers.catalogue import CATALOGUE
from parsers.findings import FINDING_COLUMNS
from parsers.format_ids import FormatId

_CODE: Final = "FILE-012"
_STATED_BY: Final[dict[str, tuple[str, str | None]]] = {
    FormatId.EDIFACT: ("UNB", "S004/0017"),
    FormatId.XML: ("/DeclarationBatch/IssueDateTime", None),
    FormatId.CAMT_053: ("/Document/BkToCstmrStmt/GrpHdr/CreDtTm", None),
    FormatId.CAMT_054: ("/Document/BkToCstmrDbtCdtNtfctn/GrpHdr/CreDtTm", None),
}
"""Segment or path, and element, that state the date."""


def prepared_ahead(interchanges: pd.DataFrame, rules: Sequence[PlausibilityRule]) -> pd.DataFrame:
    """Return FILE-012 for each interchange dated further ahead of its receipt than the rule has.

    ``interchanges`` have ``received_on``.
    """
    found: list[dict[str, Any]] = []
    for row in interchanges.to_dict("records"):
        rule = newest_on(rules, row["received_on"].date())
        stated = _stated_on(row)
        place = _STATED_BY.get(row["format"])
        if rule is None or stated is None or place is None:
            continue
        if (stated - row["received_on"].date()).days > rule.days_ahead_max:
            found.append(
                {
                    "code": _CODE,
                    "byte_from": row["byte_from"],
                    "byte_to": row["byte_to"],
                    "interchange": row["interchange"],
                    "segment": place[0],
                    "element": place[1],
                    "value": stated.isoformat(),
                    "expected": row["received_on"].date().isoformat(),
                    "severity": CATALOGUE[_CODE].severity,
                }
            )
    return pd.DataFrame(found, columns=[*FINDING_COLUMNS, "severity"], dtype=object)


def _stated_on(row: dict[Any, Any]) -> dt.date | None:
    """Return the day that is stated; None where it is none, which is told elsewhere."""
    text = row["prepared_at"]
    if not isinstance(text, str):
        return None
    short = row["format"] == FormatId.EDIFACT and row["syntax_version"] != "4"
    try:
        if short:
            return dt.datetime.strptime(text[:6], "%y%m%d").date()  # noqa: DTZ007 - a calendar day
        return dt.date.fromisoformat(text[:8] if text[:8].isdigit() else text[:10])
    except ValueError:
        return None
