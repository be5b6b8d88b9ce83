"""A fault in what a partner sent: coded, located, with a remedy, in English and French.

Bad input is never an exception and never a default. Codes never change meaning.
"""

import unicodedata
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cache
from typing import Any

import pandas as pd

from parsers.catalogue import CATALOGUE
from words.elements import element_name
from words.language import half_of


class Severity(StrEnum):
    """``error`` rejects what it is about; ``warning`` tells and lets pass."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One fault and the place it stands at.

    ``byte_from`` and ``byte_to`` bound the segment or element in the kept bytes (end excluded).
    ``interchange`` and ``message`` are ordinals in the file, from 0; None when the fault is wider.
    ``segment`` is a segment tag or an XPath; ``segment_position`` counts from UNH = 1 or is the
    line of the XML file; ``line_number`` is the commodity line.
    """

    code: str
    byte_from: int
    byte_to: int
    interchange: int | None = None
    message: int | None = None
    segment: str | None = None
    segment_position: int | None = None
    element: str | None = None
    line_number: int | None = None
    value: str | None = None
    expected: str | None = None

    def __post_init__(self) -> None:
        """Refuse a code that the catalogue does not explain: a programming fault."""
        if self.code not in CATALOGUE:
            raise KeyError(self.code)

    @property
    def severity(self) -> Severity:
        """How much it stops."""
        return Severity(CATALOGUE[self.code].severity)


FINDING_COLUMNS = tuple(field.name for field in fields(Finding))
_TEXTS = ("segment", "element", "value", "expected")
VALUE_LENGTH_MAX = 70
"""Longer values are cut in a finding; the bytes are kept whole anyway."""


def findings_frame(findings: list[Finding]) -> pd.DataFrame:
    """Return findings as a table, in the order given."""
    return _frame(findings) if findings else _no_findings().copy(deep=False)


@cache
def _no_findings() -> pd.DataFrame:
    return _frame([])


def _frame(findings: list[Finding]) -> pd.DataFrame:
    columns: dict[str, list[Any]] = {
        name: [getattr(finding, name) for finding in findings] for name in FINDING_COLUMNS
    }
    for name in _TEXTS:
        columns[name] = [None if text is None else _printable(text) for text in columns[name]]
    columns["severity"] = [str(finding.severity) for finding in findings]
    return pd.DataFrame(columns, dtype=object)


def shown(value: bytes | str | None, length: int = VALUE_LENGTH_MAX) -> str | None:
    """Return a value as a finding shows it: printable and short."""
    if value is None:
        return None
    text = _printable(value.decode("latin-1") if isinstance(value, bytes) else value)
    return text if len(text) <= length else text[: length - 1] + "…"


def _printable(text: str) -> str:
    """Return a text as it can be kept and shown, whatever bytes it came from."""
    if text.isprintable():
        return text
    return "".join(c if _is_shown(c) else "\N{REPLACEMENT CHARACTER}" for c in text)


def _is_shown(character: str) -> bool:
    return character.isprintable() or unicodedata.category(character) == "Zs"


def describe(code: str, value: str | None, expected: str | None, language: str) -> str:
    """Return the sentence of a finding in a language."""
    text = CATALOGUE[code].text.in_(language)
    for name, told in (("value", value or ""), ("expected", expected or "")):
        text = text.replace(f"{{{name} as element}}", element_name(told, language))
        text = text.replace(f"{{{name} in language}}", half_of(told, language))
        text = text.replace(f"{{{name}}}", told)
    return text


def remedy(code: str, language: str) -> str:
    """Return what to do about a finding, in a language."""
    return CATALOGUE[code].remedy.in_(language)
