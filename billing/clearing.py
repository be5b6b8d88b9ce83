"""The order in which credits meet debts: a dated policy, never code (docs/decisions/0006)."""

import datetime as dt
from dataclasses import dataclass

ORDERS = ("due_on", "-due_on", "kind", "effective_on", "document_reference", "item_id")
"""The columns a policy may order items by; a leading ``-`` is newest first."""


@dataclass(frozen=True)
class ClearingPolicy:
    """One clearing order, in force from a day until the next one starts."""

    version: str
    effective_from: dt.date
    debit_order: tuple[str, ...]
    credit_order: tuple[str, ...]
    kind_rank: tuple[str, ...]

    def __post_init__(self) -> None:
        """Refuse an order the engine does not know."""
        unknown = set(self.debit_order + self.credit_order) - set(ORDERS)
        if unknown:
            raise ValueError(f"clearing policy {self.version}: unknown order {sorted(unknown)}")


def policy_on(policies: tuple[ClearingPolicy, ...], day: dt.date) -> ClearingPolicy:
    """Return the policy in force on a day; LookupError when there is none."""
    in_force = [p for p in policies if p.effective_from <= day]
    if not in_force:
        raise LookupError(f"no clearing policy in force on {day}")
    return max(in_force, key=lambda p: p.effective_from)
