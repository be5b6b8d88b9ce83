"""The client of Airflow's API: a late answer is asked for again, and nothing is done twice."""

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from stack import airflow_api
from stack.airflow_api import AirflowApi, ApiRefused, ApiSilent
from stack.layout import Layout, Ports


class Api(ThreadingHTTPServer):
    """Answers a sign-in at once, and all else as its list says, in order."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: list[tuple[float, int, dict]] = []
        self.asked: list[str] = []


class Handler(BaseHTTPRequestHandler):
    """Hands each call to the list of its server."""

    server: Api

    def answer(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        wait, code, body = 0.0, 201, {"access_token": "t"}
        if self.path != "/auth/token":
            self.server.asked.append(f"{self.command} {self.path}")
            wait, code, body = self.server.answers.pop(0)
        time.sleep(wait)
        self.send_response(code)
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    do_GET = do_POST = do_PATCH = answer  # noqa: N815 - what http.server calls them

    def log_message(self, *_) -> None:
        """Say nothing."""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Api]:
    """An API, and a client that is in a hurry."""
    monkeypatch.setattr(airflow_api, "ANSWERS_WITHIN_S", 0.5)
    monkeypatch.setattr(airflow_api, "PAUSE_S", 0.0)
    with Api() as api:
        thread = threading.Thread(target=api.serve_forever)
        thread.start()
        yield api
        api.shutdown()
        thread.join()


@pytest.fixture
def api(server: Api, tmp_path: Path) -> AirflowApi:
    """A signed-in client."""
    return AirflowApi(Layout(tmp_path, Ports(sftp=1, hub_sftp=2, ui=server.server_address[1])))


def test_a_late_answer_is_asked_for_again(server: Api, api: AirflowApi):
    """An answer that comes too late is asked for again, until it comes in time."""
    server.answers = [(1.0, 200, {}), (0.0, 200, {"state": "success"})]
    assert api.state("close_day", "r1") == "success"
    assert server.asked == ["GET /api/v2/dags/close_day/dagRuns/r1"] * 2


def test_what_was_done_before_the_answer_came_is_done(server: Api, api: AirflowApi):
    """A run or an approval whose answer was late is refused the second time, and stands."""
    for act in (
        lambda: api.trigger("close_day", "r1", {}),
        lambda: api.answer("run_billing_cycle", "r1", "approve", "Approve 4f3a9c2b81d0"),
    ):
        server.answers = [(1.0, 200, {}), (0.0, 409, {"detail": "exists"})]
        act()
        assert server.answers == []


def test_a_no_is_not_asked_again(server: Api, api: AirflowApi):
    """An answer that says no is the answer."""
    server.answers = [(0.0, 404, {"detail": "no such DAG"})]
    with pytest.raises(ApiRefused, match=r"404 .*no such DAG"):
        api.state("none", "r1")
    with pytest.raises(ApiRefused, match="404"):
        server.answers = [(0.0, 404, {})]
        api.trigger("none", "r1", {})


def test_silence_has_an_end(api: AirflowApi, server: Api, monkeypatch):
    """An API that never answers is said to be silent."""
    monkeypatch.setattr(airflow_api, "ANSWERS_WITHIN_S", 0.05)
    server.answers = [(0.3, 200, {})] * airflow_api.ASKED_TIMES
    with pytest.raises(ApiSilent, match="GET /api/v2/dags/d/dagRuns/r"):
        api.state("d", "r")
    assert len(server.asked) == airflow_api.ASKED_TIMES
