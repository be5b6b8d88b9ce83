"""
### Load reference data

Daily, and by hand: shows what each delivered table that waits (tariff, measures, taxes, holidays,
rates) would change, asks a person, and applies it, whole or not at all. What is not plausible
(REF-016) one person checks and another approves; who starts a run by hand is the first of the two.
Exchange rates that are only new need no person and are in force on receipt; what takes one back
waits here (REF-013). Rejecting leaves a delivery waiting for the next run.

**Safe to re-run**: a delivery is applied once, and only as it was shown.

**Runbook:** docs/runbooks/load_reference_data.md
"""

from datetime import timedelta

from airflow.sdk import dag, task, task_group

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
    @task(pool="book")
    def waiting() -> list[int]:
        from plugins import task_steps

        return task_steps.deliveries_waiting()

    def about(context, delivery) -> tuple:
        from plugins import task_steps

        return task_steps.applying(delivery, task_steps.run_of(context["dag_run"], delivery))

    @task_group(prefix_group_id=False)
    def deliveries(delivery) -> None:
        named = {"about": about, "of": delivery, "may_wait": True, "pool": "book"}
        named["map_index_template"] = "{{ task.subject }}"
        check = Question(task_id="check", ask="ask_to_check", answered="checked", **named)
        approve = Question(task_id="approve", ask="ask_to_approve", answered="approved", **named)
        check >> approve

    deliveries.expand(delivery=waiting())


load_reference_data()
