"""A delivery as JSON: an object that says what it is, and an array of rows.

The agency's exchange rates (``ForeignExchangeRates``) are read as they are published: dated
changes, named by the newest moment a rate holds from.
"""

import json
from collections.abc import Mapping
from typing import Any, Final, Never

import pandas as pd

from parsers.reference.located import HEAD, Located, Place, column_faults, head_faults, unreadable
from parsers.reference.tables import TABLES

_PUBLISHED: Final = "ForeignExchangeRates"
_FROM, _TO = "ExchangeRateEffectiveTimestamp", "ExchangeRateExpiryTimestamp"
_UNUSED: Final = {
    "ExchangeRateId", "ExchangeRateSource", "FromCurrencyCSN", "ToCurrencyCSN", "ToCurrency",
}  # fmt: skip
DEPTH_MAX = 4
_DATE_LENGTH = 10


class _Refused(ValueError):
    """The text is no JSON that means one thing."""


def read(content: bytes) -> Located:
    """Read a delivery; numbers are taken as written, a name given twice is refused."""
    try:
        whole = json.loads(
            content,
            parse_float=str,
            parse_int=str,
            parse_constant=_refuse,
            object_pairs_hook=_once,
        )
    except json.JSONDecodeError as fault:
        return unreadable(fault.msg, fault.lineno)
    except (ValueError, RecursionError) as fault:
        return unreadable(str(fault))
    if not isinstance(whole, dict) or _depth(whole) > DEPTH_MAX:
        return unreadable(f"more than {DEPTH_MAX} levels")
    head = _head(whole)
    if faults := head_faults(head):
        return Located(head=head, faults=faults)
    table = TABLES[head["table"]]
    name = f"{table.element}s"
    rows = whole.get(name)
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        return unreadable(f"no array {name}")
    names = {field.name: field.element for field in table.all_fields} | {"change": "Change"}
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
        names=names,
        faults=column_faults(table, given, names),
    )


def _head(whole: Mapping[str, Any]) -> dict[str, str]:
    head = {ours: whole[name] for name, ours in HEAD.items() if isinstance(whole.get(name), str)}
    rates = whole.get(_PUBLISHED)
    if "table" not in head and isinstance(rates, list):
        newest = max((str(r.get(_FROM, "")) for r in rates if isinstance(r, dict)), default="")
        return {"table": "exchange_rate", "delivery": "changes", "reference": newest} | head
    return head


def _flat(row: Mapping[str, Any]) -> dict[str, str | None]:
    """Return a row's values as texts: ``{"Value": "USD"}`` is USD, a moment is its day."""
    flat = {name: _text(value) for name, value in row.items()}
    if (to := flat.get("ToCurrency")) not in {None, "CAD"}:
        flat["Rate"] = f"to {to}"
    for stamp, element in ((_FROM, "ValidStartDate"), (_TO, "ValidEndDate")):
        if stamp in flat:
            moment = flat.pop(stamp)
            flat[element] = moment[:_DATE_LENGTH] if moment else None
    return {name: value for name, value in flat.items() if name not in _UNUSED}


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
        raise _Refused("a name stands twice in one object")
    return found


def _refuse(constant: str) -> Never:
    raise _Refused(constant)
