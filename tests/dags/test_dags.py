"""Every DAG loads, says what it is, and has the graph that was reviewed."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests import reviewed

ROOT = Path(__file__).parents[2]
DAGS = ROOT / "dags"
GRAPH = Path(__file__).with_name("graph.json")
FILES = sorted(path.stem for path in DAGS.glob("*.py") if path.stem != "__init__")

LOADER = """
import json, sys
from pathlib import Path
from unittest import mock
import pendulum
from airflow.dag_processing.dagbag import BundleDagBag
folder = Path(sys.argv[1])
bag = BundleDagBag(dag_folder=folder, bundle_path=folder, bundle_name="dags-folder")
from airflow.serialization.serialized_objects import DagSerialization

def first_run(dag):
    # in a stack that starts on this Sunday, where the DAG never ran
    now = pendulum.datetime(2026, 11, 29, 12, 30, 20, tz="America/Toronto")
    kept = DagSerialization.from_dict(DagSerialization.to_dict(dag))
    if type(kept.timetable).__name__ == "ContinuousTimetable":
        return "at once"
    with mock.patch("airflow.timetables.trigger.utcnow", lambda: now):
        info = kept.timetable.next_dagrun_info(
            last_automated_data_interval=None, restriction=kept._time_restriction
        )
    return info and info.run_after.in_timezone("America/Toronto").isoformat()

heavy = ("lxml", "paramiko", "asyncssh", "pandas", "parsers", "ledger_sync", "jobs", "mappers")
print("RESULT" + json.dumps({
    "errors": {str(k): str(v) for k, v in bag.import_errors.items()},
    "loaded_too_much": [name for name in heavy if name in sys.modules],
    "dags": {
        dag_id: {
            "file": Path(dag.fileloc).stem,
            "schedule": getattr(dag.timetable, "expression", type(dag.timetable).__name__),
            "zone": str(getattr(dag.timetable, "timezone", dag.timezone)),
            "first_run": first_run(dag),
            "catchup": dag.catchup,
            "max_active_runs": dag.max_active_runs,
            "tags": sorted(dag.tags),
            "owner": dag.owner,
            "doc": dag.doc_md or "",
            "tasks": {
                t.task_id: {"then": sorted(t.downstream_task_ids), "pool": t.pool,
                            "retries": t.retries, "trigger_rule": str(t.trigger_rule),
                            "kind": type(t).__name__,
                            **{step: getattr(t, step) for step in ("ask", "answered")
                               if hasattr(t, step)}}
                for t in dag.tasks
            },
        }
        for dag_id, dag in bag.dags.items()
    },
}))
"""


@pytest.fixture(scope="module")
def bag(tmp_path_factory: pytest.TempPathFactory):
    """The DAG folder, loaded in an interpreter of its own."""
    home = tmp_path_factory.mktemp("airflow")
    environment = {k: v for k, v in os.environ.items() if not k.startswith("AIRFLOW")}
    environment |= {
        "AIRFLOW_HOME": str(home),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{home}/none.db",
    }
    done = subprocess.run(
        [sys.executable, "-c", LOADER, str(DAGS)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    (line,) = [x for x in done.stdout.splitlines() if x.startswith("RESULT")]
    return json.loads(line.removeprefix("RESULT"))


def test_every_file_loads_as_the_dag_it_is_named_for(bag):
    """No file fails to import, none is skipped, and file name = DAG id."""
    assert bag["errors"] == {}
    assert {dag_id: dag["file"] for dag_id, dag in bag["dags"].items()} == {f: f for f in FILES}


@pytest.mark.parametrize("name", FILES)
def test_a_job_is_its_dag(name: str):
    """Every DAG has one job of its name, which its steps, or those of acts, call."""
    (job,) = (ROOT / "jobs").glob(f"*/{name}.py")
    steps = "".join(
        (ROOT / "jobs" / path).read_text(encoding="utf-8")
        for path in ("steps.py", "acts/asking_about_reviews.py", "acts/asking_to_close.py")
    )
    assert re.search(rf"from jobs\.{job.parent.name} import .*\b{name}\b", steps)


def test_loading_imports_nothing_heavy(bag):
    """Reading a DAG file loads no parser, no database and none of our packages."""
    assert bag["loaded_too_much"] == []


def test_the_graph_is_the_reviewed_one(bag):
    """A changed task, step, arrow, pool, schedule or retry shows as a difference of graph.json."""
    graph = {
        dag_id: {name: dag[name] for name in ("schedule", "zone", "max_active_runs", "tasks")}
        for dag_id, dag in bag["dags"].items()
    }
    reviewed.same_json(GRAPH, graph)


def test_a_fresh_stack_starts_with_one_dag(bag):
    """Of all DAGs only collect_files runs at once; the others wait until they are next due."""
    assert {dag_id: dag["first_run"] for dag_id, dag in bag["dags"].items()} == {
        "archive_month": "2026-12-05T04:00:00-05:00",
        "clear_kept_bytes": "2026-11-30T03:30:00-05:00",
        "close_day": "2026-11-30T00:15:00-05:00",
        "collect_files": "at once",
        "collect_files_on": None,
        "load_reference_data": "2026-11-30T07:30:00-05:00",
        "prove_book": "2026-11-30T02:45:00-05:00",
        "replay_files": None,
        "review_versions": "2026-11-30T07:00:00-05:00",
        "run_billing_cycle": "2026-12-25T06:00:00-05:00",
        "send_notices": None,
    }


@pytest.mark.parametrize("dag_id", FILES)
def test_every_dag_says_what_it_is(bag, dag_id: str):
    """Each DAG has an owner, tags, one active run, no catch-up, and a runbook."""
    dag = bag["dags"][dag_id]
    assert dag["owner"] != "airflow" and dag["tags"] and not dag["catchup"]
    assert dag["max_active_runs"] == 1
    assert "Safe to re-run" in dag["doc"]
    runbook = f"docs/runbooks/{dag_id}.md"
    assert runbook in dag["doc"] and (ROOT / runbook).is_file()


@pytest.mark.parametrize("dag_id", FILES)
def test_dag_files_are_thin(dag_id: str):
    """A DAG file fits a screen, reaches our jobs in task bodies only, and never asks the clock."""
    text = (DAGS / f"{dag_id}.py").read_text(encoding="utf-8")
    code = text.split('"""', 2)[2]
    assert len(code.splitlines()) < 60
    assert "now(" not in code and "today(" not in code and "Variable" not in code
    assert "import jobs" not in code and "from jobs" not in code
    assert not any(line.startswith("from plugins import") for line in code.splitlines())
