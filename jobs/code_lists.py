"""The dated code lists of ``config/reference``, read from files by every job alike."""

from pathlib import Path

from jobs.dated_tables import dated, read_table
from mappers.code_lists import CodeLists


def read_code_lists(config_folder: Path) -> CodeLists:
    """Read every list of ``reference/codes`` under its file's name, and the SIMA measures."""
    folder = config_folder / "reference"
    return CodeLists(
        lists={
            path.stem: dated(read_table(path), ["code"])
            for path in sorted((folder / "codes").glob("*.csv"))
        },
        sima_measures=dated(
            read_table(folder / "sima_measures.csv"),
            ["tariff_item", "origin_country", "measure", "kind"],
        ),
    )
