"""Message tables: what any reader yields, one pandas frame per level, every row located.

The same declaration sent as EDIFACT and as XML gives equal tables, byte ranges apart.
Amounts are int64 cents, quantities thousandths; a missing value is null and has a finding.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from parsers.findings import Finding, findings_frame

TEXT, INTEGER, DATE = "str", "Int64", "datetime64[s]"

INTERCHANGE: Final = {
    "interchange": INTEGER,  # ordinal in the file
    "format": TEXT,
    "reference": TEXT,
    "sender": TEXT,
    "recipient": TEXT,
    "prepared_at": TEXT,
    "byte_from": INTEGER,
    "byte_to": INTEGER,
}
MESSAGE: Final = {
    "message": INTEGER,  # ordinal in the file
    "interchange": INTEGER,
    "reference": TEXT,
    "type": TEXT,
    "byte_from": INTEGER,
    "byte_to": INTEGER,
}
DECLARATION: Final = {
    "message": INTEGER,
    "transaction_number": TEXT,
    "version": INTEGER,
    "cad_type": TEXT,
    "importer": TEXT,
    "filer": TEXT,
    "release_on": DATE,
    "release_office": TEXT,
    "cargo_control_number": TEXT,
    "line_count": INTEGER,
    "total_value_cents": INTEGER,
    "byte_from": INTEGER,
    "byte_to": INTEGER,
}
INVOICE: Final = {
    "message": INTEGER,
    "invoice_number": TEXT,
    "vendor_name": TEXT,
    "byte_from": INTEGER,
    "byte_to": INTEGER,
}
LINE: Final = {
    "message": INTEGER,
    "invoice_number": TEXT,
    "line_number": INTEGER,
    "tariff_item": TEXT,
    "description": TEXT,
    "origin_country": TEXT,
    "export_country": TEXT,
    "direct_shipment_on": DATE,
    "treatment": TEXT,
    "vfd_code": TEXT,
    "quantity_thousandths": INTEGER,
    "unit": TEXT,
    "currency": TEXT,
    "value_for_currency_conversion_cents": INTEGER,
    "byte_from": INTEGER,
    "byte_to": INTEGER,
}
CHARGE: Final = {
    "message": INTEGER,
    "line_number": INTEGER,
    "charge": TEXT,  # duty, gst
    "declared_cents": INTEGER,
    "byte_from": INTEGER,
    "byte_to": INTEGER,
}
PAYMENT: Final = {
    "message": INTEGER,
    "entry_reference": TEXT,
    "account_servicer_reference": TEXT,
    "payer_name": TEXT,
    "bn15": TEXT,
    "value_on": DATE,
    "amount_cents": INTEGER,
    "byte_from": INTEGER,
    "byte_to": INTEGER,
}

TABLES: Final[Mapping[str, Mapping[str, str]]] = {
    "interchanges": INTERCHANGE,
    "messages": MESSAGE,
    "declarations": DECLARATION,
    "invoices": INVOICE,
    "lines": LINE,
    "charges": CHARGE,
    "payments": PAYMENT,
}


@dataclass(frozen=True)
class MessageTables:
    """One bounded batch of messages: whole messages, never a part of one."""

    interchanges: pd.DataFrame
    messages: pd.DataFrame
    declarations: pd.DataFrame
    invoices: pd.DataFrame
    lines: pd.DataFrame
    charges: pd.DataFrame
    payments: pd.DataFrame
    findings: pd.DataFrame


class Collector:
    """Collects rows column by column until a batch is taken."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self._rows: dict[str, list[Mapping[str, Any]]] = {name: [] for name in TABLES}

    def add(self, table: str, row: Mapping[str, Any]) -> None:
        """Add one row; columns it does not name are null."""
        self._rows[table].append(row)

    @property
    def line_count(self) -> int:
        """Lines, payments and findings collected so far: the measure of a batch."""
        return len(self._rows["lines"]) + len(self._rows["payments"]) + len(self.findings)

    def batches(self, messages: Iterable[object], *, lines: int) -> Iterator[MessageTables]:
        """Take a batch whenever enough lines came in, and at the end.

        ``messages`` adds one whole message (or less) to this collector each time it advances.
        """
        for _ in messages:
            if self.line_count >= lines:
                yield self.take()
        yield self.take()

    def take(self) -> MessageTables:
        """Return what was collected as frames, and start anew."""
        frames = {name: _frame(self._rows[name], columns) for name, columns in TABLES.items()}
        tables = MessageTables(findings=findings_frame(self.findings), **frames)
        self.findings = []
        self._rows = {name: [] for name in TABLES}
        return tables


def _frame(rows: list[Mapping[str, Any]], columns: Mapping[str, str]) -> pd.DataFrame:
    return pd.DataFrame(
        {name: _column([row.get(name) for row in rows], kind) for name, kind in columns.items()}
    )


def _column(values: list[Any], kind: str) -> "pd.Series[Any]":
    if kind == DATE:
        days = [v.isoformat() if isinstance(v, dt.date) else None for v in values]
        return pd.Series(pd.to_datetime(pd.Series(days, dtype="str"), format="%Y-%m-%d")).astype(
            "datetime64[s]"
        )
    return pd.Series(values, dtype=kind)
