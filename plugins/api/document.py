"""The description of the API: OpenAPI 3.1 as JSON, and as a page that people read."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import HTMLResponse, JSONResponse
from fastapi.security import APIKeyCookie, HTTPBearer
from jinja2 import Environment, FileSystemLoader

from plugins.api.languages import Tongue
from plugins.api.problems import KINDS, MEDIA_TYPE
from words.language import Language, Words
from words.pages import api_page

router = APIRouter(tags=["description"])

MOUNTED_AT: Final = "/carmhub"
SUMMARY: Final = "Tariff, exchange rates, duty calculator and linking of users, as of a day."
DESCRIPTION: Final = (
    "Sign in to Airflow, or send a token from /auth/token as Authorization: Bearer. Every address "
    "answers signed-in users only. All routes read, but for accounts/link, which writes links. "
    "Texts are in English or French, by lang or Accept-Language. A request that cannot be answered "
    "gets problem details (RFC 9457) with a code. A user who asks too much gets 429 and is told "
    "when to ask again. Answers bear an ETag; send it as If-None-Match and what has not changed is "
    "not sent again."
)
SECURITY: Final = (
    Depends(HTTPBearer(bearerFormat="JWT", scheme_name="token", auto_error=False)),
    Depends(APIKeyCookie(name="_token", scheme_name="session", auto_error=False)),
)

_PROBLEM: Final[Mapping[str, Any]] = {
    "type": "object",
    "description": "Problem details (RFC 9457). Codes never change meaning.",
    "required": ["type", "title", "status", "detail", "code", "instance"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string", "enum": [kind.code for kind in KINDS]},
        "instance": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {name: {"type": "string"} for name in ("at", "code", "text")},
            },
        },
    },
}
_SAID_OF: Final = ("summary", "description")
_WRONG: Final = {
    "description": "The request is not as described.",
    "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
_FOLDER: Final = Path(__file__).parent
_PAGES: Final = Environment(
    loader=FileSystemLoader(_FOLDER), autoescape=True, trim_blocks=True,
    lstrip_blocks=True,
)  # fmt: skip


def described(app: FastAPI, language: Language) -> dict[str, Any]:
    """Return the description of an application's routes in a language."""
    whole = get_openapi(
        title=app.title,
        version=app.version,
        summary=app.summary,
        description=app.description,
        routes=app.routes,
        servers=[{"url": MOUNTED_AT}],
    )
    schemas = whole["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    schemas["Problem"] = dict(_PROBLEM)
    for path in whole["paths"].values():
        for operation in path.values():
            if "422" in operation["responses"]:
                operation["responses"]["422"] = _WRONG
    translated: dict[str, Any] = _in_language(whole, language)
    return translated


@router.get("/openapi.json", summary="This description, as OpenAPI")
def openapi(request: Request, language: Tongue) -> JSONResponse:
    """OpenAPI 3.1, its texts in the language asked for."""
    return JSONResponse(_kept(request.app, language), headers={"Content-Language": language})


@router.get("/docs", summary="This description, as a page", response_class=HTMLResponse)
def page(request: Request, language: Tongue) -> HTMLResponse:
    """A page for people; it loads nothing from elsewhere."""
    text = _PAGES.get_template("document.html").render(
        api=_kept(request.app, language),
        language=language,
        base=request.scope["root_path"],
        kinds=[(kind.code, kind.status, kind.title.in_(language)) for kind in KINDS],
        other=language.other,
        say=api_page.say,
    )
    headers = {
        "Content-Language": language,
        "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    }
    return HTMLResponse(text, headers=headers)


@cache
def _kept(app: FastAPI, language: Language) -> dict[str, Any]:
    return described(app, language)


def _in_language(value: Any, language: Language) -> Any:  # noqa: ANN401 - JSON of any shape
    """Return a part of the description with its texts on one line each, in a language."""
    if isinstance(value, list):
        return [_in_language(each, language) for each in value]
    if not isinstance(value, dict):
        return value
    return {
        name: _text(part, language)
        if name in _SAID_OF and isinstance(part, str)
        else _in_language(part, language)
        for name, part in value.items()
    }


def _text(text: str, language: Language) -> str:
    one_line = " ".join(text.split()).replace("``", "")
    return _texts()[one_line].in_(language)


@cache
def _texts() -> Mapping[str, Words]:
    """Return every text by its English."""
    texts = tomllib.loads((_FOLDER / "french.toml").read_text(encoding="utf-8"))["text"]
    return {words.en: words for words in (Words(**text) for text in texts)}
