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

from airflow.sdk import Param, dag, task

from plugins.questions import Question
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
    def waiting(*, params=None) -> list[int]:
        from plugins import task_steps

        return task_steps.reviews_waiting(params["review_id"])

    def review(context, review_id) -> tuple:
        from plugins import task_steps

        return review_id, task_steps.run_of(context["dag_run"], review_id)

    @task(pool="sftp", trigger_rule="none_failed")
    def deliver() -> int:
        from plugins import task_steps

        return task_steps.deliver()

    decide = Question.partial(
        task_id="decide",
        about=review,
        ask="ask_about_review",
        answered="record_review",
        may_wait=True,
        reason="Reason, for the filer; to refuse, give one",
        map_index_template="{{ task.subject }}",
        pool="book",
    )
    decide.expand(of=waiting()) >> deliver()


review_versions()
