"""Amounts as people read them."""

from words.language import Language
from words.numbers import NBSP, decimal, grouped, mark


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
