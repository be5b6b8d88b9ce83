"""
### Close the day

At 00:15 Toronto time: posts the late accounting penalties, applies open credits to debts by the
clearing policy in force, posts interest, then closes the business date that just ended, and any
earlier one with postings that a missed night left open. A closed date takes no more postings, and
none that is still to come is closed.

**Safe to re-run** for any date: closing a closed date changes nothing. To close another date,
trigger with `business_date`: unless it is today or yesterday, a person is shown first what that
would close.

**Runbook:** docs/runbooks/close_day.md
"""

from datetime import timedelta

from airflow.sdk import Asset, Param, dag, task
from airflow.sdk.exceptions import AirflowSkipException

from plugins.questions import Question
from plugins.schedules import toronto

DAY_CLOSED = Asset("day_closed")


@dag(
    schedule=toronto("15 0 * * *"),
    catchup=False,
    max_active_runs=1,
    default_args={"owner": "ledger", "retries": 3, "retry_delay": timedelta(minutes=2)},
    params={"business_date": Param(None, type=["null", "string"], format="date")},
    tags=["ledger"],
    doc_md=__doc__,
)
def close_day():
    def day(context, _of) -> tuple:
        from plugins import task_steps

        run, moment = context["dag_run"], context.get("logical_date")
        asked = task_steps.date_asked(run.conf)
        named_by = None if asked is None else (run.triggering_user_name or "somebody")
        return task_steps.date_of_run(run.conf, moment, days_back=1), named_by

    close = Question(
        task_id="close",
        about=day,
        ask="ask_to_close",
        answered="close_as_answered",
        pool="book",
    )

    @task(outlets=[DAY_CLOSED])
    def tell(days: list[str] | None, *, outlet_events=None) -> list[str]:
        if days is None:  # who marks the close as done closes nothing
            raise AirflowSkipException("no date was closed")
        outlet_events[DAY_CLOSED].add_partitions(days)
        return days

    tell(close.output)


close_day()
