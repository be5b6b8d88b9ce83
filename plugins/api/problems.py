"""What an answer that is not one says: problem details (RFC 9457), coded, in both languages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from fastapi import HTTPException, Request
from fastapi.responses import JSONResponse

from plugins.api.languages import language_of
from words.language import Words

MEDIA_TYPE: Final = "application/problem+json"


@dataclass(frozen=True)
class Kind:
    """A kind of problem. Codes never change meaning."""

    code: str
    status: int
    title: Words
    detail: Words


NOT_SIGNED_IN: Final = Kind(
    "API-001",
    401,
    Words("Not signed in", "Non connecté"),
    Words(
        "Sign in to Airflow, or send a token that is still valid as Authorization: Bearer.",
        "Connectez-vous à Airflow, ou envoyez un jeton encore valide comme Authorization: Bearer.",
    ),
)
NO_SUCH_PAGE: Final = Kind(
    "API-002",
    404,
    Words("No such page", "Page inexistante"),
    Words("Nothing answers at this address.", "Rien ne répond à cette adresse."),
)
METHOD_REFUSED: Final = Kind(
    "API-003",
    405,
    Words("Method not allowed", "Méthode non permise"),
    Words("This address does not take {method}.", "Cette adresse n'accepte pas {method}."),
)
NOT_AS_DESCRIBED: Final = Kind(
    "API-004",
    422,
    Words("The request is not as described", "La requête n'est pas conforme"),
    Words(
        "See errors: each names a place in the request and what is wrong there.",
        "Voyez errors : chacune nomme un endroit de la requête et ce qui n'y va pas.",
    ),
)
TOO_MANY_REQUESTS: Final = Kind(
    "API-005",
    429,
    Words("Too many requests", "Trop de requêtes"),
    Words("Try again in {seconds} s.", "Réessayez dans {seconds} s."),
)
NO_SUCH_ITEM: Final = Kind(
    "API-006",
    404,
    Words("No such tariff item", "Numéro tarifaire inexistant"),
    Words(
        "There is no tariff item {item} on {on}.",
        "Il n'y a pas de numéro tarifaire {item} le {on}.",
    ),
)
TOO_LARGE: Final = Kind(
    "API-007",
    413,
    Words("The request is too large", "La requête est trop grande"),
    Words("Send at most {limit} bytes.", "Envoyez au plus {limit} octets."),
)
BOOK_UNAVAILABLE: Final = Kind(
    "API-008",
    503,
    Words("The book does not answer", "Le grand livre ne répond pas"),
    Words("Try again shortly.", "Réessayez sous peu."),
)
NOT_LINKED: Final = Kind(
    "API-009",
    403,
    Words("Not linked", "Non lié"),
    Words("{told}", "{told}"),
)
TOO_MANY_ATTEMPTS: Final = Kind(
    "API-010",
    429,
    Words("Too many attempts", "Trop de tentatives"),
    Words("{told}", "{told}"),
)
OWN_FAILURE: Final = Kind(
    "API-011",
    500,
    Words("Our fault", "Notre faute"),
    Words(
        "The request could not be answered; the operators find why in the log.",
        "La requête est restée sans réponse ; les exploitants en trouvent la cause au journal.",
    ),
)

KINDS: Final = (
    NOT_SIGNED_IN, NO_SUCH_PAGE, METHOD_REFUSED, NOT_AS_DESCRIBED, TOO_MANY_REQUESTS, NO_SUCH_ITEM,
    TOO_LARGE, BOOK_UNAVAILABLE, NOT_LINKED, TOO_MANY_ATTEMPTS, OWN_FAILURE,
)  # fmt: skip


class Problem(HTTPException):
    """A request that gets a problem for an answer."""

    def __init__(
        self, kind: Kind, *, headers: Mapping[str, str] | None = None, **values: object
    ) -> None:
        super().__init__(kind.status, headers=headers)
        self.kind, self.values = kind, values


def problem_response(
    request: Request,
    kind: Kind,
    *,
    headers: Mapping[str, str] | None = None,
    errors: Sequence[Mapping[str, Any]] = (),
    values: Mapping[str, object] | None = None,
) -> JSONResponse:
    """Return a problem in the language of the request."""
    language = language_of(request)
    content = {
        "type": f"urn:carm-hub:problem:{kind.code}",
        "title": kind.title.in_(language),
        "status": kind.status,
        "detail": kind.detail.say(language, **(values or {})),
        "code": kind.code,
        "instance": request.scope["path"],
    }
    return JSONResponse(
        content | ({"errors": list(errors)} if errors else {}),
        kind.status,
        {"Content-Language": language, "Cache-Control": "no-store", **(headers or {})},
        MEDIA_TYPE,
    )
