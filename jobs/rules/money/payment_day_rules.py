"""When a payment counts as paid, and what is accepted: ``config/rules/payment_days.toml``."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from billing.payment_caps import PER, CapRule
from billing.payment_days import COUNTED, METHODS, PaymentDayRule
from jobs.rules.rule_file import Fields, rule_file

FILE: Final = "payment_days.toml"


@dataclass(frozen=True)
class PaymentFile:
    """All that the file says."""

    days: tuple[PaymentDayRule, ...]
    caps: tuple[CapRule, ...]


def read_payment_rules(folder: Path) -> PaymentFile:
    """Read the cut-offs of each method, and what is accepted of some; every method has its day."""
    with rule_file(folder / FILE) as file:
        days = file.rules("payment_day", _day, lambda rule: [rule.method])
        if missing := sorted(set(METHODS) - {rule.method for rule in days}):
            raise file.wrong("payment_day", f"no rule for {', '.join(missing)}")
        return PaymentFile(days, file.rules("cap", _cap, lambda rule: [rule.method]))


def _day(row: Fields) -> PaymentDayRule:
    return PaymentDayRule(
        effective_from=row.day("effective_from"),
        method=row.one_of("method", METHODS),
        cut_off=row.time_of_day("cut_off"),
        zone=_zone(row),
        days=row.one_of("days", COUNTED),
    )


def _zone(row: Fields) -> ZoneInfo:
    name = row.text("zone")
    try:
        return ZoneInfo(name)
    except (ValueError, ZoneInfoNotFoundError) as fault:
        raise row.wrong("zone", f"{name!r} is no time zone") from fault


def _cap(row: Fields) -> CapRule:
    return CapRule(
        effective_from=row.day("effective_from"),
        method=row.one_of("method", METHODS),
        up_to_cents=row.cents("up_to"),
        per=row.one_of("per", PER),
    )
