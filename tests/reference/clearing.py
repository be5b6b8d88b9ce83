"""The plain twin of ``ledger_sync.receivables.clearing``: two pointers over two lists."""


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
