"""Frames into temporary tables, by COPY."""

from collections.abc import Sequence

import pandas as pd
import pyarrow as pa
from pyarrow import csv

from ledger_sync.book.connection import Transaction

_ROWS_PER_CHUNK = 4_096
_OPTIONS = csv.WriteOptions(include_header=False)


def copy_frame(
    tx: Transaction, table: str, frame: pd.DataFrame, only: Sequence[str] | None = None
) -> None:
    """COPY a frame into a table, column by name; null stays null, and an empty text empty.

    ``only`` names the columns that are taken, where they are not all.
    """
    if frame.empty:
        return
    names = [str(name) for name in frame] if only is None else only
    columns = ", ".join(f'"{name}"' for name in names)
    with (
        tx.driver.cursor() as cursor,
        cursor.copy(f"COPY {table} ({columns}) FROM STDIN (FORMAT csv)") as copy,
    ):
        for batch in _as_arrow(frame, names).to_batches(max_chunksize=_ROWS_PER_CHUNK):
            buffer = pa.BufferOutputStream()
            csv.write_csv(batch, buffer, _OPTIONS)  # texts in quotes, null as nothing
            copy.write(memoryview(buffer.getvalue()))


def staging_table(table: str, columns: str) -> str:
    """Return what makes a table whose rows last as long as a transaction, where there is none."""
    return f"CREATE TEMP TABLE IF NOT EXISTS {table} ({columns}) ON COMMIT DELETE ROWS"


def _as_arrow(frame: pd.DataFrame, names: Sequence[str]) -> pa.Table:
    columns = [_dated(pa.Array.from_pandas(frame[name])) for name in names]
    return pa.table(columns, names)


def _dated(column: pa.Array) -> pa.Array:
    """Return days as such: a frame has no type for a date."""
    return column.cast(pa.date32()) if pa.types.is_timestamp(column.type) else column
