"""Nobody gets past the gate who is not signed in, asks too much, or sends too much."""

import datetime as dt
from contextlib import contextmanager, nullcontext
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient
from starlette.routing import Route
from starlette.websockets import WebSocketDisconnect

from jobs.hub import Hub
from jobs.hub.settings import SettingMissing
from ledger_sync.book.connection import BookUnavailable
from plugins.api.app import create_app
from plugins.api.gate import BODY_MAX
from plugins.api.rate_limit import Buckets
from tests.plugins.conftest import somebody

PATHS = sorted(
    {(route.path, method) for route in create_app(somebody).routes if isinstance(route, Route)
     for method in route.methods}
)  # fmt: skip


@pytest.fixture
def closed(hub: Hub) -> TestClient:
    """The API behind Airflow's own sign-in."""
    from plugins.api.signed_in import signed_in

    return TestClient(create_app(signed_in, opening=lambda: nullcontext(hub)))


def test_there_are_routes():
    """The list of routes under test is that of the application."""
    assert {path for path, _ in PATHS} == {
        f"/api/v1/{name}"
        for name in ("tariff", "tariff/export", "tariff/{item}", "exchange-rates", "duty",
                     "accounts/link", "openapi.json", "docs")
    }  # fmt: skip


@pytest.mark.parametrize(("path", "method"), PATHS)
def test_every_route_needs_a_user(closed: TestClient, path: str, method: str):
    """Without a user every route answers 401, whatever is sent, its description included."""
    address = path.replace("{item}", "0805100010")
    for headers in ({}, {"Authorization": "Basic eDp5"}, {"Authorization": "Bearer "}):
        refused = closed.request(method, address, headers=headers, content=b"{]")
        assert refused.status_code == 401, (path, headers)
        assert refused.headers["WWW-Authenticate"] == "Bearer"
        assert refused.json()["code"] == "API-001"


@pytest.mark.parametrize("path", ["/", "/docs", "/openapi.json", "/redoc", "/api/v1/nothing"])
def test_addresses_that_are_none_need_a_user_as_well(closed: TestClient, path: str):
    """Nobody learns without signing in what is there and what is not."""
    assert closed.get(path).status_code == 401


@pytest.mark.parametrize("path", ["/api/v1/tariff", "/anything"])
def test_a_web_socket_is_closed(client: TestClient, path: str):
    """There is no way around the gate by another protocol."""
    with pytest.raises(WebSocketDisconnect), client.websocket_connect(path):
        pass


def test_a_token_of_airflow_signs_in(closed: TestClient, token_of):
    """A bearer token and a session cookie of Airflow sign in; one of another maker does not."""
    token = token_of("reader")
    address = "/api/v1/tariff/0805100010"
    right = {"Authorization": f"Bearer {token}"}
    assert closed.get(address, headers=right).status_code == 200
    assert closed.get(address, headers={"Cookie": f"_token={token}"}).status_code == 200
    header, body, _ = token.split(".")
    for forged in ("x.y.z", f"{header}.{body}.AAAA", token[:-4] + "AAAA"):
        wrong = {"Authorization": f"Bearer {forged}", "Cookie": f"_token={token}"}
        assert closed.get(address, headers=wrong).status_code == 401
        assert closed.get(address, headers={"Cookie": f"_token={forged}"}).status_code == 401
    signed_out_of(token)
    assert closed.get(address, headers=right).status_code == 401


def signed_out_of(token: str) -> None:
    """Revoke a token, as Airflow does on sign-out."""
    from airflow.api_fastapi.app import get_auth_manager

    get_auth_manager().revoke_token(token)


def limited(hub: Hub, **changes: int) -> Hub:
    (rule,) = hub.rules.api_limits
    return replace(hub, rules=replace(hub.rules, api_limits=(replace(rule, **changes),)))


def test_a_user_who_asks_too_much_is_told_when_to_ask_again(hub: Hub):
    """The bucket empties by user, fills with time, and what it refuses costs nothing."""
    now = [1000.0]
    users = ["a"]

    async def whoever(_request) -> str:
        return users[0]

    small = limited(hub, burst=3, tokens_per_minute=6)
    app = create_app(
        whoever, opening=lambda: nullcontext(small), buckets=Buckets(clock=lambda: now[0])
    )
    client = TestClient(app)
    statuses = [client.get("/api/v1/openapi.json").status_code for _ in range(4)]
    assert statuses == [200, 200, 200, 429]
    refused = client.get("/api/v1/openapi.json", headers={"Accept-Language": "fr"})
    assert refused.headers["Retry-After"] == "10"
    assert refused.json()["detail"] == "Réessayez dans 10 s."
    users[0] = "b"
    assert client.get("/api/v1/openapi.json").status_code == 200
    users[0] = "a"
    now[0] += 10
    assert client.get("/api/v1/openapi.json").status_code == 200
    assert client.get("/api/v1/openapi.json").status_code == 429


def test_an_export_costs_more(hub: Hub):
    """An export and a long calculation take as many tokens as the limits say."""
    few = limited(hub, burst=30, tokens_per_minute=1, export_tokens=20, lines_per_token=50)
    client = TestClient(create_app(somebody, opening=lambda: nullcontext(few)))
    assert client.get("/api/v1/tariff/export?as_of=1990-01-01").status_code == 200
    assert client.get("/api/v1/tariff/export?as_of=1990-01-01").status_code == 429
    lines = {"lines": [{}] * 500}
    assert client.post("/api/v1/duty", json=lines).status_code == 429
    assert client.post("/api/v1/duty", json={"lines": [{}] * 50}).status_code == 200


def test_old_buckets_are_forgotten(hub: Hub, monkeypatch):
    """The memory of users does not grow without end, and forgets none who is in debt."""
    monkeypatch.setattr("plugins.api.rate_limit._USERS_MAX", 10)
    now = [0.0]
    (rule,) = hub.rules.api_limits
    buckets = Buckets(clock=lambda: now[0])
    for number in range(10):
        buckets.take(f"old {number}", 1, rule)
    now[0] += 3600
    buckets.take("busy", rule.burst, rule)
    buckets.take("new", 1, rule)
    assert set(buckets._left) == {"busy", "new"}
    assert buckets.take("busy", 1, rule) > 0


def test_a_request_is_bounded(client: TestClient):
    """A body beyond the bound is refused, whether its length is said or not."""
    large = b" " * (BODY_MAX + 1)
    assert client.post("/api/v1/duty", content=large).status_code == 413
    streamed = client.post(
        "/api/v1/duty", content=(large[i : i + 65536] for i in range(0, len(large), 65536))
    )
    assert streamed.status_code == 413 and streamed.json()["code"] == "API-007"


def test_without_a_book_it_says_so(hub: Hub, monkeypatch):
    """A book that is not there is a problem that asks to come again, not a failure."""

    @contextmanager
    def missing():
        raise SettingMissing("no book")
        yield

    unset = TestClient(create_app(somebody, opening=missing))
    assert unset.get("/api/v1/tariff").json()["code"] == "API-008"

    def gone(*_args, **_values):
        raise BookUnavailable("gone")

    client = TestClient(create_app(somebody, opening=lambda: nullcontext(hub)))
    monkeypatch.setattr("jobs.questions.tariff.tariff.find", gone)
    answer = client.get("/api/v1/tariff")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")


def test_our_own_failure_tells_nothing(hub: Hub, monkeypatch):
    """What fails in the program is one coded problem, without a word of what failed."""

    def failing(*_args, **_values):
        raise ZeroDivisionError("secret")

    app = create_app(somebody, opening=lambda: nullcontext(hub))
    client = TestClient(app, raise_server_exceptions=False)
    monkeypatch.setattr("jobs.questions.tariff.tariff.find", failing)
    answer = client.get("/api/v1/tariff")
    assert answer.status_code == 500 and "secret" not in answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_the_hub_is_opened_once_and_closed(hub: Hub):
    """Many requests share one hub, opened at the first and closed at shutdown."""
    happened = []

    @contextmanager
    def noting():
        happened.append("opened")
        yield hub
        happened.append("closed")

    with TestClient(create_app(somebody, opening=noting)) as client:
        assert happened == []
        for _ in range(3):
            assert client.get(f"/api/v1/exchange-rates?as_of={dt.date(2026, 11, 1)}").is_success
    assert happened == ["opened", "closed"]
