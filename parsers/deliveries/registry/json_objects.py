"""The JSON form of a delivery: one object, a list of rows under the name of each table."""

import json
from typing import Final

from parsers.deliveries.delivery_text import unpadded
from parsers.deliveries.registry.registry_rows import Reading, Source
from parsers.deliveries.registry.registry_tables import KINDS, Kind

_TABLES: Final = {kind.plural: kind for kind in KINDS}
_SHOWN: Final = 40


class _NamedTwice(ValueError):
    """One name stands twice in an object: one of the two would be lost."""


def read(reading: Reading, text: str) -> None:
    """Read the tables of a file's text."""
    content, before = unpadded(text)
    start = len(text[:before].encode("utf-8"))
    end = start + len(content.encode("utf-8"))
    whole = Source({}, start, end)
    try:
        document = json.loads(content, object_pairs_hook=_named_once)
    except json.JSONDecodeError as fault:
        at = start + len(content[: fault.pos].encode("utf-8"))
        value = content[fault.pos : fault.pos + _SHOWN].partition("\n")[0]
        reading.findings.append(Source({}, at, end).finding("REG-001", value=value))
    except _NamedTwice as fault:
        reading.findings.append(whole.finding("REG-005", value=str(fault)))
    except (ValueError, RecursionError):  # a number of thousands of digits; brackets without end
        reading.findings.append(whole.finding("REG-001", value=content[:_SHOWN]))
    else:
        _read_tables(reading, document, whole)


def _read_tables(reading: Reading, document: dict[str, object], whole: Source) -> None:
    for name, rows in document.items():
        if name == "reference":
            continue
        if name not in _TABLES or not isinstance(rows, list):
            named = whole.finding("REG-002", value=name, expected=", ".join(_TABLES))
            reading.findings.append(named)
            continue
        for number, row in enumerate(rows):
            place = f"/{name}/{number}"
            _read_row(reading, _TABLES[name], row, Source({}, 0, whole.byte_to, place))


def _read_row(reading: Reading, kind: Kind, row: object, place: Source) -> None:
    if not isinstance(row, dict):
        reading.findings.append(place.finding("REG-001", value=place.segment))
        return
    odd = [name for name, value in row.items() if not _is_plain(value)]
    reading.findings += [place.finding("REG-001", name, name) for name in odd]
    names = [column.name for column in kind.columns]
    unknown = [name for name in row if name not in names]
    reading.findings += [
        place.finding("REG-002", value=name, expected=", ".join(names)) for name in unknown
    ]
    if not odd and not unknown:
        texts = {name: _text(value) for name, value in row.items()}
        reading.add(kind, Source(texts, place.byte_from, place.byte_to, place.segment))


def _named_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    named: dict[str, object] = {}
    for name, value in pairs:
        if name in named:
            raise _NamedTwice(name)
        named[name] = value
    return named


def _is_plain(value: object) -> bool:
    """Whether a value is one that a column holds: amounts are texts, never floats."""
    return value is None or isinstance(value, str | bool | int)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
