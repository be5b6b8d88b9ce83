"""
### Collect files

Every minute: takes the complete files from every partner's `in/`, keeps their bytes, posts what
is right, answers the sender.

**Safe to re-run** at any time: a file posts once. A bad file is an outcome, never a failed task;
a failed task is the database or the SFTP server not answering, and a retry cures it.

**Runbook:** docs/runbooks/collect_files.md
"""

from datetime import timedelta

from airflow.sdk import Param, dag, task

from plugins.schedules import toronto


@dag(
    schedule=toronto("* * * * *"),
    catchup=False,
    max_active_runs=1,
    default_args={"owner": "intake", "retries": 2, "retry_delay": timedelta(seconds=20)},
    params={"business_date": Param(None, type=["null", "string"], format="date")},
    tags=["intake"],
    doc_md=__doc__,
)
def collect_files():
    @task(pool="sftp")
    def collect(*, dag_run=None) -> list[list[int]]:
        from plugins import task_steps

        return task_steps.collect(task_steps.date_asked(dag_run.conf))

    @task(pool="book", map_index_template="files {{ task.op_kwargs['file_ids'] | join(', ') }}")
    def post(file_ids: list[int]) -> dict[str, int]:
        from plugins import task_steps

        return task_steps.post(file_ids)

    @task(pool="sftp", trigger_rule="none_failed")
    def deliver() -> int:
        from plugins import task_steps

        return task_steps.deliver()

    post.expand(file_ids=collect()) >> deliver()


collect_files()
