"""What the HTTP API lets one user ask for: ``config/rules/api.toml``."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class ApiLimit:
    """From a day on: a bucket of ``burst`` tokens a user, refilled by the minute, and bounds."""

    effective_from: dt.date
    tokens_per_minute: int
    burst: int
    export_tokens: int
    lines_per_token: int
    lines_max: int
    page_max: int
