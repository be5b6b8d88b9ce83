"""
### Review versions

Daily: shows a person each adjustment and each withdrawal that was filed on the day before, with
what its approval would change, and carries out the decision: an approved version is posted as its
difference to what stands, a refused one posts nothing; the filer gets the reason either way. The
task waits as long as the person does; the day by which a decision is due stands in the text.

**Safe to re-run**: a review is decided once. For one review, trigger with its `review_id`.

**Runbook:** docs/runbooks/review_versions.md
"""

from datetime import timedelta

import pendulum
from airflow.providers.standard.operators.hitl import HITLOperator
from airflow.sdk import Param, dag, task


@dag(
    schedule="0 7 * * *",
    start_date=pendulum.datetime(2024, 10, 21, tz="America/Toronto"),
    catchup=False,
    max_active_runs=100,
    default_args={"owner": "ledger", "retries": 3, "retry_delay": timedelta(minutes=2)},
    params={
        "business_date": Param(None, type=["null", "string"], format="date"),
        "review_id": Param(None, type=["null", "integer"]),
    },
    tags=["ledger", "act"],
    doc_md=__doc__,
)
def review_versions():
    @task(pool="book")
    def waiting(*, params=None, dag_run=None, logical_date=None) -> list[int]:
        from jobs import steps

        day = steps.date_of_run(dag_run.conf, logical_date, days_back=1)
        return steps.reviews_waiting(day, params["review_id"])

    @task(pool="book")
    def show(review_ids: list[int], *, dag_run=None) -> list[dict[str, str]]:
        from jobs import steps

        return steps.show_reviews(review_ids, dag_run.run_after)

    reviews = waiting()
    answer = HITLOperator.partial(
        task_id="decide",
        options=["approve", "refuse"],
        params={"reason": Param("", type="string", title="Reason, as the filer will read it")},
        map_index_template="{{ task.subject }}",
        retries=0,
    ).expand_kwargs(show(reviews))

    @task(pool="book")
    def record(reviewed, *, dag_run=None) -> str:
        from jobs import steps

        return steps.record_review(*reviewed, dag_run)

    @task(pool="sftp", trigger_rule="none_failed")
    def deliver() -> int:
        from jobs import steps

        return steps.deliver()

    record.expand(reviewed=reviews.zip(answer.output)) >> deliver()


review_versions()
