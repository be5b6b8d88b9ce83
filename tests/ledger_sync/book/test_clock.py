"""The day of the book: a real one has Toronto's, a made-up one its own; none closes ahead."""

import datetime as dt

import psycopg
import pytest
from psycopg import errors

from jobs.hub import JobRefused, open_hub
from jobs.hub.dates import business_date
from jobs.hub.question import load_act_rules
from jobs.intake import collect_files_on
from jobs.receivables import close_day, run_billing_cycle
from jobs.reference import seeding
from ledger_sync.book import clock
from ledger_sync.book.connection import owners_book
from ledger_sync.schema import migrate
from stack import postgres
from tests import made
from tests.runs import LAST_DAY, settings_of
from tests.sending import send

DAY = dt.timedelta(days=1)


@pytest.fixture
def real(cluster, database, tmp_path):
    """A hub on an empty book without a clock of its own."""
    name = f"{database}_real"
    with postgres.admin_connection(cluster) as connection:
        postgres.create_database(connection, name, postgres.OWNER)
    owner_url = cluster.url(postgres.OWNER, name)
    migrate(owner_url)
    with open_hub(settings_of(cluster, name, tmp_path)) as hub:
        load_act_rules(owner_url, hub.rules.acts, hub.rules.people)
        seeding.run(hub)
        yield hub
    with postgres.admin_connection(cluster) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


def psql(url: str):
    return psycopg.connect(url.replace("postgresql+psycopg", "postgresql"))


def test_a_real_book_has_torontos_day(real):
    assert real.today() == business_date(dt.datetime.now(dt.UTC))


def test_a_made_up_book_has_its_own(hub):
    """So many days ahead, by one function that triggers, jobs and runs share."""
    assert hub.today() == LAST_DAY


@pytest.mark.parametrize("ahead", [1, 400, 2_000_000])
def test_no_date_to_come_is_closed(real, ahead: int):
    """Not by the job, and not by the application's own INSERT."""
    day = real.today() + ahead * DAY
    with pytest.raises(JobRefused, match="still to come"):
        close_day.run(real, day)
    with (
        psql(real.settings.database_url) as application,
        pytest.raises(errors.RestrictViolation, match="later than today"),
    ):
        application.execute("INSERT INTO closed_date (book_on) VALUES (%s)", (day,))


def test_the_last_day_there_is_cannot_be_closed(real):
    with (
        psql(real.settings.database_url) as application,
        pytest.raises(errors.RestrictViolation, match="later than today"),
    ):
        application.execute("INSERT INTO closed_date (book_on) VALUES ('9999-12-31')")


def test_nothing_else_is_done_for_a_day_to_come(real):
    """No statement is issued, no batch posted beyond tomorrow."""
    ahead = real.today() + 400 * DAY
    with pytest.raises(JobRefused, match="still to come"):
        run_billing_cycle.draft(real, ahead.replace(day=25))
    with (
        psql(real.settings.database_url) as application,
        pytest.raises(errors.RestrictViolation, match="later than today"),
    ):
        application.execute(
            "INSERT INTO batch (kind, book_on) VALUES ('clearing', %s)",
            (real.today() + 2 * DAY,),
        )


def test_today_and_yesterday_close_unasked_another_date_is_shown(real):
    today = real.today()
    assert close_day.is_unasked(real, today) and close_day.is_unasked(real, today - DAY)
    assert not close_day.is_unasked(real, today - 2 * DAY)
    send(real, made.cusdec([made.maker(3).declaration()], "C1"), today - 3 * DAY)
    question = close_day.question(real, today - 2 * DAY)
    assert question is not None and question.subject == f"Close {today - 2 * DAY}?"
    assert f"| {today - 3 * DAY} | 1 |" in question.body
    close_day.run(real, today - 2 * DAY)
    assert close_day.question(real, today - 2 * DAY) is None


def test_a_book_in_use_gets_no_clock(real):
    send(real, made.cusdec([made.maker(4).declaration()], "D1"), real.today())
    with owners_book(real.settings.owner_url) as book:
        with pytest.raises(Exception, match="book in use"), book.transaction() as tx:
            clock.set_ahead(tx, 5)


def test_a_clock_goes_forward_only_and_is_the_owners(hub):
    with owners_book(hub.settings.owner_url) as book:
        with book.transaction() as tx:
            ahead = clock.days_ahead(tx)
            clock.set_ahead(tx, ahead + 3)
        with pytest.raises(Exception, match="forward only"), book.transaction() as tx:
            clock.set_ahead(tx, ahead)
    assert hub.today() == LAST_DAY + 3 * DAY
    with (
        psql(hub.settings.database_url) as application,
        pytest.raises(errors.InsufficientPrivilege),
    ):
        application.execute("INSERT INTO book_clock (days_ahead) VALUES (9)")


def test_no_file_is_received_on_a_day_to_come(real, monkeypatch):
    """The day that a person names is checked before any partner's folder is looked at."""

    class NoDoor:
        def __enter__(self):
            return self

        def __exit__(self, *_):
            return False

        def arrivals(self, *_, **__):
            pytest.fail("looked for files")

    monkeypatch.setattr(type(real), "door", lambda _hub: NoDoor())
    with pytest.raises(JobRefused, match="still to come"):
        collect_files_on.run(real, real.today() + DAY)
