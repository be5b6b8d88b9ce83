"""The dated code lists of ``config/reference``, read from files by every job alike."""

from pathlib import Path

from jobs.rules.dated_tables import dated, read_table
from mappers.reference.code_lists import CodeLists


def read_code_lists(config_folder: Path) -> CodeLists:
    """Read every list of ``reference/codes`` under its file's name."""
    folder = config_folder / "reference" / "codes"
    return CodeLists(
        lists={
            path.stem: dated(read_table(path), ["code"]) for path in sorted(folder.glob("*.csv"))
        }
    )
