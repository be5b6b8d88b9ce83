"""What the book knows, asked in one transaction.

What all batches need may be remembered, for as long as no version of reference data and no load of
the registry is added.
"""

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

import pandas as pd

from jobs.hub import Hub
from jobs.hub.cycles import cycle_rules
from jobs.rules import Rules
from ledger_sync.book import batches
from ledger_sync.book.connection import Transaction
from ledger_sync.declarations import versions
from ledger_sync.reference import reference_tables
from ledger_sync.registry import parties
from mappers.filing.filing_authority import filing_delegations
from mappers.reference.dated_table import DatedTable
from mappers.reference.prior_versions import Standing
from mappers.reference.reference_data import ReferenceData
from parsers.message_tables import MessageTables
from parsers.reading_version import READING

Memory = dict[str, tuple[object, object]]

_T = TypeVar("_T")


class BookKnowledge:
    """The book, for as long as a transaction changes none of what is asked here.

    ``deciding`` is the review for which a file is read again: it does not wait for itself.
    ``memory`` is what was asked before, with the state of the book that each answer holds for.
    """

    def __init__(
        self,
        hub: Hub,
        tx: Transaction,
        *,
        deciding: int | None = None,
        memory: Memory | None = None,
    ) -> None:
        self._hub = hub
        self._tx = tx
        self._deciding = deciding
        self._memory = {} if memory is None else memory
        self._standing_of: dict[tuple[str, ...], Standing] = {}
        self.decided_by = batches.decided_by(tx, READING)

    def moved(self, tx: Transaction) -> bool:
        """Whether the book, as a later transaction sees it, has changed since it was asked here."""
        return batches.decided_by(tx, READING) != self.decided_by or any(
            not standing.same_as(self._ask_standing(tx, numbers))
            for numbers, standing in self._standing_of.items()
        )

    @property
    def rules(self) -> Rules:
        """The dated rules of the hub."""
        return self._hub.rules

    def reference(self, tables: MessageTables) -> ReferenceData:
        """Return what the book knows of everything that a batch of declarations names."""
        tx = self._tx
        importers = tables.declarations["importer"].dropna().unique()
        items = tables.lines["tariff_item"].dropna().unique()
        currencies = tables.lines["currency"].dropna().unique()
        excise_codes = tables.lines["excise_code"].dropna().unique()
        return ReferenceData(
            accounts=DatedTable(parties.accounts(tx, importers)),
            delegations=DatedTable(
                filing_delegations(
                    parties.delegations(tx, importers),
                    self._brokers,
                    self.rules.codes.lists["delegation_roles"],
                )
            ),
            enrolments=DatedTable(parties.enrolments(tx, importers)),
            tariff_items=DatedTable(reference_tables.tariff_items(tx, items)),
            tariff_rates=DatedTable(reference_tables.tariff_rates(tx, items)),
            treatment_origins=self._whole("treatment_origins", reference_tables.treatment_origins),
            exchange_rates=DatedTable(reference_tables.exchange_rates(tx, currencies)),
            gst_rates=self._whole("gst_rates", reference_tables.gst_rates),
            excise_rates=DatedTable(reference_tables.excise_rates(tx, excise_codes)),
            sima_measures=DatedTable(reference_tables.sima_measures(tx, items)),
            surtax_measures=DatedTable(reference_tables.surtax_measures(tx, items)),
            reliefs=self._whole("reliefs", reference_tables.reliefs),
            unit_factors=self._whole("unit_factors", reference_tables.unit_factors),
            codes=self.rules.codes,
            holidays=self._remembered("holidays", reference_tables.holidays),
            cycle_rules=self._remembered("cycles", partial(cycle_rules, self._hub)),
            standing=self._standing(tables),
        )

    def receivables(self, tables: MessageTables) -> pd.DataFrame:
        """Return ``account_id, code`` of the program accounts that payments name and that exist."""
        return reference_tables.receivables(self._tx, tables.payments["bn15"].dropna().unique())

    def _standing(self, tables: MessageTables) -> Standing:
        """Return what stands of the declarations that changes name; ``moved`` asks again."""
        changes = tables.declarations["function"].isin(["version", "withdrawal"])
        numbers = tuple(tables.declarations[changes]["transaction_number"].dropna().unique())
        standing = self._ask_standing(self._tx, numbers)
        if numbers:
            self._standing_of[numbers] = standing
        return standing

    def _ask_standing(self, tx: Transaction, numbers: tuple[str, ...]) -> Standing:
        return Standing(*versions.standing(tx, numbers, deciding=self._deciding))

    def _whole(self, name: str, ask: Callable[[Transaction], pd.DataFrame]) -> DatedTable:
        return self._remembered(name, lambda tx: DatedTable(ask(tx)))

    def _remembered(self, name: str, ask: Callable[[Transaction], _T]) -> _T:
        """Return what the book said when it was asked last, unless it has moved on since."""
        stamp, known = self._memory.get(name, (None, None))
        if stamp != self.decided_by:
            known = ask(self._tx)
            self._memory[name] = self.decided_by, known
        answer: Any = known
        return answer  # type: ignore[no-any-return]  # of the type that its name was asked in

    @property
    def _brokers(self) -> pd.DataFrame:
        return self._remembered("brokers", parties.brokers)
