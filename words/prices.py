"""How a rate combines and a step computes, and what other rules would charge, in words."""

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

DIFFERENCES: Final = Phrases(
    {
        "priced": Words(
            "{on}: {declarations} declarations of {lines} lines priced under both; {differing}"
            " come out otherwise. Sums are of those that neither side refuses.",
            "{on} : {declarations} déclarations de {lines} lignes calculées des deux façons ;"
            " {differing} donnent autre chose. Les totaux sont de celles qu'aucun côté ne refuse.",
        ),
        "declaration": Words("declaration", "déclaration"),
        "version": Words("version", "version"),
        "before": Words("before", "avant"),
        "after": Words("after", "après"),
        "difference": Words("difference", "écart"),
        "in sum": Words("in sum", "en tout"),
    }
)
say_difference = DIFFERENCES.say
