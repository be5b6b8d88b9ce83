"""
### Collect files on a day

By hand: takes what stands in every partner's `in/` once, as received on the day that you name, for
what an outage of ours delayed beyond the bound of `config/rules/intake.toml`. It takes turns with
`collect_files`, partner by partner.

**Safe to re-run** at any time: a file posts once.

**Runbook:** docs/runbooks/collect_files_on.md
"""

from datetime import timedelta

from airflow.sdk import Param, dag, task


@dag(
    schedule=None,
    catchup=False,
    max_active_runs=1,
    default_args={"owner": "intake", "retries": 2, "retry_delay": timedelta(seconds=20)},
    params={"business_date": Param(None, type=["null", "string"], format="date")},
    tags=["intake"],
    doc_md=__doc__,
)
def collect_files_on():
    @task(pool="book")
    def collect_on(*, dag_run=None) -> dict[str, int]:
        from plugins import task_steps

        return task_steps.collect_on(task_steps.date_asked(dag_run.conf))

    collect_on()


collect_files_on()
