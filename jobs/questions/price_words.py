"""Rates and the steps of a price as people read them."""

from mappers.pricing.explanation import CONVERSION, REMISSION, ByQuantity, Step
from mappers.pricing.terms import rule_of
from words.charges import charge_name
from words.numbers import NBSP, decimal, format_cents, money, per_unit, percent
from words.prices import say


def step_name(step: Step, language: str) -> str:
    """Return how people call what a step computes."""
    return charge_name(step.kind or step.charge, language)


def rate_words(
    rate_ppm: int,
    specific_micros: int,
    specific_unit: str | None,
    combination: str,
    language: str,
) -> str:
    """Return a rate as a tariff prints it: ``6.5%``, ``$0.05/KGM``, both combined, or ``free``."""
    share = percent(rate_ppm, language)
    if not specific_micros:
        return share if rate_ppm else say("free", language)
    specific = per_unit(specific_micros, specific_unit or "", language)
    rule = rule_of(rate_ppm, specific_micros, combination)
    return specific if rule == "specific" else say(rule, language, share=share, specific=specific)


def step_words(step: Step, currency: str, language: str) -> str:
    """Return how a step came to its amount, in one line; ``currency`` is that of the value."""
    rate = percent(step.rate_ppm, language)
    if step.rule == CONVERSION:
        value = format_cents(step.base_cents, language)
        return f"{value}{NBSP}{currency} × {decimal(step.rate_ppm, 6, 4, language)}"
    base = money(step.base_cents, language)
    if step.rule == REMISSION:
        return say("remitted", language, rate=rate, base=base)
    share = say("of", language, rate=rate, base=base)
    if step.by_quantity is None:
        return share if step.rate_ppm else say("free", language)
    specific = _by_quantity(step.by_quantity, language)
    if step.rule == "specific":
        return specific
    return say(step.rule, language, share=share, specific=specific)


def _by_quantity(by: ByQuantity, language: str) -> str:
    price = per_unit(by.specific_micros, by.unit, language)
    quantity = decimal(by.quantity_thousandths, 3, 0, language)
    if by.declared_unit == by.unit:
        return f"{quantity}{NBSP}{by.declared_unit} × {price}"
    converted = decimal(by.quantity_thousandths * by.factor_ppm, 9, 0, language)
    factor = f"{decimal(by.factor_ppm, 6, 0, language)}{NBSP}{by.unit}/{by.declared_unit}"
    return f"{quantity}{NBSP}{by.declared_unit} × {factor} = {converted}{NBSP}{by.unit} × {price}"
