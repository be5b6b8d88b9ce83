"""
### Archive a month

On the 5th: writes the month before last, closed by then, as Parquet with its kept bytes; reads it
back and compares it with the book, row by row, before it counts. Removes nothing. A month before
the book began is skipped, and the log says so.

**Safe to re-run** at any time: a month is archived once; a half-written one is written anew.

**Runbook:** docs/runbooks/archive_month.md
"""

from datetime import timedelta

from airflow.sdk import Param, dag, task

from plugins.schedules import toronto


@dag(
    schedule=toronto("0 4 5 * *"),
    catchup=False,
    max_active_runs=1,
    default_args={"owner": "ledger", "retries": 2, "retry_delay": timedelta(minutes=10)},
    params={"business_date": Param(None, type=["null", "string"], format="date")},
    tags=["ledger", "retention"],
    doc_md=__doc__,
)
def archive_month():
    @task(pool="book")
    def archive(*, dag_run=None, logical_date=None) -> int:
        from plugins import task_steps

        return task_steps.archive_month(task_steps.date_of_run(dag_run.conf, logical_date))

    archive()


archive_month()
