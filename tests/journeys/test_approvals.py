"""Acts under Airflow, with real users of each role: only what two of them answered is done."""

import datetime as dt
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import httpx
import pytest

from demo.sftp_client import PartnerClient
from jobs.hub import Hub, open_hub
from jobs.receivables import close_day
from ledger_sync.book import acts, closing
from ledger_sync.history.overview import overview
from ledger_sync.reference import reference_versions
from simulator.files.declaration import Reason, withdrawal
from stack import airflow, embedded
from stack.airflow_api import AirflowApi, ApiRefused
from stack.layout import APPROVER, OPERATOR, Layout
from tests import made
from tests.sending import send

pytestmark = [pytest.mark.xdist_group("kills"), pytest.mark.long]

FILED_ON = dt.date(2026, 11, 20)
STATEMENT_ON = dt.date(2026, 11, 25)
DAG, WITHIN_S = "run_billing_cycle", 400
TARIFF, REVIEWS = "load_reference_data", "review_versions"
CONF = {"business_date": STATEMENT_ON.isoformat()}


@pytest.fixture(scope="module")
def hub(whole_stack: Layout) -> Iterator[Hub]:
    """The hub of a stack that has something to bill."""
    with open_hub(embedded.settings_of(whole_stack)) as opened:
        send(opened, made.cusdec([made.maker(12).declaration()], "R1"), FILED_ON)
        close_day.run(opened, STATEMENT_ON - dt.timedelta(days=1))
        yield opened


@pytest.fixture(scope="module")
def operator(whole_stack: Layout) -> AirflowApi:
    """Who asks."""
    return AirflowApi(whole_stack, OPERATOR)


@pytest.fixture(scope="module")
def approver(whole_stack: Layout) -> AirflowApi:
    """Who approves."""
    return AirflowApi(whole_stack, APPROVER)


def until(holds: Callable[[], bool]) -> None:
    ends_at = time.monotonic() + WITHIN_S
    while not holds():
        assert time.monotonic() < ends_at, "too late"
        time.sleep(0.5)


def asks(
    api: AirflowApi, run_id: str, task: str, dag: str = DAG, number: int = -1
) -> Callable[[], bool]:
    return lambda: api.awaits_input(dag, run_id, task, number)


def ended(
    api: AirflowApi,
    run_id: str,
    answer: Callable[[], None] = lambda: None,
    dag: str = DAG,
    number: int = -1,
) -> str:
    """Return how a run ended; it is answered as often as it asks, which Airflow may forget."""

    def over() -> bool:
        if asks(api, run_id, "approve", dag, number)():
            answer()
        return api.state(dag, run_id) in {"success", "failed"}

    until(over)
    return api.state(dag, run_id)


def approved(api: AirflowApi, run_id: str, number: int, end: str) -> Callable[[], bool]:
    """Say yes to a delivery as often as its task asks, until it ended so."""

    def over() -> bool:
        if asks(api, run_id, "approve", TARIFF, number)():
            api.approve(TARIFF, run_id, "approve", number)
        return api.task_state(TARIFF, run_id, "approve", number) == end

    return over


def statements(hub: Hub) -> int:
    with hub.book.transaction() as tx:
        return overview(tx).statements


@contextmanager
def as_person(layout: Layout, person: str) -> Iterator[httpx.Client]:
    """Give a client of Airflow's API that is signed in."""
    password = layout.passwords([person])[person]
    with httpx.Client(base_url=layout.ui_address, timeout=60) as client:
        given = client.post("/auth/token", json={"username": person, "password": password})
        client.headers["Authorization"] = f"Bearer {given.json()['access_token']}"
        yield client


def test_marking_a_task_as_done_does_nothing(
    whole_stack: Layout, hub: Hub, operator: AirflowApi, approver: AirflowApi
):
    """An operator sets `approve` to success, and forges an XCom: no statement is issued."""
    operator.trigger(DAG, "marked", CONF)
    until(asks(operator, "marked", "approve"))
    run = f"/api/v2/dags/{DAG}/dagRuns/marked"
    with as_person(whole_stack, OPERATOR) as client:
        forged = {"key": "return_value", "value": "approved by approver"}
        written = client.post(f"{run}/taskInstances/approve/xcomEntries", json=forged)
        assert written.status_code == 201, written.text
        marked = client.patch(f"{run}/taskInstances/approve", json={"new_state": "success"})
        assert marked.status_code == 200, marked.text
    ended(operator, "marked")
    assert statements(hub) == 0


def test_viewers_and_who_asked_may_not_answer(
    whole_stack: Layout, hub: Hub, operator: AirflowApi, approver: AirflowApi
):
    """Airflow refuses an answer of a viewer and of the one who started the run; nobody forges it.

    Rejected by who may, nothing is issued. A second answer is refused.
    """
    operator.trigger(DAG, "refused", CONF)
    until(asks(operator, "refused", "approve"))
    yes, no = operator.options(DAG, "refused", "approve")
    with pytest.raises(ApiRefused, match="403"):
        operator.answer(DAG, "refused", "approve", yes)
    question = f"/api/v2/dags/{DAG}/dagRuns/refused/taskInstances/approve/-1/hitlDetails"
    with as_person(whole_stack, "viewer") as client:
        answer = {"chosen_options": [yes], "params_input": {}}
        assert client.patch(question, json=answer).status_code == 403
    with pytest.raises(ApiRefused, match="400"):
        approver.answer(DAG, "refused", "approve", "Approve 000000000000")
    rejecting = lambda: approver.answer(DAG, "refused", "approve", no)  # noqa: E731 - called often
    assert ended(operator, "refused", rejecting) == "success"
    with as_person(whole_stack, APPROVER) as client:
        second = client.patch(question, json={"chosen_options": [yes], "params_input": {}})
        assert second.status_code == 409
    assert statements(hub) == 0


def test_two_people_issue_the_statements(
    whole_stack: Layout, hub: Hub, operator: AirflowApi, approver: AirflowApi
):
    """Asked for by one, approved by another: issued once, and the book names both.

    The run cleared and run again asks nobody and issues nothing more.
    """
    operator.trigger(DAG, "approved", CONF)
    until(asks(approver, "approved", "approve"))
    approving = lambda: approver.approve(DAG, "approved", "approve")  # noqa: E731 - called often
    assert ended(operator, "approved", approving) == "success"
    assert statements(hub) == 1
    with hub.book.transaction() as tx:
        (act,) = acts.acts(tx, 10)
    assert (act["requested_by"], act["approved_by"]) == (OPERATOR, APPROVER)
    with as_person(whole_stack, OPERATOR) as client:
        again = {"dry_run": False, "only_failed": False}
        cleared = client.post(f"/api/v2/dags/{DAG}/dagRuns/approved/clear", json=again)
        assert cleared.status_code == 200, cleared.text
    until(lambda: operator.state(DAG, "approved") != "success")
    assert ended(operator, "approved") == "success"
    assert statements(hub) == 1
    with hub.book.transaction() as tx:
        assert len(acts.acts(tx, 10)) == 1


def dropped(layout: Layout, partner_id: str, name: str, content: bytes, hub: Hub) -> int:
    """Drop a file over SFTP and return its number once it has an outcome."""
    PartnerClient(layout, partner_id).put({name: content})
    found: list[int] = []

    def has_an_outcome() -> bool:
        with hub.book.transaction() as tx:
            sql = "SELECT file_id FROM file WHERE name = :name AND outcome IS NOT NULL"
            found.extend(row["file_id"] for row in tx.rows(sql, name=name))
        return bool(found)

    until(has_an_outcome)
    return found[0]


def test_a_rejected_file_is_run_again(whole_stack: Layout, hub: Hub, operator: AirflowApi):
    """Whoever asked may approve what moves nothing: the file arrives again, as one act."""
    content = made.cusdec([made.maker(22).faulty("CAD-003")], "J3")
    file_id = dropped(whole_stack, made.broker().partner_id, "bad.edi", content, hub)
    asked = {"mode": "rerun", "file_ids": [file_id], "reason": "asked for by the broker"}
    operator.trigger("replay_files", "rerun", asked)
    approving = lambda: operator.approve("replay_files", "rerun", "approve")  # noqa: E731 - called often
    assert ended(operator, "rerun", approving, "replay_files") == "success"
    with hub.book.transaction() as tx:
        again = tx.rows("SELECT outcome FROM file WHERE replays_file_id = :f", f=file_id)
        act = acts.acts(tx, 1)[0]
    assert [row["outcome"] for row in again] == ["rejected"]
    assert (act["kind"], act["requested_by"], act["approved_by"]) == ("rerun", OPERATOR, OPERATOR)


def test_a_tariff_is_applied_once_it_is_approved(
    whole_stack: Layout, hub: Hub, operator: AirflowApi
):
    """Dropped by the tariff desk, shown to a person, applied by the task that was answered."""
    rates = (
        b"#carmhub-reference table=tariff_rate delivery=changes reference=J4\n"
        b"tariff_item,treatment,effective_from,rate_percent\n0805100010,02,2027-01-01,4.5\n"
    )
    dropped(whole_stack, "tariffdesk", "rates.csv", rates, hub)
    operator.trigger(TARIFF, "rates", {})
    approving = lambda: operator.approve(TARIFF, "rates", "approve", 0)  # noqa: E731 - called often
    assert ended(operator, "rates", approving, TARIFF, 0) == "success"
    with hub.book.transaction() as tx:
        version = reference_versions.versions(tx, "tariff_rate")[0]
    assert (version["number"], version["file_name"]) == (2, "rates.csv")


def test_a_rate_that_is_not_plausible_takes_two_people(
    whole_stack: Layout, hub: Hub, operator: AirflowApi, approver: AirflowApi
):
    """Who started the run may not answer; another person's yes applies it."""
    rates = (
        b"#carmhub-reference table=tariff_rate delivery=changes reference=J5\n"
        b"tariff_item,treatment,effective_from,rate_percent\n0805100010,02,2028-01-01,450\n"
    )
    with hub.book.transaction() as tx:
        before = reference_versions.versions(tx, "tariff_rate")[0]
    dropped(whole_stack, "tariffdesk", "slip.csv", rates, hub)
    operator.trigger(TARIFF, "slip", {})
    until(asks(approver, "slip", "approve", TARIFF, 0))
    yes = operator.options(TARIFF, "slip", "approve", 0)[0]
    with pytest.raises(ApiRefused, match="403"):
        operator.answer(TARIFF, "slip", "approve", yes, number=0)
    approving = lambda: approver.approve(TARIFF, "slip", "approve", 0)  # noqa: E731 - called often
    assert ended(operator, "slip", approving, TARIFF, 0) == "success"
    with hub.book.transaction() as tx:
        act = acts.acts(tx, 1)[0]
        version = reference_versions.versions(tx, "tariff_rate")[0]
    assert (version["number"], version["applied_by"]) == (before["number"] + 1, APPROVER)
    assert (act["kind"], act["requested_by"], act["approved_by"]) == (
        "implausible", OPERATOR, APPROVER
    )  # fmt: skip


def test_a_run_that_nobody_signed_in_for_takes_two_answers(
    whole_stack: Layout, hub: Hub, operator: AirflowApi, approver: AirflowApi
):
    """One checks and another approves, though the command line named a person who asked.

    Who checked may not approve, a viewer neither; the book names the two who answered.
    """
    rates = (
        b"#carmhub-reference table=tariff_rate delivery=changes reference=J9\n"
        b"tariff_item,treatment,effective_from,rate_percent\n0805100010,02,2029-01-01,475\n"
    )
    dropped(whole_stack, "tariffdesk", "unasked.csv", rates, hub)
    triggered_at_a_shell(whole_stack, TARIFF, "unasked", named=OPERATOR)
    until(asks(operator, "unasked", "check", TARIFF, 0))
    yes, _ = operator.options(TARIFF, "unasked", "check", 0)
    question = f"/api/v2/dags/{TARIFF}/dagRuns/unasked/taskInstances/check/0/hitlDetails"
    with as_person(whole_stack, "viewer") as client:
        answer = {"chosen_options": [yes], "params_input": {}}
        assert client.patch(question, json=answer).status_code == 403
    until(answered(operator, "unasked", "check"))
    until(asks(approver, "unasked", "approve", TARIFF, 0))
    yes = operator.options(TARIFF, "unasked", "approve", 0)[0]
    with pytest.raises(ApiRefused, match="403"):
        operator.answer(TARIFF, "unasked", "approve", yes, number=0)
    until(answered(approver, "unasked", "approve"))
    assert ended(operator, "unasked", dag=TARIFF, number=0) == "success"
    with hub.book.transaction() as tx:
        act = acts.acts(tx, 1)[0]
        version = reference_versions.versions(tx, "tariff_rate")[0]
    assert (version["file_name"], version["applied_by"]) == ("unasked.csv", APPROVER)
    assert (act["kind"], act["requested_by"], act["approved_by"]) == (
        "implausible", OPERATOR, APPROVER
    )  # fmt: skip


def triggered_at_a_shell(layout: Layout, dag: str, run_id: str, *, named: str) -> None:
    """Start a run by Airflow's own command line, whose environment says who does."""
    subprocess.run(
        [sys.executable, "-m", "airflow", "dags", "trigger", dag, "--run-id", run_id],
        env=airflow.environment(layout) | {"LOGNAME": named},
        capture_output=True,
        check=True,
    )


def answered(api: AirflowApi, run_id: str, task: str) -> Callable[[], bool]:
    """Say yes to what a task of the first delivery asks, as often as it asks, until it ended."""

    def over() -> bool:
        if asks(api, run_id, task, TARIFF, 0)():
            api.approve(TARIFF, run_id, task, 0)
        return api.task_state(TARIFF, run_id, task, 0) == "success"

    return over


def test_what_became_something_else_is_shown_anew(
    whole_stack: Layout, hub: Hub, operator: AirflowApi
):
    """Of two deliveries the later is applied first: the other is refused, and asked about again.

    The task that was refused, cleared by a person, shows what the delivery would do by then.
    """
    for number, percent in ((8, "6.5"), (7, "5.5")):
        rates = (
            f"#carmhub-reference table=tariff_rate delivery=changes reference=J{number}\n"
            "tariff_item,treatment,effective_from,rate_percent\n"
            f"1806320000,02,2027-01-0{number},{percent}\n"
        )
        dropped(whole_stack, "tariffdesk", f"rates{number}.csv", rates.encode(), hub)
    operator.trigger(TARIFF, "stale", {})
    for number in (0, 1):
        until(asks(operator, "stale", "approve", TARIFF, number))
    shown_first = operator.options(TARIFF, "stale", "approve", 0)
    for number, end in ((1, "success"), (0, "failed")):
        until(approved(operator, "stale", number, end))
    until(lambda: operator.state(TARIFF, "stale") == "failed")
    with as_person(whole_stack, OPERATOR) as client:
        again = {"dry_run": False, "only_failed": True}
        cleared = client.post(f"/api/v2/dags/{TARIFF}/dagRuns/stale/clear", json=again)
        assert cleared.status_code == 200, cleared.text
    until(asks(operator, "stale", "approve", TARIFF, 0))
    assert operator.options(TARIFF, "stale", "approve", 0) != shown_first
    approving = lambda: operator.approve(TARIFF, "stale", "approve", 0)  # noqa: E731 - called often
    assert ended(operator, "stale", approving, TARIFF, 0) == "success"
    with hub.book.transaction() as tx:
        version = reference_versions.versions(tx, "tariff_rate")[0]
    assert version["file_name"] == "rates8.csv"


def test_a_large_review_takes_two_people(
    whole_stack: Layout, hub: Hub, operator: AirflowApi, approver: AirflowApi
):
    """A withdrawal that moves much is decided on by another person than who started the run."""
    small = made.maker(5).declaration(lines=1)
    large = replace(small, lines=(replace(small.lines[0], value="9000000.00"),))
    for number, version in enumerate((large, withdrawal(large, Reason("R2-74-1-TT", "returned")))):
        content = made.cusdec([version], f"J6{number}")
        assert send(hub, content, FILED_ON, made.broker().partner_id).outcome == "posted"
    operator.trigger(REVIEWS, "large", {})
    until(asks(approver, "large", "decide", REVIEWS, 0))
    yes = operator.options(REVIEWS, "large", "decide", 0)[0]
    with pytest.raises(ApiRefused, match="403"):
        operator.answer(REVIEWS, "large", "decide", yes, number=0)

    def over() -> bool:
        if asks(approver, "large", "decide", REVIEWS, 0)():
            approver.answer(REVIEWS, "large", "decide", yes, "the documents show it", 0)
        return operator.state(REVIEWS, "large") in {"success", "failed"}

    until(over)
    assert operator.state(REVIEWS, "large") == "success"
    with hub.book.transaction() as tx:
        act = acts.acts(tx, 1)[0]
    assert (act["kind"], act["requested_by"], act["approved_by"]) == ("review", OPERATOR, APPROVER)


def test_another_date_is_closed_once_a_person_saw_it(
    whole_stack: Layout, hub: Hub, operator: AirflowApi
):
    """Named by hand, it is asked about; marked as done it stays open, answered it is closed."""
    day = STATEMENT_ON + dt.timedelta(days=1)
    named = {"business_date": day.isoformat()}
    operator.trigger("close_day", "marked", named)
    until(asks(operator, "marked", "close", "close_day"))
    with as_person(whole_stack, OPERATOR) as client:
        task = "/api/v2/dags/close_day/dagRuns/marked/taskInstances/close"
        assert client.patch(task, json={"new_state": "success"}).status_code == 200
    until(lambda: operator.state("close_day", "marked") in {"success", "failed"})
    assert not is_closed(hub, day)
    operator.trigger("close_day", "named", named)

    def over() -> bool:
        if asks(operator, "named", "close", "close_day")():
            operator.approve("close_day", "named", "close")
        return operator.state("close_day", "named") in {"success", "failed"}

    until(over)
    assert operator.state("close_day", "named") == "success"
    assert is_closed(hub, day)


def is_closed(hub: Hub, day: dt.date) -> bool:
    with hub.book.transaction() as tx:
        return closing.is_closed(tx, day)
