"""The table of events: its sides are accounts of the chart."""

from ledger.accounts import CONTROL_ACCOUNTS, TRANSFER
from ledger.events import EVENTS, RECEIVABLE, sides_of


def test_the_sides_are_sides_of_the_chart():
    """Each event has both sides; one alone has an account on both; all accounts but one occur."""
    assert [event.name for event in EVENTS if not event.debit or not event.credit] == []
    on_both = [event.name for event in EVENTS if {*event.debit} & {*event.credit}]
    assert on_both == ["part of it that stays held"]
    named = {account for event in EVENTS for account, _ in event.sides}
    assert named == {RECEIVABLE, *CONTROL_ACCOUNTS} - {TRANSFER}


def test_every_name_is_of_one_event():
    """No event has two rows."""
    names = [event.name for event in EVENTS]
    assert sorted(set(names)) == sorted(names)


def test_a_side_is_swapped_where_the_event_goes_either_way():
    """A penalty debits the importer alone, an adjustment may credit it; no other kind posts."""
    assert sides_of("LAP") == {(RECEIVABLE, True), ("PENALTY", False)}
    assert {(RECEIVABLE, False), ("GST", True)} <= sides_of("CAD")
    assert sides_of("XXX") == frozenset()
