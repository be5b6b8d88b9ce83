"""Numbers and shares as people read them."""

from typing import Final

from words.language import Language

NBSP: Final = "\N{NO-BREAK SPACE}"


def decimal(scaled: int, decimals: int, at_least: int, language: str) -> str:
    """Return a whole number of its last decimal, with no more zeros at the end than asked for."""
    whole, rest = divmod(scaled, 10**decimals)
    fraction = f"{rest:0{decimals}d}".rstrip("0").ljust(at_least, "0")
    return grouped(whole, language) + (f"{mark(language)}{fraction}" if fraction else "")


def percent(ppm: int, language: str) -> str:
    """Return millionths as a percentage: ``6.5%`` or ``6,5 %``."""
    apart = NBSP if Language(language) is Language.FR else ""
    return f"{decimal(ppm, 4, 0, language)}{apart}%"


def grouped(whole: int, language: str) -> str:
    """Return a whole number in groups of three digits: ``1,234`` or ``1 234``."""
    english = f"{whole:,}"
    return english.replace(",", NBSP) if Language(language) is Language.FR else english


def mark(language: str) -> str:
    """Return the decimal mark."""
    return "," if Language(language) is Language.FR else "."
