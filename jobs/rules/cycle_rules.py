"""The billing cycle of each program: ``config/rules/cycles.toml``."""

from pathlib import Path
from typing import Final

from billing.cycle import CycleRule
from jobs.rules.rule_file import Fields, rule_file

FILE: Final = "cycles.toml"


def read_cycle_rules(folder: Path) -> tuple[CycleRule, ...]:
    """Read the cycles as the law has them; days of free payment are reference data."""
    with rule_file(folder / FILE) as file:
        return file.rules("cycle", _cycle, lambda rule: [rule.program])


def _cycle(row: Fields) -> CycleRule:
    return CycleRule(
        program=row.text("program"),
        effective_from=row.day("effective_from"),
        last_day=row.day_of_month("last_day"),
        statement_day=row.day_of_month("statement_day"),
        statement_months_later=row.whole("statement_months_later"),
        due_after_day=row.day_of_month("due_after_day"),
        due_weekdays=row.whole("due_weekdays"),
        accounting_day_of_next_month=row.optional(
            "accounting_day_of_next_month", row.day_of_any_month, None
        ),
        accounted_when_due=row.optional("accounted_when_due", row.flag, otherwise=False),
    )
