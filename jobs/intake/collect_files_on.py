"""Take what partners dropped as received on a day that a person names: after an outage of ours."""

import datetime as dt
from collections import Counter

from jobs.hub import Hub
from jobs.intake import collect_files, deliver_documents
from jobs.intake.post_files import post_files


def run(hub: Hub, day: dt.date | None) -> Counter[str]:
    """Collect, post, answer and deliver once; return how many files had each outcome.

    Files are received on the day, or each on the day of its arrival where none is named.
    """
    outcomes = Counter(post_files(hub, collect_files.collect(hub, day)).values())
    outcomes["delivered"] = deliver_documents.run(hub)
    return outcomes
