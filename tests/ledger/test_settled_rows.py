"""Rows of card settlements: each once, and a chargeback against the payment that it names."""

import pytest

from ledger.settled_rows import Fault, Settled, SettledRow, judge_rows

ACCOUNT, OTHER, HELD = "563448984RM0001", "282676279RM0001", "UNIDENTIFIED"


def payment(name: str, cents: int, account: str = ACCOUNT) -> SettledRow:
    return SettledRow(0, 1, name, None, account, cents)


def chargeback(name: str, takes_back: str, cents: int) -> SettledRow:
    return SettledRow(0, 1, name, takes_back, HELD, -cents)


@pytest.mark.parametrize(
    ("rows", "accounts", "faults"),
    [
        ([payment("P1", 500)], [ACCOUNT], [None]),
        ([payment("P1", 500), payment("P1", 500)], [ACCOUNT, HELD], [None, Fault.SETTLED_BEFORE]),
        ([payment("P", 500, OTHER), chargeback("C", "P", 500)], [OTHER, OTHER], [None, None]),
        ([chargeback("C", "P", 500), payment("P", 500)], [HELD, ACCOUNT], [Fault.NAMES_NONE, None]),
        ([chargeback("C", "OLD", 300)], [OTHER], [None]),
        ([chargeback("C", "OLD", 301)], [HELD], [Fault.TAKES_MORE]),
        (
            [chargeback("C", "OLD", 100), chargeback("C", "OLD", 100), chargeback("D", "OLD", 200)],
            [OTHER, HELD, OTHER],
            [None, Fault.SETTLED_BEFORE, None],
        ),
        (
            [chargeback("C", "OLD", 300), chargeback("D", "OLD", 1)],
            [OTHER, HELD],
            [None, Fault.NAMES_NONE],
        ),
        ([chargeback("C", "TAKEN", 1)], [HELD], [Fault.NAMES_NONE]),
        ([payment("OLD", 300)], [HELD], [Fault.SETTLED_BEFORE]),
        ([payment("P", 500, HELD), chargeback("C", "P", 500)], [HELD, HELD], [None, None]),
    ],
)
def test_what_rows_come_to(rows: list[SettledRow], accounts: list[str], faults: list[Fault | None]):
    """Of a book with OLD (300 of another's left) and TAKEN (nothing left)."""
    known = [Settled("OLD", OTHER, 300), Settled("TAKEN", ACCOUNT, 0)]
    judged = judge_rows(rows, known)
    assert [each.account for each in judged] == accounts
    assert [each.fault for each in judged] == faults


def test_what_is_left_is_told():
    """A chargeback that takes too much says how much there was."""
    (judged,) = judge_rows([chargeback("C", "OLD", 301)], [Settled("OLD", OTHER, 300)])
    assert judged.left_cents == 300
