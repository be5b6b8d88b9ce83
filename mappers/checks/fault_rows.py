"""Faults that a rule found, as rows of the findings table."""

import pandas as pd

from parsers.catalogue import CATALOGUE
from parsers.findings import FINDING_COLUMNS
from parsers.message_tables import MessageTables


def is_error(code: str) -> bool:
    """Whether a finding of this code refuses what it is about."""
    return CATALOGUE[code].severity == "error"


def as_findings(found: pd.DataFrame, tables: MessageTables) -> pd.DataFrame:
    """Return faults with their interchange and severity, in the columns of findings."""
    interchange = tables.messages.set_index("message")["interchange"]
    return found.assign(
        interchange=found["message"].map(interchange),
        severity=found["code"].map(lambda code: CATALOGUE[code].severity),
    ).reindex(columns=[*FINDING_COLUMNS, "severity"])
