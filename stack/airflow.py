"""Airflow as the embedded stack runs it: small, on PostgreSQL, on loopback, nothing public."""

import datetime as dt
import json
import os
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

from billing.acts import roles_on
from jobs.hub.dates import business_date
from jobs.rules.act_rules import read_people
from stack.layout import Layout
from stack.postgres import AIRFLOW, AIRFLOW_DATABASE
from stack.processes import Program

ROOT = Path(__file__).resolve().parents[1]
_AIRFLOW = (sys.executable, "-m", "airflow")
SCHEDULER = "scheduler"

_PATIENCE = {
    # A task's start, heartbeat or end that the API answers late is asked for again, some minutes
    # long: a start that came twice is one start to it.
    "AIRFLOW__WORKERS__EXECUTION_API_TIMEOUT": "60",
    "AIRFLOW__WORKERS__EXECUTION_API_RETRIES": "20",
    "AIRFLOW__WORKERS__EXECUTION_API_RETRY_WAIT_MAX": "10",
    # A killed worker's task is missed after this long, and tried again: what partners send is
    # answered within a minute. A task that is missed and lives does no harm: all can run twice.
    "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT": "35",
    "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT_DETECTION_INTERVAL": "5",
    # A task's end is noticed at once or after this long, if its pipes close before it is gone. An
    # answer that a person gives meanwhile is lost, and what it began is ended (plugins.questions).
    "AIRFLOW__WORKERS__MIN_HEARTBEAT_INTERVAL": "1",
    # What the executor lost between its queue and a worker is queued again after this long.
    "AIRFLOW__SCHEDULER__TASK_QUEUED_TIMEOUT": "120",
    "AIRFLOW__SCHEDULER__TASK_QUEUED_TIMEOUT_CHECK_INTERVAL": "20",
    # A scheduler's slow round is no death, after which all that it runs would be started again.
    "AIRFLOW__SCHEDULER__SCHEDULER_HEALTH_CHECK_THRESHOLD": "40",
    "AIRFLOW__SCHEDULER__ORPHANED_TASKS_CHECK_INTERVAL": "15",
    "AIRFLOW__TRIGGERER__TRIGGERER_HEALTH_CHECK_THRESHOLD": "60",
    "AIRFLOW__TRIGGERER__RUNNER_HEALTH_CHECK_THRESHOLD": "60",
    "AIRFLOW__DAG_PROCESSOR__HEALTH_CHECK_THRESHOLD": "60",
    # The DAG processor and every task read a DAG file, with all of Airflow's imports.
    "AIRFLOW__CORE__DAGBAG_IMPORT_TIMEOUT": "120",
    "AIRFLOW__DAG_PROCESSOR__DAG_FILE_PROCESSOR_TIMEOUT": "180",
}
"""What lets a stack live through a machine whose every core is busy: late is not dead."""


def programs(layout: Layout) -> tuple[Program, ...]:
    """Return Airflow's components, in the order in which they start."""
    quiet = "--skip-serve-logs"
    return (
        Program("api-server", (*_AIRFLOW, "api-server"), layout.ui_address),
        Program("dag-processor", (*_AIRFLOW, "dag-processor"), str(ROOT / "dags")),
        Program("triggerer", (*_AIRFLOW, "triggerer", quiet), ""),
        Program(SCHEDULER, (*_AIRFLOW, SCHEDULER, quiet), "LocalExecutor"),
    )


def environment(layout: Layout) -> dict[str, str]:
    """Return the environment that every component and every Airflow command shares."""
    secrets = layout.secrets()
    home, people = layout.airflow_home, _people()
    layout.passwords(people)
    ours = {
        "AIRFLOW_HOME": str(home),
        "AIRFLOW_CONFIG": str(home / "empty.cfg"),
        "CARMHUB_HOME": str(layout.home),
        "AIRFLOW__CORE__DAGS_FOLDER": str(ROOT / "dags"),
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(ROOT / "plugins"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__EXECUTOR": "LocalExecutor",
        "AIRFLOW__CORE__PARALLELISM": "3",
        "AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION": "False",
        "AIRFLOW__CORE__FERNET_KEY": secrets.fernet,
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": ",".join(
            f"{name}:{role}" for name, role in people.items()
        ),
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS": "False",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(layout.passwords_file),
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{layout.ui_address}/execution/",
        "AIRFLOW__CORE__HOSTNAME_CALLABLE": "socket.gethostname",
        "AIRFLOW__CORE__MIN_SERIALIZED_DAG_UPDATE_INTERVAL": "5",
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": _database(layout, "psycopg2"),
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN_ASYNC": _database(layout, "asyncpg"),
        "AIRFLOW__DATABASE__SQL_ALCHEMY_POOL_SIZE": "3",
        "AIRFLOW__DATABASE__SQL_ALCHEMY_MAX_OVERFLOW": "5",
        "AIRFLOW__API__HOST": "127.0.0.1",
        "AIRFLOW__API__PORT": str(layout.ports.ui),
        "AIRFLOW__API__WORKERS": "1",
        "AIRFLOW__API__BASE_URL": layout.ui_address,
        "AIRFLOW__API__SECRET_KEY": secrets.api,
        "AIRFLOW__API__ENABLE_SWAGGER_UI": "False",
        "AIRFLOW__API_AUTH__JWT_SECRET": secrets.jwt,
        "AIRFLOW__API_AUTH__JWT_ISSUER": "carm-hub",
        "AIRFLOW__DAG_PROCESSOR__PARSING_PROCESSES": "1",
        "AIRFLOW__DAG_PROCESSOR__REFRESH_INTERVAL": "30",
        "AIRFLOW__DAG_PROCESSOR__MIN_FILE_PROCESS_INTERVAL": "60",
        "AIRFLOW__LOGGING__BASE_LOG_FOLDER": str(home / "logs"),
        "AIRFLOW__LOGGING__DAG_PROCESSOR_CHILD_PROCESS_LOG_DIRECTORY": str(
            home / "logs" / "dag_processor"
        ),
        "AIRFLOW__LOGGING__COLORED_CONSOLE_LOG": "False",
        "NO_PROXY": "127.0.0.1,localhost",
        "no_proxy": "127.0.0.1,localhost",
    }
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("AIRFLOW", "CARMHUB_"))}
    return inherited | _PATIENCE | ours


def _people() -> dict[str, str]:
    """Return who signs in today, with the role of each."""
    return roles_on(read_people(ROOT / "config"), business_date(dt.datetime.now(dt.UTC)))


def prepare(layout: Layout) -> None:
    """Bring Airflow's metadata to its newest schema and make the pools; safe to repeat."""
    layout.airflow_home.mkdir(parents=True, exist_ok=True)
    (layout.airflow_home / "empty.cfg").touch()  # or Airflow writes one with secrets of its own
    _command(layout, "db", "migrate")
    _command(layout, "pools", "import", str(ROOT / "config" / "airflow" / "pools.json"))


def dag_ids() -> set[str]:
    """Return the ids of our DAGs, which are the names of their files."""
    return {path.stem for path in (ROOT / "dags").glob("*.py")} - {"__init__"}


def unhealthy(layout: Layout) -> list[str]:
    """Return the programs that the API does not call healthy; all of them while it is silent."""
    names = ["metadatabase", SCHEDULER, "dag-processor", "triggerer"]
    try:
        with urllib.request.urlopen(  # noqa: S310 - our own loopback address
            f"{layout.ui_address}/api/v2/monitor/health", timeout=20
        ) as answer:
            health = json.load(answer)
    except (urllib.error.URLError, TimeoutError, ConnectionError):
        return ["api-server", *names]
    found = {name.replace("_", "-"): part for name, part in health.items()}
    return [name for name in names if found.get(name, {}).get("status") != "healthy"]


def _command(layout: Layout, *arguments: str) -> None:
    done = subprocess.run(  # noqa: S603 - our own program, no shell
        (*_AIRFLOW, *arguments),
        env=environment(layout),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"airflow {' '.join(arguments)} failed:\n{done.stdout}\n{done.stderr}")


def _database(layout: Layout, driver: str) -> str:
    return layout.cluster.url(AIRFLOW, AIRFLOW_DATABASE, driver)
