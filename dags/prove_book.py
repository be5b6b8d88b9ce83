"""
### Prove the book

Every night: runs every proof of `carmhub verify` over the whole book and the kept bytes. A proof
that fails fails the task at once, and its log names the rows. Whatever else goes wrong proves
nothing, and is tried again.

**Safe to re-run** at any time: it only reads.

**Runbook:** docs/runbooks/prove_book.md
"""

from datetime import timedelta

from airflow.sdk import dag, task

from plugins.schedules import toronto


@dag(
    schedule=toronto("45 2 * * *"),
    catchup=False,
    max_active_runs=1,
    default_args={"owner": "ledger", "retries": 3, "retry_delay": timedelta(minutes=2)},
    tags=["ledger", "proof"],
    doc_md=__doc__,
)
def prove_book():
    @task
    def prove() -> int:
        from plugins import task_steps

        return task_steps.prove()

    prove()


prove_book()
