"""The demonstration's day under the rules of its date: accepted, and every price explained."""

import datetime as dt

import pytest

from demo.day import make_day
from jobs.hub import Hub
from jobs.proofs import prove_book
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
