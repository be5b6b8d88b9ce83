"""The plain twin of ``ledger_sync.receivables.clearing``: two pointers over two lists."""

import datetime as dt


def meeting(
    items: list[tuple[int, int, dt.date | None]], on: dt.date
) -> list[tuple[int, int, dt.date | None]]:
    """Return the (item, open cents, due) that take part on a day where credits wait.

    Credits are negative. A debt waits for its due date; so does a credit, unless a debt is overdue.
    """
    overdue = any(cents > 0 and due_on and due_on < on for _, cents, due_on in items)
    return [item for item in items if item[2] is None or item[2] <= on or (item[1] < 0 and overdue)]


def allocate(
    debits: list[tuple[int, int]], credits_: list[tuple[int, int]]
) -> list[tuple[int, int, int]]:
    """Return (debit, credit, cents) for (item, open cents) lists in clearing order."""
    applied = []
    waiting = [[item, cents] for item, cents in credits_ if cents]
    for debit, cents in debits:
        left = cents
        while left and waiting:
            used = min(left, waiting[0][1])
            applied.append((debit, waiting[0][0], used))
            left -= used
            waiting[0][1] -= used
            if not waiting[0][1]:
                waiting.pop(0)
    return applied
