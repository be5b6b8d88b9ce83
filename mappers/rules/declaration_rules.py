"""What a declaration is checked, priced and filed by: dated rules of ``config/rules/``."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from billing.filing import HandFiledRule, SecurityRule, TypeRule
from billing.interest_start import PrescribedDayRule
from ledger.charges import BASES, CHARGES, LESS_CONTENT
from mappers.rules.check_digits import CHECK_DIGITS
from mappers.rules.rated import DAYS, RATED


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
class WindowRule:
    """How long after acceptance a change may name a reason, or one that goes on from it.

    From a day of filing on. One of a ``charge`` is for adjustments that take some of it back;
    without a ``reason`` and a charge the window decides nothing.
    """

    effective_from: dt.date
    of: str
    reason: str
    charge: str
    years: int
    days: int


WINDOW_CHARGES: Final = ("", "sima")
"""The charges that a window may be of: what the book tells of a declaration that stands."""


@dataclass(frozen=True)
class ReasonListRule:
    """Whether the list of reasons for a change is complete, from a day of filing on."""

    effective_from: dt.date
    complete: bool


@dataclass(frozen=True)
class CheckDigitRule:
    """How the last digit of a number is checked, from a day until the next rule starts."""

    effective_from: dt.date
    algorithm: str

    def __post_init__(self) -> None:
        """Refuse an algorithm that is not there."""
        if self.algorithm not in CHECK_DIGITS:
            raise ValueError(f"check digit {self.algorithm!r}: not one of {sorted(CHECK_DIGITS)}")


@dataclass(frozen=True)
class ReservationRule:
    """How long a number that was accepted from a day on may not be used again."""

    effective_from: dt.date
    years: int
    months: int


@dataclass(frozen=True)
class PlausibilityRule:
    """From when on what is taken for a slip: told as a warning, never refused.

    ``days_ahead_max`` is how far ahead of its receipt a file may be dated, and
    ``charge_times_value_max`` how many times its value for duty a charge of a line may be.
    """

    effective_from: dt.date
    days_ahead_max: int
    charge_times_value_max: int


@dataclass(frozen=True)
class SimaAnswerRule:
    """Which SIMA codes answer a measure in force, in declarations filed from a day on."""

    effective_from: dt.date
    codes: tuple[str, ...]


@dataclass(frozen=True)
class RateDay:
    """The day that the rate of a charge is taken on, for some types of declaration or for all."""

    effective_from: dt.date
    charge: str
    day: str
    cad_types: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a charge or a day that there is not."""
        if self.charge not in RATED or self.day not in DAYS:
            raise ValueError(f"{self.charge} on {self.day}: neither may be")


@dataclass(frozen=True)
class ChargeBase:
    """What a charge is a share of."""

    effective_from: dt.date
    charge: str
    base: str

    def __post_init__(self) -> None:
        """Refuse a charge or a base that there is not."""
        if self.charge not in CHARGES or self.base not in CHARGE_BASES:
            raise ValueError(f"{self.charge} of {self.base}: neither may be")


CHARGE_BASES: Final = tuple(name for name in BASES if name != LESS_CONTENT)
"""The bases that a whole charge may have; that without content needs an order's least share."""


@dataclass(frozen=True)
class DeclarationRules:
    """Every rule of each kind; the newest in force on a day applies."""

    line_limits: tuple[LineLimit, ...]
    check_digits: tuple[CheckDigitRule, ...]
    reservations: tuple[ReservationRule, ...]
    mandatory: tuple[MandatoryElements, ...]
    plausibility: tuple[PlausibilityRule, ...]
    sima_answers: tuple[SimaAnswerRule, ...]
    cad_types: tuple[TypeRule, ...]
    security: tuple[SecurityRule, ...]
    hand_filed: tuple[HandFiledRule, ...]
    versions: tuple[VersionRule, ...]
    windows: tuple[WindowRule, ...]
    reason_lists: tuple[ReasonListRule, ...]
    rate_days: tuple[RateDay, ...]
    charge_bases: tuple[ChargeBase, ...]
    prescribed_days: tuple[PrescribedDayRule, ...]
