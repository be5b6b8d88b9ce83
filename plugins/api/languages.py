"""The language of an answer: ``?lang=``, else ``Accept-Language``, else English."""

from typing import Annotated, Final, Literal

from fastapi import Depends, Query, Request

from words.language import Language, named

Code = Literal["en", "fr"]
"""As a parameter: what is refused is told with these codes, not with names of ours."""

_HEADER_MAX: Final = 200


def language_of(request: Request) -> Language:
    """Return the language that a request asks for; what it does not say is English."""
    asked = named(request.query_params.get("lang", ""))
    return asked or _preferred(request.headers.get("Accept-Language", "")[:_HEADER_MAX])


def _preferred(header: str) -> Language:
    """Return the language of the greatest weight (RFC 9110, 12.5.4), the first of equals."""
    best: tuple[float, Language] = (0.0, Language.EN)
    for part in header.split(","):
        tag, _, weight = part.partition(";")
        language = named(tag.strip().lower().partition("-")[0])
        if language is not None:
            best = max(best, (_weight(weight), language), key=lambda each: each[0])
    return best[1]


def _weight(text: str) -> float:
    name, _, value = text.strip().partition("=")
    try:
        return float(value) if name.strip() == "q" else 1.0
    except ValueError:
        return 0.0


def _language(
    request: Request,
    lang: Annotated[
        Code | None, Query(description="The language of texts, before Accept-Language.")
    ] = None,
) -> Language:
    return Language(lang) if lang else language_of(request)


Tongue = Annotated[Language, Depends(_language)]
