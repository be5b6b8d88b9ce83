"""Balances as of a book date: equal to their slow twin on every day of a book with a life."""

import datetime as dt
from pathlib import Path

import pytest

from jobs.acts import reverse_postings
from jobs.hub import Hub, JobRefused
from jobs.hub.book_terms import Request
from jobs.intake import collect_files
from jobs.questions.balances import balance_of, balances_after
from jobs.receivables import close_day
from tests import made, people
from tests.reference import balances as slow
from tests.reference.balances import Application, Item

FIRST = dt.date(2026, 11, 20)
LAST = dt.date(2026, 12, 5)
DAYS = [FIRST + dt.timedelta(days=n) for n in range(-1, (LAST - FIRST).days + 1)]


@pytest.fixture
def lived(hub: Hub, tmp_path: Path) -> Hub:
    """A hub with debts paid, paid over, late, reversed, unapplied and billed on several dates."""
    maker = made.maker(9)
    good = [maker.declaration(lines=2) for _ in range(5)]
    for name, content, on in (
        ("a.edi", made.cusdec(good[:3], "A"), FIRST),
        ("p.xml", made.payments([(good[0].importer, "20.00"), (good[1].importer, "99999.00")]),
         FIRST + dt.timedelta(days=3)),
        ("late.edi", made.cusdec(good[3:], "B"), FIRST + dt.timedelta(days=8)),
    ):  # fmt: skip
        (tmp_path / name).write_bytes(content)
        collect_files.post(hub, [collect_files.ingest(hub, tmp_path / name, on)])
        close_day.run(hub, on)
    with hub.book.reading() as tx:
        (first, *_) = tx.rows("SELECT application_id FROM application ORDER BY 1")
    for key, act, what, on in (
        ("u", reverse_postings.unapply, first["application_id"], dt.date(2026, 11, 30)),
        ("r", reverse_postings.reverse, good[1].transaction_number, dt.date(2026, 12, 2)),
    ):
        act(hub, what, Request(key, "tester", "test"), on)
        close_day.run(hub, on)
    people.bill(hub, dt.date(2026, 11, 25))
    return hub


def test_every_figure_is_its_slow_twins(lived: Hub):
    """Of every account, on every day and for every day of being due, kind by kind."""
    items, applications = rows_of(lived)
    assert {item.kind for item in items} == {"CAD", "PMT", "REV", "LAP"}
    assert any(each.cents < 0 for each in applications)
    due_days = sorted({day for item in items if item.due_on for day in [item.due_on]})
    for as_of in DAYS:
        for due_before in (as_of, *(day + dt.timedelta(days=1) for day in due_days)):
            expected = slow.balances(items, applications, as_of, due_before)
            assert fast(lived, as_of, due_before) == expected


def test_the_balance_is_the_sum_of_the_entries(lived: Hub):
    """What is open of an account, debits less credits, is what its entries come to, any day."""
    for as_of in DAYS:
        with lived.book.reading() as tx:
            entered = tx.rows(
                "SELECT a.code, sum(e.amount_cents)::bigint AS cents FROM entry e"
                " JOIN account a USING (account_id)"
                " WHERE class = 'receivable' AND book_on <= :as_of GROUP BY 1",
                as_of=as_of,
            )
        found = balances_after(lived, "", as_of, limit=100)
        assert {each.bn15: each.total.balance_cents for each in found} == {
            row["code"]: row["cents"] for row in entered
        }


def test_pages_go_on_where_the_last_one_ended(lived: Hub):
    """Page by page every account comes once, in the order of its BN15; then an empty page."""
    whole = balances_after(lived, "", LAST, limit=100)
    assert len(whole) > 2
    paged, after = [], ""
    while page := balances_after(lived, after, LAST, limit=2):
        paged += page
        after = page[-1].bn15
    assert paged == whole == sorted(whole, key=lambda each: each.bn15)
    assert [balance_of(lived, each.bn15, LAST) for each in whole] == whole


def test_an_account_without_postings_owes_nothing_and_an_unknown_one_is_refused(hub: Hub):
    """Nothing booked is a balance of nothing; an account that is not there is told."""
    with hub.book.reading() as tx:
        bn15 = tx.value("SELECT min(code) FROM account WHERE class = 'receivable'")
    found = balance_of(hub, bn15, FIRST)
    assert (found.total.balance_cents, dict(found.by_kind)) == (0, {})
    assert balances_after(hub, "", FIRST, limit=10) == []
    for unknown in ("GST", "999999999RM9999"):
        with pytest.raises(JobRefused, match=unknown):
            balance_of(hub, unknown, FIRST)


def fast(hub: Hub, as_of: dt.date, due_before: dt.date) -> dict:
    """The balances as the book answers, in the form of the twin."""
    with hub.book.reading() as tx:
        ids = {row["code"]: row["account_id"] for row in tx.rows("SELECT * FROM account")}
    return {
        (ids[each.bn15], kind): (
            part.open_debits_cents,
            part.open_credits_cents,
            part.overdue_cents,
        )
        for each in balances_after(hub, "", as_of, due_before, limit=100)
        for kind, part in each.by_kind.items()
    }


def rows_of(hub: Hub) -> tuple[list[Item], list[Application]]:
    """All items and applications of the book."""
    with hub.book.reading() as tx:
        items = tx.rows("SELECT item_id, account_id, kind, amount_cents, book_on, due_on FROM item")
        applications = tx.rows(
            "SELECT debit_item_id, credit_item_id, amount_cents, applied_on FROM application"
        )
    return (
        [Item(*row.values()) for row in items],
        [Application(*row.values()) for row in applications],
    )
