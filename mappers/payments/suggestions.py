"""For whom a payment that waits may be: accounts with the reasons for each, the likeliest first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import pandas as pd
from stdnum.ca import bn

from mappers.payments import references as named
from mappers.payments.matching import Payees


class Reason(StrEnum):
    """What speaks for an account."""

    NAMED = "named"
    NUMBERED = "numbered"
    BUSINESS = "business"
    NEAR = "near"
    OWN = "own"
    PAID = "paid"
    OWES = "owes"


WEIGHTS: Final[Mapping[Reason, int]] = {
    Reason.NAMED: 32,
    Reason.NUMBERED: 16,
    Reason.BUSINESS: 12,
    Reason.NEAR: 8,
    Reason.OWN: 6,
    Reason.PAID: 5,
    Reason.OWES: 4,
}
"""How much each reason counts; what is named before who pays, and that before the amount."""

_DIGITS: Final = "0123456789"
_BN9: Final = 9


@dataclass(frozen=True)
class Suggestion:
    """An account that a payment may be for, and what speaks for it."""

    account: str
    reasons: tuple[Reason, ...]

    @property
    def weight(self) -> int:
        """How much speaks for it."""
        return sum(WEIGHTS[reason] for reason in self.reasons)


def near_businesses(found: pd.DataFrame) -> frozenset[str]:
    """Return the business numbers that those named may be: one digit other, or two swapped.

    ``found`` are references. Only numbers whose check digit is right.
    """
    told = found["value"][found["kind"] != named.TRANSACTION].str[:_BN9].unique()
    return frozenset(each for bn9 in told for each in _near(bn9) if bn.is_valid(each))


def _near(bn9: str) -> Iterable[str]:
    for place in range(len(bn9)):
        for digit in _DIGITS:
            if digit != bn9[place]:
                yield bn9[:place] + digit + bn9[place + 1 :]
        for other in range(place):
            digits = list(bn9)
            digits[place], digits[other] = digits[other], digits[place]
            yield "".join(digits)


def suggested(
    found: pd.DataFrame, payer: str, owing: Iterable[str], known: Payees
) -> list[Suggestion]:
    """Return the accounts that one payment may be for, the likeliest first.

    ``found`` are its references, ``payer`` who pays as names are compared, ``owing`` accounts that
    owe its amount. An amount alone says that an account owes it, and no more.
    """
    values = {kind: set(rows) for kind, rows in found.groupby("kind")["value"]}
    businesses = {
        value[:_BN9] for kind, told in values.items() if kind != named.TRANSACTION for value in told
    }
    accounts, numbers = known.accounts, known.transactions
    of_payer = known.payers[known.payers["payer"] == payer]
    by_reason = {
        Reason.NAMED: accounts["code"][accounts["code"].isin(values.get(named.ACCOUNT, ()))],
        Reason.NUMBERED: numbers["code"],
        Reason.BUSINESS: accounts["code"][accounts["bn9"].isin(businesses)],
        Reason.NEAR: accounts["code"][accounts["bn9"].isin(near_businesses(found) - businesses)],
        Reason.OWN: of_payer["code"][of_payer["payments"] == 0],
        Reason.PAID: of_payer["code"][of_payer["payments"] > 0],
        Reason.OWES: owing,
    }
    reasons: dict[str, list[Reason]] = {}
    for reason, codes in by_reason.items():
        for code in dict.fromkeys(codes):
            reasons.setdefault(code, []).append(reason)
    made = [Suggestion(code, tuple(told)) for code, told in reasons.items()]
    return sorted(made, key=lambda each: (-each.weight, each.account))
