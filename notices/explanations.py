"""A step of a price as a sentence, in English or French."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from ledger.money import format_cents
from mappers.explanation import CONVERSION, REMISSION, Step

_EN, _FR = 0, 1
_NAMES: Final[Mapping[str, tuple[str, str]]] = {
    "value_for_currency_conversion": (
        "value for currency conversion", "valeur pour conversion de devise",
    ),
    "value_for_duty": ("value for duty", "valeur en douane"),
    "duty_paid_value": ("duty-paid value", "valeur à l'acquitté"),
    "value_for_tax": ("value for tax", "valeur pour la taxe"),
    "duty": ("duty", "droits"),
    "sima": ("SIMA duty", "droits LMSI"),
    "surtax": ("surtax", "surtaxe"),
    "excise": ("excise", "accise"),
    "gst": ("GST", "TPS"),
    "anti_dumping": ("anti-dumping duty", "droits antidumping"),
    "countervailing": ("countervailing duty", "droits compensateurs"),
    "free": ("free", "en franchise"),
    "sum": ("both together", "les deux ensemble"),
    "greater": ("the greater of the two", "le plus élevé des deux"),
    "lesser": ("the lesser of the two", "le moins élevé des deux"),
    "release_on": ("on the release date", "à la date de mainlevée"),
    "direct_shipment_on": (
        "on the date of direct shipment", "à la date d'expédition directe",
    ),
    "accounted_on": ("on the date of accounting", "à la date de déclaration en détail"),
}  # fmt: skip


def sentence(step: Step, language: str) -> str:
    """Return what a step computes, of what, at which rate, from which rows, and its result."""
    name = _name(step.kind or step.charge, language)
    base = f"{_name(step.base, language)} {format_cents(step.base_cents, language)}"
    sources = f"{', '.join(step.sources)}; {_name(step.day, language)}"
    parts = [_share(step, base, language)]
    if step.by_quantity is not None:
        parts = ([] if step.rule == "specific" else parts) + [_by_quantity(step, language)]
    rule = _name(step.rule, language) if step.rule in {"sum", "greater", "lesser"} else ""
    computed = " ; ".join(part for part in (*parts, rule) if part)
    return f"{name}: {computed} = {format_cents(step.cents, language)} ({sources})"


def _share(step: Step, base: str, language: str) -> str:
    if step.rule == "free":
        return _name("free", language)
    if step.rule == CONVERSION:
        return f"{base} x {_number(step.rate_ppm, 1_000_000, language)}"
    of = " de " if language == "fr" else " of "
    remitted = {"fr": "remise de ", "en": "remission of "}[language]
    share = f"{_number(step.rate_ppm, 10_000, language)} %{of}{base}"
    return remitted + share if step.rule == REMISSION else share


def _by_quantity(step: Step, language: str) -> str:
    by = step.by_quantity
    if by is None:
        return ""
    quantity = f"{_number(by.quantity_thousandths, 1_000, language)} {by.declared_unit}"
    factor = (
        ""
        if by.unit == by.declared_unit
        else f" x {_number(by.factor_ppm, 1_000_000, language)} {by.unit}/{by.declared_unit}"
    )
    price = _number(by.specific_micros, 1_000_000, language)
    return f"{quantity}{factor} x {price} $/{by.unit}"


def _number(scaled: int, scale: int, language: str) -> str:
    """Return a scaled whole number as a decimal, without the zeros that end it."""
    text = f"{(Decimal(scaled) / scale).normalize():f}"
    return text.replace(".", ",") if language == "fr" else text


def _name(word: str, language: str) -> str:
    return _NAMES[word][_FR if language == "fr" else _EN]
