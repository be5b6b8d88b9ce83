"""How far the checking of long files is, as a bar on a terminal."""

import itertools
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

Advance = Callable[[Path, int], None]
"""Told of the file at hand and the bytes of it that are checked."""


@contextmanager
def progress_bar(sizes: Mapping[Path, int], screen: Console, title: str) -> Iterator[Advance]:
    """Show a bar over files of so many bytes, checked in their order; it goes at the end."""
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TaskProgressColumn(),
               TimeRemainingColumn())  # fmt: skip
    with Progress(*columns, console=screen, transient=True) as progress:
        task = progress.add_task(title, total=sum(sizes.values()))
        starts = itertools.accumulate(sizes.values(), initial=0)
        before = dict(zip(sizes, starts, strict=False))

        def advance(path: Path, read: int) -> None:
            progress.update(task, description=path.name, completed=before.get(path, 0) + read)

        yield advance
