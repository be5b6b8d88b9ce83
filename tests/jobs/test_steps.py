"""What scheduled tasks call."""

import datetime as dt

import pytest

from jobs import steps
from jobs.hub import JobRefused


def test_a_date_asked_for_comes_first():
    """By hand, then passed on by the run before; a run without any date is refused at once."""
    asked = {"business_date": "2026-11-25"}
    assert steps.date_of_run(asked, None, "2026-11-24") == dt.date(2026, 11, 25)
    assert steps.date_of_run({}, None, "2026-11-24") == dt.date(2026, 11, 24)
    with pytest.raises(JobRefused, match="business_date"):
        steps.date_of_run(None, None)
