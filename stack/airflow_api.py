"""A small client of Airflow's REST API, signed in as one person."""

import json
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from typing import Any

from stack.layout import OPERATOR, Layout

ANSWERS_WITHIN_S = 60.0
ASKED_TIMES = 5
"""How often a late answer is asked for; every call here may be made twice."""
PAUSE_S = 2.0


class ApiRefused(RuntimeError):
    """The API answered with an error; the text is its own."""


class ApiSilent(RuntimeError):
    """The API did not answer, however often it was asked."""


class AirflowApi:
    """One signed-in session."""

    def __init__(self, layout: Layout, person: str = OPERATOR) -> None:
        self._address = layout.ui_address
        password = layout.passwords([person])[person]
        self._token = ""
        answer = self._call("POST", "/auth/token", {"username": person, "password": password})
        self._token = answer["access_token"]

    def trigger(self, dag_id: str, run_id: str, conf: Mapping[str, Any]) -> None:
        """Start a run by hand; a run of that id that exists already is left alone."""
        body = {"dag_run_id": run_id, "logical_date": None, "conf": conf}
        self._call_once("POST", f"/api/v2/dags/{dag_id}/dagRuns", body)

    def dag_ids(self) -> set[str]:
        """Return the ids of the DAGs that were read."""
        return {dag["dag_id"] for dag in self._call("GET", "/api/v2/dags?limit=100")["dags"]}

    def serves_tasks(self) -> bool:
        """Whether the part of the API that tasks report to answers."""
        return bool(self._call("GET", "/execution/health")["status"] == "healthy")

    def state(self, dag_id: str, run_id: str) -> str:
        """Return the state of a run."""
        run = urllib.parse.quote(run_id, safe="")
        return str(self._call("GET", f"/api/v2/dags/{dag_id}/dagRuns/{run}")["state"])

    def runs(self, dag_id: str) -> list[dict[str, Any]]:
        """Return the newest runs of a DAG."""
        answer = self._call("GET", f"/api/v2/dags/{dag_id}/dagRuns?order_by=-run_after&limit=20")
        return list(answer["dag_runs"])

    def failed_runs(self, dag_id: str) -> list[str]:
        """Return the ids of the newest runs that failed."""
        return [run["dag_run_id"] for run in self.runs(dag_id) if run["state"] == "failed"]

    def awaits_input(self, dag_id: str, run_id: str, task_id: str, number: int = -1) -> bool:
        """Whether a task waits for a person; ``number`` is that of one of many mapped tasks."""
        return self.task_state(dag_id, run_id, task_id, number) == "awaiting_input"

    def task_state(self, dag_id: str, run_id: str, task_id: str, number: int = -1) -> str | None:
        """Return the state of a task; None of one that is not there or has none yet."""
        run = f"/api/v2/dags/{dag_id}/dagRuns/{run_id}"
        tasks = self._call("GET", f"{run}/taskInstances?limit=100")["task_instances"]
        states = {(each["task_id"], each["map_index"]): each["state"] for each in tasks}
        return states.get((task_id, number))

    def options(self, dag_id: str, run_id: str, task_id: str, number: int = -1) -> list[str]:
        """Return the answers that a task which waits for a person leaves to choose from."""
        path = _question(dag_id, run_id, task_id, number)
        return [str(option) for option in self._call("GET", path)["options"]]

    def answer(  # noqa: PLR0917 - the place of a question, and the answer
        self,
        dag_id: str,
        run_id: str,
        task_id: str,
        chosen: str,
        reason: str = "",
        number: int = -1,
    ) -> None:
        """Answer a task that waits for a person; one that was answered is left alone."""
        entered = {"reason": reason} if reason else {}
        body = {"chosen_options": [chosen], "params_input": entered}
        self._call_once("PATCH", _question(dag_id, run_id, task_id, number), body)

    def approve(self, dag_id: str, run_id: str, task_id: str, number: int = -1) -> None:
        """Say yes to what a task that waits for a person shows."""
        yes = self.options(dag_id, run_id, task_id, number)[0]
        self.answer(dag_id, run_id, task_id, yes, number=number)

    def _call_once(self, method: str, path: str, body: dict[str, Any]) -> None:
        """Make a call that is refused the second time; what was done before is done."""
        try:
            self._call(method, path, body)
        except ApiRefused as refusal:
            if not str(refusal).startswith("409"):
                raise

    def _call(
        self,
        method: str,
        path: str,
        body: dict[str, Any] | None = None,
        *,
        times: int = ASKED_TIMES,
    ) -> dict[str, Any]:
        """Ask, and ask again while no answer comes; ApiRefused for one that says no."""
        try:
            return self._ask(method, path, body)
        except (urllib.error.URLError, TimeoutError, ConnectionError) as silence:
            if times == 1:
                raise ApiSilent(f"{method} {path}: {silence}") from silence
        time.sleep(PAUSE_S)
        return self._call(method, path, body, times=times - 1)

    def _ask(self, method: str, path: str, body: dict[str, Any] | None) -> dict[str, Any]:
        request = urllib.request.Request(  # noqa: S310 - our own loopback address
            self._address + path,
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"}
            | ({"Authorization": f"Bearer {self._token}"} if self._token else {}),
        )
        try:
            with urllib.request.urlopen(request, timeout=ANSWERS_WITHIN_S) as answer:  # noqa: S310
                found: dict[str, Any] = json.load(answer)
                return found
        except urllib.error.HTTPError as refusal:
            text = refusal.read().decode("utf-8", "replace")[:500]
            raise ApiRefused(f"{refusal.code} {method} {path}: {text}") from refusal


def _question(dag_id: str, run_id: str, task_id: str, number: int) -> str:
    run = urllib.parse.quote(run_id, safe="")
    return f"/api/v2/dags/{dag_id}/dagRuns/{run}/taskInstances/{task_id}/{number}/hitlDetails"
