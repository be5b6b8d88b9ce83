"""A file of ``config/rules``, read field by field: what is wrong in it is told with its place.

Every field is asked for by its name and type; what nobody asked for is refused as unknown, so that
a slip of the pen never leaves a rule at its default.
"""

import datetime as dt
import tomllib
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, TypeVar

from ledger.dated_rules import Dated
from parsers.values import Fault, cents

_TOLD: Final = ("source", "confidence")
"""What any row may say of itself, for people."""

_Value = TypeVar("_Value")
_Rule = TypeVar("_Rule", bound=Dated)


class RuleFileWrong(ValueError):
    """A file of rules cannot be used; the text names the file, the row and the field."""


def one_thing(_rule: object) -> Iterable[Hashable]:
    """Say that all rules of a table are for one and the same."""
    return ("",)


@contextmanager
def rule_file(path: Path) -> "Iterator[Fields]":
    """Give the fields of a file; RuleFileWrong where one is wrong, missing, or not asked for."""
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except ValueError as fault:
        raise RuleFileWrong(f"{path}: {fault}") from fault
    fields = Fields(str(path), values)
    yield fields
    fields.refuse_unknown()


class Fields:
    """The fields of a file or of one row; each read is checked, and remembered as known."""

    def __init__(self, place: str, values: Mapping[str, Any]) -> None:
        self._place, self._values = place, values
        self._known: set[str] = set(_TOLD)

    def rules(
        self,
        name: str,
        made: "Callable[[Fields], _Rule]",
        keys: "Callable[[_Rule], Iterable[Hashable]]" = one_thing,
    ) -> tuple[_Rule, ...]:
        """Return the rows of a table as dated rules.

        ``keys`` says what a rule is for; for each such, at most one rule starts on a day.
        """
        started: dict[tuple[dt.date, Hashable], int] = {}
        found = []
        for number, values in enumerate(self._read(name, "a table of rows", _are_rows), start=1):
            row = Fields(f"{self._place}: {name} {number}", values)
            rule = row._made(made)
            for key in keys(rule):
                other = started.setdefault((rule.effective_from, key), number)
                if other != number:
                    raise row.wrong("effective_from", f"{name} {other} starts that day too")
            found.append(rule)
        return tuple(found)

    def optional(self, name: str, read: Callable[[str], _Value], otherwise: _Value) -> _Value:
        """Return a field as it is read, or what holds where it is left out."""
        return read(name) if name in self._values else otherwise

    def text(self, name: str) -> str:
        """Return a text."""
        found: str = self._read(name, "a text", lambda value: isinstance(value, str))
        return found

    def one_of(self, name: str, names: Collection[str]) -> str:
        """Return a text that is one of some."""
        found = self.text(name)
        if found not in names:
            raise self.wrong(name, f"{found!r} is not one of {', '.join(names)}")
        return found

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a list of texts."""
        return tuple(self._read(name, "a list of texts", _are_texts))

    def day(self, name: str) -> dt.date:
        """Return a date; a date with a time of day is none."""
        found: dt.date = self._read(name, "a date", lambda value: type(value) is dt.date)
        return found

    def time_of_day(self, name: str) -> dt.time:
        """Return a time of day."""
        found: dt.time = self._read(name, "a time of day", lambda value: type(value) is dt.time)
        return found

    def flag(self, name: str) -> bool:
        """Return true or false."""
        found: bool = self._read(name, "true or false", lambda value: isinstance(value, bool))
        return found

    def whole(self, name: str) -> int:
        """Return a whole number, zero or more."""
        found: int = self._read(
            name, "a whole number, zero or more", lambda value: type(value) is int and value >= 0
        )
        return found

    def positive(self, name: str) -> int:
        """Return a whole number, one or more."""
        found = self.whole(name)
        if not found:
            raise self.wrong(name, "at least 1 is needed")
        return found

    def day_of_month(self, name: str) -> int:
        """Return the number of a day of a month, 1 to 31."""
        found = self.whole(name)
        if not 1 <= found <= 31:  # noqa: PLR2004 - the longest month
            raise self.wrong(name, f"{found} is no day of a month")
        return found

    def day_of_any_month(self, name: str) -> int:
        """Return the number of a day that every month has, 1 to 28."""
        found = self.whole(name)
        if not 1 <= found <= 28:  # noqa: PLR2004 - the shortest month
            raise self.wrong(name, f"{found} is no day of every month")
        return found

    def cents(self, name: str) -> int:
        """Return an amount in cents of a text with two decimals."""
        text = self.text(name)
        read = cents(text, ".")
        if isinstance(read, Fault) or text[-3:-2] != ".":
            raise self.wrong(name, f"{text!r} is not an amount like 100.00")
        return read

    def wrong(self, name: str, why: str) -> RuleFileWrong:
        """Return what to raise for a field."""
        return RuleFileWrong(f"{self._place}: {name}: {why}")

    def refuse_unknown(self) -> None:
        """Raise RuleFileWrong where a field is left that nothing asked for."""
        for name in _TOLD:
            if name in self._values:
                self.text(name)
        for name in self._values:
            if name not in self._known:
                raise self.wrong(name, f"unknown; known are {', '.join(sorted(self._known))}")

    def _made(self, made: "Callable[[Fields], _Rule]") -> _Rule:
        try:
            rule = made(self)
        except RuleFileWrong:
            raise
        except ValueError as fault:  # of a rule that refuses what its fields say together
            raise RuleFileWrong(f"{self._place}: {fault}") from fault
        self.refuse_unknown()
        return rule

    def _read(self, name: str, kind: str, holds: Callable[[Any], bool]) -> Any:  # noqa: ANN401 - narrowed by each reader
        self._known.add(name)
        if name not in self._values:
            raise self.wrong(name, f"missing; {kind} is needed")
        value = self._values[name]
        if not holds(value):
            raise self.wrong(name, f"{value!r} is not {kind}")
        return value


def _are_rows(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, dict) for each in value)


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)
