"""What is wrong with a request that does not fit its description, place by place."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from words.language import Language
from words.wrong_requests import fault_text

_PLACES_MAX: Final = 20


def errors_of(faults: Sequence[Any], language: Language) -> list[dict[str, str]]:
    """Return the first faults: ``at`` the place, ``code`` the kind, ``text`` what is wrong.

    Never what was sent: an answer repeats no value of the request.
    """
    return [_error(fault, language) for fault in faults[:_PLACES_MAX]]


def _error(fault: Mapping[str, Any], language: Language) -> dict[str, str]:
    return {
        "at": ".".join(str(part) for part in fault["loc"]),
        "code": fault["type"],
        "text": fault_text(fault["type"], language, **fault.get("ctx", {})),
    }
