"""
### Replay files

By hand, with the form: runs kept files again under today's rules. `rerun` takes files that posted
nothing (rejected, quarantined) as new arrivals; `repost` reverses and posts again the declarations
of posted files that come out otherwise today. The difference to the book is shown first, and a
person approves it: another than who started the run, where it moves much. Rejecting leaves nothing
behind.

**Safe to re-run**: a run is one request, and a request is carried out once.

**Runbook:** docs/runbooks/replay_files.md
"""

from datetime import timedelta

import pendulum
from airflow.sdk import Param, dag, task

from plugins.questions import Question


@dag(
    schedule=None,
    start_date=pendulum.datetime(2024, 10, 21, tz="America/Toronto"),
    catchup=False,
    max_active_runs=1,
    default_args={"owner": "intake", "retries": 2, "retry_delay": timedelta(minutes=1)},
    params={
        "mode": Param("rerun", enum=["rerun", "repost"]),
        "received_from": Param(None, type=["null", "string"], format="date"),
        "received_to": Param(None, type=["null", "string"], format="date"),
        "partner": Param(None, type=["null", "string"]),
        "file_ids": Param([], type="array", items={"type": "integer"}),
        "reason": Param(type="string", minLength=5),
    },
    tags=["intake", "act"],
    doc_md=__doc__,
)
def replay_files():
    def files(context, _of) -> tuple:
        from plugins import task_steps

        return task_steps.replaying(context["params"], task_steps.run_of(context["dag_run"]))

    check = Question(
        task_id="check", about=files, ask="ask_to_check", answered="checked", pool="book"
    )
    approve = Question(
        task_id="approve", about=files, ask="ask_to_approve", answered="approved", pool="book"
    )

    @task(pool="sftp")
    def deliver() -> int:
        from plugins import task_steps

        return task_steps.deliver()

    check >> approve >> deliver()


replay_files()
