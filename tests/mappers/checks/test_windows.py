"""For some reasons a declaration is changed for less than four years."""

import datetime as dt

import pandas as pd
import pytest

from jobs.hub.settings import ROOT
from jobs.rules import read_rules
from mappers.checks.version_checks import too_late

RULES = read_rules(ROOT / "config").declarations
ACCEPTED_ON = dt.date(2025, 12, 10)


@pytest.mark.parametrize(
    ("reason", "filed_on", "last_on"),
    [
        ("R2-74-1-C1", dt.date(2026, 12, 10), None),
        ("R2-74-1-C1", dt.date(2026, 12, 11), dt.date(2026, 12, 10)),
        ("R2 74(1)(c1) - UST", dt.date(2026, 12, 11), dt.date(2026, 12, 10)),
        ("R2-74-1-C11", dt.date(2026, 12, 11), None),  # another paragraph, four years
        ("R2-74-1-TT", dt.date(2029, 12, 10), None),
        ("R2-74-1-TT", dt.date(2029, 12, 11), dt.date(2029, 12, 10)),
        ("R2-74-1-C1", dt.date(2029, 12, 11), dt.date(2026, 12, 10)),  # told once
    ],
)
def test_a_reason_has_its_window(reason, filed_on, last_on):
    """A year for what the Customs Act s. 74(3)(b)(ii) says, counted from acceptance."""
    assert found(reason, ACCEPTED_ON, filed_on) == ([] if last_on is None else [last_on])


def test_the_window_holds_from_its_day_of_filing():
    """What was filed in November 2026, two years after acceptance, is in time; in December not."""
    accepted_on = dt.date(2024, 11, 30)
    assert found("R2-74-1-C1", accepted_on, dt.date(2026, 11, 30)) == []
    assert found("R2-74-1-C1", accepted_on, dt.date(2026, 12, 1)) == [dt.date(2025, 11, 30)]


def found(reason: str, accepted_on: dt.date, filed_on: dt.date) -> list[dt.date]:
    """The last days of changes that come too late."""
    rows = pd.DataFrame(
        {
            "message": [3],
            "first_accepted_on": [accepted_on],
            "received_on": pd.to_datetime([filed_on]),
        }
    )
    first = pd.Series([reason], index=rows.index)
    return [day.date() for day in too_late(rows, first, RULES)["last_on"]]
