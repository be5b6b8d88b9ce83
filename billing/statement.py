"""A statement of account and a daily notice as data: what documents are made from."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Party:
    """Who a document is for."""

    bn15: str
    legal_name: str
    language: str


@dataclass(frozen=True)
class DocumentLine:
    """One item on a document; debits are positive, credits negative, in cents.

    ``parts`` are the charges that the amount is made of, in the order in which documents show them.
    """

    line_number: int
    kind: str
    document_reference: str
    effective_on: dt.date
    due_on: dt.date | None
    filer: str | None
    kind_en: str
    kind_fr: str
    parts: Mapping[str, int]
    amount_cents: int
    item_id: int


@dataclass(frozen=True)
class Statement:
    """One account's statement for one cycle: opening + debits - credits = closing.

    ``restated_on`` is None for a statement as issued, else the book date up to which its facts
    were known when it was drawn up anew. ``made_up`` says that it is of no real book. What is paid
    by ``no_charge_until`` bears no charge, though it be later than ``due_on``.
    """

    party: Party
    version: int
    issued_on: dt.date
    first_on: dt.date
    last_on: dt.date
    due_on: dt.date
    no_charge_until: dt.date
    opening_cents: int
    debits_cents: int
    credits_cents: int
    closing_cents: int
    lines: tuple[DocumentLine, ...]
    restated_on: dt.date | None = None
    made_up: bool = False

    @property
    def number(self) -> str:
        """The statement's number: account, date and version."""
        return f"{self.party.bn15}-{self.issued_on:%Y%m%d}-{self.version}"


@dataclass(frozen=True)
class DailyNotice:
    """What was posted to one account on one business date; ``made_up`` when in no real book."""

    party: Party
    posted_on: dt.date
    debits_cents: int
    credits_cents: int
    lines: tuple[DocumentLine, ...]
    made_up: bool = False
