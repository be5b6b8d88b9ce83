"""A delivery as JSON: an object that says what it is, and an array of rows.

The agency's exchange rates (``ForeignExchangeRates``) are read as they are published: dated
changes, named by the newest moment a rate holds from. They hold from moment to moment; a day's rate
is the one that holds at noon in Toronto, so that no two are of one day, whatever zone they are in.
"""

import datetime as dt
import json
import re
from collections import Counter
from collections.abc import Mapping
from typing import Any, Final, Never
from zoneinfo import ZoneInfo

import pandas as pd

from parsers.deliveries.delivery_text import beside, unpadded
from parsers.deliveries.reference.reference_tables import TABLES
from parsers.deliveries.reference.row_places import (
    HEAD,
    Located,
    Place,
    column_faults,
    head_faults,
    unreadable,
)

_PUBLISHED: Final = "ForeignExchangeRates"
_FROM, _TO = "ExchangeRateEffectiveTimestamp", "ExchangeRateExpiryTimestamp"
_STAMPS: Final = {"effective_from": _FROM, "effective_to": _TO}
_UNUSED: Final = {
    "ExchangeRateId", "ExchangeRateSource", "FromCurrencyCSN", "ToCurrencyCSN", "ToCurrency",
}  # fmt: skip
_LONE_SURROGATE: Final = re.compile("[\ud800-\udfff]")
"""An escape may name half a character, which is no text that a book could hold."""
DEPTH_MAX = 4
_TOO_DEEP: Final = "{" * (DEPTH_MAX + 1) + "…"
_MOMENT: Final = re.compile(
    r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.,][0-9]+)?)?"
    r"(Z|[+-][0-9]{2}:?[0-9]{2})?"
)
_TORONTO: Final = ZoneInfo("America/Toronto")
_NOON: Final = dt.time(12)
_ENDLESS: Final = "9999-12-31"


class _Refused(ValueError):
    """The text is no JSON that means one thing; what is wrong with it, in its own signs."""


def read(text: str) -> Located:
    """Read a delivery; numbers are taken as written, a name given twice is refused."""
    content, before = unpadded(text)
    try:
        whole = parsed(content)
    except json.JSONDecodeError as fault:
        line = fault.lineno + text.count("\n", 0, before)
        return unreadable(beside(content, fault.pos) or "-", line)
    except RecursionError:
        return unreadable(_TOO_DEEP)
    except ValueError as fault:
        return unreadable(str(fault))
    head = _head(whole)
    if faults := head_faults(head):
        return Located(head=head, faults=faults)
    table = TABLES[head["table"]]
    name = f"{table.element}s"
    rows = whole.get(name)
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        return unreadable(f'"{name}": [{{…}}]')
    names = {field.name: field.element for field in table.all_fields} | {"change": "Change"}
    stamped = any(_FROM in row or _TO in row for row in rows)
    rows = [_flat(row) for row in rows]
    given = {key for row in rows for key in row}
    texts = pd.DataFrame(
        {column: [row.get(element) for row in rows] for column, element in names.items()},
        dtype=object,
    )
    return Located(
        head=head,
        texts=texts.drop(columns=[c for c, element in names.items() if element not in given]),
        places=tuple(Place(0, 0, f"/{name}/{number}") for number in range(len(rows))),
        names=names | (_STAMPS if stamped else {}),
        faults=column_faults(table, given, names),
    )


def parsed(content: str) -> Mapping[str, Any]:
    """Return the object of a text; ValueError or RecursionError where it is none, or too deep."""
    whole = json.loads(
        content,
        parse_float=str,
        parse_int=str,
        parse_constant=_refuse,
        object_pairs_hook=_once,
    )
    if not isinstance(whole, dict) or _depth(whole) > DEPTH_MAX:
        raise _Refused(_TOO_DEEP)
    if half := _LONE_SURROGATE.search(json.dumps(whole, ensure_ascii=False)):
        raise _Refused(f"\\u{ord(half[0]):04x}")
    return whole


def _head(whole: Mapping[str, Any]) -> dict[str, str]:
    head = {ours: whole[name] for name, ours in HEAD.items() if isinstance(whole.get(name), str)}
    rates = whole.get(_PUBLISHED)
    if "table" not in head and isinstance(rates, list):
        newest = max((str(r.get(_FROM, "")) for r in rates if isinstance(r, dict)), default="")
        return {"table": "exchange_rate", "delivery": "changes", "reference": newest} | head
    return head


def _flat(row: Mapping[str, Any]) -> dict[str, str | None]:
    """Return a row's values as texts: ``{"Value": "USD"}`` is USD, moments are days."""
    flat = {name: _text(value) for name, value in row.items()}
    if (to := flat.get("ToCurrency")) not in {None, "CAD"}:
        flat["Rate"] = f"to {to}"
    if _FROM in flat:
        flat["ValidStartDate"] = _first_day(flat.pop(_FROM))
    if _TO in flat:
        flat["ValidEndDate"] = _last_day(flat.pop(_TO))
    return {name: value for name, value in flat.items() if name not in _UNUSED}


def _first_day(text: str | None) -> str | None:
    """Return the first day whose noon is not before a moment; what is no moment stays."""
    moment = _in_toronto(text)
    if moment is None:
        return text
    return str(moment.date() + dt.timedelta(days=moment.time() > _NOON))


def _last_day(text: str | None) -> str | None:
    """Return the last day whose noon is before a moment; what is no moment stays."""
    if text is not None and text.startswith(_ENDLESS):
        return _ENDLESS
    moment = _in_toronto(text)
    if moment is None:
        return text
    return str(moment.date() - dt.timedelta(days=moment.time() <= _NOON))


def _in_toronto(text: str | None) -> dt.datetime | None:
    """Return the moment that a text says on Toronto's clock, which one without a zone means."""
    if text is None or not _MOMENT.fullmatch(text):
        return None
    try:
        moment = dt.datetime.fromisoformat(text)
        return moment if moment.tzinfo is None else moment.astimezone(_TORONTO)
    except ValueError:
        return None


def _text(value: object) -> str | None:
    if isinstance(value, dict) and set(value) == {"Value"}:
        return _text(value["Value"])
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None or value == "":
        return None
    return value if isinstance(value, str) else json.dumps(value)


def _depth(value: object) -> int:
    """Return how many objects and arrays stand in one another; a plain value is 0."""
    if not isinstance(value, dict | list):
        return 0
    inner = value.values() if isinstance(value, dict) else value
    return 1 + max(map(_depth, inner), default=0)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        ((twice, _),) = Counter(name for name, _ in pairs).most_common(1)
        raise _Refused(f'"{twice}": …, "{twice}": …')
    return found


def _refuse(constant: str) -> Never:
    raise _Refused(constant)
