"""
### Collect files

Looks every second, for ten minutes a run, one run after another: takes the complete files from
every partner's `in/`, keeps their bytes, posts what is right, answers the sender. The log has a
line a batch, the return value and the event of the asset `files_collected` the counts.

**Safe to re-run** at any time: a file posts once. A bad file is an outcome, never a failed task;
a failed task is an outage of the database or the SFTP server that lasted, and the next run goes on.
To receive files on a day that you name, use `collect_files_on`.

**Runbook:** docs/runbooks/collect_files.md
"""

from datetime import UTC, datetime, timedelta

from airflow.sdk import Asset, dag, task

SECONDS = 600
FILES_COLLECTED = Asset("files_collected")


@dag(
    schedule="@continuous",
    start_date=datetime(2024, 10, 21, tzinfo=UTC),  # without it the second run is the first's twin
    catchup=False,
    max_active_runs=1,
    default_args={"owner": "intake", "retries": 3, "retry_delay": timedelta(seconds=5)},
    tags=["intake"],
    doc_md=__doc__,
)
def collect_files():
    @task(execution_timeout=timedelta(seconds=4 * SECONDS), outlets=[FILES_COLLECTED])
    def collect(*, outlet_events=None) -> dict[str, int]:
        from plugins import task_steps

        counts = task_steps.collect(SECONDS)
        outlet_events[FILES_COLLECTED].extra = counts
        return counts

    collect()


collect_files()
