"""Which credits may meet which debts: the passes of a clearing, each over what the last one left.

An account whose offset preference is its owner's to say clears nothing by itself, but that a
declaration's own credit lowers its debt. Where credits keep to their broker, those that are tied to
one meet that broker's debts first; a credit tied to nobody, such as a payment, then meets any.
"""

from dataclasses import dataclass
from typing import Final

from billing.clearing import ClearingPolicy
from ledger_sync.book.connection import Transaction
from ledger_sync.statement_files import statement

MEETS: Final = (
    "(NOT :credits_wait OR i.due_on IS NULL OR i.due_on <= :applied_on OR (NOT b.is_debit"
    " AND EXISTS (SELECT FROM item_balance o JOIN item d USING (item_id)"
    "  WHERE o.account_id = b.account_id AND o.is_debit AND o.open_cents > 0"
    "  AND d.due_on < :applied_on)))"
    " AND (NOT :newest_cycle_only OR NOT b.is_debit OR i.cycle_last_on IS NULL"
    "  OR i.cycle_last_on = (SELECT max(n.cycle_last_on) FROM item n"
    "   WHERE n.account_id = b.account_id AND n.amount_cents > 0))"
)
"""Whether an open item ``i`` of balance ``b`` takes part: see ``ClearingPolicy``."""

_PREFERENCE: Final = statement(__file__, "preference")
_OTHERS: Final = "SELECT EXISTS (SELECT FROM account_history WHERE offset_preference <> 'standard')"


@dataclass(frozen=True)
class Pass:
    """One pass: items ``i`` of balances ``b`` that it takes, of an account or a ``part`` of it.

    ``tables`` go into a WITH, and ``joined`` joins them, where accounts differ.
    """

    takes: str = "true"
    part: str = ""
    tables: tuple[str, ...] = ()
    joined: str = ""


def _by_preference(takes: str, part: str = "") -> Pass:
    return Pass(
        takes,
        part,
        tables=(f"preference AS ({_PREFERENCE})",),
        joined="LEFT JOIN preference q ON q.account_id = b.account_id",
    )


_KEEPS_TO_BROKER: Final = "q.offset_preference = 'same_broker'"

_ALL: Final = (Pass(),)
_WITHIN_BROKER: Final = (
    Pass(takes="i.filer IS NOT NULL", part="i.filer"),
    Pass(takes="(b.is_debit OR i.filer IS NULL)"),
)
_AS_PREFERRED: Final = (
    _by_preference(
        "q.offset_preference = 'by_hand' AND i.kind IN ('CAD', 'SOADJ')",
        "i.document_reference",
    ),
    _by_preference(f"{_KEEPS_TO_BROKER} AND i.filer IS NOT NULL", "i.filer"),
    _by_preference(
        f"(q.account_id IS NULL OR {_KEEPS_TO_BROKER} AND (b.is_debit OR i.filer IS NULL))"
    ),
)


def passes(tx: Transaction, policy: ClearingPolicy) -> tuple[Pass, ...]:
    """Return the passes of a clearing by a policy, in their order."""
    if policy.within_broker:
        return _WITHIN_BROKER
    if policy.preferences and tx.value(_OTHERS):
        return _AS_PREFERRED
    return _ALL
