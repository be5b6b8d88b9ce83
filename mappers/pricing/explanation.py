"""How a line came to its amounts: step by step, from what is stored beside it.

The steps are computed anew, in plain whole numbers, from the quantities of the line and the terms
it bears: they end in the amounts of the book, or the book is wrong.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import prod
from typing import Any, Final

import pandas as pd

from ledger.charges import BASES, CHARGES, LESS_CONTENT
from ledger.money import MILLION
from ledger.rates import unit_price
from mappers.pricing.terms import ROUNDING, Terms, rates_of, remitted_ppm

VALUE_FOR_DUTY: Final = "value_for_duty"
CONVERSION: Final = "conversion"
REMISSION: Final = "remission"


@dataclass(frozen=True, kw_only=True)
class Quantities:
    """What a line declares that its amounts are computed from."""

    value_for_currency_conversion_cents: int
    quantity_thousandths: int
    currency: str
    unit: str
    content_cents: int = 0


@dataclass(frozen=True, kw_only=True)
class ByQuantity:
    """An amount for each unit: so many units, at a price, and what that comes to."""

    quantity_thousandths: int
    declared_unit: str
    specific_micros: int
    unit: str
    factor_ppm: int
    cents: int


@dataclass(frozen=True, kw_only=True)
class Step:
    """One amount of a line, and all that it was computed from.

    ``charge`` is ``value_for_duty`` or one of the charges; ``rule`` is ``conversion``, ``free, ad
    valorem, specific, sum, greater, lesser, shortfall``, or ``remission``, whose cents are
    negative. ``share_cents`` is ``rate_ppm`` of ``base_cents``; ``sources`` are rows of the
    reference tables, in force on the ``day`` that the column of this name says.
    """

    charge: str
    rule: str
    base: str
    base_cents: int
    rate_ppm: int
    share_cents: int
    by_quantity: ByQuantity | None = None
    cents: int
    sources: tuple[str, ...]
    day: str
    kind: str | None = None
    rounding: str = field(default=ROUNDING)


def quantities_of(line: Mapping[Any, Any]) -> Quantities:
    """Return what a line declares, given its columns; a claim of content may be null."""
    content = line["content_cents"]
    return Quantities(
        value_for_currency_conversion_cents=int(line["value_for_currency_conversion_cents"]),
        quantity_thousandths=int(line["quantity_thousandths"]),
        currency=line["currency"],
        unit=line["unit"],
        content_cents=0 if pd.isna(content) else int(content),
    )


def explain(quantities: Quantities, terms: Terms, exchange_terms: Terms) -> list[Step]:
    """Return every step of a line's price, in the order in which they are computed."""
    steps = [_conversion(quantities, exchange_terms)]
    for charge in CHARGES:
        before = amounts(steps)
        computed = [
            _step(charge, _base_cents(rate, before, quantities), rate, quantities)
            for rate in rates_of(terms, charge)
        ]
        steps += computed
        steps += _remission(charge, sum(step.cents for step in computed), terms)
    return steps


def amounts(steps: Iterable[Step]) -> dict[str, int]:
    """Return the cents that steps come to: value for duty, and each charge."""
    found = dict.fromkeys((VALUE_FOR_DUTY, *CHARGES), 0)
    for step in steps:
        found[step.charge] += step.cents
    return found


def half_up(factors: Sequence[int], divisor: int) -> int:
    """Return a product of whole numbers, none below zero, divided and rounded half up."""
    return (2 * prod(factors) + divisor) // (2 * divisor)


def _conversion(quantities: Quantities, exchange_terms: Terms) -> Step:
    rate = exchange_terms["exchange"]
    value = quantities.value_for_currency_conversion_cents
    cents = half_up((value, rate["rate_ppm"]), MILLION)
    return Step(
        charge=VALUE_FOR_DUTY,
        rule=CONVERSION,
        base="value_for_currency_conversion",
        base_cents=value,
        rate_ppm=rate["rate_ppm"],
        share_cents=cents,
        cents=cents,
        sources=(rate["source"],),
        day=rate["day"],
    )


def _base_cents(rate: Terms, before: Mapping[str, int], quantities: Quantities) -> int:
    """Return what a rate is a share of, given the amounts before its charge."""
    value = before[VALUE_FOR_DUTY]
    if rate["base"] == LESS_CONTENT:
        least = half_up((value, rate["content_least_ppm"]), MILLION)
        return value - max(least, min(quantities.content_cents, value))
    return value + sum(before[name] for name in BASES[rate["base"]])


def _step(charge: str, base_cents: int, rate: Terms, quantities: Quantities) -> Step:
    share = half_up((base_cents, rate["rate_ppm"]), MILLION)
    by_quantity = _by_quantity(rate, quantities)
    factor_source = (rate["factor_source"],) if "factor_source" in rate else ()
    return Step(
        charge=charge,
        rule=rate["rule"],
        base=rate["base"],
        base_cents=base_cents,
        rate_ppm=rate["rate_ppm"],
        share_cents=share,
        by_quantity=by_quantity,
        cents=_combined(rate["rule"], share, by_quantity),
        sources=(rate["source"], *factor_source),
        day=rate["day"],
        kind=rate.get("kind"),
    )


def _by_quantity(rate: Terms, quantities: Quantities) -> ByQuantity | None:
    if "specific_micros" not in rate:
        return None
    cents, thousandths = unit_price(rate["specific_micros"], rate["factor_ppm"])
    return ByQuantity(
        quantity_thousandths=quantities.quantity_thousandths,
        declared_unit=quantities.unit,
        specific_micros=rate["specific_micros"],
        unit=rate["unit"],
        factor_ppm=rate["factor_ppm"],
        cents=half_up((quantities.quantity_thousandths, cents), thousandths),
    )


def _combined(rule: str, share: int, by_quantity: ByQuantity | None) -> int:
    if by_quantity is None:
        return share
    if rule == "greater":
        return max(share, by_quantity.cents)
    if rule == "lesser":
        return min(share, by_quantity.cents)
    if rule == "shortfall":
        return max(by_quantity.cents - share, 0)
    return share + by_quantity.cents


def _remission(charge: str, charged: int, terms: Terms) -> Iterator[Step]:
    """Yield what is remitted of a charge; its reliefs together, rounded once."""
    reliefs = [each for each in terms.get("reliefs", ()) if each["charge"] == charge]
    if not reliefs:
        return
    share = remitted_ppm(terms, charge)
    cents = half_up((charged, share), MILLION)
    yield Step(
        charge=charge,
        rule=REMISSION,
        base=charge,
        base_cents=charged,
        rate_ppm=share,
        share_cents=cents,
        cents=-cents,
        sources=tuple(each["source"] for each in reliefs),
        day=reliefs[0]["day"],
    )
