"""What the book knows, asked in one transaction.

What all batches need may be remembered, for as long as no version of reference data and no load of
the registry is added.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, TypeVar

import pandas as pd

from billing.calendar import Holidays
from jobs.hub import Hub
from jobs.hub.cycles import cycle_rules
from jobs.rules import Rules
from ledger_sync.book import batches
from ledger_sync.book.connection import Transaction
from ledger_sync.declarations import versions
from ledger_sync.payments import payees
from ledger_sync.reference import reference_tables
from ledger_sync.registry import parties
from mappers.filing.filing_authority import filing_delegations
from mappers.payments.matching import Names, Payees, names_of
from mappers.pricing.rate_rows import ANY_ITEM
from mappers.reference.dated_table import DatedTable
from mappers.reference.prior_versions import Standing
from mappers.reference.reference_data import ReferenceData
from parsers.message_tables import MessageTables
from parsers.reading_version import READING

Memory = dict[str, tuple[object, object]]

Keys = Sequence[str]
"""Importers, tariff items, currencies, codes: what rows of a table are named by."""

_KEYS_MAX: Final = 500
"""Keys whose rows are remembered: few, so that a batch with a new one costs little more."""

_T = TypeVar("_T")


@dataclass(frozen=True)
class _Known:
    """The rows of a table that the book has of some keys."""

    keys: set[str]
    table: DatedTable


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
        self._unknown_numbers: set[str] = set()
        self.decided_by = batches.decided_by(tx, READING)

    def moved(self, tx: Transaction) -> bool:
        """Whether the book, as a later transaction sees it, has changed since it was asked here."""
        return (
            batches.decided_by(tx, READING) != self.decided_by
            or any(
                not standing.same_as(self._ask_standing(tx, numbers))
                for numbers, standing in self._standing_of.items()
            )
            or payees.any_known(tx, self._unknown_numbers)
        )

    @property
    def rules(self) -> Rules:
        """The dated rules of the hub."""
        return self._hub.rules

    def reference(self, tables: MessageTables) -> ReferenceData:
        """Return what the book knows of everything that a batch of declarations names."""
        importers = tables.declarations["importer"]
        items = tables.lines["tariff_item"]
        currencies = tables.lines["currency"]
        excise_codes = tables.lines["excise_code"]
        return ReferenceData(
            accounts=self._named("accounts", importers, parties.accounts),
            delegations=self._named("delegations", importers, self._filing_delegations),
            filers=self._remembered("filers", lambda _: DatedTable(self._brokers)),
            enrolments=self._named("enrolments", importers, parties.enrolments),
            tariff_items=self._named("tariff_items", items, reference_tables.tariff_items),
            tariff_rates=self._named(
                "tariff_rates", items, reference_tables.tariff_rates, always=ANY_ITEM
            ),
            treatment_origins=self._whole("treatment_origins", reference_tables.treatment_origins),
            exchange_rates=self._named(
                "exchange_rates", currencies, reference_tables.exchange_rates
            ),
            gst_rates=self._whole("gst_rates", reference_tables.gst_rates),
            excise_rates=self._named("excise_rates", excise_codes, reference_tables.excise_rates),
            sima_measures=self._named("sima_measures", items, reference_tables.sima_measures),
            surtax_measures=self._named("surtax_measures", items, reference_tables.surtax_measures),
            reliefs=self._whole("reliefs", reference_tables.reliefs),
            unit_factors=self._whole("unit_factors", reference_tables.unit_factors),
            codes=self.rules.codes,
            holidays=self.holidays(),
            cycle_rules=self._remembered("cycles", partial(cycle_rules, self._hub)),
            standing=self._standing(tables),
        )

    def holidays(self) -> Holidays:
        """Return the holidays that the book has."""
        return self._remembered("holidays", reference_tables.holidays)

    def payees(self, tables: MessageTables) -> Payees:
        """Return what the book knows of all that payments name; ``moved`` asks for numbers again.

        What accounts owe and whom payers paid is that of the day before: the order of the files of
        a day says nothing.
        """
        before = tables.interchanges["received_on"].iloc[0].date()
        names = names_of(tables.payments)
        found = self._ask_payees(self._tx, names, before)
        unknown = names.numbers - set(found.transactions["transaction_number"])
        self._unknown_numbers |= unknown
        return found

    @staticmethod
    def _ask_payees(tx: Transaction, names: Names, before: dt.date) -> Payees:
        accounts = payees.accounts(tx, names.businesses)
        numbers = payees.transactions(tx, names.numbers, before)
        payers = payees.payers(tx, names.payers, before)
        codes = {*accounts["code"], *numbers["code"], *payers["code"]}
        return Payees(accounts, numbers, payees.debts(tx, codes, before), payers)

    def _standing(self, tables: MessageTables) -> Standing:
        """Return what stands of the declarations that changes name; ``moved`` asks again."""
        changes = tables.declarations["function"].isin(["version", "withdrawal"])
        if not changes.any():
            return self._remembered("nothing stands", partial(self._ask_standing, numbers=()))
        numbers = tuple(tables.declarations[changes]["transaction_number"].dropna().unique())
        standing = self._standing_of[numbers] = self._ask_standing(self._tx, numbers)
        return standing

    def _ask_standing(self, tx: Transaction, numbers: tuple[str, ...]) -> Standing:
        return Standing(*versions.standing(tx, numbers, deciding=self._deciding))

    def _whole(self, name: str, ask: Callable[[Transaction], pd.DataFrame]) -> DatedTable:
        return self._remembered(name, lambda tx: DatedTable(ask(tx)))

    def _named(
        self,
        name: str,
        keys: "pd.Series[str]",
        ask: Callable[[Transaction, Keys], pd.DataFrame],
        *,
        always: str | None = None,
    ) -> DatedTable:
        """Return a table with all rows of some keys, and of those that batches before named.

        Only keys that none has named are asked for; beyond _KEYS_MAX the table starts anew. A key
        is ``always`` asked for, where one is told.
        """
        asked = set(keys.dropna().unique()) | ({always} if always else set())
        known: _Known | None = self._remembered(name, lambda _: None)
        if known is None or len(known.keys | asked) > max(_KEYS_MAX, len(known.keys)):
            known = _Known(asked, DatedTable(ask(self._tx, sorted(asked))))
        elif missing := asked - known.keys:
            rows = pd.concat([known.table.rows, ask(self._tx, sorted(missing))], ignore_index=True)
            known = _Known(known.keys | asked, DatedTable(rows))
        self._memory[name] = self.decided_by, known
        return known.table

    def _filing_delegations(self, tx: Transaction, importers: Keys) -> pd.DataFrame:
        roles = self.rules.codes.lists["delegation_roles"]
        return filing_delegations(parties.delegations(tx, importers), self._brokers, roles)

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
