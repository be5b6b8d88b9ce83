"""
### Load reference data

Daily, and by hand: shows what the delivered tables that wait (tariff, measures, taxes, holidays,
rates) would change, asks a person, and applies them, each whole or not at all. Exchange rates that
are only new need no person and are in force on receipt; what takes one back waits here (REF-013).
Rejecting leaves them waiting.

**Safe to re-run**: a delivery is applied once, and only as it was shown.

**Runbook:** docs/runbooks/load_reference_data.md
"""

from datetime import timedelta

from airflow.sdk import dag

from plugins.questions import Question
from plugins.schedules import toronto


@dag(
    schedule=toronto("30 7 * * *"),
    catchup=False,
    max_active_runs=1,
    default_args={"owner": "tariff", "retries": 2, "retry_delay": timedelta(minutes=2)},
    tags=["reference"],
    doc_md=__doc__,
)
def load_reference_data():
    def deliveries(context, _of) -> tuple:
        from plugins import task_steps

        return (task_steps.run_of(context["dag_run"]),)

    Question(
        task_id="approve",
        about=deliveries,
        ask="ask_about_reference_data",
        answered="apply_reference_data",
        may_wait=True,
        pool="book",
    )


load_reference_data()
