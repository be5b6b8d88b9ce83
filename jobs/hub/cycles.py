"""The billing cycles in force, with the due dates that the agency moved as the book knows them."""

from dataclasses import replace

from billing.cycle import CycleRule
from jobs.hub import Hub
from ledger_sync.book.connection import Transaction
from ledger_sync.reference import reference_tables


def cycle_rules(hub: Hub, tx: Transaction) -> tuple[CycleRule, ...]:
    """Return every rule, each with the announced due dates of its program."""
    moved = reference_tables.due_overrides(tx)
    return tuple(
        replace(rule, due_overrides=moved.get(rule.program, {})) for rule in hub.rules.cycles
    )
