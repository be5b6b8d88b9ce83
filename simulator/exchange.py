"""What a foreign dollar is worth in the made-up world: a rate a day, which moves a little."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from random import Random
from typing import Final

DAYS_BEFORE: Final = 45
"""For so many days before the first of the world there are rates too: goods are shipped earlier."""
_KEPT_DAYS: Final = 2 * DAYS_BEFORE
_STARTS: Final = {
    "USD": 1_382_500,
    "EUR": 1_504_200,
    "CNY": 193_800,
    "MXN": 69_400,
    "JPY": 9_212,
}
"""Millionths of a Canadian dollar, in the order of what the Bank of Canada publishes."""
_MOVE_MAX: Final = 3
"""In thousandths of the rate, up or down, in a day."""


class ExchangeRates:
    """Rates by day, from DAYS_BEFORE the first day on; those of long ago are let go."""

    def __init__(self, seed: str, first_on: dt.date) -> None:
        self._random = Random(f"{seed} exchange")
        self._last = dict(_STARTS)
        self._days: dict[dt.date, dict[str, Decimal]] = {}
        for back in range(DAYS_BEFORE, 0, -1):
            self.publish(first_on - dt.timedelta(days=back))

    def publish(self, day: dt.date) -> Mapping[str, Decimal]:
        """Return the rates of the next day, by currency."""
        for currency, rate in self._last.items():
            moved = rate * self._random.randint(-_MOVE_MAX, _MOVE_MAX) // 1000
            self._last[currency] = rate + moved
        self._days[day] = {name: Decimal(rate) / 1_000_000 for name, rate in self._last.items()}
        self._days.pop(day - dt.timedelta(days=_KEPT_DAYS), None)
        return self._days[day]

    def on(self, day: dt.date, currency: str) -> Decimal:
        """Return the rate of a currency to the Canadian dollar on a day."""
        return Decimal(1) if currency == "CAD" else self._days[day][currency]

    @property
    def days(self) -> Mapping[dt.date, Mapping[str, Decimal]]:
        """The days that are known, oldest first."""
        return self._days
