"""Reference data is decided on by an act: by one person what is plausible, by two what is not."""

from contextlib import nullcontext

import pytest

from jobs import steps
from jobs.acts import act_kinds, asking_people, decide_deliveries
from jobs.acts.act_kinds import OnePersonTwice
from jobs.acts.asking_people import REJECT, Answer, Run
from jobs.hub import Hub, JobRefused, NothingYet
from jobs.hub.book_terms import Request
from jobs.reference import load_reference_data
from jobs.reference.load_reference_data import APPLIED, DECLINED, selection_of
from ledger_sync.book import acts
from tests import people, sending
from tests.conftest import TODAY
from tests.jobs.reference.test_load_reference_data import PARTNER, delivery, rates_of, tariff_change

SCHEDULED, BY_HAND = Run("run 1", None), Run("run 2", "operator")


def waiting(hub: Hub, percent: str) -> int:
    """Deliver a rate that waits for a person; return the number of the delivery."""
    _, outcome = sending.send(hub, tariff_change(percent=percent), TODAY, PARTNER)
    assert outcome == "posted"
    (number,) = load_reference_data.waiting_numbers(hub)
    return number


@pytest.fixture
def asking(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> Hub:
    """A hub that the steps of acts open."""
    for module in (asking_people, steps):
        monkeypatch.setattr(module, "open_hub", lambda: nullcontext(hub))
    return hub


def newest_act(hub: Hub) -> tuple[str, str, str | None]:
    with hub.book.transaction() as tx:
        act = acts.acts(tx, 1)[0]
    return act["kind"], act["requested_by"], act["approved_by"]


def test_a_plausible_delivery_takes_one_person(asking: Hub):
    """Nobody is asked to check; whoever answers applies it, and the book names the act."""
    about = steps.applying(waiting(asking, "4.5"), SCHEDULED)
    assert asking_people.ask_to_check(*about) is None
    asked = asking_people.ask_to_approve(*about)
    assert asked.people == ("approver", "operator") and "45000" in asked.body
    done = asking_people.approved(*about, Answer(asked.options[0], "operator"))
    assert done.endswith("applied")
    assert rates_of(asking)[-1][2] == 45_000
    assert newest_act(asking) == ("reference", "schedule", "operator")
    with pytest.raises(NothingYet, match="decided on before"):
        steps.applying(about[1]["delivery"], SCHEDULED)


def test_an_implausible_delivery_is_checked_by_one_and_approved_by_another(asking: Hub):
    """Neither alone applies it, in a run of the schedule as in one by hand."""
    about = steps.applying(waiting(asking, "150"), SCHEDULED)
    checking = asking_people.ask_to_check(*about)
    assert "**REF-016**" in checking.body
    with pytest.raises(JobRefused, match="nobody asked for"):
        asking_people.ask_to_approve(*about)
    asking_people.checked(*about, Answer(checking.options[0], "operator"))
    approving = asking_people.ask_to_approve(*about)
    assert approving.people == ("approver",)
    with pytest.raises(OnePersonTwice):
        asking_people.approved(*about, Answer(approving.options[0], "operator"))
    assert rates_of(asking)[-1][2] == 0
    asking_people.approved(*about, Answer(approving.options[0], "approver"))
    assert rates_of(asking)[-1][2] == 1_500_000
    assert newest_act(asking) == ("implausible", "operator", "approver")


def test_who_starts_a_run_is_the_first_of_two_for_each_delivery(asking: Hub):
    """Asked for by hand, the other person approves; a rejection leaves the delivery waiting."""
    number = waiting(asking, "150")
    about = steps.applying(number, BY_HAND)
    assert asking_people.ask_to_check(*about) is None
    assert asking_people.ask_to_approve(*about).people == ("approver",)
    with pytest.raises(NothingYet, match="rejected by approver"):
        asking_people.approved(*about, Answer(REJECT, "approver"))
    assert load_reference_data.waiting_numbers(asking) == [number]


@pytest.mark.parametrize("kind", ["reference", "implausible"])
def test_the_book_refuses_a_decision_of_too_few(hub: Hub, kind: str):
    """One person applies nothing implausible, by whatever kind of act the book is asked."""
    number = waiting(hub, "150")
    request = Request("k", "ann", "as published", None, "airflow")

    def decide() -> None:
        with hub.book.transaction() as tx:
            acts.record(tx, kind, request, selection_of(number, APPLIED))
            tx.run(
                "INSERT INTO reference_decision (message_id, decision, decided_by)"
                " VALUES (:id, 'applied', 'ann')",
                id=number,
            )

    refusal = {"reference": "is not plausible", "implausible": "takes two people"}[kind]
    with pytest.raises(Exception, match=refusal):
        decide()
    with pytest.raises(Exception, match="takes two people"):
        load_reference_data.apply(hub, number, request)
    assert load_reference_data.waiting_numbers(hub) == [number]


@pytest.mark.parametrize(
    ("by", "decision", "act", "refusal"),
    [
        ("ann", "applied", None, "decided on by an act"),
        ("ben", "applied", "applied", "decided on by an act"),
        ("ann", "declined", "applied", "decided on by an act"),
        ("ann", "applied", "declined", "decided on by an act"),
        ("automatic", "declined", None, "waits for a person"),
        ("automatic", "applied", "applied", "waits for a person"),
    ],
)
def test_a_decision_is_that_of_its_act(hub: Hub, by: str, decision: str, act: str, refusal: str):
    """The application's role decides nothing without an act of the person it names."""
    number = waiting(hub, "4.5")
    with pytest.raises(Exception, match=refusal), hub.book.transaction() as tx:
        if act is not None:
            name = by if by == "automatic" else "ann"
            request = Request("k", name, "as published", None, "airflow")
            acts.record(tx, "reference", request, selection_of(number, act))
        tx.run(
            "INSERT INTO reference_decision (message_id, decision, decided_by)"
            " VALUES (:id, :decision, :by)",
            id=number,
            decision=decision,
            by=by,
        )


def test_what_is_not_plausible_is_not_applied_unasked(hub: Hub):
    """The book lets nothing be applied on receipt that it told somebody is not plausible."""
    number = waiting(hub, "150")
    with pytest.raises(Exception, match="waits for a person"), hub.book.transaction() as tx:
        tx.run(
            "INSERT INTO reference_decision (message_id, decision, decided_by)"
            " VALUES (:id, 'applied', 'automatic')",
            id=number,
        )


@pytest.mark.parametrize(
    ("table", "heading", "change"),
    [
        ("gst_rate", "gst_code,effective_from,rate_percent", ",2026-12-01,90"),
        (
            "relief",
            "list,code,charge,effective_from,remitted_percent",
            "tariff_code,9901,duty,2026-12-01,50",
        ),
        ("waiver", "kind,effective_from", "late_payment_interest,2026-12-01"),
        ("due_override", "program,rule_on,due_on", "commercial,2026-12-31,2027-12-31"),
        ("unit_factor", "from_unit,to_unit,effective_from,factor", "KGM,GRM,2026-12-01,0.000001"),
        ("treatment_origin", "treatment,country,effective_from", "10,RU,2026-12-01"),
    ],
)
def test_what_can_move_any_amount_is_applied_by_two(
    hub: Hub, table: str, heading: str, change: str
):
    """Where no number tells what a delivery moves, or a tax moves, one alone applies nothing."""
    sourced = not table.startswith("treatment")
    heading, change = f"change,{heading}", f"set,{change}"
    if sourced:
        heading, change = f"{heading},source", f"{change},a bulletin"
    content = delivery(table, "changes", "D-1", heading, change)
    _, outcome = sending.send(hub, content, TODAY, PARTNER)
    assert outcome == "posted"
    (number,) = load_reference_data.waiting_numbers(hub)
    assert decide_deliveries.kind_of(hub, number, APPLIED) == "implausible"
    with pytest.raises(Exception, match="takes two people"):
        load_reference_data.apply(hub, number, Request("k", "ann", "as published", None, "airflow"))
    assert people.apply(hub, number) == "applied"


def test_one_person_puts_aside_what_is_not_plausible(hub: Hub):
    """Declining changes nothing: it takes one, and one act a delivery."""
    number = waiting(hub, "150")
    selection = selection_of(number, DECLINED)
    kind = decide_deliveries.kind_of(hub, number, DECLINED)
    question = act_kinds.draft(hub, kind, selection, TODAY)
    request = Request("k", "ann", "not published", question.digest, "airflow")
    assert "declined" in act_kinds.carry_out(hub, kind, selection, request, TODAY)
    assert "decided before" in act_kinds.carry_out(hub, kind, selection, request, TODAY)
    assert act_kinds.draft(hub, kind, selection, TODAY) is None
    assert people.apply(hub, number) is None
    assert newest_act(hub) == ("reference", "ann", None)
