"""The HTTP API as Airflow's own server serves it: signed in over HTTP, with a real token."""

import io
from collections.abc import Iterator

import httpx
import pandas as pd
import pytest

from stack import airflow, postgres
from stack.layout import OPERATOR, Layout
from stack.processes import Processes

API = "/carmhub/api/v1"
pytestmark = [pytest.mark.xdist_group("journeys"), pytest.mark.long]


@pytest.fixture
def stranger(layout: Layout, api_server) -> Iterator[httpx.Client]:
    """A client that is not signed in."""
    with httpx.Client(base_url=layout.ui_address, trust_env=False, timeout=60) as client:
        yield client


@pytest.fixture
def token(layout: Layout, stranger: httpx.Client) -> str:
    """A token that Airflow gave for the operator's password."""
    password = layout.passwords([OPERATOR])[OPERATOR]
    given = stranger.post("/auth/token", json={"username": OPERATOR, "password": password})
    assert given.status_code == 201
    return given.json()["access_token"]


@pytest.fixture
def user(layout: Layout, token: str) -> Iterator[httpx.Client]:
    """A client that sends its token."""
    signed = {"Authorization": f"Bearer {token}"}
    with httpx.Client(
        base_url=layout.ui_address, headers=signed, trust_env=False, timeout=60
    ) as client:
        yield client


def test_a_stranger_is_refused_and_a_user_is_answered(
    stranger: httpx.Client, user: httpx.Client, token: str
):
    """Without a token 401 in coded details; with one, or with it as the cookie, the item."""
    path = f"{API}/tariff/0805100010?as_of=2026-11-20&lang=fr"
    refused = stranger.get(path)
    assert (refused.status_code, refused.json()["code"]) == (401, "API-001")
    assert refused.headers["Content-Type"] == "application/problem+json"
    by_cookie = stranger.get(path, headers={"Cookie": f"_token={token}"})
    for answer in (user.get(path), by_cookie):
        assert answer.json()["heading"]["description"] == "Oranges fraîches"
    wrong = stranger.get(path, headers={"Authorization": f"Bearer {token}x"})
    assert wrong.status_code == 401


def test_an_export_is_read_with_pandas(user: httpx.Client):
    """The Parquet file that comes over HTTP is the tariff, in the types of its columns."""
    path = f"{API}/tariff/export?format=parquet"
    answer = user.get(path)
    frame = pd.read_parquet(io.BytesIO(answer.content))
    assert len(frame) > 15_000 and frame["rate_ppm"].dtype == "int64"
    again = user.get(path, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_a_line_is_priced_over_http(user: httpx.Client):
    """The duty calculator answers in the caller's language, with every step."""
    line = {
        "tariff_item": "7318150000",
        "origin_country": "TW",
        "treatment": "02",
        "value_for_currency_conversion": "1000.00",
        "currency": "USD",
        "release_on": "2026-11-10",
        "quantity": "12.5",
        "sima_code": "S",
    }
    answer = user.post(f"{API}/duty", json={"lines": [line]}, headers={"Accept-Language": "fr-CA"})
    (price,) = answer.json()["lines"]
    assert (answer.headers["Content-Language"], price["payable"]) == ("fr", "551.51")
    assert price["steps"][2]["name"] == "droits antidumping"


def test_the_links_of_the_page_lead_somewhere(user: httpx.Client):
    """The page and the description know where they are mounted."""
    page = user.get(f"{API}/docs").text
    assert f'href="{API}/openapi.json?lang=en"' in page
    whole = user.get(f"{API}/openapi.json?lang=en").json()
    assert whole["servers"] == [{"url": "/carmhub"}]


def test_the_server_gives_its_connections_back(layout: Layout, user: httpx.Client):
    """At shutdown no connection to the book is left behind, and nothing of ours has failed."""
    assert user.get(f"{API}/tariff/0805100010?as_of=2026-11-20").status_code == 200
    processes = Processes(layout.home)
    with postgres.admin_connection(layout.cluster) as connection:
        assert _connections(connection) > 0
        processes.stop(airflow.programs(layout)[0])
        assert _connections(connection) == 0
    assert "Traceback" not in processes.log("api-server").read_text(encoding="utf-8")


def _connections(connection) -> int:
    ours = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'carm-hub'"
    return connection.execute(ours).fetchone()[0]
