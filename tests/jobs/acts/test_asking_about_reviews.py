"""Reviews as Airflow asks about them: a small one takes one person, a large one two."""

from contextlib import nullcontext
from dataclasses import replace

import pytest

from jobs.acts import act_kinds, asking_about_reviews, review_versions
from jobs.acts.act_kinds import OnePersonTwice
from jobs.acts.asking_people import Answer, Asked, Run
from jobs.acts.review_versions import APPROVED, REFUSED
from jobs.hub import Hub, JobRefused, NothingYet
from jobs.hub.book_terms import Request
from jobs.proofs import prove_book
from ledger_sync.book import acts
from tests.jobs.acts.test_review_versions import AFTER_DUE_ON, DEBT, ORIGINAL, adjusted, file

SCHEDULED, BY_HAND = Run("run 1:1", None), Run("run 2:1", "operator")
SMALL, LARGE = "2", "5000"


@pytest.fixture
def asking(filled, monkeypatch: pytest.MonkeyPatch) -> Hub:
    """A hub with a declaration accepted, which the steps of reviews open."""
    hub = filled(file)
    monkeypatch.setattr(asking_about_reviews, "open_hub", lambda: nullcontext(hub))
    return hub


def review(hub: Hub, times: str, tmp_path) -> int:
    """File an adjustment that is worth so many times as much; return its review."""
    number = adjusted(hub, tmp_path, ORIGINAL, times, DEBT)
    moved = review_versions.propose(hub, number, AFTER_DUE_ON).moved_cents
    assert (moved < 10_000_00) == (times == SMALL)
    return number


def answer(asked: Asked, which: int, by: str, reason: str = "") -> Answer:
    return Answer(asked.options[which], by, reason)


def newest_act(hub: Hub) -> tuple[str, str, str | None, str]:
    with hub.book.transaction() as tx:
        act = acts.acts(tx, 1)[0]
    return act["kind"], act["requested_by"], act["approved_by"], act["selection"]["decision"]


def test_a_small_review_takes_one_person(asking: Hub, tmp_path):
    """Nobody is asked to check it."""
    number = review(asking, SMALL, tmp_path)
    assert asking_about_reviews.ask_to_check_review(number, SCHEDULED) is None
    asked = asking_about_reviews.ask_about_review(number, SCHEDULED)
    assert [option.split(" ")[0] for option in asked.options] == ["Approve", "Refuse", "Wait"]
    done = asking_about_reviews.record_review(number, SCHEDULED, answer(asked, 0, "operator"))
    assert done == APPROVED
    assert newest_act(asking) == ("review", "schedule", "operator", APPROVED)


def test_a_large_review_is_checked_by_one_and_approved_by_another(asking: Hub, tmp_path):
    """Nobody approves what nobody checked, and who checked does not approve; the book proves."""
    number = review(asking, LARGE, tmp_path)
    with pytest.raises(JobRefused, match="nobody asked for"):
        asking_about_reviews.ask_about_review(number, SCHEDULED)
    checking = asking_about_reviews.ask_to_check_review(number, SCHEDULED)
    assert checking.people == ("approver", "operator")
    unchecked = answer(
        replace(checking, options=(f"Approve {checking.options[0][8:]}",)), 0, "approver"
    )
    with pytest.raises(JobRefused, match="nobody asked for"):
        asking_about_reviews.record_review(number, SCHEDULED, unchecked)
    asking_about_reviews.review_checked(number, SCHEDULED, answer(checking, 0, "operator"))
    asked = asking_about_reviews.ask_about_review(number, SCHEDULED)
    assert asked.people == ("approver",) and "checked by operator" in asked.body
    with pytest.raises(OnePersonTwice):
        asking_about_reviews.record_review(number, SCHEDULED, answer(asked, 0, "operator"))
    assert asking_about_reviews.reviews_waiting(None) == [number]
    asking_about_reviews.record_review(number, SCHEDULED, answer(asked, 0, "approver"))
    assert newest_act(asking) == ("review", "operator", "approver", APPROVED)
    assert all(result.holds for result in prove_book.results(asking))


def test_who_starts_a_run_is_the_first_of_two(asking: Hub, tmp_path):
    """Of a review that takes two, the other person decides."""
    number = review(asking, LARGE, tmp_path)
    assert asking_about_reviews.ask_to_check_review(number, BY_HAND) is None
    assert asking_about_reviews.ask_about_review(number, BY_HAND).people == ("approver",)


def test_the_book_refuses_a_large_review_of_one(asking: Hub, tmp_path):
    """Whoever asks: one person approves none, and refuses one."""
    number = review(asking, LARGE, tmp_path)
    request = Request("k", "officer", "the documents show it", None, "airflow")
    with pytest.raises(Exception, match="takes two people"):
        review_versions.decide(asking, number, APPROVED, request, AFTER_DUE_ON)
    done = review_versions.decide(asking, number, REFUSED, request, AFTER_DUE_ON)
    assert done.decision == REFUSED


@pytest.mark.parametrize(
    ("which", "reason", "outcome"),
    [(1, "no proof", REFUSED), (1, "", "needs a reason"), (2, "", "waits")],
)
def test_whoever_checks_may_refuse(asking: Hub, tmp_path, which: int, reason: str, outcome: str):
    """A refusal takes one person and a reason; nobody is asked to approve then, nor to wait."""
    number = review(asking, LARGE, tmp_path)
    checking = asking_about_reviews.ask_to_check_review(number, SCHEDULED)
    answered = answer(checking, which, "operator", reason)
    with pytest.raises(NothingYet, match=outcome):
        asking_about_reviews.review_checked(number, SCHEDULED, answered)
    assert asking_about_reviews.reviews_waiting(None) == ([] if outcome == REFUSED else [number])


def test_what_was_checked_and_refused_waits_for_nobody(asking: Hub, tmp_path):
    """The second person refuses: what the first asked for is rejected with it."""
    number = review(asking, LARGE, tmp_path)
    checking = asking_about_reviews.ask_to_check_review(number, SCHEDULED)
    asking_about_reviews.review_checked(number, SCHEDULED, answer(checking, 0, "operator"))
    asked = asking_about_reviews.ask_about_review(number, SCHEDULED)
    refusing = answer(asked, 1, "approver", "no proof of origin")
    assert asking_about_reviews.record_review(number, SCHEDULED, refusing) == REFUSED
    assert newest_act(asking) == ("review", "approver", "approver", REFUSED)
    assert act_kinds.waiting(asking) == []
    assert asking_about_reviews.record_review(number, SCHEDULED, refusing) == "decided before"


def test_an_answer_of_someone_who_may_not_decides_nothing(asking: Hub, tmp_path):
    """Neither checks nor refuses nor approves."""
    number = review(asking, LARGE, tmp_path)
    checking = asking_about_reviews.ask_to_check_review(number, SCHEDULED)
    for which in (0, 1):
        with pytest.raises(JobRefused, match="may not answer"):
            asking_about_reviews.review_checked(
                number, SCHEDULED, answer(checking, which, "viewer", "x")
            )
    assert asking_about_reviews.reviews_waiting(None) == [number]
