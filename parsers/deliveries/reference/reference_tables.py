"""The reference tables, column by column: what they are called in files, and what they hold.

CSV files use the names of columns; JSON and XML the elements, which follow the agency's tariff
service where it has one (TariffNumber, ValidStartDate, ExciseTaxCode).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

SHARE_MAX: Final = 9_000_000
"""The largest share of a base, and the largest rate of exchange, in millionths: nine. A price knows
no larger one."""


class Kind(StrEnum):
    """What a text of a file becomes in the book."""

    TEXT = "text"
    DAY = "day"
    WHOLE = "whole number"
    FLAG = "flag"
    PERCENT = "percent"
    RATE = "rate"
    DOLLARS = "dollars"


@dataclass(frozen=True)
class Field:
    """One column: its name in the book and in files; an empty ``pattern`` is that of its kind."""

    column: str
    name: str
    element: str
    kind: Kind = Kind.TEXT
    pattern: str = ""
    shown_as: str = ""
    key: bool = False
    blank: str | None = None
    """What nothing means: a value of its own; None where something must be given."""
    optional: bool = False
    """Nothing stays nothing."""
    least: int = 0
    """The smallest number, as the book holds it."""
    most: int | None = None
    """The largest number, as the book holds it; None for that of the kind."""


@dataclass(frozen=True)
class Table:
    """One reference table; ``file`` names its files, ``element`` its rows in JSON and XML."""

    name: str
    file: str
    element: str
    fields: tuple[Field, ...]
    dated: bool = True

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns that name what a row is about, whatever its dates."""
        return tuple(field.column for field in self.fields if field.key)

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column of the book's table that a file gives."""
        return tuple(field.column for field in self.all_fields)

    @property
    def all_fields(self) -> tuple[Field, ...]:
        """The fields, with the dates that every dated table has."""
        return (*self.fields, *_DATES) if self.dated else self.fields


_DATES = (
    Field("effective_from", "effective_from", "ValidStartDate", Kind.DAY),
    Field("effective_to", "effective_to", "ValidEndDate", Kind.DAY, optional=True),
)


def _item(pattern: str = r"[0-9]{10}", shown_as: str = "") -> Field:
    return Field(
        "tariff_item", "tariff_item", "TariffNumber", pattern=pattern, shown_as=shown_as, key=True
    )


def _code(column: str, element: str, pattern: str = r"[A-Z0-9]{1,7}", shown_as: str = "") -> Field:
    return Field(column, column, element, pattern=pattern, shown_as=shown_as, key=True)


def _text(column: str, element: str, length: int = 200) -> Field:
    return Field(column, column, element, pattern=rf"[^\x00-\x1f]{{1,{length}}}")


def _rate(**changes: bool) -> Field:
    blank = None if changes.get("given") else "0"
    return Field("rate_ppm", "rate_percent", "RatePercent", Kind.PERCENT, blank=blank)


def _condition(column: str, element: str, pattern: str, shown_as: str) -> Field:
    """Return a key column that names what a line must say; nothing is anything."""
    return Field(
        column, column, element, pattern=rf"{pattern}|\*", shown_as=shown_as, key=True, blank="*"
    )


_ORIGIN = _code("origin_country", "CountryOfOrigin", r"[A-Z]{2}|\*", "a2, *")
_TREATMENT = _code("treatment", "TariffTreatment", r"[0-9]{2}", "n2")
_SOURCE = _text("source", "Source", 300)
_SPECIFIC = (
    Field("specific_micros", "specific_dollars", "SpecificRate", Kind.DOLLARS, blank="0"),
    Field(
        "specific_unit",
        "specific_unit",
        "SpecificRateUnit",
        pattern=r"[A-Z0-9]{2,3}",
        optional=True,
    ),
)
_COMBINATION = Field(
    "combination", "combination", "Combination", pattern="sum|greater|lesser", blank="sum"
)

_ALL = (
    Table(
        "tariff_item",
        "tariff_items",
        "TariffClassification",
        (
            _item(),
            Field("unit", "unit", "UnitOfMeasure", pattern=r"[A-Z0-9]{2,3}"),
            _text("description_en", "DescriptionEN", 400),
            _text("description_fr", "DescriptionFR", 400),
        ),
    ),
    Table(
        "tariff_rate",
        "tariff_rates",
        "CustomsDuty",
        (_item(r"[0-9]{10}|\*", "n10, *"), _TREATMENT, _rate(), *_SPECIFIC, _COMBINATION),
    ),
    Table(
        "treatment_origin",
        "treatment_origins",
        "TreatmentOrigin",
        (_TREATMENT, _code("country", "CountryOfOrigin", r"[A-Z]{2}|\*", "a2, *")),
    ),
    Table(
        "exchange_rate",
        "exchange_rates",
        "ForeignExchangeRate",
        (
            _code("currency", "FromCurrency", r"[A-Z]{3}", "a3 (ISO 4217)"),
            Field("rate_ppm", "rate", "Rate", Kind.RATE, least=1, most=SHARE_MAX),
        ),
    ),
    Table(
        "gst_rate",
        "gst_rates",
        "GstRate",
        (
            Field("gst_code", "gst_code", "GstCode", pattern=r"[A-Z0-9]{0,7}", key=True, blank=""),
            _rate(given=True),
            _SOURCE,
        ),
    ),
    Table(
        "excise_rate",
        "excise_rates",
        "ExciseTax",
        (_code("excise_code", "ExciseTaxCode"), _rate(), *_SPECIFIC, _COMBINATION, _SOURCE),
    ),
    Table(
        "sima_measure",
        "sima_measures",
        "SimaMeasure",
        (
            _item(),
            _ORIGIN,
            _code("measure", "Measure", r"[^\x00-\x1f]{1,35}"),
            _code("kind", "Kind", "anti_dumping|countervailing"),
            Field(
                "exporter",
                "exporter",
                "Exporter",
                pattern=r"[^\x00-\x1f]{1,35}",
                key=True,
                blank="*",
            ),
            _rate(),
            *_SPECIFIC,
            Field(
                "combination", "combination", "Combination", pattern="sum|shortfall", blank="sum"
            ),
            _SOURCE,
        ),
    ),
    Table(
        "surtax_measure",
        "surtax_measures",
        "SurtaxMeasure",
        (
            _code("surtax_code", "SurtaxCode"),
            _item(),
            _ORIGIN,
            _condition("treatment", "TariffTreatment", "[0-9]{2}", "n2, *"),
            _condition("melt_country", "CountryOfMelt", "[A-Z]{2}", "a2, *"),
            _rate(given=True),
            Field("rank", "rank", "Rank", Kind.WHOLE, least=1),
            Field("excludes_lower", "excludes_lower", "ExcludesLower", Kind.FLAG),
            Field(
                "base",
                "base",
                "Base",
                pattern="(value_less_content)?",
                shown_as="value_less_content",
                blank="",
            ),
            Field(
                "content_least_ppm",
                "content_least_percent",
                "ContentLeastPercent",
                Kind.PERCENT,
                blank="0",
                most=1_000_000,
            ),
            Field("in_transit_on", "in_transit_on", "InTransitDate", Kind.DAY, optional=True),
            Field(
                "stays_subject",
                "stays_subject",
                "StaysSubject",
                pattern=r"99[0-9]{2}( 99[0-9]{2})*|none|\*",
                shown_as="numbers of chapter 99 apart by spaces, none, *",
                blank="*",
            ),
            Field("permit_exempts", "permit_exempts", "PermitExempts", Kind.FLAG, blank="false"),
            Field("filed_from", "filed_from", "FiledFrom", Kind.DAY, blank="1998-01-01"),
            _SOURCE,
        ),
    ),
    Table(
        "relief",
        "reliefs",
        "Relief",
        (
            _code("list", "List", "tariff_code|special_authority|licence"),
            _code("code", "Code", r"[A-Z0-9][A-Z0-9\-]{0,15}", "an..16"),
            _code("charge", "Charge", "duty|sima|surtax|excise|gst"),
            Field(
                "remitted_ppm", "remitted_percent", "RemittedPercent", Kind.PERCENT, most=1_000_000
            ),
            _SOURCE,
        ),
    ),
    Table(
        "unit_factor",
        "unit_factors",
        "UnitFactor",
        (
            _code("from_unit", "FromUnit", r"[A-Z0-9]{2,3}"),
            _code("to_unit", "ToUnit", r"[A-Z0-9]{2,3}"),
            Field("factor_ppm", "factor", "Factor", Kind.RATE, least=1),
            _SOURCE,
        ),
    ),
    Table(
        "holiday",
        "holidays",
        "Holiday",
        (
            Field("holiday_on", "holiday_on", "Date", Kind.DAY, key=True),
            Field("province", "province", "Province", pattern=r"([A-Z]{2})?", key=True, blank=""),
            _text("name_en", "NameEN"),
            _text("name_fr", "NameFR"),
            _SOURCE,
        ),
        dated=False,
    ),
    Table(
        "due_override",
        "due_overrides",
        "DueDateOverride",
        (
            _code("program", "Program", r"[a-z0-9_]{1,30}"),
            Field("rule_on", "rule_on", "RuleDate", Kind.DAY, key=True),
            Field("due_on", "due_on", "DueDate", Kind.DAY),
            _SOURCE,
        ),
        dated=False,
    ),
    Table(
        "prescribed_rate",
        "prescribed_rates",
        "PrescribedRate",
        (_rate(given=True), _SOURCE),
    ),
    Table(
        "waiver",
        "waivers",
        "Waiver",
        (
            _code(
                "kind",
                "Kind",
                "late_accounting_penalty|late_payment_penalty|late_payment_interest|outage",
            ),
            _SOURCE,
        ),
    ),
)

TABLES: Final[Mapping[str, Table]] = {table.name: table for table in _ALL}
"""Every reference table by its name in the book."""
