"""
### Run the billing cycle

On the 25th: drafts the statements of the commercial cycle, asks a person to approve the totals,
then issues the statements and sends them as XML and PDF. Rejecting leaves nothing behind.

**Safe to re-run**: an account has one statement a cycle; what is issued stays. By hand: trigger
with `business_date` set to the statement date.

**Runbook:** docs/runbooks/run_billing_cycle.md
"""

from datetime import timedelta

from airflow.providers.standard.operators.hitl import ApprovalOperator
from airflow.sdk import Param, dag, task

from plugins.questions import ASKED_AGAIN
from plugins.schedules import toronto

TOTALS = """
{% set draft = ti.xcom_pull(task_ids='draft') %}
| | |
|---|---:|
{% for name, value in draft.items() %}| {{ name | replace('_', ' ') }} | {{ value }} |
{% endfor %}
"""


@dag(
    schedule=toronto("0 6 25 * *"),
    catchup=False,
    max_active_runs=1,
    default_args={"owner": "billing", "retries": 3, "retry_delay": timedelta(minutes=2)},
    params={"business_date": Param(None, type=["null", "string"], format="date")},
    tags=["billing"],
    doc_md=__doc__,
)
def run_billing_cycle():
    @task.short_circuit(pool="book")
    def draft(*, dag_run=None, logical_date=None) -> dict[str, str] | None:
        from plugins import task_steps

        return task_steps.draft_billing(task_steps.date_of_run(dag_run.conf, logical_date))

    approve = ApprovalOperator(
        task_id="approve", subject="Issue these statements?", body=TOTALS, **ASKED_AGAIN
    )

    @task(pool="book")
    def issue(approved: dict[str, str], *, dag_run=None, logical_date=None) -> int:
        from plugins import task_steps

        return task_steps.issue_statements(
            task_steps.date_of_run(dag_run.conf, logical_date), approved
        )

    @task(pool="sftp")
    def deliver() -> int:
        from plugins import task_steps

        return task_steps.deliver()

    totals = draft()
    totals >> approve >> issue(totals) >> deliver()


run_billing_cycle()
