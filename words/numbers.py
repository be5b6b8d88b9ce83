"""Numbers, shares and amounts as people read them."""

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


def format_cents(cents: int, language: str) -> str:
    """Return an amount without its sign of dollars: ``-1,234.50`` or ``-1 234,50`` (fr)."""
    sign = "-" if cents < 0 else ""
    dollars, rest = divmod(abs(cents), 100)
    return f"{sign}{grouped(dollars, language)}{mark(language)}{rest:02d}"


def money(cents: int, language: str) -> str:
    """Return dollars: ``-$1,234.50`` or ``-1 234,50 $``."""
    if Language(language) is Language.FR:
        return f"{format_cents(cents, language)}{NBSP}$"
    return f"{'-' if cents < 0 else ''}${format_cents(abs(cents), language)}"


def per_unit(micros: int, unit: str, language: str) -> str:
    """Return millionths of a dollar for a unit: ``$0.05/KGM`` or ``0,05 $/KGM``."""
    amount = decimal(micros, 6, 2, language)
    return f"{amount}{NBSP}$/{unit}" if Language(language) is Language.FR else f"${amount}/{unit}"
