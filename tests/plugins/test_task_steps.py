"""How a task ends: skipped, failed for good, or failed to be tried again."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cli.faults import SAID_PLAINLY
from ledger_sync.book.connection import BookUnavailable
from ledger_sync.history.lineage import UnknownHandle
from sftp.faults import DoorFault, TryAgain
from stack.embedded import NotReady
from stack.postgres import PostgresUnavailable

ROOT = Path(__file__).parents[2]

CALLER = """
import datetime as dt, importlib, json, sys
from pathlib import Path
from types import SimpleNamespace
from airflow.models.taskinstance import TaskInstance
from airflow.dag_processing.dagbag import BundleDagBag
from airflow.sdk.exceptions import (
    AirflowFailException,
    AirflowSkipException,
    TaskAwaitingInput,
)
from jobs import steps
from plugins import task_steps

folder = Path(sys.argv[1])
bag = BundleDagBag(dag_folder=folder, bundle_path=folder, bundle_name="dags-folder")

def end(task, *given):
    try:
        return ["done", task(*given)]
    except AirflowSkipException as skipped:
        return ["skipped", str(skipped)]
    except AirflowFailException as failed:
        return ["failed", str(failed)]
    except TaskAwaitingInput as parked:
        return ["waits", [parked.kwargs, parked.timeout.total_seconds()]]
    except Exception as fault:
        return ["tried again", f"{type(fault).__name__}: {fault}"]

def raising(name):
    module, _, kind = name.rpartition(".")
    def step(*_):
        raise getattr(importlib.import_module(module), kind)("the reason")
    return step

def prove(step):
    steps.prove = step
    return end(bag.dags["prove_book"].get_task("prove").python_callable)

TASKS = [task for dag in bag.dags.values() for task in dag.tasks]
QUESTIONS = [task for task in TASKS if task.task_type == "Question"]
ANSWER = {"chosen_options": ["Approve"], "params_input": {}, "responded_at": None,
          "responded_by_user": {"id": "operator", "name": "operator"}, "timedout": False}

def patched(task, step, name):
    # the step of a task, wherever it is, raises
    (room,) = (each for each in task_steps._ROOMS if step in vars(each))
    setattr(room, step, raising(name))
    task.about = lambda *_: ()

def asking(name, tries):
    # how each task that asks a person ends, asking and answered, at its try of a number
    ended, context = [], {"ti": SimpleNamespace(try_number=tries)}
    for task in QUESTIONS:
        patched(task, task.ask, name)
        ended.append(end(task.execute, context))
        patched(task, task.answered, name)
        ended.append(end(task.execute_complete, context, ANSWER))
    return ended

def unanswered(until):
    # how each task that asks ends, woken without an answer
    timed_out = {"error": "no response", "error_type": "timeout"}
    return {
        f"{task.dag_id}.{task.task_id}": end(task.execute_complete, None, timed_out, until)
        for task in QUESTIONS
    }

def delays_s(task):
    # seconds before each retry, as the scheduler counts them
    began = dt.datetime(2026, 11, 25, 6, tzinfo=dt.UTC)
    at = dict(retry_delay_override=None, task=task, dag_id=task.dag_id, task_id=task.task_id,
              logical_date=began, end_date=began)
    return [
        (TaskInstance.next_retry_datetime(SimpleNamespace(try_number=n, **at)) - began).seconds
        for n in range(1, task.retries + 1)
    ]

print("RESULT" + json.dumps({
    "asking": {n: [asking(n, tries) for tries in (1, 2, 3)] for n in json.loads(sys.argv[2])},
    "asked_again_s": {
        f"{task.dag_id}.{task.task_id}": delays_s(task) for task in QUESTIONS
    },
    "unanswered": [unanswered(f"{year}-01-01T00:00:00+00:00") for year in (2999, 2026)],
    "final": [f"{each.__module__}.{each.__name__}" for each in task_steps.FINAL],
    "retries": bag.dags["prove_book"].get_task("prove").retries,
    "ends": {name: prove(raising(name)) for name in json.loads(sys.argv[2])},
    "done": prove(lambda: 21),
}))
"""
BOOK_LATE = "ledger_sync.book.connection.BookUnavailable"
BOOK_DAMAGED = "ledger_sync.book.connection.BookDamaged"
PROOF_FAILED = "jobs.proofs.prove_book.ProofFailed"
NOTHING_YET = "jobs.hub.NothingYet"
OUR_FAULT = "builtins.KeyError"
FAULTS = (
    BOOK_LATE,
    "sftp.faults.TryAgain",
    "builtins.OSError",
    NOTHING_YET,
    PROOF_FAILED,
    "jobs.hub.JobRefused",
    "jobs.hub.settings.SettingMissing",
    "jobs.rules.rule_file.RuleFileWrong",
    "jobs.acts.review_versions.ReasonMissing",
    "ledger_sync.book.acts.ActConflict",
    "ledger_sync.proofs.archive.ArchiveBroken",
    "ledger_sync.reference.reference_columns.ReferenceRefused",
    "sftp.faults.NeedsAPerson",
    BOOK_DAMAGED,
    OUR_FAULT,
)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory):
    """What the task of prove_book tells Airflow of each fault, in an interpreter of its own."""
    home = tmp_path_factory.mktemp("airflow")
    environment = {k: v for k, v in os.environ.items() if not k.startswith("AIRFLOW")}
    environment |= {
        "AIRFLOW_HOME": str(home),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{home}/none.db",
    }
    done = subprocess.run(
        [sys.executable, "-c", CALLER, str(ROOT / "dags"), json.dumps(FAULTS)],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    (line,) = [x for x in done.stdout.splitlines() if x.startswith("RESULT")]
    return json.loads(line.removeprefix("RESULT"))


def test_a_late_book_is_tried_again(told):
    """Whatever a retry can cure fails prove_book only after three retries."""
    assert told["retries"] == 3
    for fault in (BOOK_LATE, "sftp.faults.TryAgain", "builtins.OSError"):
        assert told["ends"][fault] == ["tried again", f"{fault.rpartition('.')[2]}: the reason"]


def test_a_failed_proof_fails_at_once(told):
    """A proof that fails is not tried again, nor is any refusal, and the type is said with it."""
    for fault in FAULTS[4:-1]:
        assert told["ends"][fault] == ["failed", f"{fault.rpartition('.')[2]}: the reason"]


def test_a_question_outlives_half_an_hour_without_the_book(told):
    """Each task that asks a person is tried again soon, then every minute, for 30 minutes."""
    assert len(told["asked_again_s"]) >= 8
    for task, delays_s in told["asked_again_s"].items():
        assert 5 <= delays_s[0] < 10 and max(delays_s) == 60, task
        assert 30 * 60 <= sum(delays_s) < 40 * 60, task


def test_what_is_no_outage_is_not_hidden_for_half_an_hour(told):
    """A fault of the program ends a question at the third try; an outage is tried on."""
    for outage in (BOOK_LATE, "sftp.faults.TryAgain"):
        assert ends_at_each_try(told, outage) == ["tried again"] * 3
    for fault in ("builtins.OSError", OUR_FAULT):
        assert ends_at_each_try(told, fault) == ["tried again"] * 2 + ["failed"]


def test_a_question_looks_for_a_lost_answer_and_waits_on(told):
    """Woken before its time is over it waits again for minutes; after that it ends."""
    woken, over = told["unanswered"]
    assert len(woken) >= 8
    for task, (end, parked) in woken.items():
        assert (end, parked[0]) == ("waits", {"until": "2999-01-01T00:00:00+00:00"}), task
        assert 60 <= parked[1] <= 600, task
    for task, (end, why) in over.items():
        assert end in {"failed", "skipped"} and "nobody answered" in why, task


def test_what_no_retry_cures_ends_a_question_at_once(told):
    """Damaged pages are no outage; a refusal is the last word, asking as well as answered."""
    for fault in (BOOK_DAMAGED, "jobs.hub.JobRefused"):
        assert ends_at_each_try(told, fault) == ["failed"] * 3
    assert ends_at_each_try(told, NOTHING_YET) == ["skipped"] * 3


def ends_at_each_try(told, fault: str) -> list[str]:
    """How every question ends at its first, second and third try, all in the same way."""
    ends = []
    for tasks in told["asking"][fault]:
        assert len(tasks) >= 16
        (end,) = {ended for ended, _ in tasks}
        ends.append(end)
    return ends


def test_nothing_yet_is_skipped_and_says_why(told):
    """What has nothing to do yet is neither done nor failed."""
    assert told["ends"][NOTHING_YET] == ["skipped", "the reason"]


def test_a_step_that_ends_well_gives_its_outcome(told):
    """What a step returns is what the task returns."""
    assert told["done"] == ["done", 21]


def test_every_fault_that_is_said_plainly_has_its_end(told):
    """No fault that the command says to a person is left without a decision here."""
    cured = {BookUnavailable, DoorFault, PostgresUnavailable, TryAgain, NotReady}
    asked_by_hand = {UnknownHandle}
    said = {
        f"{each.__module__}.{each.__name__}" for each in {*SAID_PLAINLY} - cured - asked_by_hand
    }
    assert said <= set(told["final"])
