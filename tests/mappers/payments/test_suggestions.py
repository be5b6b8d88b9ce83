"""What waits has suggestions: the likeliest account first, each with its reasons."""

from dataclasses import replace

import pandas as pd
import pytest

from mappers.payments.references import references_of
from mappers.payments.suggestions import Reason, suggested
from tests.mappers.payments.test_matching import KNOWN, LEVIS, MAPLE, NORTH, NORTH_2


def found(text: str, payer: str = "", owing: tuple[str, ...] = ()) -> list[tuple[str, list[str]]]:
    """Return accounts with the names of their reasons."""
    references = references_of([text])
    told = KNOWN.transactions["transaction_number"].isin(references["value"])
    known = replace(KNOWN, transactions=KNOWN.transactions[told])
    made = suggested(references, payer, owing, known)
    return [(each.account, [reason.value for reason in each.reasons]) for each in made]


@pytest.mark.parametrize(
    ("text", "payer", "owing", "first"),
    [
        ("563448984RM00", "", (), (LEVIS, ["business"])),
        ("563448985RM0001", "", (), (LEVIS, ["near"])),
        ("60001000000017", "", (LEVIS,), (LEVIS, ["numbered", "owes"])),
        (f"{NORTH[:9]} RM", "NORTHTRADING", (NORTH_2,), (NORTH, ["business", "paid"])),
        ("duties", "MACHINERIELEVISINC", (MAPLE,), (LEVIS, ["own"])),
        ("duties", "", (MAPLE,), (MAPLE, ["owes"])),
        (f"{MAPLE} {LEVIS}", "CENTREVILLE", (), (LEVIS, ["named", "business", "paid"])),
    ],
)
def test_the_likeliest_comes_first(text: str, payer: str, owing, first):
    """What is named, then who pays, then the amount."""
    assert found(text, payer, owing)[0] == first


def test_nothing_speaks_for_nobody():
    """A text that says nothing, of a payer nobody knows, has no suggestion."""
    assert found("duties") == []


def test_every_reason_is_met():
    """No reason that no payment has."""
    texts = [f"{LEVIS} 60001000000017", "563448985RM0001"]
    payers = ["MACHINERIELEVISINC", "CENTREVILLE"]
    told = {
        reason
        for text in texts
        for payer in payers
        for _, reasons in found(text, payer, (MAPLE,))
        for reason in reasons
    }
    assert told == {reason.value for reason in Reason}
    assert isinstance(KNOWN.accounts, pd.DataFrame)
