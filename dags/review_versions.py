"""
### Review versions

Every morning: shows a person each adjustment and each withdrawal that waits, with what its approval
would change, and carries out the decision: an approved version is posted as its difference to what
stands, a refused one posts nothing; the filer gets the reason either way. A refusal needs a reason:
without one it is not carried out. What is not answered within twenty hours, or refused without a
reason, is shown again the next morning.

**Safe to re-run**: a review is decided once. For one review alone, trigger with its `review_id`.

**Runbook:** docs/runbooks/review_versions.md
"""

from datetime import timedelta

from airflow.providers.standard.operators.hitl import HITLOperator
from airflow.sdk import Param, dag, task

from plugins.questions import ASKED_AGAIN
from plugins.schedules import toronto


@dag(
    schedule=toronto("0 7 * * *"),
    catchup=False,
    max_active_runs=1,
    default_args={"owner": "ledger", "retries": 3, "retry_delay": timedelta(minutes=2)},
    params={"review_id": Param(None, type=["null", "integer"])},
    tags=["ledger", "act"],
    doc_md=__doc__,
)
def review_versions():
    @task(pool="book")
    def show(*, params=None, dag_run=None) -> list[dict]:
        from plugins import task_steps

        return task_steps.show_reviews(params["review_id"], dag_run.run_after)

    @task(pool="book")
    def record(reviewed, *, dag_run=None) -> str:
        from plugins import task_steps

        review, answer = reviewed
        return task_steps.record_review(review["review_id"], answer, dag_run)

    @task(pool="sftp", trigger_rule="none_failed")
    def deliver() -> int:
        from plugins import task_steps

        return task_steps.deliver()

    def question(review: dict) -> dict[str, str]:
        return {"subject": review["subject"], "body": review["body"]}

    reviews = show()
    answer = HITLOperator.partial(
        task_id="decide",
        options=["approve", "refuse", "wait"],
        defaults="wait",
        params={
            "reason": Param("", type="string", title="Reason, for the filer; to refuse, give one")
        },
        map_index_template="{{ task.subject }}",
        **ASKED_AGAIN,
    ).expand_kwargs(reviews.map(question))
    record.expand(reviewed=reviews.zip(answer.output)) >> deliver()


review_versions()
