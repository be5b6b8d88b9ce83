"""Acts of two people: asked for by one, approved by another, done only as it was shown, once."""

import datetime as dt
from contextlib import nullcontext
from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError

from billing.acts import Lapse
from jobs.acts import act_kinds, asking_people, reverse_postings
from jobs.acts.act_kinds import AIRFLOW, OnePersonTwice
from jobs.acts.asking_people import REJECT, Answer, Run
from jobs.hub import Hub, JobRefused, NothingYet
from jobs.hub.book_terms import Approval, Rejection, Request
from jobs.hub.question import digest_of, takes_two
from jobs.proofs import prove_book
from jobs.receivables import close_day, run_billing_cycle
from jobs.reference import load_reference_data
from ledger_sync.book import acts, batches, reversal
from ledger_sync.history.overview import overview
from ledger_sync.receivables import cycle_draft
from simulator.files.declaration import Declaration
from tests import made, people
from tests.sending import send

FILED_ON = dt.date(2026, 11, 20)
STATEMENT_ON = dt.date(2026, 11, 25)
SELECTION = {"statement_on": STATEMENT_ON.isoformat()}
SCHEDULED = Run("run 1", None)
BY_HAND = replace(SCHEDULED, key="run 2", by="operator")
ABOUT = "billing", SELECTION, SCHEDULED, "the cycle is over"
ABOUT_BY_HAND = "billing", SELECTION, BY_HAND, "the cycle is over"


@pytest.fixture
def closed(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> Hub:
    """A book with something to bill, which the steps of acts open."""
    send(hub, made.cusdec([made.maker(12).declaration()], "R1"), FILED_ON)
    close_day.run(hub, STATEMENT_ON - dt.timedelta(days=1))
    monkeypatch.setattr(asking_people, "open_hub", lambda: nullcontext(hub))
    return hub


def statements(hub: Hub) -> int:
    with hub.book.transaction() as tx:
        return overview(tx).statements


def yes(asked: asking_people.Asked | None, by: str) -> Answer:
    assert asked is not None
    return Answer(asked.options[0], by)


def test_one_checks_and_another_approves(closed: Hub):
    """Of a run of the schedule two answers are needed; the book names both, what, and when."""
    checking = asking_people.ask_to_check(*ABOUT)
    assert checking.people == ("approver", "operator") and statements(closed) == 0
    assert "| closing |" in checking.body and "opening | charges | payments" in checking.body
    asking_people.checked(*ABOUT, yes(checking, "operator"))
    approving = asking_people.ask_to_approve(*ABOUT)
    assert approving.people == ("approver",) and "operator" in approving.body
    asking_people.approved(*ABOUT, yes(approving, "approver"))
    assert statements(closed) == 1
    with closed.book.transaction() as tx:
        (act,) = acts.acts(tx, 10)
    assert (act["kind"], act["requested_by"], act["approved_by"]) == (
        "billing", "operator", "approver"
    )  # fmt: skip
    assert act["requested_at"] < act["approved_at"] and act["requested_login"] == "airflow"
    assert bytes(act["digest"]).hex() == run_billing_cycle.draft(closed, STATEMENT_ON).digest
    assert all(result.holds for result in prove_book.results(closed))


def test_who_starts_a_run_by_hand_is_the_first_of_two(closed: Hub):
    """Nobody is asked to check what a person asked for; that person may not approve."""
    assert asking_people.ask_to_check(*ABOUT_BY_HAND) is None
    approving = asking_people.ask_to_approve(*ABOUT_BY_HAND)
    assert approving.people == ("approver",)
    with pytest.raises(OnePersonTwice):
        asking_people.approved(*ABOUT_BY_HAND, yes(approving, "operator"))
    assert statements(closed) == 0
    asking_people.approved(*ABOUT_BY_HAND, yes(approving, "approver"))
    assert statements(closed) == 1


def test_nothing_is_approved_that_nobody_checked(closed: Hub):
    """A check that was marked as done, and not answered, leaves nothing to approve."""
    with pytest.raises(JobRefused, match="nobody asked for"):
        asking_people.ask_to_approve(*ABOUT)
    digest = run_billing_cycle.draft(closed, STATEMENT_ON).digest
    with pytest.raises(JobRefused, match="nobody asked for"):
        asking_people.approved(*ABOUT, Answer(f"Approve {digest[:12]}", "approver"))
    assert statements(closed) == 0


@pytest.mark.parametrize("by", ["viewer", "a stranger", ""])
def test_an_answer_of_someone_who_may_not_does_nothing(closed: Hub, by: str):
    """An answer counts by the role of who gave it, whatever let it through."""
    checking = asking_people.ask_to_check(*ABOUT)
    with pytest.raises(JobRefused, match="may not answer"):
        asking_people.checked(*ABOUT, yes(checking, by))
    asking_people.checked(*ABOUT, yes(checking, "operator"))
    with pytest.raises(JobRefused, match="may not answer"):
        asking_people.approved(*ABOUT, yes(asking_people.ask_to_approve(*ABOUT), by))
    assert statements(closed) == 0


def test_what_came_in_since_it_was_shown_is_not_approved(closed: Hub):
    """An answer names what was shown; where it would come to something else, nothing is done."""
    asking_people.checked(*ABOUT, yes(asking_people.ask_to_check(*ABOUT), "operator"))
    with pytest.raises(JobRefused, match="nothing was done; look at it again"):
        asking_people.approved(*ABOUT, Answer("Approve 000000000000", "approver"))
    assert statements(closed) == 0


def test_what_was_checked_is_what_is_approved(closed: Hub):
    """What somebody checked before the book moved on is not there to approve."""
    checked = Request(SCHEDULED.key, "operator", "checked", "0" * 64, "airflow")
    act_kinds.ask(closed, "billing", SELECTION, checked)
    with pytest.raises(JobRefused, match="no longer do what was approved"):
        asking_people.ask_to_approve(*ABOUT)


def test_a_rejection_does_nothing(closed: Hub):
    """Rejected by who checks, the run is over: it is asked no more, and a yes comes too late."""
    shown = asking_people.ask_to_check(*ABOUT)
    with pytest.raises(NothingYet, match="rejected by operator"):
        asking_people.checked(*ABOUT, Answer(REJECT, "operator"))
    for again in (asking_people.ask_to_check, asking_people.ask_to_approve):
        with pytest.raises(NothingYet, match="rejected by operator"):
            again(*ABOUT)
    for answered in (asking_people.checked, asking_people.approved):
        with pytest.raises(NothingYet, match="rejected by operator"):
            answered(*ABOUT, yes(shown, "approver"))
    assert statements(closed) == 0


def test_what_was_checked_may_be_rejected_for_good(closed: Hub):
    """By the approver in Airflow, or by anybody at a shell; no later yes is taken, by the book."""
    asking_people.checked(*ABOUT, yes(asking_people.ask_to_check(*ABOUT), "operator"))
    shown = asking_people.ask_to_approve(*ABOUT)
    with pytest.raises(NothingYet, match="rejected by approver"):
        asking_people.approved(*ABOUT, Answer(REJECT, "approver", "not this month"))
    with pytest.raises(NothingYet, match="not this month"):
        asking_people.approved(*ABOUT, yes(shown, "approver"))
    with closed.book.transaction() as tx:
        assert acts.waiting(tx) == []
    asked = act_kinds.asked_for(closed, SCHEDULED.key)
    with pytest.raises(IntegrityError, match="was rejected by approver"):
        act_kinds.approve(closed, asked, Approval("approver", AIRFLOW), closed.today())
    assert statements(closed) == 0


def with_lapse(hub: Hub, hours: int) -> Hub:
    """Return the hub with another time for an approval, in force on the day it begins."""
    earlier = Lapse(effective_from=dt.date(2024, 10, 21), hours=24)
    begins = Lapse(effective_from=hub.today(), hours=hours)
    later = Lapse(effective_from=hub.today() + dt.timedelta(days=1), hours=0)
    return replace(hub, rules=replace(hub.rules, lapses=(begins, earlier, later)))


def test_what_nobody_approves_lapses(closed: Hub, monkeypatch: pytest.MonkeyPatch):
    """After the time of the rules of the day a check waits no more, as if it were rejected."""
    checking = asking_people.ask_to_check(*ABOUT)
    asking_people.checked(*ABOUT, yes(checking, "operator"))
    shown = asking_people.ask_to_approve(*ABOUT)
    waits = with_lapse(closed, hours=1)
    assert [row["request_key"] for row in act_kinds.waiting(waits)] == [SCHEDULED.key]
    assert act_kinds.lapsed(waits, 10) == []
    over = with_lapse(closed, hours=0)
    monkeypatch.setattr(asking_people, "open_hub", lambda: nullcontext(over))
    with pytest.raises(JobRefused, match="lapsed: nobody approved it within 0 hours"):
        asking_people.approved(*ABOUT, yes(shown, "approver"))
    assert act_kinds.waiting(over) == []
    assert [row["request_key"] for row in act_kinds.lapsed(over, 10)] == [SCHEDULED.key]
    asked = act_kinds.asked_for(over, SCHEDULED.key)
    with pytest.raises(IntegrityError, match="was rejected by nobody"):
        act_kinds.approve(over, asked, Approval("approver", AIRFLOW), over.today())
    with pytest.raises(NothingYet, match="it lapsed"):
        asking_people.ask_to_check(*ABOUT)
    assert statements(over) == 0


def test_what_was_done_or_rejected_does_not_lapse(closed: Hub):
    """Only what waits does: a rejection keeps who said it, and an act that was done is done."""
    asking_people.checked(*ABOUT, yes(asking_people.ask_to_check(*ABOUT), "operator"))
    act_kinds.reject(closed, SCHEDULED.key, Rejection("approver", AIRFLOW, "not this month"))
    asking_people.ask_to_check(*ABOUT_BY_HAND)
    asking_people.approved(
        *ABOUT_BY_HAND, yes(asking_people.ask_to_approve(*ABOUT_BY_HAND), "approver")
    )
    over = with_lapse(closed, hours=0)
    assert act_kinds.lapsed(over, 10) == act_kinds.waiting(over) == []
    assert act_kinds.rejection_of(over, SCHEDULED.key).rejected_by == "approver"


def test_what_is_done_is_rejected_no_more(closed: Hub):
    """A rejection comes too late where the act was carried out."""
    asking_people.ask_to_check(*ABOUT_BY_HAND)
    asking_people.approved(
        *ABOUT_BY_HAND, yes(asking_people.ask_to_approve(*ABOUT_BY_HAND), "approver")
    )
    with pytest.raises(JobRefused, match="was carried out"):
        act_kinds.reject(closed, BY_HAND.key, Rejection("approver", AIRFLOW, "too late"))


def test_a_run_that_is_cleared_and_run_again_changes_nothing(closed: Hub):
    """Done once, a run asks nobody any more, and finishes what a kill left to do."""
    asking_people.ask_to_check(*ABOUT_BY_HAND)
    yes_ = yes(asking_people.ask_to_approve(*ABOUT_BY_HAND), "approver")
    asking_people.approved(*ABOUT_BY_HAND, yes_)
    assert asking_people.ask_to_check(*ABOUT_BY_HAND) is None
    assert asking_people.ask_to_approve(*ABOUT_BY_HAND) is None
    assert "1 statements" in asking_people.approved(*ABOUT_BY_HAND, yes_)
    with closed.book.transaction() as tx:
        assert len(acts.acts(tx, 10)) == 1


def one_person(digest: str | None = None) -> Request:
    return Request("k", "an officer", "the cycle is over", digest, "airflow")


def test_a_user_without_the_role_is_no_first_person(closed: Hub):
    """Whoever may start a run, but has no role of the rule, is not one of the two."""
    about = "billing", SELECTION, replace(BY_HAND, by="viewer"), "the cycle is over"
    assert asking_people.ask_to_check(*about).people == ("approver", "operator")


def test_two_doors_are_not_two_people(closed: Hub):
    """Who asked in Airflow may be who sits at the shell: the approval comes by the same door."""
    asking_people.ask_to_check(*ABOUT_BY_HAND)
    asked, _ = act_kinds.shown_to_approver(closed, BY_HAND.key, STATEMENT_ON)
    with pytest.raises(OnePersonTwice, match="another approves it there"):
        act_kinds.approve(closed, asked, Approval("approver", "shell:other"), STATEMENT_ON)
    assert statements(closed) == 0


def test_nobody_is_asked_about_what_was_billed_already(closed: Hub):
    """A run for a cycle whose statements stand has nothing to do."""
    people.bill(closed, STATEMENT_ON)
    with pytest.raises(NothingYet, match="nothing to do"):
        asking_people.ask_to_check(*ABOUT)


def test_an_act_that_was_done_is_repeated_without_harm(hub: Hub):
    """The same request again, after a kill or by hand, gives what was done, whatever it took."""
    large = worth(made.maker(14).declaration(lines=1), "9000000.00")
    assert send(hub, made.cusdec([large], "R2"), FILED_ON).outcome == "posted"
    selection = {"handle": large.transaction_number}
    question = act_kinds.draft(hub, "reverse", selection, STATEMENT_ON)
    assert f"reversed: CAD|{large.transaction_number}|" in question.body.replace("\\", "")
    by_two = people.request_by_two(question.digest, "K9")
    people.ask(hub, "reverse", selection, by_two)
    done = act_kinds.carry_out(hub, "reverse", selection, by_two, STATEMENT_ON)
    again = Request("K9", "schedule", "repeated")
    repeated = act_kinds.carry_out(hub, "reverse", selection, again, STATEMENT_ON)
    assert "1 transactions reversed" in done and "0 transactions reversed" in repeated


@pytest.mark.parametrize(
    "approval", [None, Approval("an officer", "airflow"), Approval(" AN Officer ", "airflow")]
)
def test_the_book_refuses_an_act_of_too_few(closed: Hub, approval: Approval | None):
    """Neither one person nor the same one twice issues statements, whatever asked the book."""
    digest = run_billing_cycle.draft(closed, STATEMENT_ON).digest
    request = replace(one_person(digest), approval=approval)
    act_kinds.ask(closed, "billing", SELECTION, request)
    with pytest.raises(Exception, match="takes two people"):
        run_billing_cycle.run(closed, STATEMENT_ON, request)
    assert statements(closed) == 0


def test_an_act_of_two_was_asked_for_before(closed: Hub):
    """Two names in one request are not two people: the first asks, in an act of its own."""
    digest = run_billing_cycle.draft(closed, STATEMENT_ON).digest
    request = replace(one_person(digest), approval=Approval("an approver", "airflow"))
    with pytest.raises(Exception, match="takes two people"):
        run_billing_cycle.run(closed, STATEMENT_ON, request)
    assert statements(closed) == 0


def test_statements_are_somebodys_act(closed: Hub):
    """The application's role issues none by a run that names no act, nor by an act of one."""
    cycle = run_billing_cycle.draft(closed, STATEMENT_ON).cycle

    def issue(act_id: int | None) -> None:
        with closed.book.transaction() as tx:
            batch_id = batches.open_for_run(tx, "billing", STATEMENT_ON, act_id=act_id)
            cycle_draft.draw_up(tx, cycle)
            cycle_draft.issue(tx, batch_id)
            batches.seal(tx, batch_id)

    with pytest.raises(Exception, match="by no act of such a kind"):
        issue(None)
    with closed.book.transaction() as tx:
        act_id, _ = acts.record(tx, "rerun", one_person(), {})
    with pytest.raises(Exception, match="by no act of such a kind"):
        issue(act_id)
    assert statements(closed) == 0


@pytest.mark.parametrize("kind", ["rerun", "reference"])
def test_what_moves_money_is_an_act_that_is_counted_by_it(closed: Hub, kind: str):
    """Under an act of a kind that takes one person at any amount, nothing is reversed."""
    with (
        pytest.raises(Exception, match="by no act of such a kind"),
        closed.book.transaction() as tx,
    ):
        selection = load_reference_data.selection_of(1, load_reference_data.APPLIED)
        act_id, _ = acts.record(tx, kind, one_person(), selection)
        book_on, batch_id = reverse_postings.open_act(tx, act_id, STATEMENT_ON)
        standing = [row["txn_id"] for row in tx.rows("SELECT txn_id FROM txn")]
        reversal.reverse(tx, standing, batch_id=batch_id, book_on=book_on)
        batches.seal(tx, batch_id)


def test_one_user_of_the_shell_is_one_person(closed: Hub):
    """Under two names, one user of the operating system does not approve what it asked for."""
    digest = run_billing_cycle.draft(closed, STATEMENT_ON).digest
    request = replace(one_person(digest), login="shell:root")
    act_kinds.ask(closed, "billing", SELECTION, request)
    asked, _ = act_kinds.shown_to_approver(closed, "k", STATEMENT_ON)
    with pytest.raises(OnePersonTwice, match="shell:root"):
        act_kinds.approve(closed, asked, Approval("another", "shell:root"), STATEMENT_ON)
    by_hand = replace(request, approval=Approval("another", "shell:root"))
    with pytest.raises(Exception, match="takes two people"):
        run_billing_cycle.run(closed, STATEMENT_ON, by_hand)
    act_kinds.approve(closed, asked, Approval("another", "shell:other"), STATEMENT_ON)
    assert statements(closed) == 1


def test_an_act_is_what_was_asked_for(closed: Hub):
    """The book refuses an act under the key of a request for something else, or by another."""
    digest = run_billing_cycle.draft(closed, STATEMENT_ON).digest
    act_kinds.ask(closed, "billing", SELECTION, one_person(digest))
    other = replace(
        one_person(digest), requested_by="another", approval=Approval("an approver", "airflow")
    )
    with pytest.raises(Exception, match="asked for something else"):
        run_billing_cycle.run(closed, STATEMENT_ON, other)
    assert statements(closed) == 0


def test_small_acts_take_one_person_and_large_ones_two(hub: Hub):
    """By the amount that a reversal moves, which the book works out itself."""
    maker = made.maker(14)
    small = worth(maker.declaration(lines=1), "1000.00")
    assert send(hub, made.cusdec([small], "R1"), FILED_ON).outcome == "posted"
    question = act_kinds.draft(hub, "reverse", {"handle": small.transaction_number}, STATEMENT_ON)
    assert 0 < question.cents < 1_000_000
    assert not takes_two(hub, "reverse", question, STATEMENT_ON, "an officer", AIRFLOW)
    large = worth(maker.declaration(lines=1), "9000000.00")
    assert send(hub, made.cusdec([large], "R2"), FILED_ON).outcome == "posted"
    asked = one_person()
    with pytest.raises(Exception, match="takes two people"):
        reverse_postings.reverse(hub, large.transaction_number, asked, STATEMENT_ON)
    reverse_postings.reverse(
        hub, small.transaction_number, replace(asked, key="small"), STATEMENT_ON
    )
    question = act_kinds.draft(hub, "reverse", {"handle": large.transaction_number}, STATEMENT_ON)
    by_two = people.request_by_two(question.digest)
    people.ask(hub, "reverse", {"handle": large.transaction_number}, by_two)
    assert "| account | change |" in question.body
    reverse_postings.reverse(hub, large.transaction_number, by_two, STATEMENT_ON)
    assert all(result.holds for result in prove_book.results(hub))


def worth(declaration: Declaration, value: str) -> Declaration:
    (line,) = declaration.lines
    return replace(declaration, lines=(replace(line, value=value),))


def test_the_rules_of_acts_stay_in_the_book(closed: Hub):
    """A version that an act was done by is neither changed nor taken away."""
    people.bill(closed, STATEMENT_ON)
    with closed.book.transaction() as tx:
        (act,) = acts.acts(tx, 1)
        rules = tx.value(
            "SELECT rules FROM act_rules WHERE act_rules_id = :id", id=act["act_rules_id"]
        )
    assert any((rule["kind"], rule["people"]) == ("billing", 2) for rule in rules)
    for statement in (
        "INSERT INTO act_rules (rules) VALUES ('[]')",
        "DELETE FROM act_rules",
        "UPDATE act_request SET requested_by = 'x'",
    ):
        with pytest.raises(Exception, match="permission denied"), closed.book.transaction() as tx:
            tx.run(statement)


def test_a_digest_is_of_what_would_be_done():
    """The same in another order is the same; anything else is something else."""
    assert digest_of({"a": 1, "b": (2, 3)}) == digest_of({"b": [2, 3], "a": 1})
    assert digest_of({"a": 1}) != digest_of({"a": "1"})
