"""What is wrong with a request that does not fit its description, place by place."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from plugins.api.languages import Language

_PLACES_MAX: Final = 20
_TEXTS: Final[Mapping[str, tuple[str, str]]] = {
    "missing": ("is missing", "manque"),
    "extra_forbidden": ("is not known here", "n'est pas connu ici"),
    "json_invalid": ("is not JSON", "n'est pas du JSON"),
    "string_too_long": ("has more than {max_length} characters", "dépasse {max_length} caractères"),
    "string_type": ("is not a text", "n'est pas un texte"),
    "string_pattern_mismatch": ("is not of the form {pattern}", "n'a pas la forme {pattern}"),
    "too_long": ("has more than {max_length} entries", "a plus de {max_length} éléments"),
    "too_short": ("has fewer than {min_length} entries", "a moins de {min_length} éléments"),
    "less_than_equal": ("is more than {le}", "dépasse {le}"),
    "greater_than_equal": ("is less than {ge}", "est inférieur à {ge}"),
    "int_parsing": ("is not a whole number", "n'est pas un nombre entier"),
    "literal_error": ("is not one of {expected}", "n'est pas une des valeurs {expected}"),
    "day": ("is not a date YYYY-MM-DD", "n'est pas une date AAAA-MM-JJ"),
}
_ELSE: Final = ("is not right", "n'est pas correct")


def errors_of(faults: Sequence[Any], language: Language) -> list[dict[str, str]]:
    """Return the first faults: ``at`` the place, ``code`` the kind, ``text`` what is wrong.

    Never what was sent: an answer repeats no value of the request.
    """
    return [_error(fault, language) for fault in faults[:_PLACES_MAX]]


def _error(fault: Mapping[str, Any], language: Language) -> dict[str, str]:
    texts = _TEXTS.get(fault["type"], _ELSE)
    return {
        "at": ".".join(str(part) for part in fault["loc"]),
        "code": fault["type"],
        "text": texts[language == "fr"].format(**fault.get("ctx", {})),
    }
