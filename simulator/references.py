"""How payers of the made-up world write what they pay: the classes of references."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

from simulator.parties import AFT, CARD

ACCOUNT, SPACED, DASHED, LOWER, LABELLED = "account", "spaced", "dashed", "lower case", "labelled"
FRENCH, JOINED, STATEMENT, OLD_STATEMENT = "French", "run together", "statement", "old statement"
TRANSACTIONS, OTHER_PROGRAM, BUSINESS = "transactions", "RT for RM", "business"
SEVERAL, TRUNCATED, NOTHING = "business of several", "truncated", "nothing"
"""Classes. Pooled payments name their accounts as the registry does."""

CARDS: Final = {
    ACCOUNT: 14, SPACED: 3, DASHED: 2, LOWER: 2, LABELLED: 2, FRENCH: 2, JOINED: 2, STATEMENT: 2,
    OLD_STATEMENT: 1, TRANSACTIONS: 4, OTHER_PROGRAM: 1, BUSINESS: 2, TRUNCATED: 1,
}  # fmt: skip
"""How often each is written."""
UNCERTAIN: Final = frozenset({SEVERAL, TRUNCATED, NOTHING})
"""Classes that lead to nobody with certainty: the payment waits."""
_IN_FIFTEEN: Final = frozenset({ACCOUNT, LOWER, TRUNCATED, OTHER_PROGRAM})
"""Classes that fit the sundry information of an AFT item."""
_NUMBERS_MOST: Final = 3


def possible(kind: str, *, way: str, numbers: Sequence[str], accounts: int) -> str:
    """Return the class in which a payment can be written that was dealt one.

    ``numbers`` are the transactions that it pays exactly, if that many; ``accounts`` those of its
    business.
    """
    if kind == TRANSACTIONS and not 0 < len(numbers) <= _NUMBERS_MOST:
        return ACCOUNT
    if way == CARD or (way == AFT and kind not in _IN_FIFTEEN):
        return ACCOUNT
    if accounts > 1 and kind == BUSINESS:
        return SEVERAL
    return ACCOUNT if accounts > 1 and kind == OTHER_PROGRAM else kind


def written(kind: str, bn15: str, numbers: Sequence[str], day: dt.date) -> str:
    """Return what a payer writes for an account, or for transactions of it, on a day."""
    bn9, number = bn15[:9], bn15[11:]
    grouped = f"{bn9[:3]} {bn9[3:6]} {bn9[6:]}"
    issued = dt.date(day.year, day.month, 25) - dt.timedelta(days=31)
    return {
        ACCOUNT: f"CUSTOMS {bn15}",
        SPACED: f"CUSTOMS {grouped} RM {number}",
        DASHED: f"CUSTOMS {grouped.replace(' ', '-')}-RM-{number}",
        LOWER: bn15.lower(),
        LABELLED: f"BN15: {bn9} RM{number} DUTIES",
        FRENCH: f"DROITS DE DOUANE NE {grouped} RM{number}",
        JOINED: f"DOUANES{bn15}PAIEMENT",
        STATEMENT: f"STATEMENT {bn15}-{issued:%Y%m}25-1",
        OLD_STATEMENT: f"{bn15}-{issued.year - 1}0325-2",
        TRANSACTIONS: " ".join(numbers),
        OTHER_PROGRAM: f"{bn9}RT0001",
        BUSINESS: f"BN {bn9}",
        SEVERAL: f"BN {bn9}",
        TRUNCATED: bn15[:13],
        NOTHING: "customs duties",
    }[kind]
