"""The demonstration's day under the rules of its date: accepted, and every price explained."""

import datetime as dt

import pytest

from demo.day import make_day
from demo.declarations import SIMA_ANSWER
from jobs.hub import Hub
from jobs.hub.settings import ROOT
from jobs.proofs import prove_book
from jobs.rules import read_rules
from ledger.dated_rules import newest_on
from tests import made
from tests.sending import send


@pytest.mark.parametrize("today", [dt.date(2026, 11, 23), dt.date(2027, 1, 12)])
def test_every_price_of_the_demonstration_is_explained(hub: Hub, today: dt.date):
    """What is right is accepted, in 2027 too, and priced again from the terms that it bears."""
    planned = make_day(made.sample(), seed=11, today=today)
    for file in planned.files:
        send(hub, file.content, today, file.partner_id, name=file.name)
    results = {result.name: result for result in prove_book.results(hub)}
    with hub.book.transaction() as tx:
        accepted = tx.value("SELECT count(*) FROM cad")
        lines = tx.value("SELECT count(*) FROM cad_line")
    assert [name for name, result in results.items() if not result.holds] == []
    assert accepted == len(planned.accepted) - 1  # one is sent again, corrected, by nobody here
    assert results["explained"].rows == lines > 0


@pytest.mark.parametrize("day", [dt.date(2026, 12, 31), dt.date(2027, 1, 1)])
def test_the_demonstration_answers_measures_as_the_day_asks(day: dt.date):
    """What it says of goods under a SIMA measure is an answer on both sides of the rule's date."""
    rules = read_rules(ROOT / "config").declarations.sima_answers
    assert SIMA_ANSWER in newest_on(rules, day).codes
