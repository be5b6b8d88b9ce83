"""The files that a person names, by themselves or by their folders."""

from pathlib import Path


def files_in(paths: list[Path]) -> list[Path]:
    """Return the files named, and those in the folders named; hidden ones are left out."""
    return [
        file
        for path in paths
        for file in (
            sorted(p for p in path.rglob("*") if p.is_file() and not p.name.startswith("."))
            if path.is_dir()
            else [path]
        )
    ]
