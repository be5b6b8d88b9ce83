"""What an act moved is counted whole, whatever posts it and however it cancels out."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest

from jobs.acts import act_kinds, replay_files, reverse_postings
from jobs.acts.replay_files import Mode
from jobs.hub import Hub, JobRefused
from jobs.hub.book_terms import Request
from jobs.hub.question import Question
from jobs.intake import collect_files, decisions
from jobs.proofs import prove_book
from jobs.receivables import close_day
from jobs.reference import load_reference_data
from ledger_sync.book import acts
from ledger_sync.book.connection import owners_book
from ledger_sync.intake.inbox import Selection
from tests import made, people
from tests.changing import change
from tests.conftest import TODAY
from tests.jobs.acts.test_decide_deliveries import waiting
from tests.jobs.acts.test_two_people import worth
from tests.sending import arrive, send

BROKER = made.broker().partner_id
OF_ONE = Request("k", "ann", "the program was wrong", None, "airflow")
GUARDS = (
    ("act", "act_by_enough_people"),
    ("batch", "batch_by_enough_people"),
    ("reference_decision", "reference_decided_by_act"),
)


@pytest.fixture
def put_aside(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Two files of a large declaration each, which this program failed on."""
    maker = made.maker(14)
    large = [worth(maker.declaration(lines=1), "9000000.00") for _ in range(2)]
    with monkeypatch.context() as broken:
        broken.setattr(decisions, "decide", lambda *_args, **_kwargs: 1 / 0)
        files = [made.cusdec([each], f"R{number}") for number, each in enumerate(large)]
        sent = [send(hub, each, TODAY, BROKER) for each in files]
    assert {each.outcome for each in sent} == {"quarantined"}
    return [each.file_id for each in sent]


def selected(file_ids: list[int]) -> Selection:
    return Selection(file_ids=tuple(file_ids))


def of_rerun(hub: Hub, file_ids: list[int]) -> Question:
    question = act_kinds.draft(hub, "rerun", replay_files.as_json(selected(file_ids)), TODAY)
    assert question is not None
    return question


def by_two(hub: Hub, question: Question, kind: str, file_ids: list[int]) -> Request:
    """Return the request of two people, the first of whom asked for it."""
    request = people.request_by_two(question.digest)
    people.ask(hub, kind, selected(file_ids).__dict__, request)
    return request


def count(hub: Hub, of: str) -> int:
    with hub.book.transaction() as tx:
        return int(tx.value(f"SELECT count(*) FROM {of}"))


def moved(hub: Hub) -> int:
    """What the newest act moved, in cents."""
    with hub.book.transaction() as tx:
        return acts.moved(tx, tx.value("SELECT max(act_id) FROM act"))


def unguarded(hub: Hub, act: Callable[[], object]) -> None:
    """Let an act be done while the guards of its people are gone."""
    for how, then in (("DISABLE", act), ("ENABLE", lambda: None)):
        with owners_book(hub.settings.owner_url) as book, book.transaction() as tx:
            for table, trigger in GUARDS:
                tx.run(f"ALTER TABLE {table} {how} TRIGGER {trigger}")
        then()


def broken(hub: Hub) -> set[str]:
    return {result.name for result in prove_book.results(hub) if not result.holds}


def test_a_rerun_of_much_is_refused_of_one_before_anything_is_done(hub: Hub, put_aside: list[int]):
    """What the files would post is known from the rehearsal: no act is recorded of too few."""
    question = of_rerun(hub, put_aside)
    assert question.cents > 25_000_00
    with pytest.raises(JobRefused, match="takes two people"):
        replay_files.run(hub, Mode.rerun, selected(put_aside), OF_ONE, TODAY)
    assert count(hub, "act") == count(hub, "txn") == 0


def test_a_rerun_of_much_by_two_counts_by_what_it_posted(hub: Hub, put_aside: list[int]):
    """The files' postings are the act's, as shown; it is no part of what one did alone."""
    question = of_rerun(hub, put_aside)
    request = by_two(hub, question, "rerun", put_aside)
    replay_files.run(hub, Mode.rerun, selected(put_aside), request, TODAY)
    assert count(hub, "txn") > 0 and moved(hub) == question.cents
    with hub.book.transaction() as tx:
        assert acts.moved_alone(tx, request.decided_by, "airflow") == 0
    assert broken(hub) == set()


@pytest.fixture
def unasked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that does not look how many people a rerun takes."""
    monkeypatch.setattr(replay_files, "refuse_one_person", lambda *_: None)


@pytest.mark.usefixtures("unasked")
def test_the_book_seals_no_rerun_of_too_few(hub: Hub, put_aside: list[int]):
    """Whatever asked for it: the files of such an act post nothing, and are put aside."""
    replay_files.run(hub, Mode.rerun, selected(put_aside), OF_ONE, TODAY)
    assert count(hub, "txn") == 0 == moved(hub)
    assert count(hub, "file WHERE act_id IS NOT NULL AND outcome = 'quarantined'") == 2
    assert broken(hub) == set()


@pytest.mark.usefixtures("unasked")
def test_files_of_a_batch_count_to_their_own_act(
    hub: Hub, put_aside: list[int], monkeypatch: pytest.MonkeyPatch
):
    """In a batch with a file run again, which the program makes of no others, all is told apart."""
    maker = made.maker(15)
    small = worth(maker.declaration(lines=1), "1000.00")
    with monkeypatch.context() as failing:
        failing.setattr(decisions, "decide", lambda *_args, **_kwargs: 1 / 0)
        again = [send(hub, made.cusdec([small], "S1"), TODAY, BROKER).file_id]
    large = worth(maker.declaration(lines=1), "9000000.00")
    first = arrive(hub, made.cusdec([large], "S2"), TODAY, BROKER)
    shown = of_rerun(hub, again)
    post = collect_files.post
    with monkeypatch.context() as together:
        together.setattr("jobs.intake.file_batch._Gathering.takes", lambda *_: True)
        together.setattr(collect_files, "post", lambda hub, files: post(hub, [first, *files]))
        replay_files.run(hub, Mode.rerun, selected(again), OF_ONE, TODAY)
    assert count(hub, "batch") == 1 and count(hub, "file WHERE outcome = 'posted'") == 2
    assert 0 < moved(hub) == shown.cents < 10_000_00
    assert broken(hub) == set()


@pytest.mark.usefixtures("unasked")
def test_a_rerun_of_too_few_is_found(hub: Hub, put_aside: list[int]):
    """The proof finds what the guards, gone for a while, let through."""
    unguarded(hub, lambda: replay_files.run(hub, Mode.rerun, selected(put_aside), OF_ONE, TODAY))
    assert count(hub, "txn") > 0
    assert broken(hub) == {"acts-by-enough"}


def dutiable(item: str, rate_ppm: int) -> str:
    return f"UPDATE tariff_rate SET rate_ppm = {rate_ppm} WHERE tariff_item = '{item}'"


@pytest.fixture
def crossed(hub: Hub) -> None:
    """Two posted declarations: one's duty comes to nothing, the other's from nothing to as much."""
    first = worth(made.maker(4).declaration(lines=1), "9000000.00")
    (line,) = first.lines
    others = (made.maker(number).declaration(lines=1) for number in range(5, 40))
    other = next(
        each
        for each in others
        if each.lines[0].tariff_item != line.tariff_item
        and each.lines[0].treatment == line.treatment
        and each.lines[0].tariff_code is None
        and each.lines[0].sima_measure is None
    )
    second = worth(replace(other, importer=first.importer), line.value)
    second = replace(second, lines=(replace(second.lines[0], currency=line.currency),))
    items = line.tariff_item, second.lines[0].tariff_item
    change(hub, dutiable(items[0], 50_000))
    change(hub, dutiable(items[1], 0))
    assert send(hub, made.cusdec([first, second], "R1"), TODAY, BROKER).outcome == "posted"
    change(hub, dutiable(items[0], 0))
    change(hub, dutiable(items[1], 50_000))


@pytest.mark.usefixtures("crossed")
def test_what_cancels_out_on_an_account_is_moved_all_the_same(hub: Hub):
    """What one document gains and another loses changes no account, and takes two people."""
    shown = replay_files.draft(hub, Mode.repost, Selection(), TODAY)
    assert shown.accounts == () and shown.moved_cents > 10_000_00
    assert "Canadian dollars moved" in replay_files.as_markdown(shown)
    with pytest.raises(Exception, match="takes two people"):
        replay_files.run(hub, Mode.repost, Selection(), OF_ONE, TODAY)
    assert count(hub, "act") == 0
    question = act_kinds.draft(hub, "repost", replay_files.as_json(Selection()), TODAY)
    assert question is not None
    request = by_two(hub, question, "repost", [])
    assert replay_files.run(hub, Mode.repost, Selection(), request, TODAY) == shown
    assert broken(hub) == set()


@pytest.mark.parametrize("kind", ["implausible", "reference"])
def test_what_one_person_applied_and_posted_nothing_is_found(
    hub: Hub, kind: str, monkeypatch: pytest.MonkeyPatch
):
    """Nor may an implausible rate be one person's, or an act of the kind that takes one."""
    number = waiting(hub, "150")
    monkeypatch.setattr(load_reference_data, "kind_of", lambda *_: kind)
    unguarded(hub, lambda: load_reference_data.apply(hub, number, OF_ONE))
    assert broken(hub) == {"acts-by-enough"}


def large_unapply(hub: Hub) -> tuple[dict[str, object], Callable[[Request], object]]:
    """A payment of 15,000.00 on a larger debt, to be undone."""
    large = worth(made.maker(14).declaration(lines=1), "9000000.00")
    send(hub, made.cusdec([large], "R1"), TODAY, BROKER)
    send(hub, made.payments([(large.importer, "15000.00")]), TODAY)
    close_day.run(hub, dt.date(2026, 12, 31))
    with hub.book.transaction() as tx:
        (tie,) = (row["application_id"] for row in tx.rows("SELECT * FROM application"))
    return {"application_id": tie}, lambda request: reverse_postings.unapply(
        hub, tie, request, dt.date(2026, 12, 31)
    )


def large_repost(hub: Hub) -> tuple[dict[str, object], Callable[[Request], object]]:
    """A declaration whose tax comes to less by thousands."""
    large = worth(made.maker(14).declaration(lines=1), "200000.00")
    send(hub, made.cusdec([large], "R1"), TODAY, BROKER)
    change(hub, "UPDATE gst_rate SET rate_ppm = 0")
    return replay_files.as_json(Selection()), lambda request: replay_files.run(
        hub, Mode.repost, Selection(), request, TODAY
    )


def large_reverse(hub: Hub) -> tuple[dict[str, object], Callable[[Request], object]]:
    large = worth(made.maker(14).declaration(lines=1), "200000.00")
    send(hub, made.cusdec([large], "R1"), TODAY, BROKER)
    number = large.transaction_number
    return {"handle": number}, lambda request: reverse_postings.reverse(hub, number, request, TODAY)


@pytest.mark.parametrize(
    ("kind", "prepared"),
    [("unapply", large_unapply), ("repost", large_repost), ("reverse", large_reverse)],
    ids=["unapply", "repost", "reverse"],
)
def test_a_large_act_of_each_kind_takes_two(
    hub: Hub,
    kind: str,
    prepared: Callable[[Hub], tuple[dict[str, object], Callable[[Request], object]]],
):
    """By the rule of its kind, below what one person may move in a day."""
    selection, act = prepared(hub)
    question = act_kinds.draft(hub, kind, selection, TODAY)
    assert question is not None and 10_000_00 <= question.cents < 25_000_00
    with pytest.raises(Exception, match=rf"of kind {kind} that moves {question.cents} cents takes"):
        act(OF_ONE)
    request = people.request_by_two(question.digest)
    people.ask(hub, kind, selection, request)
    assert act(request)
    assert broken(hub) == set()
