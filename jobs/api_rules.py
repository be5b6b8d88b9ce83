"""What the HTTP API lets one user ask for: ``config/rules/api.toml``."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class ApiLimit:
    """From a day on: a bucket of ``burst`` tokens a user, refilled by the minute.

    A request takes one token; an export, and each so many lines of a calculation, more.
    """

    effective_from: dt.date
    tokens_per_minute: int
    burst: int
    export_tokens: int
    lines_per_token: int
