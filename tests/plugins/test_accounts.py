"""The affinity questions in the API: the job's outcomes, counted together with the job's."""

import datetime as dt

import pytest
from fastapi.testclient import TestClient

from jobs.hub import Hub
from jobs.receivables import close_day
from jobs.registry import link_account
from ledger.money import decimal_text
from ledger_sync.registry import linking
from ledger_sync.registry.linking import Answers
from tests import made, people
from tests.conftest import TODAY
from tests.plugins.conftest import USER
from tests.sending import send

BILLED_ON = dt.date(2026, 11, 25)


DECLARATION = made.maker(5).declaration(lines=2)


def bill(hub: Hub) -> None:
    """Post a declaration and a payment, and bill them."""
    send(hub, made.cusdec([DECLARATION]))
    send(hub, made.payments([(DECLARATION.importer, "12.34")]))
    close_day.run(hub, dt.date(2026, 11, 24))
    people.bill(hub, BILLED_ON)


@pytest.fixture
def right(filled) -> dict[str, str]:
    """Right answers of an account with a declaration, a payment and a statement."""
    hub, declaration = filled(bill), DECLARATION
    with hub.book.transaction() as tx:
        closing = tx.value("SELECT closing_cents FROM statement")
    return {
        "bn15": declaration.importer,
        "transaction_number": declaration.transaction_number,
        "duties": str(declaration.payable),
        "payment": "12.34",
        "paid_on": TODAY.isoformat(),
        "balance": decimal_text(closing),
        "statement_on": BILLED_ON.isoformat(),
    }


def link(client: TestClient, body: dict[str, str], language: str = "en"):
    return client.post("/api/v1/accounts/link", json=body, headers={"Accept-Language": language})


def test_right_answers_link_the_signed_in_user(client: TestClient, hub: Hub, right):
    """The user who is signed in is linked, and nobody else can be named."""
    done = link(client, right)
    assert done.status_code == 200 and done.headers["Cache-Control"] == "no-store"
    assert done.json() == {"outcome": "linked", "text": f"Linked: {USER} may see {right['bn15']}."}
    with hub.book.transaction() as tx:
        (standing,) = linking.links(tx)
    assert (standing["user_id"], standing["bn15"]) == (USER, right["bn15"])
    assert link(client, right | {"user_id": "somebody else"}).status_code == 422


def test_a_refusal_never_says_why(client: TestClient, right):
    """A wrong answer, too few answers, and an account that is not there are told alike."""
    wrong = [
        right | {"duties": "0.01"},
        right | {"balance": "-5.00"},
        {"bn15": right["bn15"]},
        right | {"bn15": "100000009RM0001"},
    ]
    answers = [link(client, body) for body in wrong]
    assert {answer.status_code for answer in answers} == {403}
    assert len({answer.content for answer in answers}) == 1
    assert answers[0].json()["detail"].startswith("Not linked: no account and answers")


def test_attempts_are_counted_with_those_of_the_job(client: TestClient, hub: Hub, right):
    """After five refusals, by whichever way, right answers are not even looked at."""
    for _ in range(3):
        link_account.run(hub, USER, right["bn15"], Answers())
    for _ in range(2):
        assert link(client, right | {"duties": "0.01"}).status_code == 403
    stopped = link(client, right, "fr")
    assert stopped.status_code == 429 and int(stopped.headers["Retry-After"]) > 0
    assert stopped.json()["detail"] == "Non lié : trop de tentatives. Réessayez plus tard."


@pytest.mark.parametrize(
    "changed",
    [{"duties": "1,5"}, {"duties": 12.5}, {"duties": "1e3"}, {"paid_on": "20.11.2026"}, {"bn15": 5},
     {"transaction_number": "1" * 15}, {"transaction_number": "1234567890123\0"},
     {"payment": "12345678901.00"}],
)  # fmt: skip
def test_answers_have_a_form(client: TestClient, hub: Hub, changed):
    """What is no amount or day is told as such, and is no attempt."""
    assert link(client, {"bn15": "545352437RM0001", **changed}).status_code == 422
    with hub.book.transaction() as tx:
        assert tx.value("SELECT count(*) FROM link_attempt") == 0
