"""When a DAG runs by itself: a cron expression in the zone of business dates."""

from datetime import timedelta
from typing import Final

from airflow.sdk import CronTriggerTimetable

ZONE: Final = "America/Toronto"

JUST_MISSED: Final = timedelta(minutes=5)
"""A first run is made up for if its time passed so shortly ago, while the DAG was being read."""


def toronto(cron: str) -> CronTriggerTimetable:
    """Return a schedule whose first run is the next one to come.

    A DAG with a start date makes up for the last run before it existed, so that a fresh stack
    would start one run of every DAG at the same second, for days on which there was no book.
    Once a DAG has run, a night that an outage took is made up for as before.
    """
    return CronTriggerTimetable(cron, timezone=ZONE, run_immediately=JUST_MISSED)
