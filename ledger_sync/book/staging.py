"""Frames into temporary tables, by COPY."""

import pandas as pd
import pyarrow as pa
from pyarrow import csv

from ledger_sync.book.connection import Transaction

_ROWS_PER_CHUNK = 4_096
_OPTIONS = csv.WriteOptions(include_header=False)


def copy_frame(tx: Transaction, table: str, frame: pd.DataFrame) -> None:
    """COPY a frame into a table, column by name; null stays null, and an empty text empty."""
    if frame.empty:
        return
    columns = ", ".join(f'"{name}"' for name in frame.columns)
    with (
        tx.driver.cursor() as cursor,
        cursor.copy(f"COPY {table} ({columns}) FROM STDIN (FORMAT csv)") as copy,
    ):
        for batch in _as_arrow(frame).to_batches(max_chunksize=_ROWS_PER_CHUNK):
            buffer = pa.BufferOutputStream()
            csv.write_csv(batch, buffer, _OPTIONS)  # texts in quotes, null as nothing
            copy.write(memoryview(buffer.getvalue()))


def staging_table(table: str, columns: str) -> str:
    """Return what makes a table whose rows last as long as a transaction, where there is none."""
    return f"CREATE TEMP TABLE IF NOT EXISTS {table} ({columns}) ON COMMIT DELETE ROWS"


def _as_arrow(frame: pd.DataFrame) -> pa.Table:
    table = pa.Table.from_pandas(frame, preserve_index=False)
    for number, field in enumerate(table.schema):
        if pa.types.is_timestamp(field.type):  # a frame has no type for a date
            table = table.set_column(number, field.name, table[number].cast(pa.date32()))
    return table
