"""Credits meet debts: set-based passes over every account that has both sides open.

A pass says which credits meet which debts (``clearing_passes``): those of an account, or of a
group of its items, as its policy and its offset preference have it. In each, two running totals
a group, one for each side; each point where either total ends a step is one application. Windows
only, no join of the sides, so that an account with many items is safe. The slow twin is
tests/reference/clearing.py.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from billing.clearing import ClearingPolicy, KindRanks
from ledger_sync.book import applications
from ledger_sync.book.connection import Transaction
from ledger_sync.receivables.clearing_passes import MEETS, Pass, passes
from ledger_sync.statement_files import statement

_TOUCHED: Final = statement(__file__, "touched")

_ORDER_SQL: Final = {
    "due_on": "i.due_on NULLS LAST",
    "-due_on": "i.due_on DESC NULLS LAST",
    "kind": "coalesce((CAST(:{side}_ranks AS int[]))[array_position("
    "CAST(:{side}_kinds AS text[]), i.kind)], 1000 + k.clearing_rank)",
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
    named: dict[str, Any] = {} if accounts is None else {"accounts": list(accounts)}
    return sum(
        applications.apply(
            tx,
            pairs(policy, each, named=bool(named)),
            **named,
            **asked(policy),
            without=list(without),
            applied_on=applied_on,
            policy=policy.version,
            batch_id=batch_id,
            charge_order=policy.charge_order,
        )
        for each in passes(tx, policy)
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
    return any(
        tx.value(
            f"{_with(each.tables)} SELECT EXISTS (SELECT FROM item_balance b JOIN item i"  # noqa: S608 - our own conditions
            f" USING (item_id) {each.joined} WHERE b.open_cents > 0 AND {MEETS} AND {each.takes}"
            f" GROUP BY {_keys('b.account_id', each.part)}"
            " HAVING bool_or(b.is_debit) AND bool_or(NOT b.is_debit))",
            **asked(policy),
            applied_on=applied_on,
        )
        for each in passes(tx, policy)
    )


def pairs(policy: ClearingPolicy, one: Pass, *, named: bool) -> str:
    """Return the SQL that gives the applications of a pass, account by account in their order."""
    debit_order = ", ".join(_ORDER_SQL[name] for name in policy.debit_order).format(side="debit")
    credit_order = ", ".join(_ORDER_SQL[name] for name in policy.credit_order).format(side="credit")
    met_in = _keys("b.account_id", one.part)
    keys = _keys("account_id", one.part and "part")
    both = (
        "account_with_both AS (SELECT account_id FROM item_balance WHERE open_cents > 0"  # noqa: S608 - our own condition
        f" {'AND account_id = ANY(:accounts)' if named else ''}"
        " GROUP BY account_id HAVING bool_or(is_debit) AND bool_or(NOT is_debit))"
    )
    return (
        f"{_with((*one.tables, both))},"  # noqa: S608 - the orders are named in billing.clearing
        " met AS ("
        f"  SELECT {_keys('b.account_id', one.part and f'{one.part} AS part')},"
        "  b.is_debit, b.item_id, b.open_cents,"
        f"  row_number() OVER (PARTITION BY {met_in} ORDER BY {debit_order}) AS debit_rank,"
        f"  row_number() OVER (PARTITION BY {met_in} ORDER BY {credit_order}) AS credit_rank"
        "  FROM item_balance b JOIN account_with_both USING (account_id)"
        f"  JOIN item i USING (item_id) JOIN item_kind k ON k.kind = i.kind {one.joined}"
        f"  WHERE b.open_cents > 0 AND {MEETS} AND {one.takes}"
        "   AND b.item_id NOT IN (SELECT unnest(CAST(:without AS bigint[])))),"
        " side AS ("
        f"  SELECT {keys}, is_debit, item_id, sum(open_cents) OVER ("
        f"   PARTITION BY {keys}, is_debit"
        "   ORDER BY CASE WHEN is_debit THEN debit_rank ELSE credit_rank END"
        "   ROWS UNBOUNDED PRECEDING)::bigint AS reach FROM met),"
        " step AS ("
        f"  SELECT {keys}, reach, max(item_id) FILTER (WHERE is_debit) AS debit,"
        "  max(item_id) FILTER (WHERE NOT is_debit) AS credit FROM side"
        f"  GROUP BY {keys}, reach),"
        " piece AS ("
        f"  SELECT {keys}, reach, debit, credit,"
        f"  reach - coalesce(lag(reach) OVER (PARTITION BY {keys} ORDER BY reach), 0)"
        "   AS amount_cents,"
        "  count(debit) OVER down AS debit_group, count(credit) OVER down AS credit_group"
        f"  FROM step WINDOW down AS (PARTITION BY {keys} ORDER BY reach DESC"
        "   ROWS UNBOUNDED PRECEDING)),"
        " filled AS ("
        f"  SELECT {keys}, reach, amount_cents, debit_group, credit_group,"
        f"  max(debit) OVER (PARTITION BY {keys}, debit_group) AS debit,"
        f"  max(credit) OVER (PARTITION BY {keys}, credit_group) AS credit FROM piece)"
        " SELECT debit AS debit_item_id, credit AS credit_item_id, amount_cents,"
        f"  row_number() OVER (ORDER BY {keys}, reach) AS position"
        " FROM filled WHERE debit_group > 0 AND credit_group > 0"
    )


def _with(tables: Sequence[str]) -> str:
    return f"WITH {', '.join(tables)}" if tables else ""


def _keys(account: str, part: str) -> str:
    """Return the columns of which each pair has one value."""
    return f"{account}, {part}" if part else account


def asked(policy: ClearingPolicy) -> dict[str, Any]:
    """Return what the SQL of a pass asks of its policy, by parameter."""
    return {
        "credits_wait": policy.credits_wait,
        "newest_cycle_only": policy.newest_cycle_only,
        **_ranks("debit", policy.kind_rank),
        **_ranks("credit", policy.credit_kind_rank),
    }


def _ranks(side: str, ranks: KindRanks) -> dict[str, Any]:
    kinds = [(kind, rank) for rank, alike in enumerate(ranks) for kind in alike]
    return {
        f"{side}_kinds": [kind for kind, _ in kinds],
        f"{side}_ranks": [rank for _, rank in kinds],
    }
