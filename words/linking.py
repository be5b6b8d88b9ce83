"""What a user is told of an attempt to be linked to an account; of a refusal never why."""

from typing import Final

from words.language import Phrases, Words

LINKING: Final = Phrases(
    {
        "linked": Words("Linked: {user} may see {bn15}.", "Lié : {user} peut voir {bn15}."),
        "refused": Words(
            "Not linked: no account and answers that agree were found.",
            "Non lié : aucun compte et aucune réponse concordante n'ont été trouvés.",
        ),
        "too_many": Words(
            "Not linked: too many attempts. Try again later.",
            "Non lié : trop de tentatives. Réessayez plus tard.",
        ),
    }
)
say = LINKING.say
