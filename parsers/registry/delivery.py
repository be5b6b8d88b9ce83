"""A registry delivery, told from its content: JSON of many kinds, or CSV of one.

Nothing in a delivery raises an exception: what is wrong is a finding with its place.
"""

import csv
import io
import json
from collections.abc import Iterator

from parsers.findings import Finding, shown
from parsers.registry.rows import Delivery, Reading, Source
from parsers.registry.tables import KINDS, CodeSets, Kind

_BOM = b"\xef\xbb\xbf"
_SHOWN = 40


def read_delivery(content: bytes, codes: CodeSets) -> Delivery:
    """Read one delivery; every fault is found, not the first."""
    reading = Reading(codes)
    read_into(reading, content)
    return reading.done()


def read_into(reading: Reading, content: bytes) -> None:
    """Read one more file of a delivery that comes in several."""
    body = content.removeprefix(_BOM)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        _refuse(reading, "REG-001", content, content[:_SHOWN])
        return
    if text.lstrip().startswith("{"):
        _read_json(reading, content, text, start=len(content) - len(body))
    else:
        _read_csv(reading, content, text, start=len(content) - len(body))


def _read_json(reading: Reading, content: bytes, text: str, start: int) -> None:
    document = _parsed(reading, content, text, start)
    by_plural = {kind.plural: kind for kind in KINDS}
    for name, rows in document.items():
        kind = by_plural.get(name)
        if name == "reference":
            continue
        if kind is None or not isinstance(rows, list):
            _refuse(reading, "REG-002", content, name, ", ".join(by_plural))
            continue
        for number, row in enumerate(rows):
            place = f"/{name}/{number}"
            if isinstance(row, dict) and all(map(_is_plain, row.values())):
                texts = {key: _as_text(value) for key, value in row.items()}
                _read_row(reading, kind, Source(texts, 0, len(content), place))
            else:
                _refuse(reading, "REG-001", content, place)


def _parsed(reading: Reading, content: bytes, text: str, start: int) -> dict[str, object]:
    """Return a JSON object; an empty one, and a finding, when it cannot be read."""
    try:
        parsed: dict[str, object] = json.loads(text, object_pairs_hook=_named_once)
    except json.JSONDecodeError as fault:
        at = start + len(text[: fault.pos].encode("utf-8"))
        value = shown(text[fault.pos : fault.pos + _SHOWN].partition("\n")[0])
        reading.findings.append(
            Finding(code="REG-001", byte_from=at, byte_to=len(content), value=value)
        )
    except _NamedTwice as fault:
        _refuse(reading, "REG-005", content, str(fault))
    except (ValueError, RecursionError):  # a number of thousands of digits, or no end of brackets
        _refuse(reading, "REG-001", content, text[:_SHOWN])
    else:
        return parsed
    return {}


class _NamedTwice(ValueError):
    """One name stands twice in a JSON object: one of the two would be lost."""


def _named_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    named: dict[str, object] = {}
    for name, value in pairs:
        if name in named:
            raise _NamedTwice(name)
        named[name] = value
    return named


def _is_plain(value: object) -> bool:
    """Whether a JSON value is one that a column holds: amounts are texts, never floats."""
    return value is None or isinstance(value, str | bool | int)


def _as_text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _read_row(reading: Reading, kind: Kind, source: Source) -> None:
    names = {column.name for column in kind.columns}
    unknown = sorted(set(source.texts) - names)
    for name in unknown:
        reading.findings.append(
            Finding(
                code="REG-002",
                byte_from=source.byte_from,
                byte_to=source.byte_to,
                segment=source.segment,
                value=shown(name),
                expected=", ".join(column.name for column in kind.columns),
            )
        )
    if not unknown:
        reading.add(kind, source)


def _read_csv(reading: Reading, content: bytes, text: str, start: int) -> None:
    lines = _lines(text, start)
    header = next(lines, None)
    if header is None:
        _refuse(reading, "REG-001", content, "")
        return
    _, names, byte_from, byte_to = header
    kind = _kind_of(set(names))
    if kind is None or len(set(names)) != len(names):
        reading.findings.append(
            Finding(
                code="REG-003", byte_from=byte_from, byte_to=byte_to, value=shown(",".join(names))
            )
        )
        return
    for number, values, line_from, line_to in lines:
        texts = dict(zip(names, values, strict=False))
        source = Source(texts, line_from, line_to, kind.name, number)
        if len(values) == len(names):
            reading.add(kind, source)
        else:
            _refuse_line(reading, source, len(values), len(names))


def _kind_of(names: set[str]) -> Kind | None:
    """Return the kind that has all of the columns named, and whose mandatory ones are there."""
    for kind in KINDS:
        all_of = {column.name for column in kind.columns}
        needed = {column.name for column in kind.columns if column.mandatory}
        if needed <= names <= all_of:
            return kind
    return None


def _lines(text: str, start: int) -> Iterator[tuple[int, list[str], int, int]]:
    """Yield each record with its line number and its bytes; comments and blank lines are left out.

    A record is one line: a quoted line end splits it, and both parts are found short.
    """
    offset = start
    for number, line in enumerate(io.StringIO(text, newline="\n"), start=1):
        size = len(line.encode("utf-8"))
        record = line.rstrip("\r\n")
        if record.strip() and not record.startswith("#"):
            yield number, _fields(record), offset, offset + len(record.encode("utf-8"))
        offset += size


def _fields(record: str) -> list[str]:
    """Return the fields of a line; of one that CSV cannot be, the line itself."""
    try:
        return next(csv.reader([record]))
    except csv.Error:
        return [record]


def _refuse_line(reading: Reading, source: Source, found: int, expected: int) -> None:
    reading.findings.append(
        Finding(
            code="REG-010",
            byte_from=source.byte_from,
            byte_to=source.byte_to,
            segment=source.segment,
            segment_position=source.position,
            value=str(found),
            expected=str(expected),
        )
    )


def _refuse(
    reading: Reading, code: str, content: bytes, value: str | bytes, expected: str | None = None
) -> None:
    reading.findings.append(
        Finding(code=code, byte_from=0, byte_to=len(content), value=shown(value), expected=expected)
    )
