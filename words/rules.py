"""What ``rules`` says."""

from typing import Final

from words.language import Phrases, Words

RULES: Final = Phrases(
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
say = RULES.say
