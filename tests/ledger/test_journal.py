"""The shape of the journal: sides that sum to zero, reversals, differences."""

import datetime as dt

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.journal import (
    NO_ITEMS,
    NO_TRANSACTIONS,
    OF_NO_MESSAGE,
    SIDE,
    Journal,
    difference,
    frame_of,
    key_of,
    taken_back,
    two_sided,
    use_of,
)

DAY = dt.date(2026, 11, 20)
ACCOUNTS = ("A", "DUTY", "GST", "SIMA")
AMOUNTS = st.dictionaries(st.sampled_from(ACCOUNTS), st.integers(-500, 500).filter(bool))


def sides(by_source: dict[int, dict[str, int]]) -> pd.DataFrame:
    """Sides of sources, numbered from 1 in the order given."""
    return frame_of(
        (
            {
                "source": source,
                "number": 0,
                "entry_number": place,
                "account": account,
                "amount_cents": cents,
            }
            for source, amounts in by_source.items()
            for place, (account, cents) in enumerate(amounts.items(), start=1)
        ),
        SIDE,
    )


def test_sides_that_do_not_balance_are_refused():
    """A journal whose transaction does not sum to zero is not made at all."""
    with pytest.raises(ValueError, match="do not sum to zero"):
        Journal(NO_TRANSACTIONS, sides({1: {"A": 5, "GST": -4}}), NO_ITEMS)


def test_two_sides_balance():
    """Debit and credit of each row, numbered 1 and 2."""
    rows = pd.DataFrame({"source": [3, 4], "number": 0, "amount_cents": [7, 9]})
    made = two_sided(rows, debit="BANK", credit=pd.Series(["A", "B"]))
    assert sorted(made.itertuples(index=False, name=None)) == [
        (3, 0, 1, "BANK", 7), (3, 0, 2, "A", -7), (4, 0, 1, "BANK", 9), (4, 0, 2, "B", -9),
    ]  # fmt: skip


@given(st.dictionaries(st.integers(0, 3), AMOUNTS), st.dictionaries(st.integers(0, 3), AMOUNTS))
def test_what_stands_and_the_difference_are_what_is_owed(owed, standing):
    """Account by account, standing plus difference is owed; nothing in it is zero."""
    changed = difference(sides(owed), sides(standing))
    assert (changed["amount_cents"] != 0).all()
    for source in {*owed, *standing}:
        own = changed[changed["source"] == source]
        assert own["entry_number"].tolist() == list(range(1, len(own) + 1))
        by_account = dict(zip(own["account"], own["amount_cents"], strict=True))
        for account in ACCOUNTS:
            before = standing.get(source, {}).get(account, 0)
            after = owed.get(source, {}).get(account, 0)
            assert before + by_account.get(account, 0) == after


def test_a_reversal_takes_back_every_side():
    """Side by side with the sign turned; a credit taken back is due on its day in the world."""
    posted = pd.DataFrame(
        {
            "txn_id": [8], "message_id": [2], "key": ["PMT|x"], "digest": [b"d"],
            "document_reference": ["x"], "effective_on": [DAY],
        }
    )  # fmt: skip
    entries = pd.DataFrame(
        {"txn_id": [8, 8], "entry_number": [1, 2], "account": ["BANK", "A"],
         "amount_cents": [5, -5]}
    )  # fmt: skip
    item = pd.DataFrame({"txn_id": [8], "due_on": [None], "cycle_last_on": [None], "filer": [None]})
    made = taken_back(posted, entries, item, OF_NO_MESSAGE)
    (header,) = made.transactions.to_dict("records")
    assert (header["key"], header["kind"], header["reverses_txn_id"]) == ("REV|PMT|x", "REV", 8)
    assert made.sides["amount_cents"].tolist() == [-5, 5]
    (taken,) = made.items.to_dict("records")
    assert (taken["source"], taken["kind"], taken["due_on"]) == (OF_NO_MESSAGE, "REV", DAY)


def test_a_key_leaves_out_what_says_nothing():
    """The first use and the first posting of a number add nothing to its key."""
    assert key_of("CAD", "123", 1, use_of(1), None) == "CAD|123|1"
    assert key_of("CAD", "123", 1, use_of(2), 3) == "CAD|123|1|use 2|3"
