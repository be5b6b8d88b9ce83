"""How a task waits for a person.

An answer that is given before the scheduler has heard that the asking task let go of its slot makes
Airflow 3.3 take the task for lost: the report of the first attempt arrives when the second, which
was answered, is queued already. The question is asked again then, a few seconds later; nothing was
done, because what follows needs the answer. An answer in the very moment in which the task lets go
is kept but wakes nobody: the scheduler finds it when the time for an answer is over.
"""

from datetime import timedelta
from typing import Any, Final

ASKED_AGAIN: Final[dict[str, Any]] = {
    "retries": 20,
    "retry_delay": timedelta(seconds=5),
    "response_timeout": timedelta(hours=20),
}
"""Arguments of every operator that asks a person: what got no answer for a day is asked again."""
