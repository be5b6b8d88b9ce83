"""A whole made-up day, in process: every job, run, run again, and run in another order."""

import datetime as dt
import random

import pytest

from demo import day as demo_day
from demo.bank_day import bank_day
from jobs.hub import Hub, JobRefused
from jobs.proofs import prove_book
from jobs.receivables import close_day, run_billing_cycle, send_notices
from ledger_sync.history.overview import overview
from ledger_sync.receivables import statements
from tests import made, people
from tests.sending import send

TODAY = dt.date(2026, 11, 23)
STATEMENT_ON = dt.date(2026, 11, 25)
KNOWN_ON = STATEMENT_ON - dt.timedelta(days=1)


@pytest.fixture(scope="module")
def day():
    """The made-up day, with its resend and what the bank tells."""
    sample = made.sample()
    planned = demo_day.make_day(sample, seed=11, today=TODAY)
    corrected = demo_day.corrected_file(planned, TODAY)
    banked = bank_day(planned, "northbank", "NORTCATT", TODAY)
    return planned, (*planned.files, corrected, *banked.files), banked


def send_all(hub: Hub, files) -> list[str]:
    return [
        send(hub, file.content, TODAY, file.partner_id, name=file.name).outcome for file in files
    ]


def book_of(hub: Hub):
    with hub.book.transaction() as tx:
        return overview(tx)


def test_the_day_comes_out_to_the_cent(hub: Hub, day, tmp_path):
    """What is declared is what is posted and billed; every fault is found under its own code."""
    planned, files, banked = day
    credited, back = int(banked.credited * 100), int(banked.taken_back * 100)
    outcomes = send_all(hub, files)
    assert outcomes.count("posted") == len(files) - 3
    assert close_day.run(hub, TODAY).closed == (TODAY,)
    assert send_notices.run(hub, TODAY) == 80
    close_day.run(hub, KNOWN_ON)
    totals = people.bill(hub, STATEMENT_ON)
    found = book_of(hub)
    payable = int(planned.payable * 100)
    assert found.declared_cents == found.posted_cents == found.billed_cents == payable
    assert totals.credits_cents == found.credited_cents == credited
    assert found.penalties == planned.late > 0
    owed = payable + planned.late * 10_000
    assert totals.closing_cents == owed - credited + back
    assert found.rejections == planned.rejected
    assert found.interchange_rejections == {"EDI-001": 1}
    assert all(result.holds for result in prove_book.results(hub))


def test_statements_are_read_some_lines_at_a_time(hub: Hub, day, tmp_path):
    """A page ends with the statement that fills it; together they are all, each whole."""
    _, files, _ = day
    send_all(hub, files)
    close_day.run(hub, KNOWN_ON)
    cycle = people.bill(hub, STATEMENT_ON).cycle
    with hub.book.reading() as tx:
        every = statements.issued(tx, cycle.last_on, after=0, limit=1_000, lines=1_000_000)
        for lines in (1, 7):
            after, read, pages = 0, [], 0
            while page := statements.issued(
                tx, cycle.last_on, after=after, limit=1_000, lines=lines
            ):
                assert sum(len(shown.lines) for _, shown in page[:-1]) < lines
                after = page[-1][0]["statement_id"]
                read += page
                pages += 1
            assert read == every and 1 < pages <= len(every)


def test_everything_can_run_twice(hub: Hub, day, tmp_path):
    """Sending every file again and running every job again changes no amount and no statement."""
    _, files, _ = day
    send_all(hub, files)
    close_day.run(hub, TODAY)
    send_notices.run(hub, TODAY)
    close_day.run(hub, KNOWN_ON)
    people.bill(hub, STATEMENT_ON)
    before = book_of(hub)
    assert set(send_all(hub, files)) <= {"duplicate", "rejected"}
    assert close_day.run(hub, TODAY).closed == ()
    assert send_notices.run(hub, TODAY) == 0
    people.bill(hub, STATEMENT_ON)
    assert run_billing_cycle.send(hub, STATEMENT_ON) == 0
    after = book_of(hub)
    for name in ("posted_cents", "billed_cents", "paid_cents", "credited_cents", "statements"):
        assert getattr(after, name) == getattr(before, name)
    assert all(result.holds for result in prove_book.results(hub))


def test_file_order_does_not_matter(hub: Hub, day, tmp_path):
    """Independent files in another order give the same amounts on the same accounts."""
    planned, _, _ = day
    files = [f for f in planned.files if not f.name.startswith("again_")]
    random.Random(5).shuffle(files)
    send_all(hub, files)
    with hub.book.transaction() as tx:
        rows = tx.rows(
            "SELECT a.code, sum(i.amount_cents)::bigint AS cents FROM item i JOIN account a"
            " USING (account_id) GROUP BY 1"
        )
    due: dict[str, int] = {}
    for declaration in planned.accepted[:-1]:
        cents = int(declaration.payable * 100)
        due[declaration.importer] = due.get(declaration.importer, 0) + cents
    assert {row["code"]: row["cents"] for row in rows} == due


def test_notices_wait_for_the_close(hub: Hub, day, tmp_path):
    """Notices of an open date are refused, and say what comes first."""
    send_all(hub, day[1][:1])
    with pytest.raises(JobRefused, match="run close_day first"):
        send_notices.run(hub, TODAY)


def test_no_cycle_on_another_day(hub: Hub):
    """A billing run on a day without a cycle is refused."""
    with pytest.raises(JobRefused, match="no commercial cycle"):
        people.bill(hub, dt.date(2026, 11, 24))


def test_a_draft_leaves_nothing_behind(hub: Hub, day, tmp_path):
    """The draft shows the totals of the issue, and the book is as it was."""
    send_all(hub, day[1][:4])
    close_day.run(hub, KNOWN_ON)
    draft = run_billing_cycle.draft(hub, STATEMENT_ON)
    assert draft.debits_cents > 0 and book_of(hub).statements == 0
    assert people.issue(hub, STATEMENT_ON) == draft


def test_the_next_cycle_opens_where_the_last_closed(hub: Hub, day, tmp_path):
    """A second month's statement carries the closing balance forward.

    Nothing on it bears interest yet: it was accounted in the period whose due date is the 31st.
    """
    send_all(hub, day[1])
    close_day.run(hub, KNOWN_ON)
    first = people.bill(hub, STATEMENT_ON)
    late = made.payments([(made.broker().importers[0], "100.00")], "BANK2", "L")
    later = dt.date(2026, 12, 3)
    send(hub, late, later, "northbank")
    close_day.run(hub, dt.date(2026, 12, 24))
    second = people.bill(hub, dt.date(2026, 12, 25))
    assert second.opening_cents == first.closing_cents
    assert (second.debits_cents, second.credits_cents) == (0, 10_000)
    assert all(result.holds for result in prove_book.results(hub))


def test_late_files_post_on_the_next_open_date(hub: Hub, day, tmp_path):
    """A file received for a closed date posts on the first open one, with its own release date."""
    close_day.run(hub, TODAY)
    close_day.run(hub, TODAY + dt.timedelta(days=1))
    send_all(hub, day[1][:1])
    with hub.book.transaction() as tx:
        dates = tx.rows("SELECT DISTINCT book_on FROM txn")
    assert [row["book_on"] for row in dates] == [TODAY + dt.timedelta(days=2)]
