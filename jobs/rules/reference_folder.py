"""The reference tables of a configuration folder, as the book would hold them."""

from pathlib import Path

import pandas as pd

from jobs.rules.dated_tables import dated, read_table
from ledger_sync.reference.reference_columns import ReferenceRefused
from parsers.deliveries.reference.reference_tables import TABLES
from parsers.deliveries.reference.reference_values import to_values


def reference_table(folder: Path, name: str) -> pd.DataFrame:
    """Return one reference table of a folder, with what a folder ``sample`` in it adds.

    Raises ReferenceRefused where a value is wrong, or two rows of one key hold on one day.
    """
    table = TABLES[name]
    paths = [folder / f"{table.file}.csv", folder / "sample" / f"{table.file}.csv"]
    texts = pd.concat([read_table(path) for path in paths if path.exists()], ignore_index=True)
    values, faults = to_values(table, texts)
    if faults:
        worst = faults[0]
        raise ReferenceRefused(f"{table.file}: {worst.field} {worst.value!r} is wrong: {worst}")
    return dated(values, list(table.keys)) if table.dated else values
