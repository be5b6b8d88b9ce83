r"""SQL that stands in files, as psql takes it too: ``sql/NAME.sql`` beside the module that runs it.

A file begins with a sentence, as a comment. Lines of psql's own (``\set``, which gives a parameter
the value an auditor most often wants) are left out here, where the parameters are bound.
"""

import functools
from pathlib import Path


def statement(module_file: str, name: str) -> str:
    """Return the one statement of a file beside a module, which names itself by ``__file__``."""
    return _without_comments(_read(module_file, name))


def sentence(module_file: str, name: str) -> str:
    """Return what a file says of itself in its first comment."""
    lines = _read(module_file, name).split("\n\n", 1)[0].splitlines()
    return " ".join(line.removeprefix("-- ") for line in lines)


def part(module_file: str, name: str, heading: str) -> str:
    """Return the statement of a file that stands under a heading, a comment of its own."""
    (_, after) = _read(module_file, name).split(f"\n-- {heading}\n")
    return _without_comments(after.split("\n\n-- ", 1)[0])


@functools.cache
def _read(module_file: str, name: str) -> str:
    return (Path(module_file).parent / "sql" / f"{name}.sql").read_text(encoding="utf-8")


def _without_comments(text: str) -> str:
    kept = (line for line in text.splitlines() if line and not line.startswith(("--", "\\")))
    return "\n".join(kept).removesuffix(";")
