"""Message tables: what any reader yields, one pandas frame per level, every row located.

The same declaration sent as EDIFACT and as XML gives equal tables, byte ranges apart.
Amounts are int64 cents, quantities thousandths; a missing value is null and has a finding.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from parsers.findings import Finding, findings_frame

if TYPE_CHECKING:
    from parsers.deliveries.reference.reference_delivery import Delivery
    from parsers.submissions.submission import Submission

TEXT, INTEGER, DATE = "str", "Int64", "datetime64[s]"

INTERCHANGE: Final = {
    "interchange": INTEGER,  # ordinal in the file
    "format": TEXT,
    "reference": TEXT,
    "sender": TEXT,
    "recipient": TEXT,
    "prepared_at": TEXT,
    "syntax": TEXT,
    "syntax_version": TEXT,
    "application_reference": TEXT,
    "agreement": TEXT,
    "test_indicator": INTEGER,
    "byte_from": INTEGER,
    "byte_to": INTEGER,
}
MESSAGE: Final = {
    "message": INTEGER,  # ordinal in the file
    "interchange": INTEGER,
    "reference": TEXT,
    "type": TEXT,
    "message_version": TEXT,
    "message_release": TEXT,
    "controlling_agency": TEXT,
    "association_code": TEXT,
    "group_reference": TEXT,
    "byte_from": INTEGER,
    "byte_to": INTEGER,
}
DECLARATION: Final = {
    "message": INTEGER,
    "transaction_number": TEXT,
    "version": INTEGER,
    "function": TEXT,  # original, version, withdrawal
    "cad_type": TEXT,
    "importer": TEXT,
    "filer": TEXT,
    "release_on": DATE,
    "release_office": TEXT,
    "cargo_control_number": TEXT,
    "previous_transaction_number": TEXT,
    "warehouse": TEXT,
    "line_count": INTEGER,
    "total_value_cents": INTEGER,
    "declared_value_for_duty_cents": INTEGER,
    "declared_payable_cents": INTEGER,
    "filer_remark": TEXT,
    "byte_from": INTEGER,
    "byte_to": INTEGER,
}
REASON: Final = {
    "message": INTEGER,
    "position": INTEGER,  # from 1, in the order given
    "reason_code": TEXT,
    "remark": TEXT,
    "byte_from": INTEGER,
    "byte_to": INTEGER,
}
INVOICE: Final = {
    "message": INTEGER,
    "invoice_number": TEXT,
    "invoice_on": DATE,
    "invoice_total_cents": INTEGER,
    "invoice_currency": TEXT,
    "vendor_name": TEXT,
    "vendor_city": TEXT,
    "vendor_region": TEXT,
    "vendor_country": TEXT,
    "byte_from": INTEGER,
    "byte_to": INTEGER,
}
LINE: Final = {
    "message": INTEGER,
    "invoice_number": TEXT,
    "line_number": INTEGER,
    "tariff_item": TEXT,
    "description": TEXT,
    "classification_description": TEXT,
    "origin_country": TEXT,
    "export_country": TEXT,
    "direct_shipment_on": DATE,
    "treatment": TEXT,
    "tariff_code": TEXT,
    "vfd_code": TEXT,
    "sima_code": TEXT,
    "sima_measure": TEXT,
    "surtax_code": TEXT,
    "excise_code": TEXT,
    "gst_code": TEXT,
    "special_authority": TEXT,
    "licence": TEXT,
    "surtax_flag": TEXT,
    "melt_country": TEXT,
    "import_permit": TEXT,
    "exporter": TEXT,
    "content_cents": INTEGER,
    "quantity_thousandths": INTEGER,
    "unit": TEXT,
    "currency": TEXT,
    "value_for_currency_conversion_cents": INTEGER,
    "declared_value_for_duty_cents": INTEGER,
    "byte_from": INTEGER,
    "byte_to": INTEGER,
}
CHARGE: Final = {
    "message": INTEGER,
    "line_number": INTEGER,
    "charge": TEXT,  # duty, anti_dumping, countervailing, surtax, excise, gst
    "declared_cents": INTEGER,
    "byte_from": INTEGER,
    "byte_to": INTEGER,
}
PAYMENT: Final = {
    "message": INTEGER,
    "part": INTEGER,  # of its entry, from 1
    "kind": TEXT,  # chargeback, fee or return, which are below zero; else null
    "method": TEXT,  # cheque, card, debit; null of any other, and where the file does not tell
    "entry_reference": TEXT,
    "original_reference": TEXT,  # of a chargeback or a return: the payment that it takes back
    "account_servicer_reference": TEXT,  # null where the bank gave none of the entry's own
    "bank_account": TEXT,  # in letters and digits alone
    "booked_on": DATE,
    "entry_cents": INTEGER,  # of the whole entry, of which the payment may be a part
    "plain_reference": TEXT,  # what the payer and the bank say of it, without spaces and signs
    "payer_name": TEXT,
    "told": TEXT,  # what the payer and the bank say of it, as it is written
    "bn15": TEXT,
    "value_on": DATE,
    "paid_at": TEXT,  # when the payer paid, where the file tells: a day, or a moment in Toronto
    "amount_cents": INTEGER,
    "byte_from": INTEGER,
    "byte_to": INTEGER,
}
STATEMENT: Final = {
    "interchange": INTEGER,
    "reference": TEXT,  # the statement's own, and its page where it is one of several
    "bank_account": TEXT,  # in letters and digits alone
    "currency": TEXT,
    "from_on": DATE,
    "to_on": DATE,
    "opening_cents": INTEGER,  # with the account's sign; null where it states none
    "closing_cents": INTEGER,
    "byte_from": INTEGER,
    "byte_to": INTEGER,
}
BANK_LINE: Final = {
    "message": INTEGER,
    "booked_on": DATE,
    "amount_cents": INTEGER,  # above zero is a credit of the account
    "plain_reference": TEXT,  # what is said of it, without spaces and signs
    "account_servicer_reference": TEXT,  # null where the bank gave none of the line's own
    "byte_from": INTEGER,
    "byte_to": INTEGER,
}
"""A booked line of a bank's statement, whatever it is: all of them lead from balance to balance."""

TABLES: Final[Mapping[str, Mapping[str, str]]] = {
    "interchanges": INTERCHANGE,
    "messages": MESSAGE,
    "declarations": DECLARATION,
    "reasons": REASON,
    "invoices": INVOICE,
    "lines": LINE,
    "charges": CHARGE,
    "payments": PAYMENT,
    "statements": STATEMENT,
    "bank_lines": BANK_LINE,
}

OPTIONAL: Final = frozenset(
    {
        "cargo_control_number", "previous_transaction_number", "warehouse",
        "declared_value_for_duty_cents", "declared_payable_cents", "filer_remark",
        "classification_description", "tariff_code", "sima_code", "sima_measure", "surtax_code",
        "excise_code", "gst_code", "special_authority", "licence", "surtax_flag", "melt_country",
        "import_permit", "exporter", "content_cents",
    }
)  # fmt: skip
"""Columns of a declaration and its lines that a right message may leave null."""


@dataclass(frozen=True)
class MessageTables:
    """One bounded batch of messages: whole messages, never a part of one."""

    interchanges: pd.DataFrame
    messages: pd.DataFrame
    declarations: pd.DataFrame
    reasons: pd.DataFrame
    invoices: pd.DataFrame
    lines: pd.DataFrame
    charges: pd.DataFrame
    payments: pd.DataFrame
    statements: pd.DataFrame
    bank_lines: pd.DataFrame
    findings: pd.DataFrame
    delivery: "Delivery | None" = None
    """What the file says of a reference table, where it is a delivery of one, as it was read."""
    submission: "Submission | None" = None
    """What the file says that two people approve before it is posted, where it is right."""


@dataclass(frozen=True, kw_only=True)
class Amount:
    """How much of a file is read: so many findings and messages, and it is read no further."""

    findings: int
    messages: int


_NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})


class Collector:
    """Collects rows, one by one or whole tables of them, until a batch is taken."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self._taken_findings = self._taken_messages = self._measured = 0
        self._rows: dict[str, list[Mapping[str, Any]]] = {name: [] for name in TABLES}
        self._tables: dict[str, list[pa.Table]] = {name: [] for name in TABLES}

    def add(self, table: str, row: Mapping[str, Any]) -> None:
        """Add one row; columns it does not name are null."""
        self._rows[table].append(row)
        self._measured += table in _MEASURED

    def add_table(self, table: str, rows: pa.Table) -> None:
        """Add rows that are columns already."""
        self._tables[table].append(rows)
        self._measured += len(rows) if table in _MEASURED else 0

    def add_rows(
        self,
        table: str,
        names: Sequence[str],
        rows: Sequence[tuple[Any, ...]],
        of_all: Mapping[str, Any] = _NOTHING,
    ) -> None:
        """Add rows that have the columns named, and what all have alike; many as columns."""
        if len(rows) < _FEW:
            for row in rows:
                self.add(table, {**of_all, **dict(zip(names, row, strict=True))})
            return
        self.add_columns(table, dict(zip(names, zip(*rows, strict=True), strict=True)), of_all)

    def add_columns(
        self, table: str, columns: Mapping[str, Any], of_all: Mapping[str, Any] = _NOTHING
    ) -> None:
        """Add rows by their columns, which are as long as each other, and what all have alike."""
        schema, count = arrow_schema(table), len(next(iter(columns.values())))
        arrays = [
            pa.array(columns[field.name], field.type)
            if field.name in columns
            else pa.repeat(pa.scalar(of_all.get(field.name), field.type), count)
            for field in schema
        ]
        self.add_table(table, pa.table(arrays, schema=schema))

    def room(self, most: Amount) -> int:
        """Return how many messages may come, each with a finding, before a bound is reached."""
        findings = most.findings - self._taken_findings - len(self.findings) - 1
        return min(findings, most.messages - self._taken_messages - self._count("messages"))

    def enough(self, most: Amount) -> tuple[str, int] | None:
        """Return the code of a finding and the bound that was reached, if any was.

        What batches have taken already counts.
        """
        if self._taken_findings + len(self.findings) >= most.findings:
            return "FILE-009", most.findings
        if self._taken_messages + self._count("messages") > most.messages:
            return "FILE-011", most.messages
        return None

    @property
    def line_count(self) -> int:
        """Lines, payments and findings collected so far: the measure of a batch."""
        return self._measured + len(self.findings)

    def _count(self, table: str) -> int:
        return len(self._rows[table]) + sum(map(len, self._tables[table]))

    def batches(self, steps: Iterable[object], *, lines: int) -> Iterator[MessageTables]:
        """Take batches whenever enough lines came in, and at the end.

        Each step adds whole messages to this collector. What no message can be cut from, findings
        about a whole file, is looked through again when as much of it has come.
        """
        due = lines
        for _ in steps:
            if self.line_count >= due:
                yield from self._full_batches(lines)
                left = self.line_count
                due = lines if left < lines else 2 * left
        yield self.take()

    def take(self) -> MessageTables:
        """Return what was collected as frames, and start anew."""
        findings, self.findings = self.findings, []
        self._taken_findings += len(findings)
        self._taken_messages += self._count("messages")
        return _batch(self.drain(), findings)

    def _full_batches(self, lines: int) -> Iterator[MessageTables]:
        """Yield batches of so many lines, cut between messages; the rest stays collected."""
        tables = self.drain()
        findings, self.findings = self.findings, []
        for first, last in _cuts(tables, findings, lines):
            own = [f for f in findings if f.message is not None and first <= f.message < last]
            self._taken_findings += len(own)
            cut = {name: _between(table, first, last) for name, table in tables.items()}
            tables = {name: _behind(table, last) for name, table in tables.items()}
            self._taken_messages += len(cut["messages"])
            yield _batch(cut, own)
            findings = [f for f in findings if f.message is None or not first <= f.message < last]
        self.findings = findings + self.findings
        for name, table in tables.items():
            self.add_table(name, table)

    def drain(self) -> dict[str, pa.Table]:
        """Return the rows as tables, and start anew; findings stay."""
        tables = {name: _in_order(name, self._tables[name], self._rows[name]) for name in TABLES}
        self._rows = {name: [] for name in TABLES}
        self._tables = {name: [] for name in TABLES}
        self._measured = 0
        return tables


def expect_long_messages() -> None:
    """Take Arrow's memory from the C library from now on, which gives back all that is freed.

    It is slower by a twentieth than Arrow's own, which keeps more than a long declaration takes.
    """
    pa.set_memory_pool(pa.system_memory_pool())


_MEASURED = ("lines", "payments")
_ARROW_TYPES: Final = {TEXT: pa.string(), INTEGER: pa.int64(), DATE: pa.date32()}


@cache
def arrow_schema(table: str) -> pa.Schema:
    """Return the columns of a table as its rows are collected."""
    return pa.schema([(name, _ARROW_TYPES[kind]) for name, kind in TABLES[table].items()])


def _in_order(name: str, tables: list[pa.Table], rows: list[Mapping[str, Any]]) -> pa.Table:
    """Put all rows of a table together, in the order of their messages and of the file."""
    schema = arrow_schema(name)
    if not rows:
        return pa.concat_tables(tables) if tables else schema.empty_table()
    whole = pa.concat_tables([*tables, pa.Table.from_pylist(rows, schema=schema)])
    if "message" not in schema.names:
        return whole
    order = np.lexsort((whole["byte_from"].to_numpy(), whole["message"].to_numpy()))
    if (order[:-1] < order[1:]).all():
        return whole
    return whole.take(pa.array(order))


def _cuts(
    tables: Mapping[str, pa.Table], findings: list[Finding], lines: int
) -> list[tuple[int, int]]:
    """Return ranges of message ordinals that hold enough lines each."""
    measured = [tables[name]["message"].to_numpy() for name in _MEASURED]
    found = np.array([f.message for f in findings if f.message is not None], dtype=np.int64)
    ordinals, counts = np.unique(np.concatenate([*measured, found]), return_counts=True)
    held = np.cumsum(counts)
    cuts, first, taken = list[tuple[int, int]](), 0, 0
    while (at := int(np.searchsorted(held, taken + lines))) < len(held):
        last = int(ordinals[at]) + 1
        cuts.append((first, last))
        first, taken = last, int(held[at])
    return cuts


def _between(table: pa.Table, first: int, last: int) -> pa.Table:
    if "message" not in table.schema.names:
        return table.slice(0, 0)
    low, high = np.searchsorted(table["message"].to_numpy(), (first, last))
    return table.slice(low, high - low)


def _behind(table: pa.Table, last: int) -> pa.Table:
    """Return the rows of the messages from an ordinal on."""
    if "message" not in table.schema.names:
        return table
    start = int(np.searchsorted(table["message"].to_numpy(), last))
    return table.slice(start) if start < len(table) else table.schema.empty_table()


def _batch(tables: dict[str, pa.Table], findings: list[Finding]) -> MessageTables:
    """Make frames of the tables, which are used up: a long declaration is not held twice."""
    frames: dict[str, Any] = {}
    for name, columns in TABLES.items():
        table = tables.pop(name)
        if not len(table):
            frames[name] = _nothing(name).copy(deep=False)
            continue
        _release_unused()
        frames[name] = _frame(table, columns)
    if not frames["reasons"].empty:
        frames["reasons"]["position"] = _positions(frames["reasons"])
    return MessageTables(findings=findings_frame(findings), **frames)


@cache
def _nothing(name: str) -> pd.DataFrame:
    return _frame(arrow_schema(name).empty_table(), TABLES[name])


_FEW = 8
"""Rows so few that they are not worth columns of their own."""
_LONG = 50_000
"""Rows of a table so long that its columns are let go one by one."""


def _release_unused() -> None:
    """Give back what Arrow and the C library keep for later, which earlier batches took."""
    pa.default_memory_pool().release_unused()
    pa.system_memory_pool().release_unused()


def _positions(reasons: pd.DataFrame) -> "pd.Series[Any]":
    """Return the place of each reason among those of its message, from 1."""
    return (reasons.groupby("message").cumcount() + 1).astype("Int64")


def _frame(table: pa.Table, columns: Mapping[str, str]) -> pd.DataFrame:
    made: dict[str, Any] = {}
    long = len(table) > _LONG
    for name, kind in columns.items():
        made[name] = _column(table.column(name).combine_chunks(), kind)
        if long:
            table = table.drop_columns(name)
            _release_unused()
    return pd.DataFrame(made, copy=False)


_STR: Final = pd.StringDtype("pyarrow", na_value=np.nan)


def _column(
    values: pa.Array, kind: str
) -> "pd.api.extensions.ExtensionArray | npt.NDArray[np.datetime64]":
    if kind == TEXT:
        text = values.cast(pa.large_string())
        return pd.arrays.ArrowStringArray(text, dtype=_STR)  # type: ignore[call-arg]  # not in stubs
    if kind == DATE:
        days: npt.NDArray[np.datetime64] = values.cast(pa.timestamp("s")).to_numpy(
            zero_copy_only=False
        )
        return days
    absent = values.is_null().to_numpy(zero_copy_only=False)
    numbers = values.fill_null(0).to_numpy(zero_copy_only=False)
    return pd.arrays.IntegerArray(numbers.astype(np.int64), absent)
