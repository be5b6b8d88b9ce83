"""What a declaration is checked, priced and filed by: dated rules of ``config/rules/``."""

import datetime as dt
from dataclasses import dataclass

from billing.filing import TypeRule
from mappers.rate_days import RateDay
from mappers.transaction_numbers import CheckDigitRule, ReservationRule


@dataclass(frozen=True)
class LineLimit:
    """The most lines a declaration may have."""

    effective_from: dt.date
    lines_max: int


@dataclass(frozen=True)
class MandatoryElements:
    """The columns that declarations of one type, and their lines, must fill."""

    effective_from: dt.date
    cad_type: str
    declaration: tuple[str, ...]
    line: tuple[str, ...]


@dataclass(frozen=True)
class VersionRule:
    """Until when a declaration may be changed, and how."""

    effective_from: dt.date
    correction_requires_rpp: bool
    adjustment_years: int
    service_standard_days: int


@dataclass(frozen=True)
class DeclarationRules:
    """Every rule of each kind; the newest in force on a day applies."""

    line_limits: tuple[LineLimit, ...]
    check_digits: tuple[CheckDigitRule, ...]
    reservations: tuple[ReservationRule, ...]
    mandatory: tuple[MandatoryElements, ...]
    cad_types: tuple[TypeRule, ...]
    versions: tuple[VersionRule, ...]
    rate_days: tuple[RateDay, ...]
