"""What Airflow shows of a question that is asked again: the question as it is by then.

Airflow 3.3 keeps the text, the answers and the people of the first time when a task is cleared or
tried again, so a person would answer what is refused as stale, for ever. The API server's answer to
a task that asks is held until what it keeps is what the task asked.
"""

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_PATH: Final = "/execution/hitlDetails/"


class AskedAnew:
    """Middleware of Airflow's API server that keeps what a task asks, each time it asks."""

    def __init__(self, app: "ASGIApp") -> None:
        self._app = app

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Pass a request on; of one by which a task asks, keep what it asks once it is accepted."""
        if scope["type"] != "http" or scope["method"] != "POST" or _PATH not in scope["path"]:
            await self._app(scope, receive, send)
            return
        body = bytearray()

        async def receiving() -> "Message":
            message = await receive()
            body.extend(message.get("body", b""))
            return message

        async def sending(message: "Message") -> None:
            if message["type"] == "http.response.start" and message["status"] == HTTPStatus.CREATED:
                from starlette.concurrency import run_in_threadpool  # noqa: PLC0415

                task = UUID(scope["path"].rpartition(_PATH)[2])
                await run_in_threadpool(_keep, task, json.loads(body))
            await send(message)

        await self._app(scope, receiving, sending)


def _keep(task: UUID, asked: dict[str, Any]) -> None:
    """Keep what a task asks in place of what it asked before."""
    from airflow.models.hitl import HITLDetail  # noqa: PLC0415 - the API server's alone
    from airflow.utils.session import create_session  # noqa: PLC0415

    with create_session() as session:
        kept = session.get(HITLDetail, task)
        if kept is None:
            return
        kept.subject, kept.body, kept.options = asked["subject"], asked["body"], asked["options"]
        kept.params, kept.assignees = asked["params"], asked["assigned_users"]
