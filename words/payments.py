"""Why a payment may be for an account."""

from typing import Final

from words.language import Words

REASONS: Final[dict[str, Words]] = {
    "named": Words("the text names it", "le texte le nomme"),
    "numbered": Words(
        "the text names a transaction of it", "le texte nomme une de ses transactions"
    ),
    "business": Words("the text names its business", "le texte nomme son entreprise"),
    "near": Words(
        "the text names one that differs by a digit, or by two swapped",
        "le texte en nomme un qui diffère d'un chiffre, ou de deux intervertis",
    ),
    "own": Words("the payer has its name", "le payeur porte son nom"),
    "paid": Words("the payer paid it before", "le payeur l'a déjà payé"),
    "owes": Words("it owes this amount", "il doit ce montant"),
}
"""By the reason's name."""
