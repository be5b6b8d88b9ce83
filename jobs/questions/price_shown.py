"""A priced line as data for a program: amounts as decimal texts, every step, every finding."""

from collections.abc import Mapping
from dataclasses import dataclass

from jobs.questions.duty import LineFinding, LinePrice
from jobs.questions.price_words import step_name, step_words
from ledger.money import decimal_text
from mappers.pricing.explanation import ByQuantity, Step
from parsers.findings import describe, remedy


@dataclass(frozen=True, kw_only=True)
class QuantityShown:
    """The part of a charge that is by quantity.

    ``specific_micros``: millionths of a dollar a unit. ``factor_ppm``: millionths of that unit in
    one declared unit.
    """

    quantity_thousandths: int
    declared_unit: str
    specific_micros: int
    unit: str
    factor_ppm: int
    amount: str


@dataclass(frozen=True, kw_only=True)
class StepShown:
    """One amount, what it was computed from, and the rows of the reference tables behind it."""

    charge: str
    kind: str | None
    name: str
    words: str
    rule: str
    base: str
    base_amount: str
    rate_ppm: int
    share: str
    by_quantity: QuantityShown | None
    amount: str
    sources: tuple[str, ...]
    day: str
    rounding: str


@dataclass(frozen=True, kw_only=True)
class FindingShown:
    """Why the line cannot be priced: a code, the element at fault, and what to do."""

    code: str
    element: str
    value: str | None
    expected: str | None
    text: str
    remedy: str


@dataclass(frozen=True, kw_only=True)
class LineShown:
    """The price of one line, or the findings that stand against it.

    ``suspended`` tells that the charges wait for a later declaration.
    """

    priced: bool
    amounts: Mapping[str, str]
    payable: str | None
    suspended: bool
    steps: tuple[StepShown, ...]
    findings: tuple[FindingShown, ...]


def line_shown(price: LinePrice, currency: str, language: str) -> LineShown:
    """Return a priced line as data, its words in a language."""
    return LineShown(
        priced=not price.findings,
        amounts={name: decimal_text(cents) for name, cents in price.amounts.items()},
        payable=None if price.findings else decimal_text(price.payable_cents),
        suspended=price.suspended is not None,
        steps=tuple(_step(step, currency, language) for step in price.steps),
        findings=tuple(_finding(finding, language) for finding in price.findings),
    )


def _step(step: Step, currency: str, language: str) -> StepShown:
    return StepShown(
        charge=step.charge,
        kind=step.kind,
        name=step_name(step, language),
        words=step_words(step, currency, language),
        rule=step.rule,
        base=step.base,
        base_amount=decimal_text(step.base_cents),
        rate_ppm=step.rate_ppm,
        share=decimal_text(step.share_cents),
        by_quantity=None if step.by_quantity is None else _by_quantity(step.by_quantity),
        amount=decimal_text(step.cents),
        sources=step.sources,
        day=step.day,
        rounding=step.rounding,
    )


def _by_quantity(by: ByQuantity) -> QuantityShown:
    return QuantityShown(
        quantity_thousandths=by.quantity_thousandths,
        declared_unit=by.declared_unit,
        specific_micros=by.specific_micros,
        unit=by.unit,
        factor_ppm=by.factor_ppm,
        amount=decimal_text(by.cents),
    )


def _finding(finding: LineFinding, language: str) -> FindingShown:
    return FindingShown(
        code=finding.code,
        element=finding.element,
        value=finding.value,
        expected=finding.expected,
        text=describe(finding.code, finding.value, finding.expected, language),
        remedy=remedy(finding.code, language),
    )
