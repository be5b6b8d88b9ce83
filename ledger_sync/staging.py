"""Frames into temporary tables, by COPY."""

import pandas as pd

from ledger_sync.book import Transaction

_NULL = "\x01"
"""Marks null: a control character, which no value from a parser can hold."""


def copy_frame(tx: Transaction, table: str, frame: pd.DataFrame) -> None:
    """COPY a frame into a table, column by name; null stays null."""
    if frame.empty:
        return
    columns = ", ".join(f'"{name}"' for name in frame.columns)
    text = frame.to_csv(index=False, header=False, na_rep=_NULL, date_format="%Y-%m-%d")
    statement = f"COPY {table} ({columns}) FROM STDIN (FORMAT csv, NULL '{_NULL}')"
    with tx.driver.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write(text)


def stage(tx: Transaction, table: str, columns: str) -> None:
    """Make an empty temporary table that lasts as long as the transaction."""
    tx.run(f"CREATE TEMP TABLE {table} ({columns}) ON COMMIT DROP")
