"""The duty calculator: lines given as texts, priced like those of a declaration, nothing posted."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from jobs.hub import Hub
from jobs.intake.book_knowledge import BookKnowledge
from jobs.intake.knowledge import Knowledge
from jobs.intake.snapshot import Snapshot
from mappers.intake.calculator import Calculated, calculate
from mappers.pricing.explanation import Step, amounts, explain, quantities_of
from mappers.pricing.rate_days import SUSPENDED
from mappers.pricing.terms import Terms
from parsers import conversions as rule
from parsers.element_columns import element_of
from parsers.findings import shown
from parsers.message_tables import Collector
from parsers.values import Conversion, Fault, Value, iso_date

ELEMENTS: Final[Mapping[str, tuple[str, Conversion]]] = {
    "tariff_item": ("tariff_item", rule.TARIFF_ITEM),
    "origin_country": ("origin_country", rule.COUNTRY),
    "treatment": ("treatment", rule.TREATMENT),
    "value_for_currency_conversion": ("value_for_currency_conversion_cents", rule.AMOUNT),
    "currency": ("currency", rule.CURRENCY),
    "release_on": ("release_on", iso_date),
    "direct_shipment_on": ("direct_shipment_on", iso_date),
    "export_country": ("export_country", rule.COUNTRY),
    "quantity": ("quantity_thousandths", rule.QUANTITY),
    "unit": ("unit", rule.UNIT),
    "cad_type": ("cad_type", rule.CAD_TYPE),
    "tariff_code": ("tariff_code", rule.TARIFF_CODE),
    "sima_code": ("sima_code", rule.SIMA_CODE),
    "surtax_code": ("surtax_code", rule.SURTAX_CODE),
    "excise_code": ("excise_code", rule.EXCISE_CODE),
    "gst_code": ("gst_code", rule.GST_CODE),
    "special_authority": ("special_authority", rule.SPECIAL_AUTHORITY),
    "licence": ("licence", rule.LICENCE),
    "surtax_flag": ("surtax_flag", rule.SURTAX_FLAG),
    "melt_country": ("melt_country", rule.COUNTRY),
    "import_permit": ("import_permit", rule.IMPORT_PERMIT),
    "exporter": ("exporter", rule.EXPORTER),
    "content": ("content_cents", rule.AMOUNT),
}
"""What may be said of a line: the name of each element, its column and its format."""

MANDATORY: Final = (
    "tariff_item", "origin_country", "treatment", "value_for_currency_conversion", "currency",
    "release_on",
)  # fmt: skip
OF_THE_DECLARATION: Final = ("release_on", "cad_type")
DEFAULT_TYPE: Final = "AB"

_NAMES: Final = {element_of(column): name for name, (column, _) in ELEMENTS.items()}
"""The name of each element by the one that a rule's finding gives it."""

LineTexts = Mapping[str, str | None]
"""A line by the names of ELEMENTS. Without them, it was shipped on the day of its release, from
its country of origin, under type AB, and its quantity is in the unit of the tariff."""


@dataclass(frozen=True)
class LineFinding:
    """Why a line cannot be priced: a code of the catalogue, and the element it is about."""

    code: str
    element: str
    value: str | None
    expected: str | None


@dataclass(frozen=True)
class LinePrice:
    """What a line comes to, step by step; or, where there are findings, nothing.

    ``amounts`` are cents, of the value for duty and of every charge. ``suspended`` names the type
    of declaration under which the charges wait for a later one.
    """

    findings: tuple[LineFinding, ...]
    amounts: Mapping[str, int]
    steps: tuple[Step, ...]
    suspended: str | None = None

    @property
    def payable_cents(self) -> int:
        """All charges together."""
        charged = (cents for name, cents in self.amounts.items() if name != "value_for_duty")
        return sum(charged)


def price_by_book(
    hub: Hub, lines: Sequence[LineTexts], *, accounted_on: dt.date
) -> list[LinePrice]:
    """Price lines by the reference data of the book; one answer a line, in the order given."""
    with hub.book.reading() as tx:
        return _price(lines, BookKnowledge(hub, tx), accounted_on)


def price_by_snapshot(
    snapshot: Snapshot, lines: Sequence[LineTexts], *, accounted_on: dt.date
) -> list[LinePrice]:
    """Price lines by a folder like ``config/``, without a book."""
    return _price(lines, snapshot, accounted_on)


def _price(
    lines: Sequence[LineTexts], knowledge: Knowledge, accounted_on: dt.date
) -> list[LinePrice]:
    collector = Collector()
    answers: dict[int, LinePrice] = {}
    for number, texts in enumerate(lines):
        values, findings = _read(texts)
        if findings:
            answers[number] = LinePrice(findings, {}, ())
        else:
            _collect(collector, number, values)
    tables = collector.take()
    if not tables.lines.empty:
        calculated = calculate(
            tables,
            knowledge.reference(tables),
            accounted_on=accounted_on,
            rules=knowledge.rules.declarations,
        )
        answers |= _refused(calculated)
        answers |= _explained(calculated, lines)
    return [answers[number] for number in range(len(lines))]


def _read(texts: LineTexts) -> tuple[dict[str, Value], tuple[LineFinding, ...]]:
    """Return the columns that a line's texts fill, and what is wrong with any of them."""
    values: dict[str, Value] = {}
    findings = []
    for element, (column, convert) in ELEMENTS.items():
        text = texts.get(element)
        if not text:
            if element in MANDATORY:
                findings.append(LineFinding("VAL-001", element, None, None))
            continue
        value = convert(text, ".")
        if isinstance(value, Fault):
            findings.append(LineFinding(value.code, element, shown(text), value.expected))
        else:
            values[column] = value
    return values, tuple(findings)


def _collect(collector: Collector, number: int, values: Mapping[str, Value]) -> None:
    """Make a declaration of the line, which is all of it."""
    bytes_of_none = {"byte_from": 0, "byte_to": 0}
    of_declaration = {name: values[name] for name in OF_THE_DECLARATION if name in values}
    collector.add(
        "declarations",
        {
            "message": number,
            "function": "original",
            "cad_type": DEFAULT_TYPE,
            **of_declaration,
            **bytes_of_none,
        },
    )
    of_line = {name: value for name, value in values.items() if name not in OF_THE_DECLARATION}
    collector.add(
        "lines",
        {
            "message": number,
            "line_number": number + 1,
            "export_country": values["origin_country"],
            "direct_shipment_on": values["release_on"],
            "quantity_thousandths": 0,
            **of_line,
            **bytes_of_none,
        },
    )


def _refused(calculated: Calculated) -> dict[int, LinePrice]:
    found: dict[int, list[LineFinding]] = {}
    for row in calculated.faults.to_dict("records"):
        finding = LineFinding(
            row["code"], _NAMES[str(row["element"])], _text(row["value"]), _text(row["expected"])
        )
        found.setdefault(int(row["message"]), []).append(finding)
    return {number: LinePrice(tuple(findings), {}, ()) for number, findings in found.items()}


def _explained(calculated: Calculated, lines: Sequence[LineTexts]) -> dict[int, LinePrice]:
    priced = calculated.priced
    terms = dict(zip(priced.bases.keys, priced.bases.terms, strict=True))
    rates = dict(zip(priced.exchange.keys, priced.exchange.terms, strict=True))
    return {
        int(row["message"]): _line_price(
            row, terms[row["basis_key"]], rates[row["exchange_basis_key"]], lines
        )
        for row in priced.lines.to_dict("records")
    }


def _line_price(
    row: Mapping[Any, Any], terms: Terms, exchange: Terms, lines: Sequence[LineTexts]
) -> LinePrice:
    steps = tuple(explain(quantities_of(row), terms, exchange))
    by_quantity = any(step.by_quantity is not None for step in steps)
    if by_quantity and not lines[int(row["message"])].get("quantity"):
        return LinePrice((LineFinding("VAL-001", "quantity", None, None),), {}, ())
    suspended = str(terms[SUSPENDED]) if SUSPENDED in terms else None
    return LinePrice((), amounts(steps), steps, suspended)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
