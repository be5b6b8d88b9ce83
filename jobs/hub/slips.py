"""Slips of the calendar: what is done for good is not done for a date far ahead of the book."""

import datetime as dt

from jobs.hub import JobRefused

DAYS_AHEAD_MAX = 31


def refuse_slip(day: dt.date, newest: dt.date | None) -> None:
    """Raise JobRefused for a date more than a month after the newest arrival or close.

    An empty book has none, and nothing that could be done to it too early.
    """
    if newest is not None and (day - newest).days > DAYS_AHEAD_MAX:
        raise JobRefused(f"{day} is more than a month after {newest}, the newest date in the book")
