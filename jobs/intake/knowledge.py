"""What files are judged by, wherever it comes from: the rules, and what is known of a batch."""

from typing import Protocol

from billing.calendar import Holidays
from jobs.rules import Rules
from mappers.payments.matching import Payees
from mappers.reference.reference_data import ReferenceData
from parsers.message_tables import MessageTables


class Knowledge(Protocol):
    """The book's, or that of a folder like ``config/``."""

    @property
    def rules(self) -> Rules:
        """The dated rules, with the limits of reading."""

    def reference(self, tables: MessageTables) -> ReferenceData:
        """Return what is known of everything that a batch of declarations names."""

    def holidays(self) -> Holidays:
        """Return the holidays of Canada and of its provinces."""

    def payees(self, tables: MessageTables) -> Payees:
        """Return what is known of all that payments name, and of who pays."""
