"""
### Review versions

Every morning: shows a person each adjustment and each withdrawal that waits, with what its approval
would change, and carries out the decision: an approved version is posted as its difference to what
stands, a refused one posts nothing; the filer gets the reason either way. From an amount on one
person checks and another approves; one refuses. A refusal needs a reason: without one it is not
carried out. What is not answered within twenty hours, or refused without a reason, is shown again
the next morning.

**Safe to re-run**: a review is decided once. For one review alone, trigger with its `review_id`.

**Runbook:** docs/runbooks/review_versions.md
"""

from datetime import timedelta

from airflow.sdk import Param, dag, task, task_group

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

    @task_group(prefix_group_id=False)
    def reviews(number) -> None:
        named = {"about": review, "of": number, "may_wait": True, "pool": "book"}
        named["reason"] = "Reason, for the filer; to refuse, give one"
        named["map_index_template"] = "{{ task.subject }}"
        named["ask"], named["answered"] = "ask_to_check_review", "review_checked"
        check = Question(task_id="check", **named)
        named["ask"], named["answered"] = "ask_about_review", "record_review"
        check >> Question(task_id="decide", **named)

    reviews.expand(number=waiting()) >> deliver()


review_versions()
