"""A settlement file as one bank entry: the deposit, whose parts are its payments and deductions.

The deposit is an interchange with one message. What is wrong with a row refuses the deposit: its
net could not be borne.
"""

import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from parsers.banks.entry_keys import plain, plain_reference
from parsers.cards.settlement_columns import (
    BN15,
    COLUMNS,
    HEAD,
    PAYMENT,
    Column,
)
from parsers.deliveries.delivery_text import Line, lines
from parsers.findings import Finding, Severity, shown
from parsers.format_ids import FormatId
from parsers.message_tables import Collector, MessageTables
from parsers.values import Conversion, Fault, Value, amount_text

SENDER: Final = "sender"
MESSAGE_TYPE: Final = "CARD-SETTLEMENT"
BYTES_MAX: Final = 1 << 24
"""A deposit is read at once, as it stands or falls: some hundred thousand rows."""

_Row = dict[str, str]


def read_payments(path: Path, *, max_findings: int) -> MessageTables:
    """Read one deposit; what is wrong is a finding."""
    into, size = Collector(), path.stat().st_size
    if size > BYTES_MAX:
        into.findings.append(
            Finding(code="FILE-003", byte_from=0, byte_to=size, expected=str(BYTES_MAX))
        )
        return into.take()
    content = path.read_bytes()
    deposit = _Deposit(size)
    try:
        deposit.read(content.decode("utf-8"))
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
        deposit.find("CRD-002", value=f"0x{content[fault.start]:02X} ≠ UTF-8", position=line)
    deposit.add_to(into, max_findings=max_findings)
    return into.take()


@dataclass
class _Deposit:
    """What the file says so far: its head as told and as read, its payments, its findings."""

    size: int
    told: Mapping[str, str] = field(default_factory=dict)
    head: dict[str, Any] = field(default_factory=dict)
    payments: list[dict[str, Any]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_wrong(self) -> bool:
        """Whether anything was found that refuses the deposit."""
        return any(finding.severity == Severity.ERROR for finding in self.findings)

    def read(self, whole: str) -> None:
        """Read the first line, the heading and the rows, then hold them against the first line."""
        first, *others = lines(whole)
        self._read_head(first)
        others = [line for line in others if not line.text.startswith("#")]
        heading, rows = (others[0], others[1:]) if others else (first, [])
        names = _values(heading) or []
        if (wrong := _wrong_heading(names)) is not None:
            expected = ", ".join(column.name for column in COLUMNS)
            self.find("CRD-003", heading, value=wrong, expected=expected)
            return
        for line in rows:
            values = _values(line)
            if values is None or len(values) != len(names):
                self.find("CRD-002", line, value=line.text)
            else:
                self._read_row(line, dict(zip(names, values, strict=True)))
        self._hold_against_head(first, len(rows))

    def find(
        self,
        code: str,
        line: Line | None = None,
        *,
        element: str | None = None,
        value: str | None = None,
        expected: str | None = None,
        position: int | None = None,
    ) -> None:
        """Tell what is wrong with a line, or with the file."""
        self.findings.append(
            Finding(
                code=code,
                byte_from=0 if line is None else line.byte_from,
                byte_to=self.size if line is None else line.byte_to,
                interchange=0,
                message=0,
                segment_position=position if line is None else line.number,
                element=element,
                value=shown(value),
                expected=expected,
            )
        )

    def add_to(self, into: Collector, *, max_findings: int) -> None:
        """Collect the interchange, its message, its payments, and what was found."""
        place = {"interchange": 0, "byte_from": 0, "byte_to": self.size}
        reference = shown(self.told.get("reference"))
        into.add(
            "interchanges",
            place
            | {
                "format": FormatId.CARD_SETTLEMENT,
                "reference": reference,
                "sender": shown(self.told.get(SENDER)),
                "prepared_at": shown(self.told.get("deposited_on")),
            },
        )
        into.add("messages", place | {"message": 0, "reference": reference, "type": MESSAGE_TYPE})
        for payment in [] if self.is_wrong else self.payments:
            into.add("payments", payment)
        into.findings += self.findings[:max_findings]

    def _read_head(self, first: Line) -> None:
        pairs = [word.partition("=") for word in first.text.split()[1:]]
        self.told = {name: value for name, _, value in pairs}
        counted = Counter(name for name, _, _ in pairs)
        if counted != Counter(list(HEAD)):
            self.find("CRD-001", first, value=first.text, expected=", ".join(HEAD))
        for name in [name for name in HEAD if name in self.told]:
            if (value := self._value(first, name, HEAD[name], self.told[name])) is not None:
                self.head[name] = value
        if "reference" in self.head and not plain_reference([self.head["reference"]]):
            self.find("CRD-001", first, value=self.head["reference"], expected="reference")

    def _read_row(self, line: Line, row: _Row) -> None:
        told = {
            column.name: self._value(line, column.name, column.read, row[column.name])
            for column in COLUMNS
            if row[column.name] or _is_needed(column, row)
        }
        cents = told.get("amount")
        deposited_on = self.head.get("deposited_on")
        if not isinstance(cents, int) or told["kind"] is None:
            return
        payment = told.get("kind") == PAYMENT
        named = row["program_account"].strip()
        account = named if not isinstance(BN15(named, "."), Fault) else None
        if payment and account is None:
            self.find("PAY-001", line, element="program_account", value=named or None)
        self.payments.append(
            {
                "message": 0,
                "part": len(self.payments) + 1,
                "kind": None if payment else told["kind"],
                "method": told.get("method"),
                "entry_reference": told.get("reference"),
                "original_reference": told.get("original_reference"),
                "bank_account": plain(self.told.get("account", "")),
                "booked_on": deposited_on,
                "entry_cents": self.head.get("net"),
                "plain_reference": plain_reference([self.told.get("reference", "")]),
                "payer_name": told.get("payer"),
                "told": named or None,
                "bn15": account if payment else None,
                "value_on": deposited_on,
                "paid_at": told.get("paid_at"),
                "amount_cents": cents if payment else -cents,
                "byte_from": line.byte_from,
                "byte_to": line.byte_to,
            }
        )

    def _value(
        self,
        line: Line,
        name: str,
        read: Conversion,
        told: str,
    ) -> Value | None:
        """Return a value as it is read; None where it is none, which is told."""
        value: Value = read(told.strip(), ".") if told.strip() else Fault("VAL-001", "")
        if isinstance(value, Fault):
            self.find(value.code, line, element=name, value=told, expected=value.expected or None)
            return None
        return value

    def _hold_against_head(self, first: Line, rows: int) -> None:
        stated, net = self.head.get("rows"), self.head.get("net")
        come_to = sum(payment["amount_cents"] for payment in self.payments)
        if net is not None and net != come_to and not self.is_wrong:
            told, expected = self.told["net"], amount_text(come_to)
            self.find("CRD-004", first, element="net", value=told, expected=expected)
        if stated is not None and stated != rows:
            self.find("CRD-005", first, element="rows", value=str(stated), expected=str(rows))


def _values(line: Line) -> list[str] | None:
    """Return the values of a line; None where they cannot be told apart."""
    try:
        (row,) = csv.reader([line.text], strict=True)
    except csv.Error:
        return None
    return row


def _wrong_heading(names: Sequence[str]) -> str | None:
    """Return the columns that are missing, unknown or given twice; None where none is."""
    counted, due = Counter(names), Counter(column.name for column in COLUMNS)
    wrong = sorted((counted - due) + (due - counted))
    return ", ".join(wrong) if wrong else None


def _is_needed(column: Column, row: _Row) -> bool:
    return row["kind"].strip() in column.needed_of or column.name == "kind"
