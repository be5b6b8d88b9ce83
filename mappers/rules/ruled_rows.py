"""Rows of many days, and the dated rule that each of them is under."""

from collections.abc import Iterator

import pandas as pd

from ledger.dated_rules import Rule, newest_on


def by_rule(
    rows: pd.DataFrame, rules: tuple[Rule, ...], day: str
) -> Iterator[tuple[Rule | None, pd.DataFrame]]:
    """Yield each rule in force on some row's day with the rows it rules; None before the first.

    ``day`` names the column of the days. Rules are asked once a day, however many rows it has.
    """
    days = rows[day].drop_duplicates()
    in_force = {each: newest_on(rules, each.date()) for each in days}
    for rule in dict.fromkeys(in_force.values()):
        of_rule = [each for each, found in in_force.items() if found == rule]
        yield rule, rows[rows[day].isin(of_rule)]
