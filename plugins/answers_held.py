"""An answer to a question is held for a moment, until the scheduler knows that the question waits.

Airflow 3.3 shows a question as soon as its task goes to wait. The scheduler hears that the task let
go of its slot up to two seconds later; an answer that was taken by then makes it end the task as
lost, and ask again after a while that doubles each time. People read for longer; programs do not.
"""

import asyncio
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

_END: Final = "/hitlDetails"
_HELD_S: Final = 3.0


class AnswersHeld:
    """Middleware of Airflow's API server that holds what answers a question."""

    def __init__(self, app: "ASGIApp") -> None:
        self._app = app

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Pass a request on, an answer after a moment."""
        if scope["type"] == "http" and scope["method"] == "PATCH" and scope["path"].endswith(_END):
            await asyncio.sleep(_HELD_S)
        await self._app(scope, receive, send)
