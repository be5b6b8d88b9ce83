"""Statements of an account lead from balance to balance, however they overlap and come."""

import datetime as dt
from itertools import permutations

import pytest

from ledger.bank_chain import BankStatement, chain_of

DAY = dt.date(2026, 11, 20)
CENTS = {1: 500, 2: -300, 3: 2_000, 4: 700}


def told(opening: int | None, closing: int | None, *lines: int, day: int = 0) -> BankStatement:
    on = DAY + dt.timedelta(days=day)
    return BankStatement(f"{day}{lines}", on, on, opening, closing, frozenset(lines))


def breaks(*statements: BankStatement) -> list[tuple[bool, int, int]]:
    """The breaks of statements, which are the same in whichever order these come."""
    found = [chain_of(order, CENTS).breaks for order in permutations(statements)]
    assert all(each == found[0] for each in found)
    return [(each.at_opening, each.states_cents, each.found_cents) for each in found[0]]


@pytest.mark.parametrize(
    "statements",
    [
        [told(0, 200, 1, 2), told(200, 2_900, 3, 4, day=1)],
        [told(0, 500, 1), told(500, 200, 2), told(200, 2_200, 3)],  # pages of a day
        [told(0, 500, 1), told(0, 2_200, 1, 2, 3)],  # a part of a day, then the whole
        [told(0, 500, 1), told(500, 2_200, 2, 3), told(0, 2_200, 1, 2, 3)],
        [told(0, 200, 1, 2), told(0, 200, 1, 2), told(200, 2_200, 3, day=1)],  # sent again
        [told(0, 500, 1), told(500, 500, day=1), told(500, 2_500, 3, day=2)],  # an empty day
        [told(0, 500, 1), told(None, None, 2, day=1), told(200, 2_200, 3, day=2)],
    ],
)
def test_statements_lead_to_each_other(statements: list[BankStatement]):
    """Pages, parts, repetitions, empty days and statements without balances break nothing."""
    assert breaks(*statements) == []
    chain = chain_of(statements, CENTS)
    assert chain.balance_cents == sum(CENTS[line] for line in chain.since)


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ([told(0, 500, 1), told(800, 2_800, 3, day=2)], [(True, 800, 500)]),
        ([told(0, 500, 1), told(800, 800, day=2)], [(True, 800, 500)]),
        ([told(0, 501, 1), told(501, 2_501, 3, day=1)], [(False, 501, 500)]),
        ([told(0, 500, 1), told(400, 2_100, 2, 3, day=1)], [(True, 400, 500)]),
    ],
)
def test_a_break_is_told_with_both_figures(statements, expected):
    """A statement that is missing, or does not add up, is told once; those behind it go on."""
    assert breaks(*statements) == expected


def test_the_first_statement_opens_the_account():
    """What a statement without balances told before is behind the opening, not since it."""
    chain = chain_of([told(None, None, 1), told(500, 200, 2, day=1)], CENTS)
    assert (chain.since, chain.balance_cents) == ({2}, 200)
    assert chain.first is not None and chain.first.opening_cents == 500
