"""What a declaration must keep to: ``config/rules/declarations.toml``."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from jobs.rules.rule_file import Fields, rule_file
from mappers.rules.check_digits import CHECK_DIGITS
from mappers.rules.declaration_rules import (
    CheckDigitRule,
    LineLimit,
    MandatoryElements,
    PlausibilityRule,
    ReservationRule,
    SimaAnswerRule,
)

FILE: Final = "declarations.toml"


@dataclass(frozen=True)
class DeclarationFile:
    """All that the file says."""

    line_limits: tuple[LineLimit, ...]
    check_digits: tuple[CheckDigitRule, ...]
    reservations: tuple[ReservationRule, ...]
    mandatory: tuple[MandatoryElements, ...]
    plausibility: tuple[PlausibilityRule, ...]
    sima_answers: tuple[SimaAnswerRule, ...]


def read_declaration_rules(folder: Path) -> DeclarationFile:
    """Read the bounds of declarations, their numbers, and what each type must fill."""
    with rule_file(folder / FILE) as file:
        return DeclarationFile(
            line_limits=file.rules("line_limit", _line_limit),
            check_digits=file.rules("check_digit", _check_digit),
            reservations=file.rules("number_reserved", _reservation),
            mandatory=file.rules("mandatory", _mandatory, lambda rule: [rule.cad_type]),
            plausibility=file.rules("plausibility", _plausibility),
            sima_answers=file.optional(
                "sima_answer", lambda name: file.rules(name, _sima_answer), ()
            ),
        )


def _line_limit(row: Fields) -> LineLimit:
    return LineLimit(row.day("effective_from"), row.whole("lines_max"))


def _check_digit(row: Fields) -> CheckDigitRule:
    return CheckDigitRule(row.day("effective_from"), row.one_of("algorithm", CHECK_DIGITS))


def _reservation(row: Fields) -> ReservationRule:
    return ReservationRule(row.day("effective_from"), row.whole("years"), row.whole("months"))


def _plausibility(row: Fields) -> PlausibilityRule:
    return PlausibilityRule(
        effective_from=row.day("effective_from"),
        days_ahead_max=row.whole("days_ahead_max"),
        charge_times_value_max=row.whole("charge_times_value_max"),
    )


def _sima_answer(row: Fields) -> SimaAnswerRule:
    return SimaAnswerRule(row.day("effective_from"), row.texts("codes"))


def _mandatory(row: Fields) -> MandatoryElements:
    return MandatoryElements(
        effective_from=row.day("effective_from"),
        cad_type=row.text("cad_type"),
        declaration=row.texts("declaration"),
        line=row.texts("line"),
    )
