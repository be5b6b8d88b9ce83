"""Route of the affinity questions: the one that writes, and what it writes is links alone."""

from dataclasses import dataclass
from typing import Annotated, Final, Literal

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from jobs.hub.book_terms import Answers
from jobs.registry import link_account
from jobs.registry.link_account import Outcome
from plugins.api.answers import problems
from plugins.api.days import Day
from plugins.api.gate import Caller
from plugins.api.languages import Tongue
from plugins.api.one_hub import TheHub
from plugins.api.problems import NOT_LINKED, TOO_MANY_ATTEMPTS, Problem
from words import linking

router = APIRouter(prefix="/accounts", tags=["accounts"])

_AN_HOUR_S: Final = 3_600

Amount = Annotated[
    str | None, Field(pattern=r"^-?[0-9]{1,10}\.[0-9]{2}$", description="Dollars, like 1234.50.")
]


class Affinity(BaseModel):
    """What a user says of an account; a question is answered when both of its parts are given."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "bn15": "545352437RM0001",
                    "transaction_number": "10021000000017",
                    "duties": "1234.50",
                    "payment": "500.00",
                    "paid_on": "2026-11-20",
                }
            ]
        },
    )

    bn15: Annotated[str, Field(max_length=15, description="The program account.")]
    transaction_number: Annotated[
        str | None, Field(pattern=r"^[0-9]{14}$", description="A declaration of the account …")
    ] = None
    duties: Annotated[Amount, Field(description="… and its total duties and taxes.")] = None
    payment: Annotated[Amount, Field(description="A payment to the account …")] = None
    paid_on: Annotated[Day | None, Field(description="… and its date.")] = None
    balance: Annotated[Amount, Field(description="A statement's balance …")] = None
    statement_on: Annotated[Day | None, Field(description="… and its date.")] = None


@dataclass(frozen=True, kw_only=True)
class Linked:
    """The link that stands."""

    outcome: Literal["linked"]
    text: str


@router.post(
    "/link",
    summary="Link me to an account",
    response_model=Linked,
    responses=problems(
        {
            403: "Not linked; why is never said, and no account is told like a wrong answer.",
            429: "Too many requests, or too many refused attempts.",
        }
    ),
)
def link_to_account(
    hub: TheHub, user: Caller, language: Tongue, affinity: Affinity
) -> JSONResponse:
    """Link the signed-in user to an account by two right answers of three questions, none wrong.

    Refused attempts are counted for the user and for the account together with those of the job.
    The answers are compared and forgotten.
    """
    answers = Answers(
        transaction_number=affinity.transaction_number,
        duties_cents=_cents(affinity.duties),
        payment_cents=_cents(affinity.payment),
        paid_on=affinity.paid_on,
        balance_cents=_cents(affinity.balance),
        statement_on=affinity.statement_on,
    )
    outcome = link_account.run(hub, user, affinity.bn15, answers)
    told = linking.say(outcome, language, user=user, bn15=affinity.bn15)
    if outcome is Outcome.REFUSED:
        raise Problem(NOT_LINKED, told=told)
    if outcome is Outcome.TOO_MANY:
        raise Problem(TOO_MANY_ATTEMPTS, headers={"Retry-After": str(_AN_HOUR_S)}, told=told)
    headers = {"Content-Language": language, "Cache-Control": "no-store"}
    return JSONResponse({"outcome": "linked", "text": told}, headers=headers)


def _cents(text: str | None) -> int | None:
    """Return an amount of the form that the body has, in cents."""
    if text is None:
        return None
    dollars, _, rest = text.removeprefix("-").partition(".")
    read = int(dollars) * 100 + int(rest)
    return -read if text.startswith("-") else read
