"""A file of the made-up world: who drops it into its ``in/``, on which day."""

import datetime as dt
from typing import NamedTuple

RECIPIENT = "CARMHUB"


class Dropped(NamedTuple):
    """One file; ``carries`` counts its declarations, payments, deposits or rows."""

    day: dt.date
    partner_id: str
    name: str
    form: str
    carries: int
    content: bytes
    repeats: bool = False
    """Whether the same bytes were dropped before."""
