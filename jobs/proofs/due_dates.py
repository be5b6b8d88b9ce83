"""Every day that something is billed and due on, worked out again from the rules in the book.

What was posted before the book had rules is held to the first that it has: where that differs, it
is told and breaks nothing, since nobody can say which were in force.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from billing.calendar import Holidays
from billing.cycle import (
    COMMERCIAL,
    Cycle,
    CycleRule,
    cycle_of_posting,
    cycle_of_statement,
    rule_on,
)
from billing.due_rules import DueRules
from billing.filing import billing_program, filing_dates, type_rule_on
from ledger_sync.book import due_rules
from ledger_sync.book.connection import Book, Row
from ledger_sync.declarations.due_days import due_days
from ledger_sync.proofs.proving import BREACHES_SHOWN, Progress, Result, Scope
from ledger_sync.receivables import billed_days
from ledger_sync.reference import reference_versions

DUE_BY_RULES: Final = (
    "due-by-rules",
    "Every declaration, late accounting penalty, interest and statement has the cycle and the due"
    " date that the rules named by its batch give, and a declaration its last day to be accounted.",
)
HOLIDAYS: Final = "holiday"
"""The reference table of the days that are no business days."""

Days = tuple[dt.date | None, ...]


def proof(book: Book, scope: Scope, progress: Progress) -> Result:
    """Work out the days of a scope again, some declarations at a time, and compare."""
    with book.transaction() as tx:
        told = due_rules.versions(tx)
    rules = _Rules(book, {number: DueRules.of(each) for number, each in told.items()})
    found = _Found()
    for declared in _declared(book, scope):
        progress("due dates", found.rows, 0)
        _compare_declarations(declared, rules, found)
    _compare_billed(book, scope, rules, found)
    return found.result()


@dataclass
class _Found:
    """What was looked at, and what differs: broken, or of before the book had rules."""

    rows: int = 0
    breaches: list[dict[str, Any]] = field(default_factory=list)
    earlier: int = 0

    def compare(self, row: Row, borne: Days, given: Days | None, shown: str) -> None:
        """Compare the days that some bear alike with those that rules give, None where none do."""
        self.rows += row["rows"]
        if borne == given:
            return
        if row["due_rules_id"] is None:
            self.earlier += row["rows"]
        elif len(self.breaches) < BREACHES_SHOWN:
            self.breaches.append({shown: row[shown], "borne": borne, "by_rules": given})

    def result(self) -> Result:
        told = ({"dated_otherwise_before_rules_were_kept": self.earlier},) if self.earlier else ()
        return Result(*DUE_BY_RULES, self.rows, tuple(self.breaches), told)


class _Rules:
    """What versions of the rules, and of the holidays, give; each question is answered once."""

    def __init__(self, book: Book, versions: Mapping[int, DueRules]) -> None:
        self._book = book
        self._versions = versions
        self.days = cache(self._days)
        self._holidays_of = cache(self._read_holidays)

    def commercial(self, due_rules_id: int | None, day: dt.date) -> CycleRule | None:
        """Return the rule of the commercial cycle on a day; None where there is none."""
        return self._cycle_rule(due_rules_id, COMMERCIAL, day)

    def _days(  # noqa: PLR0917 - what decides the days of a declaration, as a row says it
        self,
        due_rules_id: int | None,
        reference_version_id: int | None,
        cad_type: str,
        program: str | None,
        office: str | None,
        released_on: dt.date,
        filed_on: dt.date,
    ) -> Days | None:
        """Return cycle, due date and last day to account of a declaration; None without a rule."""
        rules = self._version(due_rules_id)
        rule = type_rule_on(rules.cad_types, cad_type, released_on) if rules else None
        if rules is None or rule is None or program is None:
            return None
        billed_by = billing_program(rule, program)
        cycle_rule = self._cycle_rule(due_rules_id, billed_by, released_on)
        if cycle_rule is None:
            return None
        dates = filing_dates(
            rule,
            cycle_rule,
            released_on=released_on,
            filed_on=filed_on,
            holidays=self._holidays_of(reference_version_id).within(
                rules.province(office, released_on)
            ),
        )
        return dates.cycle_last_on, dates.due_on, dates.accounting_due_on

    def _cycle_rule(self, due_rules_id: int | None, program: str, day: dt.date) -> CycleRule | None:
        rules = self._version(due_rules_id)
        try:
            return rule_on(rules.cycles, program, day) if rules else None
        except LookupError:
            return None

    def _version(self, due_rules_id: int | None) -> DueRules | None:
        first = min(self._versions, default=0)
        return self._versions.get(first if due_rules_id is None else due_rules_id)

    def _read_holidays(self, reference_version_id: int | None) -> Holidays:
        """Return the holidays by a version of reference data; the newest where none is named."""
        with self._book.transaction() as tx:
            newest = reference_version_id or reference_versions.newest_id(tx)
            number = reference_versions.numbers_known_by(tx, newest).get(HOLIDAYS, 0)
            rows = reference_versions.as_known(tx, HOLIDAYS, number)
        days = map(dt.date.fromisoformat, rows["holiday_on"])
        return Holidays.of(zip(rows["province"], days, strict=True))


def _declared(book: Book, scope: Scope) -> Iterator[list[Row]]:
    after = 0
    while True:
        with book.transaction() as tx:
            declared = due_days(tx, after, scope.first_on, scope.last_on)
        if not declared:
            return
        after = max(row["last_cad_id"] for row in declared)
        yield declared


def _compare_declarations(declared: list[Row], rules: _Rules, found: _Found) -> None:
    for row in declared:
        given = rules.days(
            row["due_rules_id"],
            row["reference_version_id"],
            row["cad_type"],
            row["program"],
            row["release_office"],
            row["release_on"],
            row["filed_on"],
        )
        borne = row["cycle_last_on"], row["due_on"], row["accounting_due_on"]
        if given and row["due_rules_id"] is None and row["accounting_due_on"] is None:
            given = *given[:2], None  # it was not kept yet
        found.compare(row, borne, given, "cad_id")


def _compare_billed(book: Book, scope: Scope, rules: _Rules, found: _Found) -> None:
    """Compare statements; and penalties and interest, due with the statement that bears them."""
    with book.transaction() as tx:
        statements = billed_days.of_statements(tx, scope.first_on, scope.last_on)
        posted = billed_days.of_runs(tx, scope.first_on, scope.last_on)
    for row in statements:
        rule = rules.commercial(row["due_rules_id"], row["book_on"])
        cycle = cycle_of_statement(rule, row["book_on"]) if rule else None
        borne = tuple(row[name] for name in _OF_A_STATEMENT)
        found.compare(row, borne, _days_of(cycle), "statement_id")
    for row in posted:
        rule = rules.commercial(row["due_rules_id"], row["book_on"])
        due = (None, cycle_of_posting(rule, row["book_on"]).due_on) if rule else None
        found.compare(row, (row["cycle_last_on"], row["due_on"]), due, "item_id")


_OF_A_STATEMENT: Final = ("first_on", "cycle_last_on", "issued_on", "known_on", "due_on")


def _days_of(cycle: Cycle | None) -> Days | None:
    """Return the days of the statement of a cycle."""
    if cycle is None:
        return None
    return cycle.first_on, cycle.last_on, cycle.statement_on, cycle.known_on, cycle.due_on
