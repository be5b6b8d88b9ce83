"""The slow, plain twin of ``ledger.charges``: one line, with Decimal."""

from decimal import ROUND_HALF_UP, Decimal


def price(
    value_cents: int, exchange_rate_ppm: int, duty_rate_ppm: int, gst_rate_ppm: int
) -> tuple[int, int, int]:
    """Return value for duty, duty and GST in cents, each rounded half up."""
    value_for_duty = _times(value_cents, exchange_rate_ppm)
    duty = _times(value_for_duty, duty_rate_ppm)
    return value_for_duty, duty, _times(value_for_duty + duty, gst_rate_ppm)


def _times(cents: int, rate_ppm: int) -> int:
    exact = Decimal(cents) * Decimal(rate_ppm) / Decimal(1_000_000)
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP))
