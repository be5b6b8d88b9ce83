"""``backup``, ``restore``, ``archive``: the book copied, proved, and put away."""

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from cli.console import console, fail, plainly, progress
from jobs.hub import open_hub
from jobs.hub.book_terms import ArchiveBroken
from jobs.hub.dates import business_date
from jobs.hub.settings import Settings, home, read_settings
from jobs.proofs import archive_month
from stack import backup as backups
from stack import embedded
from stack.backup import BackupBroken
from stack.layout import read_layout

New = Annotated[Path, typer.Argument(help="A folder that does not exist yet.")]


def backup(folder: New) -> None:
    """Back the hub up: the database, the kept bytes, the daily seals, the archives.

    `pg_dump` underneath, as the owner (CARMHUB_OWNER_URL). The folder has its name only when whole.
    """
    try:
        with plainly(), progress() as say:
            made = backups.backup(_settings(), folder.absolute(), say)
    except BackupBroken as broken:
        fail(str(broken))
    console.print(
        f"{made.folder}: {made.size_bytes:,} bytes, {made.kept_files:,} kept files, newest batch "
        f"{made.newest_batch} sealed {made.newest_digest}",
        soft_wrap=True,
    )


def restore(
    folder: Annotated[Path, typer.Argument(exists=True, help="A backup.")],
    to: Annotated[Path, typer.Option(help="Home of the restored hub; holds no book yet.")],
) -> None:
    """Restore a backup into an embedded hub of its own, and prove it; exit code 1 when it fails."""
    layout = read_layout(to.absolute())
    try:
        with plainly(), progress() as say:
            backups.restore(folder.absolute(), layout, say)
            results = backups.prove(embedded.write_settings(layout), say)
    except BackupBroken as broken:
        fail(str(broken))
    failed = [result.name for result in results if not result.holds]
    console.print(f"{len(results) - len(failed)} of {len(results)} proofs hold")
    console.print(f"CARMHUB_HOME={layout.home} carmhub verify", soft_wrap=True)
    if failed:
        fail(f"the restored book does not prove itself: {', '.join(failed)}", code=1)


def archive(
    month: Annotated[str, typer.Argument(help="A closed month, YYYY-MM.")],
    remove_bytes: Annotated[
        bool, typer.Option("--remove-bytes", help="Then remove its kept bytes, if the law allows.")
    ] = False,
) -> None:
    """Write a closed month and its kept bytes as Parquet; compared, then it counts."""
    try:
        day = dt.date.fromisoformat(f"{month}-01")
    except ValueError:
        fail(f"{month!r} is not a month: write YYYY-MM")
    today = business_date(dt.datetime.now(dt.UTC))
    try:
        with plainly(), open_hub(read_settings()) as hub:
            done = archive_month.run(hub, day, today, remove_bytes=remove_bytes)
            place = hub.settings.archive_folder / month
    except ArchiveBroken as broken:
        fail(str(broken), code=1)
    state = "written, read back, compared" if done.new else "was archived before; unchanged"
    console.print(f"{place}: {done.rows:,} rows, {state}; {done.removed:,} files removed")


def _settings() -> Settings:
    """Return the settings with the owner's URL: the variable's, or the embedded cluster's."""
    settings = read_settings()
    if settings.owner_url is not None:
        return settings
    return replace(settings, owner_url=embedded.settings_of(read_layout(home())).owner_url)
