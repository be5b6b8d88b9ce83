"""Business dates: the calendar day in Toronto."""

import datetime as dt

from jobs.settings import BUSINESS_ZONE


def business_date(moment: dt.datetime) -> dt.date:
    """Return the business date that a moment falls on."""
    return moment.astimezone(BUSINESS_ZONE).date()
