"""The amounts that ``check`` would compute for each declaration that no reader or rule refuses."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field

import pandas as pd

from ledger.charges import CHARGES
from words.charges import charge_name
from words.checking import say
from words.numbers import money

_AMOUNTS = ("value_for_duty", *CHARGES, "payable")
"""In the order in which they are computed."""


@dataclass
class ComputedAmounts:
    """Keeps amounts until the findings of their file are told: a line a declaration."""

    language: str
    _lines: list[str] = field(default_factory=list)

    def take(self, cads: pd.DataFrame, *, as_text: bool) -> None:
        """Keep the amounts of priced declarations, a line each."""
        for row in cads.to_dict("records"):
            cents = {name: int(row[f"{name}_cents"]) for name in _AMOUNTS}
            number, version = str(row["transaction_number"]), int(row["version"])
            self._lines.append(
                self._sentence(number, cents)
                if as_text
                else json.dumps(
                    {"transaction_number": number, "version": version}
                    | {f"{name}_cents": each for name, each in cents.items()}
                )
            )

    def lines(self) -> Iterator[str]:
        """Yield what was kept, and forget it."""
        kept, self._lines = self._lines, []
        yield from kept

    def _sentence(self, number: str, cents: dict[str, int]) -> str:
        told = ", ".join(
            f"{charge_name(name, self.language)} {money(each, self.language)}"
            for name, each in cents.items()
            if each or name in {"value_for_duty", "payable"}
        )
        return say("computed", self.language, reference=number, amounts=told)
