"""Answers that a client may keep and ask about again: with the digest of their bytes as ETag."""

import hashlib
from collections.abc import Iterator, Mapping
from typing import IO, Any, Final

from fastapi import Request
from fastapi.responses import Response, StreamingResponse
from pydantic_core import to_json

_CHUNK: Final = 1 << 16
_KEPT: Final = {"Cache-Control": "private, no-cache", "Vary": "Accept-Language"}


def answer(request: Request, value: object, language: str) -> Response:
    """Return a value as JSON, or 304 where the client has these very bytes."""
    content = to_json(value)
    tag = _tag(hashlib.sha256(content).hexdigest())
    headers = {**_KEPT, "ETag": tag, "Content-Language": language}
    if _has(request, tag):
        return Response(status_code=304, headers=headers)
    return Response(content, media_type="application/json", headers=headers)


def file_answer(request: Request, file: IO[bytes], *, media_type: str, name: str) -> Response:
    """Return a whole file, read as it is sent and then closed, or 304."""
    file.seek(0)
    tag = _tag(hashlib.file_digest(file, "sha256").hexdigest())  # type: ignore[arg-type]
    size = file.tell()
    headers = {**_KEPT, "ETag": tag}
    if _has(request, tag):
        file.close()
        return Response(status_code=304, headers=headers)
    headers |= {
        "Content-Length": str(size),
        "Content-Disposition": f'attachment; filename="{name}"',
    }
    return StreamingResponse(_chunks(file), media_type=media_type, headers=headers)


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while chunk := file.read(_CHUNK):
            yield chunk


def _tag(digest: str) -> str:
    return f'"{digest[:32]}"'


def _has(request: Request, tag: str) -> bool:
    given = request.headers.get("If-None-Match", "")
    return tag in [each.strip().removeprefix("W/") for each in given.split(",")]


def problems(kinds: Mapping[int, str]) -> dict[int | str, dict[str, Any]]:
    """Return how a route describes its problems: the status, and when it is given."""
    return {
        status: {
            "description": when,
            "content": {
                "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
            },
        }
        for status, when in kinds.items()
    }
