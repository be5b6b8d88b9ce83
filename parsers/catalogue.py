"""The catalogue of finding codes, from ``catalogue.toml`` beside this file."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_UNSPECIFIED_SYNTAX_ERROR = "18"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One code. ``syntax_error`` is the UN/EDIFACT 0085 value that CONTRL reports it as."""

    severity: str
    text_en: str
    text_fr: str
    remedy_en: str
    remedy_fr: str
    syntax_error: str = _UNSPECIFIED_SYNTAX_ERROR


def _read() -> dict[str, Entry]:
    text = Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
    return {code: Entry(**fields) for code, fields in tomllib.loads(text).items()}


CATALOGUE: Final = _read()
