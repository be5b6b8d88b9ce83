"""What every request passes before any route: a signed-in user, a bound on size and on number."""

import datetime as dt
import logging
from collections.abc import Awaitable, Callable, MutableMapping
from math import ceil
from typing import Annotated, Any, Final

from fastapi import Depends, Request
from fastapi.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from jobs.hub import Hub
from jobs.hub.dates import business_date
from jobs.hub.settings import SettingMissing
from jobs.rules.api_rules import ApiLimit
from ledger.dated_rules import in_force_on
from plugins.api.one_hub import OneHub
from plugins.api.problems import (
    BOOK_UNAVAILABLE,
    TOO_LARGE,
    TOO_MANY_REQUESTS,
    Problem,
    problem_response,
)
from plugins.api.rate_limit import Buckets

BODY_MAX: Final = 1 << 20
"""Bytes of a request: 500 lines of a calculation take less than half."""

_POLICY_VIOLATION: Final = 1008
_log = logging.getLogger(__name__)

SignedIn = Callable[[Request], Awaitable[str]]


class Gate:
    """Lets a request pass that a signed-in user may make, and no other, whatever its address."""

    def __init__(
        self, app: ASGIApp, *, signed_in: SignedIn, buckets: Buckets, one_hub: OneHub
    ) -> None:
        self._app, self._signed_in = app, signed_in
        self._buckets, self._one_hub = buckets, one_hub

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer it with a problem; there are no web sockets here."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": _POLICY_VIOLATION})
            return
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        try:
            request.state.caller = await self._signed_in(request)
            take(request, self._buckets, await self._limit(), 1)
            _refuse_too_large(int(request.headers.get("Content-Length") or 0))
        except Problem as problem:
            response = problem_response(
                request, problem.kind, headers=problem.headers, values=problem.values
            )
            await response(scope, receive, send)
            return
        await self._app(scope, _bounded(receive), send)

    async def _limit(self) -> ApiLimit:
        try:
            return limit_of(await run_in_threadpool(self._one_hub.get))
        except SettingMissing as fault:
            _log.warning("%s", fault)
            raise Problem(BOOK_UNAVAILABLE) from fault


def limit_of(hub: Hub) -> ApiLimit:
    """Return the limit in force today."""
    day = business_date(dt.datetime.now(dt.UTC))
    return in_force_on(hub.rules.api_limits, day, "limit of the API")


def take(request: Request, buckets: Buckets, limit: ApiLimit, tokens: int) -> None:
    """Take tokens of the caller; Problem TOO_MANY_REQUESTS where too few are left."""
    wait = buckets.take(request.state.caller, tokens, limit)
    if wait > 0:
        seconds = ceil(wait)
        raise Problem(TOO_MANY_REQUESTS, headers={"Retry-After": str(seconds)}, seconds=seconds)


def _refuse_too_large(size: int) -> None:
    if size > BODY_MAX:
        raise Problem(TOO_LARGE, limit=BODY_MAX)


def _bounded(receive: Receive) -> Receive:
    """Return a stream of the request that ends in a Problem where it goes on for too long."""
    read = 0

    async def receive_so_much() -> Message:
        nonlocal read
        message: MutableMapping[str, Any] = await receive()
        read += len(message.get("body", b""))
        _refuse_too_large(read)
        return message

    return receive_so_much


def _caller(request: Request) -> str:
    user: str = request.state.caller
    return user


Caller = Annotated[str, Depends(_caller)]
