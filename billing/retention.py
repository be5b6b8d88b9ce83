"""How long bytes are kept: a dated rule."""

import datetime as dt
from dataclasses import dataclass

from ledger.dated_rules import in_force_on


@dataclass(frozen=True)
class RetentionRule:
    """Bytes are kept this many months after their own, from a day on."""

    effective_from: dt.date
    months: int

    def free_on(self, last_on: dt.date) -> dt.date:
        """Return the last day on which the bytes of a month that ended on a day are kept."""
        months = last_on.year * 12 + last_on.month + self.months
        return dt.date(months // 12, months % 12 + 1, 1) - dt.timedelta(days=1)


def retention_on(rules: tuple[RetentionRule, ...], day: dt.date) -> RetentionRule:
    """Return the rule in force on a day; LookupError when there is none."""
    return in_force_on(rules, day, "retention rule")
