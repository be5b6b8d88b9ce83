"""Every rule in force as a page that can be read in one sitting; a test keeps it fresh."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from jobs.questions.rules_told import END_OF_TIME, ToldRule, in_force, told
from words.language import Language
from words.pages.rules_page import rules_of, say

PAGES: Final = {Language.EN: "rules.md", Language.FR: "regles.md"}
"""The page of each language, in ``docs/``."""

PAGE_OF: Final = dt.date(2026, 12, 1)
"""The day that the pages in ``docs/`` are of."""

ROWS_SHOWN: Final = 40
"""Rows of a table that are told one by one."""

_COLUMNS: Final = ("about", "says", "since", "until", "source", "confidence")


def page(language: str, config_folder: Path, day: dt.date) -> str:
    """Return the page of a day in a language, with the rules that have no source at its end."""
    rules = in_force(told(config_folder), day)
    parts = [
        f"# {say('title', language, day=day)}",
        say("made", language),
        say("intro", language),
        *chapters(rules, language),
        f"## {say('unsourced', language)}",
        say("unsourced intro", language),
        "\n".join(_unsourced(rules, language)),
    ]
    return "\n\n".join(parts) + "\n"


def chapters(rules: Iterable[ToldRule], language: str) -> Iterator[str]:
    """Yield a heading and a table for the rules of each table."""
    of_table: defaultdict[tuple[str, str], list[ToldRule]] = defaultdict(list)
    for rule in rules:
        of_table[rule.file, rule.table].append(rule)
    for (file, table), ours in of_table.items():
        yield f"## {rules_of(table, language)} (`{file}`)"
        if len(ours) > ROWS_SHOWN:
            doubts = "; ".join(dict.fromkeys(rule.confidence for rule in ours if rule.confidence))
            count = say("rows", language, count=len(ours))
            yield f"{count}. {say('confidence', language)}: {_cell(doubts)}"
        else:
            yield "\n".join(_table(ours, language))


def _table(rules: Iterable[ToldRule], language: str) -> Iterator[str]:
    yield f"| {' | '.join(say(name, language) for name in _COLUMNS)} |"
    yield "|" + "---|" * len(_COLUMNS)
    for rule in rules:
        cells = (
            rule.about,
            "; ".join(f"{name} = {value}" for name, value in rule.says.items()),
            rule.effective_from.isoformat(),
            "" if rule.effective_to == END_OF_TIME else rule.effective_to.isoformat(),
            rule.source,
            rule.confidence,
        )
        yield f"| {' | '.join(map(_cell, cells))} |"


def _unsourced(rules: Iterable[ToldRule], language: str) -> Iterator[str]:
    """Yield a line for each table with rules that have no source, and which those are."""
    named: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for rule in rules:
        if not rule.has_source:
            named[rule.file, rule.table].append(rule.about)
    for (file, table), about in named.items():
        told_of = [each for each in about if each]
        which = f": {_cell(', '.join(told_of))}" if 0 < len(told_of) <= ROWS_SHOWN else ""
        yield f"- {rules_of(table, language)} (`{file}`, {len(about)}){which}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("*", "\\*").replace("_", "\\_").replace("<", "&lt;")
