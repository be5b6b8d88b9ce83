"""The application: routes behind one gate, problems for answers, one hub for the process."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException as StarletteHTTPException

from jobs.hub import open_hub
from jobs.hub.book_terms import BookUnavailable
from jobs.hub.settings import SettingMissing
from plugins.api import accounts, document, duty, exchange_rates, tariff
from plugins.api.gate import Gate, SignedIn
from plugins.api.languages import language_of
from plugins.api.one_hub import OneHub, OpenHub
from plugins.api.problems import (
    BOOK_UNAVAILABLE,
    METHOD_REFUSED,
    NO_SUCH_PAGE,
    NOT_AS_DESCRIBED,
    OWN_FAILURE,
    Problem,
    problem_response,
)
from plugins.api.rate_limit import Buckets
from plugins.api.wrong_requests import errors_of

VERSION: Final = "1.0"
PREFIX: Final = "/api/v1"
ROUTERS: Final = (
    tariff.router, exchange_rates.router, duty.router, accounts.router, document.router,
)  # fmt: skip

_RETRY_SOON: Final = {"Retry-After": "5"}
_KINDS: Final = {400: NOT_AS_DESCRIBED, 404: NO_SUCH_PAGE, 405: METHOD_REFUSED}
"""What FastAPI refuses by itself: a body it cannot read, an address, a method."""
_log = logging.getLogger(__name__)


def create_app(
    signed_in: SignedIn, *, opening: OpenHub = open_hub, buckets: Buckets | None = None
) -> FastAPI:
    """Return the application.

    ``signed_in`` says who calls, or raises a Problem. ``opening`` opens the hub on the first call.
    """
    app = FastAPI(
        title="carm-hub API",
        version=VERSION,
        summary=document.SUMMARY,
        description=document.DESCRIPTION,
        openapi_url=None,  # FastAPI's own pages are routes that know no user; ours are in document
        redirect_slashes=False,
        lifespan=_lifespan,
        dependencies=document.SECURITY,
    )
    app.state.one_hub = OneHub(opening)
    app.state.buckets = buckets or Buckets()
    for router in ROUTERS:
        app.include_router(router, prefix=PREFIX)
    app.add_exception_handler(StarletteHTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _not_as_described)
    app.add_exception_handler(BookUnavailable, _unavailable)
    app.add_exception_handler(SettingMissing, _unavailable)
    app.add_exception_handler(Exception, _failed)
    app.add_middleware(
        Gate, signed_in=signed_in, buckets=app.state.buckets, one_hub=app.state.one_hub
    )
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    yield
    app.state.one_hub.close()


def _refused(request: Request, fault: Exception) -> Response:
    if isinstance(fault, Problem):
        return problem_response(request, fault.kind, headers=fault.headers, values=fault.values)
    if not isinstance(fault, StarletteHTTPException):
        raise fault
    kind = _KINDS.get(fault.status_code, OWN_FAILURE)
    values = {"method": request.method}
    return problem_response(request, kind, headers=fault.headers, values=values)


def _not_as_described(request: Request, fault: Exception) -> Response:
    if not isinstance(fault, RequestValidationError):
        raise fault
    errors = errors_of(fault.errors(), language_of(request))
    return problem_response(request, NOT_AS_DESCRIBED, errors=errors)


def _unavailable(request: Request, fault: Exception) -> Response:
    _log.warning("%s: %s", type(fault).__name__, fault)
    return problem_response(request, BOOK_UNAVAILABLE, headers=_RETRY_SOON)


def _failed(request: Request, _fault: Exception) -> Response:
    return problem_response(request, OWN_FAILURE)
