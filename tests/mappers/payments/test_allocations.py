"""Allocations by hand: each debt in full, all or nothing, no cent made or lost."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappers.payments.allocations import Allocation, OpenItem, allocate

ACCOUNT = "563448984RM0001"
ITEMS = [
    OpenItem(1, ACCOUNT, "A", 700),
    OpenItem(2, ACCOUNT, "A", 300),
    OpenItem(3, ACCOUNT, "B", 500),
    OpenItem(4, ACCOUNT, "P", -1_200),
    OpenItem(5, ACCOUNT, "Q", -400),
    OpenItem(6, "369975701RM0001", "C", 100),
]


def asked(*rows: tuple[str, str, int]) -> list[Allocation]:
    return [
        Allocation(f"line {number}", ACCOUNT, credit, debit, cents)
        for number, (credit, debit, cents) in enumerate(rows, start=2)
    ]


@pytest.mark.parametrize(
    ("rows", "pairs"),
    [
        ([("P", "B", 500)], [(3, 4, 500)]),
        ([("P", "A", 1_000)], [(1, 4, 700), (2, 4, 300)]),
        ([("P", "A", 600), ("Q", "A", 400)], [(1, 4, 600), (1, 5, 100), (2, 5, 300)]),
        ([("P", "A", 1_000), ("P", "B", 200), ("Q", "B", 300)],
         [(1, 4, 700), (2, 4, 300), (3, 4, 200), (3, 5, 300)]),
    ],
)  # fmt: skip
def test_credits_go_where_they_are_asked_to(rows, pairs):
    """All that is open under a document is one debt; credits cover it together."""
    assert allocate(asked(*rows), ITEMS).pairs == tuple(pairs)


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ([("P", "A", 999)], "line 2: A is covered in full: 10.00 is open, 9.99 is allocated"),
        ([("P", "A", 1_001)], "line 2: A is covered in full: 10.00 is open, 10.01 is allocated"),
        ([("Q", "B", 500)], "line 2: of Q 4.00 is left, 5.00 is allocated"),
        ([("X", "B", 500)], f"line 2: {ACCOUNT} has no open credit X"),
        ([("P", "C", 100)], f"line 2: {ACCOUNT} has no open debt C"),
        ([("P", "B", 600), ("P", "B", -100)], "line 3: an amount is more than nothing"),
    ],
)
def test_what_does_not_fit_is_refused_whole(rows, fault: str):
    """Nothing is applied, and what is wrong is named with its place."""
    found = allocate(asked(*rows), ITEMS)
    assert not found.pairs and fault in found.faults


@given(
    st.lists(st.tuples(st.sampled_from("ABC"), st.integers(1, 9)), min_size=1, max_size=5),
    st.lists(st.tuples(st.sampled_from("PQ"), st.integers(1, 9)), min_size=1, max_size=5),
    st.data(),
)
def test_each_cent_is_applied_once(debts, credits_, data):
    """Whatever covers its debts in full is applied to the cent, never beyond either side."""
    items = [OpenItem(n, ACCOUNT, name, cents) for n, (name, cents) in enumerate(debts)]
    items += [OpenItem(-1 - n, ACCOUNT, name, -cents) for n, (name, cents) in enumerate(credits_)]
    owed = Counter[str]()
    for name, cents in debts:
        owed[name] += cents
    debt = data.draw(st.sampled_from(sorted(owed)))
    first = data.draw(st.integers(1, owed[debt]))
    rows = [("P", debt, first)] + [("Q", debt, owed[debt] - first)] * (first < owed[debt])
    found = allocate(asked(*rows), items)
    left = {item.item_id: abs(item.open_cents) for item in items}
    for debit, credit, cents in found.pairs:
        left[debit] -= cents
        left[credit] -= cents
    assert min(left.values()) >= 0
    assert bool(found.faults) or sum(cents for _, _, cents in found.pairs) == owed[debt]
