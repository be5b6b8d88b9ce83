"""Business dates: the calendar day in Toronto."""

import datetime as dt

from jobs.hub.settings import BUSINESS_ZONE


def business_date(moment: dt.datetime) -> dt.date:
    """Return the business date that a moment falls on."""
    return moment.astimezone(BUSINESS_ZONE).date()


def received_on(modified_at: dt.datetime, *, now: dt.datetime, first_on: dt.date) -> dt.date:
    """Return the business date of a file's arrival: not before a day, and not after now."""
    return max(min(business_date(modified_at), business_date(now)), first_on)
