"""
### Send daily notices

After a business date is closed: one notice for each account with activity on it, as XML and PDF,
to the partner the account named. Tuesday to Saturday; a weekend's notices go with Monday's.

**Safe to re-run**: a notice is made once and delivered once. By hand: trigger with
`business_date`; an open date is refused.

**Runbook:** docs/runbooks/send_notices.md
"""

from datetime import timedelta

import pendulum
from airflow.sdk import Asset, Param, PartitionedAssetTimetable, dag, task


@dag(
    schedule=PartitionedAssetTimetable(assets=Asset("day_closed")),
    start_date=pendulum.datetime(2024, 10, 21, tz="America/Toronto"),
    catchup=False,
    max_active_runs=1,
    default_args={"owner": "billing", "retries": 3, "retry_delay": timedelta(minutes=2)},
    params={"business_date": Param(None, type=["null", "string"], format="date")},
    tags=["billing"],
    doc_md=__doc__,
)
def send_notices():
    @task(pool="book")
    def queue(*, dag_run=None, logical_date=None) -> int:
        from plugins import task_steps

        day = task_steps.date_of_run(dag_run.conf, logical_date, dag_run.partition_key)
        return task_steps.queue_notices(day)

    @task(pool="sftp")
    def deliver() -> int:
        from plugins import task_steps

        return task_steps.deliver()

    queue() >> deliver()


send_notices()
