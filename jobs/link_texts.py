"""What a user is told of an attempt to be linked to an account, in English and French."""

from collections.abc import Mapping
from typing import Final

from jobs.link_account import Outcome

_TEXTS: Final[Mapping[Outcome, tuple[str, str]]] = {
    Outcome.LINKED: ("Linked: {user} may see {bn15}.", "Lié : {user} peut voir {bn15}."),
    Outcome.REFUSED: (
        "Not linked: no account and answers that agree were found.",
        "Non lié : aucun compte et aucune réponse concordante n'ont été trouvés.",
    ),
    Outcome.TOO_MANY: (
        "Not linked: too many attempts. Try again later.",
        "Non lié : trop de tentatives. Réessayez plus tard.",
    ),
}


def outcome_text(outcome: Outcome, language: str, *, user: str, bn15: str) -> str:
    """Return what a user is told; of a refusal never why."""
    return _TEXTS[outcome][language == "fr"].format(user=user, bn15=bn15)
