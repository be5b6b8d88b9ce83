"""The whole tariff of a day as CSV, JSON or Parquet: every rate of every item, a row each."""

import csv
import datetime as dt
import io
import json
from collections.abc import Iterable, Iterator
from typing import IO, Any, Final, Literal

import pyarrow as pa
import pyarrow.parquet as pq

from jobs.hub import Hub
from ledger_sync.reference import tariff
from ledger_sync.reference.tariff import EXPORTED
from words.shown import in_cell

Format = Literal["csv", "json", "parquet"]

MEDIA_TYPES: Final[dict[str, str]] = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "parquet": "application/vnd.apache.parquet",
}

_PAGE: Final = 5_000
_NUMBERS: Final = ("rate_ppm", "specific_micros")
_DAYS: Final = ("effective_from", "effective_to")
_SCHEMA: Final = pa.schema(
    [
        (name, pa.int64() if name in _NUMBERS else pa.date32() if name in _DAYS else pa.string())
        for name in EXPORTED
    ]
)

_Rows = Iterable[list[tuple[Any, ...]]]


def write(hub: Hub, kind: Format, on: dt.date, stream: IO[bytes]) -> int:
    """Write the tariff of a day to a stream, page by page; return how many rows that was.

    One state of the book, in one transaction that only reads: give it a file, no slow reader.
    """
    with hub.book.reading() as tx:
        pages = _Counted(tariff.whole(tx, on, _PAGE))
        _WRITERS[kind](pages, stream)
    return pages.rows


class _Counted:
    """Pages, and how many rows went by."""

    def __init__(self, pages: _Rows) -> None:
        self._pages = pages
        self.rows = 0

    def __iter__(self) -> Iterator[list[tuple[Any, ...]]]:
        for page in self._pages:
            self.rows += len(page)
            yield page


def _write_csv(pages: _Rows, stream: IO[bytes]) -> None:
    text = io.TextIOWrapper(stream, encoding="utf-8", newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(EXPORTED)
    for page in pages:
        writer.writerows([map(in_cell, row) for row in page])
    text.detach()


def _write_json(pages: _Rows, stream: IO[bytes]) -> None:
    """Write one array, an object a line."""
    before = b"[\n"
    for page in pages:
        for row in page:
            stream.write(before + json.dumps(_plain(row), ensure_ascii=False).encode())
            before = b",\n"
    stream.write(b"[]\n" if before == b"[\n" else b"\n]\n")


def _write_parquet(pages: _Rows, stream: IO[bytes]) -> None:
    with pq.ParquetWriter(stream, _SCHEMA) as writer:
        for page in pages:
            columns = zip(*page, strict=True)
            arrays = [
                pa.array(list(values), type=field.type)
                for values, field in zip(columns, _SCHEMA, strict=True)
            ]
            writer.write_table(pa.Table.from_arrays(arrays, schema=_SCHEMA))


_WRITERS: Final = {"csv": _write_csv, "json": _write_json, "parquet": _write_parquet}


def _plain(row: tuple[Any, ...]) -> dict[str, str | int | None]:
    return {
        name: value.isoformat() if isinstance(value, dt.date) else value
        for name, value in zip(EXPORTED, row, strict=True)
    }
