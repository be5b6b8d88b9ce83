"""What is accepted by card: of each payment, and since 2025-09-28 of a cycle."""

import datetime as dt

import pytest

from billing.payment_caps import Cap, cap_on
from jobs.hub.settings import ROOT
from jobs.rules.cycle_rules import read_cycle_rules
from jobs.rules.money.payment_day_rules import read_payment_rules

FOLDER = ROOT / "config" / "rules"
CAPS, CYCLES = read_payment_rules(FOLDER).caps, read_cycle_rules(FOLDER)


@pytest.mark.parametrize(
    ("day", "first", "last", "alone"),
    [
        ("2025-09-27", "2025-09-27", "2025-09-27", True),
        ("2025-09-28", "2025-09-28", "2025-10-17", False),
        ("2025-10-17", "2025-09-28", "2025-10-17", False),
        ("2025-10-18", "2025-10-18", "2025-11-17", False),
        ("2026-11-17", "2026-10-18", "2026-11-17", False),
        ("2026-11-18", "2026-11-18", "2026-12-17", False),
    ],
)
def test_the_cap_of_a_card_is_of_its_cycle(day: str, first: str, last: str, *, alone: bool):
    """4,999.99 from the 18th to the 17th, as far as the rule was in force."""
    on = dt.date.fromisoformat(day)
    expected = Cap(dt.date.fromisoformat(first), dt.date.fromisoformat(last), 499_999, alone)
    assert cap_on(CAPS, CYCLES, "card", on) == expected


def test_what_has_no_rule_has_no_cap():
    """Debit has none, nor has a card before the first rule."""
    assert cap_on(CAPS, CYCLES, "debit", dt.date(2026, 11, 20)) is None
    assert cap_on(CAPS, CYCLES, "card", dt.date(2024, 10, 20)) is None
