"""
### Clear kept bytes

Every night: bytes in the kept folder that no row of the book names, left by a run that was killed
after it kept them, are removed once nobody kept them anew for a week. Its log names each.

**Safe to re-run** at any time: what a row names, or may come to name, is never removed.

**Runbook:** docs/runbooks/clear_kept_bytes.md
"""

from datetime import timedelta

from airflow.sdk import dag, task

from plugins.schedules import toronto


@dag(
    schedule=toronto("30 3 * * *"),
    catchup=False,
    max_active_runs=1,
    default_args={"owner": "intake", "retries": 2, "retry_delay": timedelta(minutes=10)},
    tags=["intake", "retention"],
    doc_md=__doc__,
)
def clear_kept_bytes():
    @task
    def clear() -> int:
        from plugins import task_steps

        return task_steps.clear_kept_bytes()

    clear()


clear_kept_bytes()
