"""The two languages, and texts that exist in both."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Language(StrEnum):
    """A language that people read; its values are those of the book, of options and of requests."""

    EN = "en"
    FR = "fr"

    @property
    def other(self) -> "Language":
        """The language that this one is not."""
        return Language.EN if self is Language.FR else Language.FR

    @property
    def locale(self) -> str:
        """The language as it is written here (BCP 47)."""
        return f"{self}-CA"


BOTH: Final = " | "
"""Parts what is told in both languages at once, English first."""


def half_of(told: str, language: str) -> str:
    """Return what is told in one language of both; the whole where it is not told in both."""
    english, both, french = told.partition(BOTH)
    return french if both and Language(language) is Language.FR else english


def named(text: str) -> Language | None:
    """Return the language that a text from outside names, or None."""
    return next((language for language in Language if text == language), None)


@dataclass(frozen=True)
class Words:
    """One text in both languages; ``{name}`` in it is a blank to be filled in."""

    en: str
    fr: str

    def in_(self, language: str) -> str:
        """Return the text in a language, its blanks as they are; ValueError for a third."""
        return self.fr if Language(language) is Language.FR else self.en

    def say(self, language: str, /, **values: object) -> str:
        """Return the text in a language, its blanks filled in."""
        return self.in_(language).format(**values)


@dataclass(frozen=True)
class Phrases:
    """The texts of one subject, each by the name that the code knows it by."""

    texts: Mapping[str, Words]

    def say(self, name: str, language: str, /, **values: object) -> str:
        """Return a text in a language, its blanks filled in."""
        return self.texts[name].say(language, **values)
