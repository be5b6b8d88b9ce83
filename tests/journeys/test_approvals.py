"""Acts under Airflow, with real users of each role: only what two of them answered is done."""

import datetime as dt
import time
from collections.abc import Callable, Iterator

import httpx
import pytest

from jobs.hub import Hub, open_hub
from jobs.receivables import close_day
from ledger_sync.book import acts
from ledger_sync.history.overview import overview
from stack import embedded
from stack.airflow_api import AirflowApi, ApiRefused
from stack.layout import APPROVER, OPERATOR, Layout
from tests import made
from tests.sending import send

pytestmark = [pytest.mark.xdist_group("kills"), pytest.mark.long]

FILED_ON = dt.date(2026, 11, 20)
STATEMENT_ON = dt.date(2026, 11, 25)
DAG, WITHIN_S = "run_billing_cycle", 300
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


def asks(api: AirflowApi, run_id: str, task: str) -> Callable[[], bool]:
    return lambda: api.awaits_input(DAG, run_id, task)


def ended(api: AirflowApi, run_id: str) -> str:
    until(lambda: api.state(DAG, run_id) in {"success", "failed"})
    return api.state(DAG, run_id)


def statements(hub: Hub) -> int:
    with hub.book.transaction() as tx:
        return overview(tx).statements


def as_person(layout: Layout, person: str) -> httpx.Client:
    """Return a client of Airflow's API that is signed in."""
    client = httpx.Client(base_url=layout.ui_address, timeout=60)
    password = layout.passwords([person])[person]
    given = client.post("/auth/token", json={"username": person, "password": password})
    client.headers["Authorization"] = f"Bearer {given.json()['access_token']}"
    return client


def test_marking_a_task_as_done_does_nothing(
    whole_stack: Layout, hub: Hub, operator: AirflowApi, approver: AirflowApi
):
    """An operator sets `approve` to success, and forges an XCom: no statement is issued."""
    operator.trigger(DAG, "marked", CONF)
    until(asks(operator, "marked", "approve"))
    run = f"/api/v2/dags/{DAG}/dagRuns/marked"
    with as_person(whole_stack, OPERATOR) as client:
        forged = {"key": "return_value", "value": "approved by approver"}
        client.post(f"{run}/taskInstances/approve/xcomEntries", json=forged)
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
    approver.answer(DAG, "refused", "approve", no)
    assert ended(operator, "refused") == "success"
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
    approver.approve(DAG, "approved", "approve")
    assert ended(operator, "approved") == "success"
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
