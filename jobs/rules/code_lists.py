"""The dated code lists of ``config/reference``, read from files by every job alike."""

from pathlib import Path

import pandas as pd

from jobs.rules.dated_tables import dated, read_table
from mappers.reference.code_lists import CodeLists


def read_code_lists(config_folder: Path) -> CodeLists:
    """Read every list of ``reference/codes`` under its file's name, with what a sample adds."""
    folder = config_folder / "reference"
    return CodeLists(
        lists={
            path.stem: dated(_with_sample(path, folder / "sample" / "codes"), ["code"])
            for path in sorted((folder / "codes").glob("*.csv"))
        }
    )


def _with_sample(path: Path, sample: Path) -> pd.DataFrame:
    paths = [path, sample / path.name]
    return pd.concat([read_table(each) for each in paths if each.exists()], ignore_index=True)
