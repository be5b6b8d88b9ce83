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

from airflow.providers.standard.operators.hitl import ApprovalOperator
from airflow.sdk import dag, task

from plugins.questions import ASKED_AGAIN
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
    @task.short_circuit(pool="book")
    def draft() -> str | None:
        from plugins import task_steps

        return task_steps.draft_reference_data()

    approve = ApprovalOperator(
        task_id="approve",
        subject="Apply this reference data?",
        body="{{ ti.xcom_pull(task_ids='draft') }}",
        **ASKED_AGAIN,
    )

    @task(pool="book")
    def apply(approved: str, *, ti=None) -> dict[str, str]:
        from plugins import task_steps

        return task_steps.apply_reference_data(approved, ti.xcom_pull(task_ids="approve"))

    shown = draft()
    shown >> approve >> apply(shown)


load_reference_data()
