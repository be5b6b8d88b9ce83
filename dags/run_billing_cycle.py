"""
### Run the billing cycle

On the 25th: drafts the statements of the commercial cycle, asks one person to check and another to
approve them, then issues the statements and sends them as XML and PDF. Who starts a run by hand is
the first of the two. Rejecting leaves nothing behind.

**Safe to re-run**: an account has one statement a cycle; what is issued stays. By hand: trigger
with `business_date` set to the statement date.

**Runbook:** docs/runbooks/run_billing_cycle.md
"""

from datetime import timedelta

from airflow.sdk import Param, dag, task

from plugins.questions import Question
from plugins.schedules import toronto


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
    def statements(context, _of) -> tuple:
        from plugins import task_steps

        run = context["dag_run"]
        day = task_steps.date_of_run(run.conf, context.get("logical_date"))
        return task_steps.billing(day, task_steps.run_of(run))

    check = Question(
        task_id="check", about=statements, ask="ask_to_check", answered="checked", pool="book"
    )
    approve = Question(
        task_id="approve", about=statements, ask="ask_to_approve", answered="approved", pool="book"
    )

    @task(pool="sftp")
    def deliver() -> int:
        from plugins import task_steps

        return task_steps.deliver()

    check >> approve >> deliver()


run_billing_cycle()
