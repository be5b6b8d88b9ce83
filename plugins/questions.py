"""Tasks that ask a person, and do themselves what was answered.

What an act needs is read from Airflow's own record of the answer, which resumes the very task that
asked: marking the task, its state or an XCom do nothing. The answer names the digest of what was
shown; what would come to something else by then is refused.

An answer that is taken before the scheduler has heard that the asking task let go of its slot makes
Airflow 3.3 take the task for lost: the report of the first attempt arrives when the second, which
was answered, is queued already. The task is ended and the question asked again then; what was done
is not done twice. The report is late by a second or two, so an answer is held for longer
(``plugins.answers_held``, ``stack.airflow``).
An answer in the very moment in which the task lets go is kept but wakes nobody, so a question wakes
by itself every few minutes, finds what was kept, or waits on.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Final, NoReturn

from airflow.providers.standard.operators.hitl import HITLOperator
from airflow.sdk import Param
from airflow.sdk.exceptions import (
    AirflowFailException,
    AirflowSkipException,
    TaskAwaitingInput,
)
from airflow.sdk.execution_time.hitl import HITLUser

ASKED_AGAIN: Final[dict[str, Any]] = {
    "retries": 34,
    "retry_delay": timedelta(seconds=5),
    "retry_exponential_backoff": 2.0,
    "max_retry_delay": timedelta(minutes=1),
}
"""Arguments of every task that asks a person.

A database that does not answer for half an hour costs no question: it is asked again after 5 to 10
seconds, then after twice as long each time, up to every minute. What is no outage fails sooner
(``task_steps.fails_soon``).
"""

WAITS: Final = timedelta(hours=20)
"""How long a question waits for its answer; what gets none ends then."""

LOOKS_AFTER: Final = timedelta(minutes=4)
"""After how long a question that waits looks whether an answer was kept without waking it."""

NOTHING: Final = "-"
"""What an answer could be before the task knows what it asks; never shown."""


class Question(HITLOperator):
    """Asks a person, and does what was answered, by two steps of ``plugins.task_steps``.

    ``about`` is called with the context and ``of``, the one of many that a mapped task is about;
    both steps get what it returns, ``answered`` the answer too. Where ``ask`` returns no question,
    nobody is asked, and it did what there was to do. What nobody answers fails, or is skipped where
    it ``may_wait`` for the next run.
    """

    template_fields = (*HITLOperator.template_fields, "of")

    def __init__(
        self,
        *,
        about: Callable[[Any, Any], tuple[Any, ...]],
        ask: str,
        answered: str,
        of: Any = None,  # noqa: ANN401 - whatever is mapped
        may_wait: bool = False,
        reason: str | None = None,
        **named: Any,  # noqa: ANN401 - Airflow's
    ) -> None:
        if reason is not None:
            named["params"] = {"reason": Param("", type="string", title=reason)}
        super().__init__(subject="", options=[NOTHING], **ASKED_AGAIN, **named)
        self.about, self.ask, self.answered, self.of = about, ask, answered, of
        self.may_wait = may_wait

    def execute(self, context: Any) -> Any:  # noqa: ANN401 - Airflow's
        """Ask, unless there is nobody to ask; the task then waits for the answer."""
        from plugins import task_steps  # noqa: PLC0415 - nothing of ours loads with a DAG

        with task_steps.fails_soon(context["ti"].try_number):
            asked = getattr(task_steps, self.ask)(*self.about(context, self.of))
        if not task_steps.is_question(asked):
            return "nobody is asked" if asked is None else asked
        self.subject, self.body, self.options = asked.subject, asked.body, list(asked.options)
        named = zip(asked.ids, asked.people, strict=True)
        self.assigned_users = [HITLUser(id=known_by, name=name) for known_by, name in named]
        try:
            return super().execute(context)
        except TaskAwaitingInput:
            raise _waiting_until(datetime.now(UTC) + WAITS) from None

    def execute_complete(
        self,
        context: Any,  # noqa: ANN401 - Airflow's
        event: dict[str, Any],
        until: str | None = None,
    ) -> Any:  # noqa: ANN401 - Airflow's
        """Do what was answered, by the record that Airflow resumes the task with.

        ``until`` is the moment, in ISO 8601, up to which an answer is waited for; None is past.
        """
        from plugins import task_steps  # noqa: PLC0415 - nothing of ours loads with a DAG

        if event.get("error_type") == "timeout":
            self._wait_on(datetime.fromisoformat(until) if until else datetime.now(UTC))
        if "error" in event:
            self.process_trigger_event_error(event)
        answer = task_steps.answer_of(event)
        with task_steps.fails_soon(context["ti"].try_number):
            return getattr(task_steps, self.answered)(*self.about(context, self.of), answer)

    def _wait_on(self, until: datetime) -> NoReturn:
        """Wait for the answer up to a moment; after that, end without one."""
        if datetime.now(UTC) < until:
            raise _waiting_until(until)
        if self.may_wait:
            raise AirflowSkipException("nobody answered; it is asked again the next time")
        raise AirflowFailException("nobody answered; nothing was done")


def _waiting_until(until: datetime) -> TaskAwaitingInput:
    """Return what parks a task for a while; an answer kept meanwhile resumes it at once."""
    for_now = min(LOOKS_AFTER, max(until - datetime.now(UTC), timedelta(seconds=1)))
    kwargs = {"until": until.isoformat()}
    return TaskAwaitingInput(method_name="execute_complete", kwargs=kwargs, timeout=for_now)
