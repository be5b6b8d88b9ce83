"""What is wrong at one place of a request to the API, by the kind of fault."""

from typing import Final

from words.language import Phrases, Words

WRONG_REQUESTS: Final = Phrases(
    {
        "missing": Words("is missing", "manque"),
        "extra_forbidden": Words("is not known here", "n'est pas connu ici"),
        "json_invalid": Words("is not JSON", "n'est pas du JSON"),
        "string_too_long": Words(
            "has more than {max_length} characters", "dépasse {max_length} caractères"
        ),
        "string_type": Words("is not a text", "n'est pas un texte"),
        "string_pattern_mismatch": Words(
            "is not of the form {pattern}", "n'a pas la forme {pattern}"
        ),
        "too_long": Words("has more than {max_length} entries", "a plus de {max_length} éléments"),
        "too_short": Words(
            "has fewer than {min_length} entries", "a moins de {min_length} éléments"
        ),
        "less_than_equal": Words("is more than {le}", "dépasse {le}"),
        "greater_than_equal": Words("is less than {ge}", "est inférieur à {ge}"),
        "int_parsing": Words("is not a whole number", "n'est pas un nombre entier"),
        "literal_error": Words("is not one of {expected}", "n'est pas une des valeurs {expected}"),
        "day": Words("is not a date YYYY-MM-DD", "n'est pas une date AAAA-MM-JJ"),
    }
)
_ELSE: Final = Words("is not right", "n'est pas correct")


def fault_text(kind: str, language: str, /, **values: object) -> str:
    """Return what is wrong by a kind of fault, or that something is."""
    return WRONG_REQUESTS.texts.get(kind, _ELSE).say(language, **values)
