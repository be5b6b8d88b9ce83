"""Declarations as a partner's software holds them, before a file is written of them."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final

FUNCTION_CODES: Final = {"original": "9", "version": "5", "withdrawal": "1"}
"""UN/EDIFACT 1225, message function (original, replace, cancellation), of what is filed."""


@dataclass(frozen=True)
class Line:
    """One commodity line with what its filer computed."""

    line_number: int
    invoice_number: str
    tariff_item: str
    description: str
    origin_country: str
    export_country: str
    direct_shipment_on: dt.date
    treatment: str
    vfd_code: str
    quantity: str
    unit: str
    currency: str
    value: str
    duty: Decimal
    gst: Decimal
    declared_value_for_duty: Decimal | None = None
    classification_description: str | None = None
    tariff_code: str | None = None
    sima_code: str | None = None
    sima_measure: str | None = None
    surtax_code: str | None = None
    excise_code: str | None = None
    excise: Decimal = Decimal(0)
    gst_code: str | None = None
    special_authority: str | None = None
    licence: str | None = None
    surtax_flag: str | None = None
    melt_country: str | None = None
    import_permit: str | None = None
    exporter: str | None = None
    content: Decimal | None = None


@dataclass(frozen=True)
class Reason:
    """Why a new version or a withdrawal is filed."""

    code: str
    remark: str | None = None


@dataclass(frozen=True)
class InvoiceDetails:
    """What an invoice may say beside its number and vendor."""

    invoice_on: dt.date
    total: Decimal
    currency: str
    city: str
    region: str
    country: str


@dataclass(frozen=True)
class Declaration:
    """One declaration; texts are as they will be sent, right or wrong."""

    transaction_number: str
    importer: str
    filer: str
    release_on: dt.date
    office: str
    cargo_control_number: str
    vendors: dict[str, str]
    lines: tuple[Line, ...]
    line_count: int
    version: int = 1
    function: str = "original"
    cad_type: str = "AB"
    reasons: tuple[Reason, ...] = ()
    remark: str | None = None
    fault: str | None = None
    invoice_details: Mapping[str, InvoiceDetails] = field(default_factory=dict)
    previous_transaction_number: str | None = None
    warehouse: str | None = None
    states_totals: bool = False

    @property
    def value_for_duty(self) -> Decimal | None:
        """The declared values for duty added up, where every line declares one."""
        values = [line.declared_value_for_duty for line in self.lines]
        known = [value for value in values if value is not None]
        return sum(known, Decimal(0)) if self.states_totals and len(known) == len(values) else None

    @property
    def payable(self) -> Decimal:
        """Duty and tax of all lines, in dollars."""
        return sum((line.duty + line.excise + line.gst for line in self.lines), Decimal(0))

    @property
    def total_value(self) -> Decimal:
        """The control total: line values added up, whatever their currencies."""
        values = (line.value for line in self.lines)
        return sum((Decimal(v) for v in values if v.replace(".", "").isdigit()), Decimal(0))


def new_version(declaration: Declaration, *reasons: Reason) -> Declaration:
    """Return the version after a declaration, with all its lines again."""
    version = declaration.version + 1
    return replace(declaration, version=version, function="version", reasons=reasons)


def withdrawal(declaration: Declaration, *reasons: Reason) -> Declaration:
    """Return the withdrawal of a declaration, without its invoices and lines."""
    return replace(
        new_version(declaration, *reasons),
        function="withdrawal",
        vendors={},
        lines=(),
        line_count=0,
        states_totals=False,
    )
