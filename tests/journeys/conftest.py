"""One stack for all journeys: PostgreSQL, the SFTP server, Airflow's metadata; no scheduler."""

import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from stack import airflow, embedded
from stack.layout import Layout
from stack.processes import Processes

STARTS_WITHIN_S = 120
RUNS_WITHIN_S = 180


LAST_LINES = 60


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Show the last lines of the stack's logs below a test that failed with a stack."""
    report = yield
    given = getattr(item, "funcargs", {})
    stack = given.get("whole_stack") or given.get("layout")
    if report.failed and stack is not None:
        for log in sorted(Processes(stack.home).log("any").parent.glob("*.log")):
            lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
            report.sections.append((log.name, "\n".join(lines[-LAST_LINES:])))
    return report


@contextmanager
def standing(stack: Layout, *, with_airflow: bool) -> Iterator[Layout]:
    """Start a stack, with Airflow's programs or without, and stop it at the end."""
    try:
        embedded.up(stack, lambda _step: None, with_airflow=with_airflow)
        yield stack
    finally:
        embedded.down(stack, lambda _step: None)


@pytest.fixture(scope="module")
def whole_stack(
    stack_home: Callable[[Path], Layout], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Layout]:
    """A whole stack with its scheduler, which takes a core: for one module only."""
    with standing(stack_home(tmp_path_factory.mktemp("whole") / "home"), with_airflow=True) as up:
        yield up


@pytest.fixture(scope="session")
def layout(
    stack_home: Callable[[Path], Layout], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Layout]:
    """The stack, up but for Airflow's programs."""
    with standing(stack_home(tmp_path_factory.mktemp("stack") / "home"), with_airflow=False) as up:
        airflow.prepare(up)
        yield up


@pytest.fixture
def api_server(layout: Layout) -> None:
    """Airflow's API server, up and answering."""
    processes = Processes(layout.home)
    processes.start(airflow.programs(layout)[0], airflow.environment(layout))
    deadline = time.monotonic() + STARTS_WITHIN_S
    while "api-server" in airflow.unhealthy(layout):
        log = processes.log("api-server").read_text(encoding="utf-8")
        assert time.monotonic() < deadline, log[-3000:]
        time.sleep(0.5)


@pytest.fixture(scope="session")
def run_dag(layout: Layout, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable]:
    """Run a DAG as `airflow dags test` does, one after the other in one process of Airflow.

    What is called returns what the run printed.
    """
    log = tmp_path_factory.mktemp("dags") / "log"
    told, tell = os.pipe()
    with log.open("wb") as output:
        runner = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("dag_runner.py")), str(tell)],
            env=airflow.environment(layout) | {"PATH": os.environ["PATH"]},
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=output,
            pass_fds=(tell,),
            text=True,
        )
    os.close(tell)

    def run(dag_id: str, logical_date: str, *arguments: str) -> str:
        before = log.stat().st_size
        print(json.dumps([dag_id, logical_date, *arguments]), file=runner.stdin, flush=True)
        answered, _, _ = select.select([outcomes], [], [], RUNS_WITHIN_S)
        said = outcomes.readline() if answered else "no end"
        printed = log.read_bytes()[before:].decode()
        assert said == "done\n", printed[-5000:]
        return printed

    with os.fdopen(told, encoding="utf-8") as outcomes:
        yield run
        runner.kill()
        runner.communicate()
