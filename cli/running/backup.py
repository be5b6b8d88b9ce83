"""``backup``, ``restore``, ``archive``: the book copied, proved, and put away."""

import datetime as dt
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from cli.caller import somebody
from cli.console import console, fail, plainly, progress
from cli.running.owner import owners_settings
from jobs.hub import open_hub
from jobs.hub.book_terms import ArchiveBroken
from jobs.hub.settings import read_settings
from jobs.proofs import archive_month
from stack import backup as backups
from stack import embedded
from stack.backup import BackupBroken
from stack.encrypted_backup import decrypted, encrypt
from stack.layout import Layout, read_layout

New = Annotated[Path, typer.Argument(help="A folder that does not exist yet.")]


def backup(
    folder: New,
    encrypt_to: Annotated[
        Path | None,
        typer.Option(exists=True, help="An OpenPGP public key: one encrypted file is made."),
    ] = None,
) -> None:
    """Back the hub up: the database, the kept bytes, the daily seals, the archives.

    `pg_dump` underneath, as the owner (CARMHUB_OWNER_URL). The folder has its name only when whole.
    With `--encrypt-to` it becomes FOLDER.tar.gpg, which only the holder of that key reads.
    """
    try:
        with plainly(), progress() as say:
            made = backups.backup(owners_settings(), folder.absolute(), say)
            if encrypt_to is not None:
                say("the encryption")
                made = replace(made, folder=encrypt(made.folder, encrypt_to))
    except BackupBroken as broken:
        fail(str(broken))
    console.print(
        f"{made.folder}: {made.size_bytes:,} bytes, {made.kept_files:,} kept files, newest batch "
        f"{made.newest_batch} sealed {made.newest_digest}",
        soft_wrap=True,
    )


def restore(
    folder: Annotated[
        Path, typer.Argument(exists=True, help="A backup; an encrypted one by your own gpg key.")
    ],
    to: Annotated[Path, typer.Option(help="Home of the restored hub; holds no book yet.")],
) -> None:
    """Restore a backup into an embedded hub of its own, and prove it; exit code 1 when it fails."""
    layout = read_layout(to.absolute())
    try:
        with plainly(), progress() as say, _plain(folder.absolute(), layout) as plain:
            backups.restore(plain, layout, say)
            results = backups.prove(embedded.write_settings(layout), say)
    except BackupBroken as broken:
        fail(str(broken))
    failed = [result.name for result in results if not result.holds]
    console.print(f"{len(results) - len(failed)} of {len(results)} proofs hold")
    console.print(f"CARMHUB_HOME={layout.home} carmhub verify", soft_wrap=True)
    if failed:
        fail(f"the restored book does not prove itself: {', '.join(failed)}", code=1)


def _plain(folder: Path, layout: Layout) -> AbstractContextManager[Path]:
    return nullcontext(folder) if folder.is_dir() else decrypted(folder, layout.home)


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
    try:
        with plainly(), open_hub(read_settings()) as hub:
            somebody(hub)
            done = archive_month.run(hub, day, hub.today(), remove_bytes=remove_bytes)
            place = hub.settings.archive_folder / month
    except ArchiveBroken as broken:
        fail(str(broken), code=1)
    state = "written, read back, compared" if done.new else "was archived before; unchanged"
    console.print(f"{place}: {done.rows:,} rows, {state}; {done.removed:,} files removed")
