"""How interest came about, in words."""

from typing import Final

from words.language import Phrases, Words

INTEREST: Final = Phrases(
    {
        "none": Words("no interest was posted", "aucun intérêt n'a été inscrit"),
        "bears": Words(
            "{kind} {document} of {amount}: interest of {interest}, counted to {day}",
            "{kind} {document} de {amount} : intérêts de {interest}, comptés jusqu'au {day}",
        ),
        "from": Words("from", "du"),
        "to": Words("to", "au"),
        "days": Words("days", "jours"),
        "rate": Words("rate a year", "taux annuel"),
        "base": Words("on", "sur"),
        "interest": Words("interest", "intérêts"),
        "kept": Words(
            "{amount} more was paid before the debt was lowered, and is not given back",
            "{amount} de plus avait été payé avant la réduction de la dette, et n'est pas rendu",
        ),
        "posted": Words(
            "posted on {day}, to {through}: {amount}", "inscrit le {day}, au {through} : {amount}"
        ),
    }
)
say = INTEREST.say
