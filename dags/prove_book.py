"""
### Prove the book

Every night: runs every proof of `carmhub verify` over the whole book and the kept bytes. A proof
that fails fails the task, and its log names the rows.

**Safe to re-run** at any time: it only reads.

**Runbook:** docs/runbooks/prove_book.md
"""

import pendulum
from airflow.sdk import dag, task


@dag(
    schedule="45 2 * * *",
    start_date=pendulum.datetime(2024, 10, 21, tz="America/Toronto"),
    catchup=False,
    max_active_runs=1,
    default_args={"owner": "ledger", "retries": 0},
    tags=["ledger", "proof"],
    doc_md=__doc__,
)
def prove_book():
    @task
    def prove() -> int:
        from jobs import steps

        return steps.prove()

    prove()


prove_book()
