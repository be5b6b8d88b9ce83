"""For some reasons a declaration is changed for less than four years."""

import datetime as dt

import pandas as pd
import pytest

from jobs.hub.settings import ROOT
from jobs.rules import read_rules
from ledger.dated_rules import newest_on
from mappers.checks.version_checks import taken_back_too_late, too_late

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


SIMA = tuple(window for window in RULES.windows if window.charge == "sima")


@pytest.mark.parametrize(
    ("before", "after", "filed_on", "last_on"),
    [
        (5_000, 0, dt.date(2027, 4, 10), None),
        (5_000, 0, dt.date(2027, 4, 11), dt.date(2027, 4, 10)),
        (5_000, 4_999, dt.date(2027, 4, 11), dt.date(2027, 4, 10)),
        (5_000, 5_000, dt.date(2027, 4, 11), None),
        (0, 5_000, dt.date(2027, 4, 11), None),
    ],
)
def test_sima_duty_is_taken_back_within_120_days(before, after, filed_on, last_on):
    """Deemed determined 30 days after accounting, then 90 days; what adds duty is not asked."""
    rows = pd.DataFrame(
        {
            "first_accepted_on": [dt.date(2026, 12, 11)],
            "received_on": pd.to_datetime([filed_on]),
            "sima_cents": [after],
            "sima_cents_before": [before],
        }
    )
    days = [day.date() for day in taken_back_too_late(rows, SIMA[0])["last_on"]]
    assert days == ([] if last_on is None else [last_on])


def test_the_window_of_sima_holds_from_its_day_of_filing():
    """What is filed to the end of 2026 is under the older row, which decides nothing."""
    of = [window for window in RULES.windows if window.of == SIMA[0].of]
    assert newest_on(of, dt.date(2026, 12, 31)).charge == ""
    assert newest_on(of, dt.date(2027, 1, 1)) == SIMA[0]


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
