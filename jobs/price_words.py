"""Rates and the steps of a price as people read them, in English and French."""

from collections.abc import Mapping
from typing import Final

from ledger.money import format_cents
from mappers.explanation import CONVERSION, REMISSION, ByQuantity, Step
from mappers.terms import rule_of

_NBSP: Final = "\N{NO-BREAK SPACE}"

CHARGE_NAMES: Final[Mapping[str, tuple[str, str]]] = {
    "value_for_duty": ("value for duty", "valeur en douane"),
    "duty": ("customs duty", "droits de douane"),
    "sima": ("SIMA duty", "droits de la LMSI"),
    "anti_dumping": ("anti-dumping duty", "droits antidumping"),
    "countervailing": ("countervailing duty", "droits compensateurs"),
    "surtax": ("surtax", "surtaxe"),
    "excise": ("excise", "accise"),
    "gst": ("GST", "TPS"),
    "payable": ("duties and taxes", "droits et taxes"),
}

_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "free": ("free", "en franchise"),
    "sum": ("{share} and {specific}", "{share} et {specific}"),
    "greater": (
        "{share} or {specific}, whichever is greater",
        "{share} ou {specific}, le plus élevé des deux",
    ),
    "lesser": (
        "{share} or {specific}, whichever is less",
        "{share} ou {specific}, le moins élevé des deux",
    ),
    "of": ("{rate} of {base}", "{rate} de {base}"),
    "remitted": ("{rate} of {base} remitted", "remise de {rate} de {base}"),
}


def charge_name(charge: str, language: str) -> str:
    """Return how people call a charge, or the kind of one."""
    return CHARGE_NAMES[charge][language == "fr"]


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
        return share if rate_ppm else _say("free", language)
    specific = per_unit(specific_micros, specific_unit or "", language)
    rule = rule_of(rate_ppm, specific_micros, combination)
    return specific if rule == "specific" else _say(rule, language, share=share, specific=specific)


def step_words(step: Step, currency: str, language: str) -> str:
    """Return how a step came to its amount, in one line; ``currency`` is that of the value."""
    rate = percent(step.rate_ppm, language)
    if step.rule == CONVERSION:
        value = format_cents(step.base_cents, language)
        return f"{value}{_NBSP}{currency} × {_decimal(step.rate_ppm, 6, 4, language)}"
    base = money(step.base_cents, language)
    if step.rule == REMISSION:
        return _say("remitted", language, rate=rate, base=base)
    share = _say("of", language, rate=rate, base=base)
    if step.by_quantity is None:
        return share if step.rate_ppm else _say("free", language)
    specific = _by_quantity(step.by_quantity, language)
    if step.rule == "specific":
        return specific
    return _say(step.rule, language, share=share, specific=specific)


def percent(ppm: int, language: str) -> str:
    """Return millionths as a percentage: ``6.5%`` or ``6,5 %``."""
    return f"{_decimal(ppm, 4, 0, language)}{_NBSP if language == 'fr' else ''}%"


def per_unit(micros: int, unit: str, language: str) -> str:
    """Return millionths of a dollar for a unit: ``$0.05/KGM`` or ``0,05 $/KGM``."""
    amount = _decimal(micros, 6, 2, language)
    return f"{amount}{_NBSP}$/{unit}" if language == "fr" else f"${amount}/{unit}"


def money(cents: int, language: str) -> str:
    """Return dollars: ``-$1,234.50`` or ``-1 234,50 $``."""
    if language == "fr":
        return f"{format_cents(cents, 'fr')}{_NBSP}$"
    return f"{'-' if cents < 0 else ''}${format_cents(abs(cents), 'en')}"


def _by_quantity(by: ByQuantity, language: str) -> str:
    price = per_unit(by.specific_micros, by.unit, language)
    quantity = _decimal(by.quantity_thousandths, 3, 0, language)
    if by.declared_unit == by.unit:
        return f"{quantity}{_NBSP}{by.declared_unit} × {price}"
    converted = _decimal(by.quantity_thousandths * by.factor_ppm, 9, 0, language)
    factor = f"{_decimal(by.factor_ppm, 6, 0, language)}{_NBSP}{by.unit}/{by.declared_unit}"
    return f"{quantity}{_NBSP}{by.declared_unit} × {factor} = {converted}{_NBSP}{by.unit} × {price}"


def _decimal(scaled: int, decimals: int, at_least: int, language: str) -> str:
    """Return a whole number of its last decimal, with no more zeros at the end than asked for."""
    whole, rest = divmod(scaled, 10**decimals)
    fraction = f"{rest:0{decimals}d}".rstrip("0").ljust(at_least, "0")
    grouped = f"{whole:,}" if language != "fr" else f"{whole:,}".replace(",", _NBSP)
    return grouped + (f"{',' if language == 'fr' else '.'}{fraction}" if fraction else "")


def _say(word: str, language: str, **values: str) -> str:
    return _WORDS[word][language == "fr"].format(**values)
