"""How a rate combines and a step computes, in words."""

from typing import Final

from words.language import Phrases, Words

PRICES: Final = Phrases(
    {
        "free": Words("free", "en franchise"),
        "sum": Words("{share} and {specific}", "{share} et {specific}"),
        "greater": Words(
            "{share} or {specific}, whichever is greater",
            "{share} ou {specific}, le plus élevé des deux",
        ),
        "lesser": Words(
            "{share} or {specific}, whichever is less",
            "{share} ou {specific}, le moins élevé des deux",
        ),
        "shortfall": Words(
            "what {share} of the value lacks of {specific}",
            "ce qui manque à {share} de la valeur pour atteindre {specific}",
        ),
        "of": Words("{rate} of {base}", "{rate} de {base}"),
        "remitted": Words("{rate} of {base} remitted", "remise de {rate} de {base}"),
    }
)
say = PRICES.say
