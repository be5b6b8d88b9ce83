"""Who asked for a run is who signed in for it; any other name is taken out of the run.

Airflow 3.3 records as the one who triggered a run what its command line was told by the
environment (``LOGNAME``), and lets runs that a task or a backfill begins bear a name too. Such a
run is nobody's here: the first of two people is then asked, as of a run of the schedule. The name
is gone before a task of the run sees it; the command line stands in Airflow's audit log.
"""

from typing import TYPE_CHECKING, Final
from uuid import UUID

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

_PATH: Final = "/execution/task-instances/"
_STARTS: Final = "/run"
_SIGNED_IN: Final = ("REST_API", "UI")
"""What triggers a run in the name of somebody whom the API server knows."""


class WhoTriggered:
    """Middleware of Airflow's API server that lets a task start in nobody's name but a proved."""

    def __init__(self, app: "ASGIApp") -> None:
        self._app = app

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Pass a request on; before that by which a task starts, look at who triggered its run."""
        if scope["type"] == "http" and scope["method"] == "PATCH":
            _, found, task = scope["path"].partition(_PATH)
            if found and task.endswith(_STARTS):
                from starlette.concurrency import run_in_threadpool  # noqa: PLC0415

                await run_in_threadpool(_forget_unproved, task.removesuffix(_STARTS))
        await self._app(scope, receive, send)


def _forget_unproved(task: str) -> None:
    """Take the name out of the run of a task, where nobody signed in to trigger it."""
    from airflow.models.taskinstance import TaskInstance  # noqa: PLC0415 - the API server's alone
    from airflow.utils.session import create_session  # noqa: PLC0415

    with create_session() as session:
        found = session.get(TaskInstance, UUID(task))
        if found is None or found.dag_run.triggering_user_name is None:
            return
        by = found.dag_run.triggered_by
        if by is None or by.name not in _SIGNED_IN:
            found.dag_run.triggering_user_name = None
