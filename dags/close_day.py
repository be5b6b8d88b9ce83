"""
### Close the day

At 00:15 Toronto time: posts the late accounting penalties, applies open credits to debts by the
clearing policy in force, then closes the business date that just ended, and any earlier one with
postings that a missed night left open. A closed date takes no more postings.

**Safe to re-run** for any date: closing a closed date changes nothing. To close another date,
trigger with `business_date`.

**Runbook:** docs/runbooks/close_day.md
"""

from datetime import timedelta

from airflow.sdk import Asset, Param, dag, task

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
    @task(pool="book", outlets=[DAY_CLOSED])
    def close(*, dag_run=None, logical_date=None, outlet_events=None) -> list[str]:
        from plugins import task_steps

        days = task_steps.close_day(task_steps.date_of_run(dag_run.conf, logical_date, days_back=1))
        outlet_events[DAY_CLOSED].add_partitions(days)
        return days

    close()


close_day()
