"""The steps of ``jobs.steps``, and of acts, as tasks call them: a fault says how the task ends.

NothingYet                      skipped, and its log says why
JobRefused, ProofFailed, ...    failed at once: the same step would be refused again
anything else                   failed, and tried again as often as its DAG says; a task that asks a
                                person tries an outage for half an hour, the rest a few times
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps
from typing import Any, Final, ParamSpec, TypeVar

from airflow.sdk.exceptions import AirflowException, AirflowFailException, AirflowSkipException

from jobs import steps
from jobs.acts import asking_about_reviews, asking_people, asking_to_close
from jobs.acts.asking_people import Answer, Asked, Run
from jobs.hub import JobRefused, NothingYet
from jobs.hub.book_terms import (
    ActConflict,
    ArchiveBroken,
    BookDamaged,
    BookUnavailable,
    ReferenceRefused,
)
from jobs.hub.settings import SettingMissing
from jobs.proofs.prove_book import ProofFailed
from jobs.rules.rule_file import RuleFileWrong
from sftp.faults import NeedsAPerson, TryAgain

FINAL: Final = (
    JobRefused,
    SettingMissing,
    RuleFileWrong,
    ProofFailed,
    ActConflict,
    ArchiveBroken,
    ReferenceRefused,
    NeedsAPerson,
    BookDamaged,
)
"""Faults that no retry cures: a rule, a proof or the door has spoken, and a person must act."""

OUTAGES: Final = (BookUnavailable, TryAgain, ConnectionError, TimeoutError)
"""Faults that pass when what does not answer is back."""

TRIES: Final = 3
"""So often a task that asks a person tries what is no outage."""

_ROOMS: Final = (steps, asking_people, asking_about_reviews, asking_to_close)

_Given = ParamSpec("_Given")
_Outcome = TypeVar("_Outcome")


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever step is named
    """Return a step by its name, ending as Airflow is told here and nowhere else."""
    (step,) = {getattr(room, name) for room in _ROOMS if hasattr(room, name)}
    return ends_by_type(step)


def run_of(dag_run: Any, part: object = None) -> Run:  # noqa: ANN401 - Airflow's
    """Return a run as acts know it; ``part`` tells apart several acts of one run."""
    key = f"airflow:{dag_run.dag_id}:{dag_run.run_id}"
    key = key if part is None else f"{key}:{part}"
    return Run(key, dag_run.triggering_user_name)


def is_question(said: object) -> bool:
    """Whether a step returned what a person is to be asked, and not what it did."""
    return isinstance(said, Asked)


def answer_of(event: Mapping[str, Any]) -> Answer:
    """Return what Airflow recorded of an answer; AirflowFailException where it records nobody."""
    by = (event["responded_by_user"] or {}).get("name")
    if not by or len(event["chosen_options"]) != 1:
        raise AirflowFailException("nobody answered")
    entered = event["params_input"] or {}
    return Answer(event["chosen_options"][0], by, str(entered.get("reason") or ""))


@contextmanager
def fails_soon(try_number: int) -> Iterator[None]:
    """Let a fault that is no outage end a task for good after a few tries, so that it is seen."""
    try:
        yield
    except (*OUTAGES, AirflowException):
        raise
    except Exception as fault:
        if try_number < TRIES:
            raise
        raise AirflowFailException(f"{type(fault).__name__}: {fault}") from fault


def ends_by_type(step: Callable[_Given, _Outcome]) -> Callable[_Given, _Outcome]:
    """Let a step end by the type of what it raises, as the top of this module says."""

    @wraps(step)
    def run(*given: _Given.args, **named: _Given.kwargs) -> _Outcome:
        try:
            return step(*given, **named)
        except NothingYet as early:
            raise AirflowSkipException(str(early)) from early
        except FINAL as refusal:
            raise AirflowFailException(f"{type(refusal).__name__}: {refusal}") from refusal

    return run
