"""The late accounting penalty: found by date, posted once, unless waived or excused."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.penalties import (
    LateAccounting,
    OutageRule,
    PenaltyRule,
    Relief,
    excused_until,
    late_accounting_penalty,
)
from jobs.acts import replay_files, reverse_postings
from jobs.acts.replay_files import Mode
from jobs.hub import Hub
from jobs.proofs import prove_book
from jobs.receivables import close_day
from ledger_sync.book.acts import Request
from ledger_sync.intake.inbox import Selection
from simulator.files.declaration import Declaration
from tests import made
from tests.changing import change
from tests.sending import send

RELEASED_ON = dt.date(2026, 11, 6)  # Friday; Remembrance Day is the Wednesday after
DUE_ON = dt.date(2026, 11, 16)
RULES = (PenaltyRule("LAP", dt.date(2024, 10, 21), 10_000),)
days = st.dates(dt.date(2024, 10, 21), dt.date(2030, 1, 1))


def test_a_rule_that_is_off_charges_nothing():
    """An amount that is not confirmed is stated and not posted."""
    late = LateAccounting(DUE_ON, DUE_ON + dt.timedelta(days=9))
    for charged, cents in ((True, 10_000), (False, 0)):
        rules = (replace(RULES[0], charged=charged),)
        assert late_accounting_penalty(late, rules, excused_until=DUE_ON, waivers=()) == cents


def accepted(hub: Hub, folder: Path, filed_on: dt.date, **changes: object) -> Declaration:
    """Send one declaration of goods released on a day."""
    declaration = replace(made.maker(9).declaration(), release_on=RELEASED_ON, **changes)
    shipped = [replace(line, direct_shipment_on=RELEASED_ON) for line in declaration.lines]
    content = made.cusdec([replace(declaration, lines=tuple(shipped))], "L1")
    assert send(hub, content, filed_on, made.broker().partner_id).outcome == "posted"
    return declaration


def penalties(hub: Hub) -> list[dict]:
    with hub.book.transaction() as tx:
        return [dict(row) for row in tx.rows("SELECT * FROM item WHERE kind = 'LAP'")]


@pytest.mark.parametrize(
    ("filed_on", "cents"), [(DUE_ON, []), (DUE_ON + dt.timedelta(days=1), [10_000])]
)
def test_five_business_days_after_release(hub, tmp_path, filed_on, cents):
    """Accounted on the fifth business day, holidays left out, is in time; a day later is not."""
    accepted(hub, tmp_path, filed_on)
    close_day.run(hub, filed_on)
    assert [row["amount_cents"] for row in penalties(hub)] == cents
    assert all(result.holds for result in prove_book.results(hub))


@pytest.mark.parametrize(("office", "cents"), [("0395", []), ("0497", [10_000])])
def test_a_holiday_of_the_province_of_release_gives_a_day_more(hub, tmp_path, office, cents):
    """In Montréal a holiday of Québec is no business day; in Toronto it is one."""
    holiday = (
        "INSERT INTO holiday (holiday_on, province, name_en, name_fr, source)"
        " VALUES ('2026-11-12', 'QC', 'A day', 'Un jour', 'test')"
    )
    change(hub, holiday)
    filed_on = DUE_ON + dt.timedelta(days=1)
    accepted(hub, tmp_path, filed_on, office=office)
    close_day.run(hub, filed_on)
    assert [row["amount_cents"] for row in penalties(hub)] == cents


def test_a_consolidated_declaration_has_until_the_24th(hub, tmp_path):
    """Type F of courier shipments is accounted by the 24th of the next month."""
    accepted(hub, tmp_path, dt.date(2026, 12, 24), cad_type="F")
    close_day.run(hub, dt.date(2026, 12, 24))
    assert penalties(hub) == []


def test_the_penalty_is_posted_once(hub, tmp_path):
    """Closing again posts no second penalty; it is due with the next statement."""
    filed_on = DUE_ON + dt.timedelta(days=1)
    declaration = accepted(hub, tmp_path, filed_on)
    assert close_day.run(hub, filed_on).penalties == 1
    assert close_day.run(hub, filed_on).penalties == 0
    close_day.run(hub, filed_on + dt.timedelta(days=1))
    (item,) = penalties(hub)
    assert item["document_reference"] == declaration.transaction_number
    assert item["due_on"] == dt.date(2026, 12, 1)


WAIVER = (
    "INSERT INTO waiver (kind, effective_from, effective_to, source)"
    " VALUES (:kind, :first_on, :last_on, 'test')"
)


@pytest.mark.parametrize("kind", ["late_accounting_penalty", "outage"])
def test_a_waiver_or_an_outage_of_the_book_excuses(hub, owner_url, tmp_path, kind):
    """A waiver of the day it would arise, or an outage to the day of filing, leaves none."""
    filed_on = DUE_ON + dt.timedelta(days=1)
    accepted(hub, tmp_path, filed_on)
    change(hub, WAIVER, kind=kind, first_on=DUE_ON, last_on=filed_on)
    close_day.run(hub, filed_on)
    assert penalties(hub) == []


@given(
    due_on=days, late_days=st.integers(-3, 30), waived=st.lists(st.tuples(days, days), max_size=3)
)
def test_owed_when_late_and_not_waived(due_on, late_days, waived):
    """A penalty is owed exactly when filed after the due day and no waiver covers the next one."""
    waivers = [Relief(min(pair), max(pair)) for pair in waived]
    late = LateAccounting(due_on, due_on + dt.timedelta(days=late_days))
    excused = any(w.first_on <= due_on + dt.timedelta(days=1) <= w.last_on for w in waivers)
    owed = late_accounting_penalty(late, RULES, excused_until=due_on, waivers=waivers)
    assert owed == (10_000 if late_days > 0 and not excused else 0)


def test_the_amount_is_the_one_in_force_when_it_arises():
    """A penalty arising before the first rule is none; after a change it is the new amount."""
    rules = (*RULES, PenaltyRule("LAP", dt.date(2027, 1, 1), 15_000))
    for due_on, cents in (
        (dt.date(2024, 10, 19), 0),
        (dt.date(2024, 10, 20), 10_000),
        (dt.date(2026, 12, 30), 10_000),
        (dt.date(2026, 12, 31), 15_000),
    ):
        late = LateAccounting(due_on, due_on + dt.timedelta(days=9))
        penalty = late_accounting_penalty(late, rules, excused_until=due_on, waivers=[])
        assert penalty == cents


FRIDAY, HOLIDAY = dt.date(2026, 10, 9), dt.date(2026, 10, 12)  # before Thanksgiving
NEXT_BUSINESS_DAY = dt.date(2026, 10, 13)
ONE_DAY_LONGER = (OutageRule(dt.date(2024, 10, 21), 1),)


@pytest.mark.parametrize(
    ("outages", "until"),
    [
        ([], FRIDAY),
        ([(FRIDAY, FRIDAY)], NEXT_BUSINESS_DAY),
        ([(dt.date(2026, 10, 1), dt.date(2026, 10, 8))], FRIDAY),
        ([(HOLIDAY, NEXT_BUSINESS_DAY)], FRIDAY),
        ([(NEXT_BUSINESS_DAY, dt.date(2026, 10, 15)), (FRIDAY, FRIDAY)], dt.date(2026, 10, 16)),
    ],
)
def test_an_outage_excuses_to_the_end_of_the_next_business_day(outages, until):
    """One that covers the due day excuses a business day longer; a second that covers that, too."""
    days = [Relief(*each) for each in outages]
    found = excused_until(FRIDAY, ONE_DAY_LONGER, outages=days, holidays={HOLIDAY})
    assert found == until


def test_a_rule_of_outages_holds_from_its_day():
    """Before the first rule an outage excuses nothing; of two the newer on the due day holds."""
    rules = (*ONE_DAY_LONGER, OutageRule(FRIDAY, 2))
    for due_on, until in (
        (dt.date(2024, 10, 18), dt.date(2024, 10, 18)),
        (dt.date(2026, 10, 8), FRIDAY),
        (FRIDAY, dt.date(2026, 10, 14)),
    ):
        outages = [Relief(due_on, due_on)]
        assert excused_until(due_on, rules, outages=outages, holidays={HOLIDAY}) == until


@pytest.mark.parametrize(("late_days", "cents"), [(1, []), (2, [10_000])])
def test_an_outage_of_the_due_day_alone_excuses(hub, tmp_path, late_days, cents):
    """Entered as the one day on which systems were down, it excuses the next business day."""
    filed_on = DUE_ON + dt.timedelta(days=late_days)
    accepted(hub, tmp_path, filed_on)
    change(hub, WAIVER, kind="outage", first_on=DUE_ON, last_on=DUE_ON)
    close_day.run(hub, filed_on)
    assert [row["amount_cents"] for row in penalties(hub)] == cents


@pytest.mark.parametrize(("reposted", "cents"), [(False, []), (True, [10_000])])
def test_what_was_reversed_bears_no_penalty(hub, tmp_path, reposted, cents):
    """A late declaration that an act took back owes none; posted again under new rates it does."""
    filed_on = DUE_ON + dt.timedelta(days=1)
    declaration = accepted(hub, tmp_path, filed_on)
    request = Request("k", "an officer", "posted in error")
    if reposted:
        change(hub, "UPDATE gst_rate SET rate_ppm = rate_ppm * 2")
        replay_files.run(hub, Mode.repost, Selection(), request, filed_on)
    else:
        reverse_postings.reverse(hub, declaration.transaction_number, request, filed_on)
    close_day.run(hub, filed_on)
    assert [row["amount_cents"] for row in penalties(hub)] == cents
    assert all(result.holds for result in prove_book.results(hub))
