"""Texts to typed columns, many at once, by the same conversions that read one text.

A conversion runs once for each distinct text of a column. Only numbers written the plain way, which
are mostly distinct, are read by arithmetic on the whole column.
"""

from collections.abc import Callable
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from parsers.values import Conversion, Fault, Scaled

ARROW_TYPES: Final = {"str": pa.string(), "Int64": pa.int64(), "datetime64[s]": pa.date32()}

Flags = npt.NDArray[np.bool_]
Places = npt.NDArray[np.signedinteger[Any]]


def convert(
    texts: pa.Array,
    rule: Conversion,
    kind: str,
    mark: str,
    decode: Callable[[Any], str | None],
) -> pa.Array:
    """Return the values of a column of texts; null where a text is no value.

    Any character of ``mark`` may be the decimal mark. ``decode`` makes a distinct text of what the
    array holds, or None where that cannot be done.
    """
    if isinstance(rule, Scaled):
        for each in mark:
            plain = pc.match_substring_regex(texts, rule.plain(each))
            if plain.true_count == len(texts):
                return _plain_numbers(texts, rule, each)
    return _each_distinct(texts, rule, kind, mark, decode)


def _plain_numbers(texts: pa.Array, rule: Scaled, mark: str) -> pa.Array:
    texts = texts.cast(pa.string())
    if not rule.decimals:
        return texts.cast(pa.int64())
    written = pc.find_substring(texts, mark).to_numpy() >= 0
    digits = pc.replace_substring(texts, mark, "").cast(pa.int64()).to_numpy()
    return pa.array(np.where(written, digits, digits * 10**rule.decimals))


def _each_distinct(
    texts: pa.Array,
    rule: Conversion,
    kind: str,
    mark: str,
    decode: Callable[[Any], str | None],
) -> pa.Array:
    encoded = texts.dictionary_encode()
    values = []
    for distinct in encoded.dictionary.to_pylist():
        text = decode(distinct)
        value = rule(text, mark) if text else None
        values.append(None if isinstance(value, Fault) else value)
    return pa.array(values, type=ARROW_TYPES[kind]).take(encoded.indices)


def placed(values: pa.Array, rows: Places, count: int) -> pa.Array:
    """Return a value or null for each of so many rows; ``rows`` are those of the values."""
    if len(rows) == count:
        return values
    places = np.full(count, -1)
    places[rows] = np.arange(len(rows))
    return values.take(pa.array(places, mask=places < 0))
