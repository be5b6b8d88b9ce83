"""What an application pays of each charge: equal to its plain twin, within what is open."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.applying import PRO_RATA, shared
from tests.reference.applying import share

CHARGES = ("duty", "sima", "gst", "penalty", "interest")
ORDERS = st.sampled_from([PRO_RATA, ("interest", "penalty"), ("gst",)])
BIG = 6 * 10**17


@st.composite
def books(draw):
    """A few debits with what is open of each charge, and applications within it, in turn."""
    parts, applications, number = {}, [], 0
    for debit in draw(st.lists(st.integers(1, 50), min_size=1, max_size=4, unique=True)):
        cents = st.integers(-20, 300) | st.just(BIG)
        own = draw(st.dictionaries(st.sampled_from(CHARGES), cents, min_size=1))
        own = {charge: own[charge] for charge in CHARGES if own.get(charge)}
        left = sum(own.values())
        if left <= 0:
            continue
        parts[debit] = own
        for _ in range(draw(st.integers(0, 4))):
            if left:
                applied = draw(st.integers(1, left))
                number += 1
                applications.append((number, debit, applied))
                left -= applied
    return draw(st.permutations(applications)), parts


@given(books(), ORDERS)
def test_it_equals_the_plain_twin(book, order):
    """Shared many at once or one by one, the cents of every charge are the same."""
    applications, parts = book
    found = _shared(applications, parts, order)
    assert found == share(applications, parts, order)


@given(books(), ORDERS)
def test_it_adds_up_and_stays_within(book, order):
    """Each application is the sum of its parts; no charge is paid beyond what it has."""
    applications, parts = book
    found = _shared(applications, parts, order)
    for application, debit, cents in applications:
        of_it = {charge: paid for (a, charge), paid in found.items() if a == application}
        assert sum(of_it.values()) == cents
        assert set(of_it) <= set(parts[debit])
    for debit, own in parts.items():
        mine = {a for a, d, _ in applications if d == debit}
        for charge, has in own.items():
            paid = sum(cents for (a, c), cents in found.items() if a in mine and c == charge)
            assert min(has, 0) <= paid <= max(has, 0)


def test_a_cent_left_over_goes_to_the_largest_remainder():
    """100 of 300 in three parts: a third each, and the cent over to the first of equals."""
    parts = {7: {"duty": 100, "gst": 100, "penalty": 100}}
    assert _shared([(1, 7, 100)], parts) == {(1, "duty"): 34, (1, "gst"): 33, (1, "penalty"): 33}


def test_an_order_pays_one_charge_before_the_next():
    """Interest first, whatever the shares are."""
    parts = {7: {"duty": 100, "interest": 30}}
    found = _shared([(1, 7, 40), (2, 7, 90)], parts, ("interest",))
    assert found == {(1, "interest"): 30, (1, "duty"): 10, (2, "duty"): 90}


def test_more_than_is_open_is_refused():
    """An application beyond what a debit has left is a fault, never a negative charge."""
    with pytest.raises(ValueError, match="more is applied"):
        _shared([(1, 7, 60), (2, 7, 60)], {7: {"duty": 100}})


def _shared(applications, parts, order=PRO_RATA):
    found = shared(
        pd.DataFrame(applications, columns=["application_id", "debit_item_id", "amount_cents"]),
        pd.DataFrame(
            [
                (item, charge, own[charge])
                for item, own in parts.items()
                for charge in CHARGES
                if charge in own
            ],
            columns=["item_id", "charge", "amount_cents"],
        ).sort_values("charge", key=lambda c: c.map(CHARGES.index), kind="stable"),
        order,
    )
    return {(int(a), c): int(cents) for a, c, cents in found.itertuples(index=False, name=None)}
