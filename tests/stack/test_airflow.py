"""Airflow's settings: ones that it knows, and that outlast a machine whose every core is busy."""

import os
from importlib.util import find_spec
from pathlib import Path

import pytest
import yaml

from stack import airflow, embedded
from stack.layout import Layout, read_layout
from stack.processes import Processes


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    """A stack of which nothing runs."""
    return read_layout(tmp_path / "home")


@pytest.fixture
def settings(layout: Layout) -> dict[str, str]:
    """The environment of Airflow."""
    return airflow.environment(layout)


def test_airflow_knows_every_setting(settings: dict[str, str]):
    """No setting is misspelt, or gone from the release that is installed."""
    spec = find_spec("airflow")
    assert spec is not None and spec.origin is not None
    templates = Path(spec.origin).parent / "config_templates"
    known = yaml.safe_load((templates / "config.yml").read_text(encoding="utf-8"))
    names = {f"AIRFLOW__{s}__{o}".upper() for s in known for o in known[s]["options"]}
    names |= {name for name in settings if name.startswith("AIRFLOW__CORE__SIMPLE_AUTH_MANAGER")}
    assert {name for name in settings if name.startswith("AIRFLOW__")} <= names


def test_late_is_not_dead(settings: dict[str, str]):
    """A late answer of the API is waited for; what was killed is missed within the minute."""
    late = float(settings["AIRFLOW__WORKERS__EXECUTION_API_TIMEOUT"])
    asked = int(settings["AIRFLOW__WORKERS__EXECUTION_API_RETRIES"])
    pause = float(settings["AIRFLOW__WORKERS__EXECUTION_API_RETRY_WAIT_MAX"])
    assert late >= 60 and asked * pause >= 180
    missed = float(settings["AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT"])
    looked = float(
        settings["AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT_DETECTION_INTERVAL"]
    )
    assert missed >= 30 and missed + looked <= 45
    assert 30 <= float(settings["AIRFLOW__SCHEDULER__SCHEDULER_HEALTH_CHECK_THRESHOLD"]) <= 45
    for part in ("TRIGGERER__TRIGGERER", "TRIGGERER__RUNNER"):
        assert float(settings[f"AIRFLOW__{part}_HEALTH_CHECK_THRESHOLD"]) >= 60
    assert float(settings["AIRFLOW__DAG_PROCESSOR__HEALTH_CHECK_THRESHOLD"]) >= 60
    assert float(settings["AIRFLOW__CORE__DAGBAG_IMPORT_TIMEOUT"]) >= 120


def test_nothing_of_another_airflow_is_inherited(layout: Layout, monkeypatch: pytest.MonkeyPatch):
    """A shell that has an Airflow of its own changes nothing."""
    monkeypatch.setenv("AIRFLOW__WORKERS__EXECUTION_API_TIMEOUT", "1")
    monkeypatch.setenv("AIRFLOW__CORE__EXECUTOR", "CeleryExecutor")
    found = airflow.environment(layout)
    assert found["AIRFLOW__WORKERS__EXECUTION_API_TIMEOUT"] == "60"
    assert found["AIRFLOW__CORE__EXECUTOR"] == "LocalExecutor"


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the programs as they are started; none is."""
    names: list[str] = []
    monkeypatch.setattr(airflow, "prepare", lambda _layout: None)
    monkeypatch.setattr(Processes, "start", lambda _self, program, _env: names.append(program.name))
    monkeypatch.setattr(Processes, "stop", lambda _self, program: names.append(f"-{program.name}"))
    monkeypatch.setattr(embedded, "POLL_S", 0.0)
    return names


def test_the_scheduler_starts_when_all_else_answers(layout: Layout, started, monkeypatch):
    """While the API is cold or a DAG is not read, no scheduler starts a task."""
    before: list[list[str]] = []
    cold = [["api-server"], ["prove_book"], []]

    def ask(_layout: Layout) -> list[str]:
        before.append(list(started))
        return cold.pop(0)

    monkeypatch.setattr(embedded, "_cold", ask)
    monkeypatch.setattr(airflow, "unhealthy", lambda _layout: [])
    embedded._start_airflow(layout, Processes(layout.home), lambda _step: None)
    assert before == [["api-server", "dag-processor", "triggerer"]] * 3
    assert started == [*before[0], "scheduler"]


def test_a_slow_start_is_not_started_anew(layout: Layout, started, monkeypatch):
    """What was only just started and lives is waited for; what hung before, or died, is not."""
    monkeypatch.setattr(embedded, "RESTART_AFTER_S", -1.0)
    alive = {"api-server", "scheduler"}
    monkeypatch.setattr(
        Processes, "pid", lambda _self, name: os.getpid() if name in alive else None
    )
    answers = [["api-server", "scheduler", "triggerer"], ["api-server"], []]
    embedded._wait_for(
        lambda: answers.pop(0),
        layout,
        Processes(layout.home),
        ran_before={"scheduler", "dag-processor"},
        say=lambda _step: None,
    )
    assert started == ["-triggerer", "triggerer", "-scheduler", "scheduler"]


def test_what_never_answers_is_named(layout: Layout, started, monkeypatch):
    """Beyond the deadline the start fails, and says what it waited for and where the logs are."""
    monkeypatch.setattr(embedded, "START_WITHIN_S", -1.0)
    with pytest.raises(embedded.NotReady, match=r"prove_book; see .*logs"):
        embedded._wait_for(
            lambda: ["prove_book"], layout, Processes(layout.home), set(), lambda _step: None
        )
    assert started == []


def test_an_api_that_is_silent_is_cold(layout: Layout):
    """With nothing listening, every program is waited for."""
    assert embedded._cold(layout) == ["api-server", "metadatabase", "dag-processor", "triggerer"]
