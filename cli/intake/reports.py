"""The forms in which ``check`` reports: text and JSON here, SARIF in its own module.

Each writes as it goes, so that a file of any size is reported in bounded memory.
"""

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import pandas as pd
from rich.padding import Padding
from rich.text import Text

from cli.console import console
from cli.intake.computed_amounts import ComputedAmounts
from cli.intake.excerpts import Excerpt, excerpt
from parsers.findings import describe, remedy
from parsers.place_finder import Place, Places
from words.checking import say
from words.elements import element_name

SNIPPET_WIDTH = 200
_WIDTH_MAX, _INDENT = 110, 6
_STYLES = {"error": "bold red", "warning": "bold yellow"}


@dataclass
class Verdict:
    """What a file comes to, counted as it is read."""

    errors: int = 0
    warnings: int = 0
    failure: str | None = None
    rejected_interchanges: set[int] = field(default_factory=set)
    _last_message: int = -1
    _messages: Counter[int] = field(default_factory=Counter)
    _rejected: defaultdict[int, set[int]] = field(default_factory=lambda: defaultdict(set))

    def count_message(self, message: int, interchange: int, *, rejected: bool) -> None:
        """Count a message of an interchange, once however often it is told of.

        Messages come in the order of the file when they are told of first.
        """
        if message > self._last_message:
            self._last_message = message
            self._messages[interchange] += 1
        if rejected:
            self._rejected[interchange].add(message)

    @property
    def messages(self) -> int:
        """How many messages were read."""
        return self._messages.total()

    @property
    def rejected_messages(self) -> int:
        """How many of them fall, alone or with their interchange."""
        return sum(
            count
            if interchange in self.rejected_interchanges
            else len(self._rejected.get(interchange, ()))
            for interchange, count in self._messages.items()
        )

    @property
    def rejected(self) -> bool:
        """Whether anything in the file would be refused."""
        return self.errors > 0


@dataclass(frozen=True)
class Located:
    """A finding with its sentence, the place of its bytes, and the name of its message."""

    found: Mapping[str, Any]
    places: Places
    reference: str | None
    language: str

    @cached_property
    def place(self) -> Place:
        """Where it points; looked for only when a report asks."""
        return self.places.place(self.found)

    def excerpt(self, width: int) -> Excerpt:
        """Return the bytes at fault in their context."""
        return excerpt(self.places, self.place, width)

    @property
    def sentence(self) -> str:
        """What is wrong."""
        found = self.found
        return describe(found["code"], found["value"], found["expected"], self.language)

    @property
    def remedy(self) -> str:
        """What to do."""
        return remedy(self.found["code"], self.language)


class Report(Protocol):
    """One form of report; called in order: a file begins, its findings, its verdict, the end."""

    def begin(self, path: Path) -> None:
        """Start the report on a file."""

    def finding(self, located: Located) -> None:
        """Report one finding."""

    def amounts(self, cads: pd.DataFrame, /) -> None:
        """Take the amounts computed for declarations of the file."""

    def end(self, verdict: Verdict) -> None:
        """Close the report on a file."""

    def close(self, exit_code: int, /) -> None:
        """Close the report."""


@dataclass
class TextReport:
    """For a person at a terminal: the bytes underlined, the remedy under them."""

    language: str
    limit: int
    _shown: int = 0
    _computed: ComputedAmounts = field(init=False)

    def __post_init__(self) -> None:
        """Make room for amounts."""
        self._computed = ComputedAmounts(self.language)

    def begin(self, path: Path) -> None:
        """Name the file."""
        self._shown = 0
        console.print(Text(str(path), "bold"), soft_wrap=True)

    def finding(self, located: Located) -> None:
        """Show a finding: code and sentence, place, excerpt, remedy."""
        self._shown += 1
        if self.limit and self._shown > self.limit:
            return
        found = located.found
        severity = found["severity"]
        head = Text()
        head.append(f"{say(severity, self.language)} {found['code']}", _STYLES[severity])
        head.append(f"  {located.sentence}")
        _print(head, 2)
        _print(Text(where(located), "dim"), 4)
        width = min(console.width, _WIDTH_MAX) - _INDENT
        for line in _excerpt_lines(located.excerpt(width), self.language, severity):
            console.print(line, soft_wrap=True)
        _print(Text(f"→ {located.remedy}"), 4)

    def amounts(self, cads: pd.DataFrame, /) -> None:
        """Keep the amounts for the end."""
        self._computed.take(cads, as_text=True)

    def end(self, verdict: Verdict) -> None:
        """Say whether the file would be accepted, and count; then the amounts."""
        if self.limit and self._shown > self.limit:
            more = say("more", self.language, count=self._shown - self.limit)
            _print(Text(more, "dim"), 2)
        _print(_conclusion(verdict, self.language), 2)
        for told, line in enumerate(self._computed.lines()):
            if not self.limit or told < self.limit:
                _print(Text(line), 4)
        console.print()

    def close(self, _exit_code: int, /) -> None:
        """Nothing follows the last file."""


@dataclass
class JsonReport:
    """For a program: one JSON object a file, one file a line, findings in the order found."""

    language: str
    _first: bool = True
    _computed: ComputedAmounts = field(init=False)

    def __post_init__(self) -> None:
        """Make room for amounts."""
        self._computed = ComputedAmounts(self.language)

    def begin(self, path: Path) -> None:
        """Open the object."""
        self._first = True
        write(f'{{"file": {as_json(str(path))}, "findings": [')

    def finding(self, located: Located) -> None:
        """Add a finding: its columns, its texts, the bytes marked."""
        shown = located.excerpt(SNIPPET_WIDTH)
        place = located.place
        record = dict(located.found) | {
            "text": located.sentence,
            "remedy": located.remedy,
            "marked_from": place.byte_from,
            "marked_to": place.byte_to,
            "file_line": place.line,
            "file_column": place.column,
            "path": place.path,
            "excerpt": shown.text,
            "marked": shown.marked,
        }
        write(("" if self._first else ", ") + as_json(record))
        self._first = False

    def amounts(self, cads: pd.DataFrame, /) -> None:
        """Keep the amounts for the end."""
        self._computed.take(cads, as_text=False)

    def end(self, verdict: Verdict) -> None:
        """Close the object with the amounts and the verdict."""
        write('], "amounts": [')
        for told, line in enumerate(self._computed.lines()):
            write((", " if told else "") + line)
        closing = {
            "rejected": verdict.rejected,
            "checked": verdict.failure is None,
            "failure": verdict.failure,
            "errors": verdict.errors,
            "warnings": verdict.warnings,
            "messages": verdict.messages,
            "rejected_messages": verdict.rejected_messages,
        }
        write("], " + as_json(closing)[1:] + "\n")

    def close(self, _exit_code: int, /) -> None:
        """Nothing follows the last file."""


def write(text: str) -> None:
    """Write to the standard output as it is, for programs."""
    sys.stdout.write(text)


def as_json(value: object) -> str:
    """Return a value as JSON on one line."""
    return json.dumps(value, ensure_ascii=False)


def where(located: Located) -> str:
    """Return where a finding stands, in the words of the trade."""
    found, place, language = located.found, located.place, located.language
    parts = [say("at", language, byte=place.byte_from, line=place.line)]
    if place.column is not None:
        parts.append(say("column", language, column=place.column))
    if found["message"] is not None:
        word = "message" if located.reference is None else "named"
        number = found["message"] + 1
        parts.append(say(word, language, number=number, reference=located.reference))
    if place.path is not None and "/" in place.path:
        parts.append(place.path)
    elif found["segment"] is not None:
        number = found["segment_position"]
        word = "tagged" if number is None else "segment"
        parts.append(say(word, language, number=number, tag=found["segment"]))
    if found["line_number"] is not None:
        parts.append(say("commodity", language, number=found["line_number"]))
    if found["element"] is not None:
        parts.append(element_name(found["element"], language))
    return ", ".join(parts)


def _print(text: Text, indent: int) -> None:
    """Print a paragraph: wrapped under its indent on a terminal, on one line for a program."""
    if console.is_terminal:
        console.print(Padding(text, (0, 0, 0, indent)))
    else:
        console.print(Text(" " * indent) + text, soft_wrap=True)


def _excerpt_lines(shown: Excerpt, language: str, severity: str) -> list[Text]:
    bar = ("    │ ", "dim")
    lines = [
        Text.assemble(bar, shown.before, (shown.marked, _STYLES[severity]), shown.after),
        Text.assemble(bar, (shown.carets, _STYLES[severity])),
    ]
    if shown.raw is not None:
        lines.append(Text.assemble(bar, (say("bytes", language, hex=shown.raw), "dim")))
    return lines


def _conclusion(verdict: Verdict, language: str) -> Text:
    if verdict.failure is not None:
        return Text(say("unchecked", language, why=verdict.failure), "bold red")
    counts = [
        say(name, language, count=count)
        for name, count in (("errors", verdict.errors), ("warnings", verdict.warnings))
        if count
    ]
    if verdict.messages:
        counts.append(
            say("messages", language, total=verdict.messages, rejected=verdict.rejected_messages)
        )
    word = say("rejected" if verdict.rejected else "accepted", language)
    told = say("because", language, verdict=word, counts=", ".join(counts)) if counts else word
    return Text(told, "bold red" if verdict.rejected else "bold green")
