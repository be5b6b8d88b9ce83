"""A small client of Airflow's REST API, signed in as the operator."""

import json
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

from stack.layout import OPERATOR, Layout


class ApiRefused(RuntimeError):
    """The API answered with an error; the text is its own."""


class AirflowApi:
    """One signed-in session."""

    def __init__(self, layout: Layout) -> None:
        self._address = layout.ui_address
        password = layout.secrets().operator_password
        self._token = ""
        answer = self._call("POST", "/auth/token", {"username": OPERATOR, "password": password})
        self._token = answer["access_token"]

    def trigger(self, dag_id: str, run_id: str, conf: dict[str, str]) -> None:
        """Start a run by hand; a run of that id that exists already is left alone."""
        body = {"dag_run_id": run_id, "logical_date": None, "conf": conf}
        try:
            self._call("POST", f"/api/v2/dags/{dag_id}/dagRuns", body)
        except ApiRefused as refusal:
            if not str(refusal).startswith("409"):
                raise

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

    def awaits_input(self, dag_id: str, run_id: str, task_id: str) -> bool:
        """Whether a task waits for a person."""
        run = f"/api/v2/dags/{dag_id}/dagRuns/{run_id}"
        task = self._call("GET", f"{run}/taskInstances/{task_id}")
        return bool(task["state"] == "awaiting_input")

    def approve(self, dag_id: str, run_id: str, task_id: str) -> None:
        """Approve a task that waits for a person."""
        path = f"/api/v2/dags/{dag_id}/dagRuns/{run_id}/taskInstances/{task_id}/-1/hitlDetails"
        self._call("PATCH", path, {"chosen_options": ["Approve"], "params_input": {}})

    def _call(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        request = urllib.request.Request(  # noqa: S310 - our own loopback address
            self._address + path,
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"}
            | ({"Authorization": f"Bearer {self._token}"} if self._token else {}),
        )
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310
                found: dict[str, Any] = json.load(answer)
                return found
        except urllib.error.HTTPError as refusal:
            text = refusal.read().decode("utf-8", "replace")[:500]
            raise ApiRefused(f"{refusal.code} {method} {path}: {text}") from refusal
