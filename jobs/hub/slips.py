"""Slips of the calendar: what is done for good is not done for a day that is still to come."""

import datetime as dt

from jobs.hub import JobRefused


def refuse_future(day: dt.date, today: dt.date) -> None:
    """Raise JobRefused for a date later than the business date now."""
    if day > today:
        raise JobRefused(f"{day} is still to come: today is {today}")
