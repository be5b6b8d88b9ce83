"""What one file's way through Airflow bears: its worker, its scheduler, its database killed."""

import os
import signal
from collections.abc import Callable

import psutil
import pytest

from demo.drops import Drops
from jobs.hub import open_hub
from jobs.proofs import prove_book
from stack import airflow, embedded, postgres
from stack.layout import Layout
from stack.processes import Processes
from tests import made

pytestmark = [pytest.mark.xdist_group("kills"), pytest.mark.long]

WITHIN_S = 300
"""Long enough for a machine that is busy with all else; how soon it is, the bench says."""


@pytest.fixture(scope="module")
def drops(whole_stack: Layout) -> Drops:
    """Files of one broker."""
    return Drops(whole_stack, made.sample(), seed=1)


def scheduler_of(stack: Layout) -> psutil.Process:
    pid = Processes(stack.home).pid(airflow.SCHEDULER)
    assert pid is not None
    return psutil.Process(pid)


def kill_the_task(stack: Layout) -> None:
    """Kill the process in which the watching task runs: the child of a worker."""
    (task,) = [child for worker in scheduler_of(stack).children() for child in worker.children()]
    task.kill()


def kill_the_worker(stack: Layout) -> None:
    """Kill the worker that has the task, and the task with it."""
    (worker,) = [worker for worker in scheduler_of(stack).children() if worker.children()]
    for process in (*worker.children(recursive=True), worker):
        process.kill()


def kill_the_scheduler(stack: Layout) -> None:
    """Kill the scheduler and all that it started; it is started anew as a supervisor would."""
    scheduler = scheduler_of(stack)
    for process in (scheduler, *scheduler.children(recursive=True)):
        process.kill()
    scheduler.wait(10)
    embedded.up(stack, lambda _step: None)


def kill_the_database(stack: Layout) -> None:
    """Kill every process of PostgreSQL, then start it."""
    (postmaster,) = [each.pid for each in embedded.status(stack) if each.name == "postgres"]
    for process in (psutil.Process(postmaster), *psutil.Process(postmaster).children()):
        os.kill(process.pid, signal.SIGKILL)
    postgres.start(stack.cluster)


@pytest.mark.parametrize(
    "kill", [None, kill_the_task, kill_the_worker, kill_the_database, kill_the_scheduler]
)
def test_the_next_file_is_answered(
    whole_stack: Layout, drops: Drops, kill: Callable[[Layout], None] | None
):
    """A file that is dropped just before a kill is answered, once, and the book proves itself."""
    drops.wait(drops.drop(), WITHIN_S)  # at work
    dropped = drops.drop()
    if kill is not None:
        kill(whole_stack)
    drops.wait(dropped, WITHIN_S)
    drops.wait(drops.drop(), WITHIN_S)
    with open_hub(embedded.settings_of(whole_stack)) as hub:
        with hub.book.transaction() as tx:
            again = tx.value("SELECT count(*) - count(DISTINCT sha256) FROM file")
            open_files = tx.value("SELECT count(*) FROM file WHERE outcome IS NULL")
        failing = [result for result in prove_book.results(hub) if not result.holds]
    assert (again, open_files, failing) == (0, 0, [])
