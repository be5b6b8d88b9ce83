"""The order in which credits meet debts: a dated policy, never code (docs/decisions/0006)."""

import datetime as dt
from dataclasses import dataclass

from ledger.dated_rules import in_force_on

ORDERS = ("due_on", "-due_on", "kind", "effective_on", "document_reference", "item_id")
"""The columns a policy may order items by; a leading ``-`` is newest first."""

KindRanks = tuple[tuple[str, ...], ...]
"""Kinds by rank, those of one rank alike; the others follow as the kinds themselves rank."""


@dataclass(frozen=True)
class ClearingPolicy:
    """One clearing order, in force from a day until the next one starts.

    Where ``credits_wait``, debts are met from their due date on, and a credit with a due date waits
    for it unless a debt of its account is overdue. ``within_broker``: a credit of a broker meets
    that broker's debts alone. ``newest_cycle_only``: no debt of an earlier cycle is met.
    ``preferences``: each account's own offset preference decides where its credits go.
    """

    version: str
    effective_from: dt.date
    debit_order: tuple[str, ...]
    credit_order: tuple[str, ...]
    kind_rank: KindRanks = ()
    credit_kind_rank: KindRanks = ()
    charge_order: tuple[str, ...] = ()
    """Charges of a debt that a payment pays first; none: pro rata (``billing.applying``)."""
    credits_wait: bool = False
    within_broker: bool = False
    newest_cycle_only: bool = False
    preferences: bool = False

    def __post_init__(self) -> None:
        """Refuse an order the engine does not know."""
        unknown = set(self.debit_order + self.credit_order) - set(ORDERS)
        if unknown:
            raise ValueError(f"clearing policy {self.version}: unknown order {sorted(unknown)}")


def policy_on(policies: tuple[ClearingPolicy, ...], day: dt.date) -> ClearingPolicy:
    """Return the policy in force on a day; LookupError when there is none."""
    return in_force_on(policies, day, "clearing policy")
