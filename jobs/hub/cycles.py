"""The billing cycles in force, with the days of free payment that the book knows."""

from dataclasses import replace

from billing.cycle import CycleRule
from jobs.hub import Hub
from ledger_sync.book.connection import Transaction
from ledger_sync.reference import reference_tables


def cycle_rules(hub: Hub, tx: Transaction) -> tuple[CycleRule, ...]:
    """Return every rule, each with the due dates of its program that may be met later."""
    later = reference_tables.no_charge_until(tx)
    return tuple(
        replace(rule, no_charge_until=later.get(rule.program, {})) for rule in hub.rules.cycles
    )
