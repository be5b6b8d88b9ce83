"""What a partner is told about an interchange, whatever the format of the answer."""

import datetime as dt
from dataclasses import dataclass

from notices.owed import Owed
from parsers.findings import describe, remedy


@dataclass(frozen=True, kw_only=True)
class FoundFault:
    """A finding as the book recorded it."""

    code: str
    severity: str
    byte_from: int
    byte_to: int
    segment: str | None
    segment_position: int | None
    element: str | None
    line_number: int | None
    value: str | None
    expected: str | None

    def sentence(self, language: str) -> str:
        """What is wrong, in a language."""
        return describe(self.code, self.value, self.expected, language)

    def remedy(self, language: str) -> str:
        """What to do about it, in a language."""
        return remedy(self.code, language)


@dataclass(frozen=True, kw_only=True)
class MessageAnswer:
    """What became of one message; ``owed`` is told where it was accepted or a duplicate of one.

    ``identifier`` is S009 as it was received, where an answer repeats it.
    """

    reference: str
    type: str
    transaction_number: str | None
    version: int | None
    status: str
    findings: tuple[FoundFault, ...]
    owed: Owed | None = None
    due_on: dt.date | None = None
    identifier: tuple[str, ...] = ()

    @property
    def accepted(self) -> bool:
        """Whether the declaration stands in the book, by this message or an earlier one."""
        return self.status in {"accepted", "duplicate"}

    @property
    def pending(self) -> bool:
        """Whether it waits for a person's decision."""
        return self.status == "pending"


@dataclass(frozen=True, kw_only=True)
class InterchangeAnswer:
    """What became of one interchange and everything in it.

    ``recipient`` is this hub, which answers. ``received_from`` and ``received_by`` are S002 and
    S003 of an EDIFACT interchange as received, of an X12 one ISA06 with ISA05 and ISA08 with ISA07;
    ``received_at`` is S004, or ISA09 and ISA10. ``made_up`` says that it is of no real book.
    """

    answer_reference: str
    recipient: str
    sender: str
    reference: str
    status: str
    language: str
    prepared_at: dt.datetime
    findings: tuple[FoundFault, ...]
    messages: tuple[MessageAnswer, ...]
    received_from: tuple[str, ...] = ()
    received_by: tuple[str, ...] = ()
    received_at: tuple[str, ...] = ()
    made_up: bool = False

    @property
    def rejected(self) -> bool:
        """Whether the interchange was refused as a whole."""
        return self.status in {"rejected", "duplicate"}
