"""Credits meet debts: one set-based pass over every account that has both sides open.

Two running totals per account, one for each side; each point where either total ends a step is
one application. Windows only, no join of the sides, so that an account with many items is safe.
The slow twin is tests/reference/clearing.py.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from billing.clearing import ClearingPolicy
from ledger_sync.book import applications
from ledger_sync.book.connection import Transaction
from ledger_sync.statement_files import statement

_TOUCHED: Final = statement(__file__, "touched")

_MEETS: Final = (
    "(NOT :credits_wait OR i.due_on IS NULL OR i.due_on <= :applied_on OR (NOT b.is_debit"
    " AND EXISTS (SELECT FROM item_balance o JOIN item d USING (item_id)"
    "  WHERE o.account_id = b.account_id AND o.is_debit AND o.open_cents > 0"
    "  AND d.due_on < :applied_on)))"
)
"""Whether an open item ``i`` of balance ``b`` takes part: see ``ClearingPolicy``."""

_ORDER_SQL = {
    "due_on": "i.due_on NULLS LAST",
    "-due_on": "i.due_on DESC NULLS LAST",
    "kind": "coalesce(array_position(CAST(:kind_rank AS text[]), i.kind), 1000 + k.clearing_rank)",
    "effective_on": "i.effective_on",
    "document_reference": 'i.document_reference COLLATE "C"',
    "item_id": "i.item_id",
}


def apply_credits(
    tx: Transaction,
    policy: ClearingPolicy,
    *,
    applied_on: dt.date,
    batch_id: int,
    accounts: Sequence[int] | None = None,
    without: Sequence[int] = (),
) -> int:
    """Apply open credits to the open debits of their account; return the applications made.

    Those that meet on ``applied_on`` by the policy, of every account, or of those named;
    ``without`` names items that are left as they are. An application is never dated before the
    items that it joins.
    """
    if accounts is not None and not accounts:
        return 0
    debit_order = ", ".join(_ORDER_SQL[name] for name in policy.debit_order)
    credit_order = ", ".join(_ORDER_SQL[name] for name in policy.credit_order)
    named: dict[str, Any] = {} if accounts is None else {"accounts": list(accounts)}
    return applications.apply(
        tx,
        "WITH account_with_both AS ("  # noqa: S608 - the orders are named in billing.clearing
        "  SELECT account_id FROM item_balance WHERE open_cents > 0"
        f"   {'AND account_id = ANY(:accounts)' if named else ''}"
        "  GROUP BY account_id HAVING bool_or(is_debit) AND bool_or(NOT is_debit)),"
        " ranked AS ("
        "  SELECT b.account_id, b.is_debit, b.item_id, b.open_cents,"
        f"  row_number() OVER (PARTITION BY b.account_id ORDER BY {debit_order}) AS debit_rank,"
        f"  row_number() OVER (PARTITION BY b.account_id ORDER BY {credit_order}) AS credit_rank"
        "  FROM item_balance b JOIN account_with_both USING (account_id)"
        "  JOIN item i USING (item_id) JOIN item_kind k ON k.kind = i.kind WHERE b.open_cents > 0"
        f"   AND {_MEETS}"
        "   AND b.item_id NOT IN (SELECT unnest(CAST(:without AS bigint[])))),"
        " side AS ("
        "  SELECT account_id, is_debit, item_id, sum(open_cents) OVER ("
        "   PARTITION BY account_id, is_debit"
        "   ORDER BY CASE WHEN is_debit THEN debit_rank ELSE credit_rank END"
        "   ROWS UNBOUNDED PRECEDING)::bigint AS reach FROM ranked),"
        " step AS ("
        "  SELECT account_id, reach, max(item_id) FILTER (WHERE is_debit) AS debit,"
        "  max(item_id) FILTER (WHERE NOT is_debit) AS credit FROM side"
        "  GROUP BY account_id, reach),"
        " piece AS ("
        "  SELECT account_id, reach, debit, credit,"
        "  reach - coalesce(lag(reach) OVER (PARTITION BY account_id ORDER BY reach), 0)"
        "   AS amount_cents,"
        "  count(debit) OVER down AS debit_group, count(credit) OVER down AS credit_group"
        "  FROM step WINDOW down AS (PARTITION BY account_id ORDER BY reach DESC"
        "   ROWS UNBOUNDED PRECEDING)),"
        " filled AS ("
        "  SELECT account_id, reach, amount_cents, debit_group, credit_group,"
        "  max(debit) OVER (PARTITION BY account_id, debit_group) AS debit,"
        "  max(credit) OVER (PARTITION BY account_id, credit_group) AS credit FROM piece)"
        " SELECT debit AS debit_item_id, credit AS credit_item_id, amount_cents,"
        "  row_number() OVER (ORDER BY account_id, reach) AS position"
        " FROM filled WHERE debit_group > 0 AND credit_group > 0",
        **named,
        without=list(without),
        kind_rank=list(policy.kind_rank),
        credits_wait=policy.credits_wait,
        applied_on=applied_on,
        policy=policy.version,
        batch_id=batch_id,
        charge_order=policy.charge_order,
    )


def touched(tx: Transaction, batch_id: int) -> list[int]:
    """Return the accounts that a batch brought an item, with both sides open."""
    return sorted({row["account_id"] for row in tx.rows(_TOUCHED, batch_id=batch_id)})


def apply_credits_in_turn(
    tx: Transaction, policy: ClearingPolicy, *, applied_on: dt.date, batch_id: int
) -> int:
    """Apply credits as after each file of a batch, in their order; return the applications made.

    An account's first file comes in the first turn, its second in the second: in each turn all
    accounts are cleared at once, without what their later files brought.
    """
    items = tx.rows(_TOUCHED, batch_id=batch_id)
    made = 0
    for turn in sorted({row["turn"] for row in items}):
        made += apply_credits(
            tx,
            policy,
            applied_on=applied_on,
            batch_id=batch_id,
            accounts=sorted({row["account_id"] for row in items if row["turn"] == turn}),
            without=[row["item_id"] for row in items if row["turn"] > turn],
        )
    return made


def is_due(tx: Transaction, policy: ClearingPolicy, applied_on: dt.date) -> bool:
    """Whether any account has both a debit and a credit open that meet on a day."""
    return bool(
        tx.value(
            "SELECT EXISTS (SELECT FROM item_balance b JOIN item i USING (item_id)"  # noqa: S608 - our own condition
            f" WHERE b.open_cents > 0 AND {_MEETS} GROUP BY b.account_id"
            " HAVING bool_or(b.is_debit) AND bool_or(NOT b.is_debit))",
            credits_wait=policy.credits_wait,
            applied_on=applied_on,
        )
    )
