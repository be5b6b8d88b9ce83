"""The catalogue of finding codes, from ``catalogue.toml`` beside this file."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from words.language import Language, Words

_UNSPECIFIED_SYNTAX_ERROR = "18"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One code. ``syntax_error`` is the UN/EDIFACT 0085 value that CONTRL reports it as."""

    severity: str
    text: Words
    remedy: Words
    syntax_error: str = _UNSPECIFIED_SYNTAX_ERROR


def _read() -> dict[str, Entry]:
    text = Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
    return {code: _entry(fields) for code, fields in tomllib.loads(text).items()}


def _entry(fields: Mapping[str, str]) -> Entry:
    rest = dict(fields)
    text, remedy = (
        Words(**{language: rest.pop(f"{name}_{language}") for language in Language})
        for name in ("text", "remedy")
    )
    return Entry(text=text, remedy=remedy, **rest)


CATALOGUE: Final = _read()
