"""How often a user may try to be linked to an account, and how many answers it takes."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class LinkRule:
    """From a day on: ``answers`` right ones link; ``attempts`` wrong ones in ``hours`` stop.

    Attempts are counted for a user and for an account, each by itself.
    """

    effective_from: dt.date
    answers: int
    attempts: int
    hours: int
