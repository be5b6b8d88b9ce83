"""Backup and restore: the database by pg_dump, and with it the kept bytes, the seals, the archives.

The dump is one consistent moment; bytes are kept before a row names them, so that what is copied
after the dump has all that the dump names. A restored copy is proved before it counts.
"""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psycopg
from psycopg.conninfo import conninfo_to_dict

from jobs.hub import open_hub
from jobs.hub.privacy import keep_private
from jobs.hub.settings import Settings
from jobs.proofs import prove_book, seals
from ledger_sync.intake.kept_bytes import KeptBytes
from ledger_sync.proofs.proving import Result
from stack import postgres
from stack.layout import Layout
from stack.postgres import PostgresUnavailable

MANIFEST: Final = "manifest.json"
DATABASE: Final = "database"
KEPT: Final = "kept"
ARCHIVE: Final = "archive"
SEALS: Final = "seals"
_WORKERS: Final = "2"

Say = Callable[[str], None]


class BackupBroken(Exception):
    """A backup is not whole, or the place to write to is not empty; the text says which."""


@dataclass(frozen=True)
class Backup:
    """What a backup holds."""

    folder: Path
    newest_batch: int | None
    newest_digest: str | None
    kept_files: int
    size_bytes: int


def backup(settings: Settings, folder: Path, say: Say) -> Backup:
    """Back a hub up into a new folder; it has its name only when it is whole."""
    if folder.exists():
        raise BackupBroken(f"{folder} exists already")
    keep_private()
    url = _owner_url(settings)
    part = folder.with_name(f".{folder.name}.part")
    if part.exists():
        shutil.rmtree(part)
    part.mkdir(parents=True, mode=0o700)
    say("the database")
    with psycopg.connect(_libpq(url)) as connection:
        newest = connection.execute(
            "SELECT batch_id, encode(digest, 'hex') FROM batch ORDER BY batch_id DESC LIMIT 1"
        ).fetchone()
    _postgres_program(
        url,
        "pg_dump",
        "--format=directory",
        "-B",  # large objects are none of ours, whoever made them
        f"--jobs={_WORKERS}",
        f"--file={part / DATABASE}",
    )
    say("the kept bytes")
    kept_files = _copy_kept(settings.kept_folder, part / KEPT)
    for name, source in ((SEALS, settings.seals_folder), (ARCHIVE, settings.archive_folder)):
        if source.exists():
            shutil.copytree(source, part / name, ignore=shutil.ignore_patterns(".*.part", "*.part"))
    say("the digests")
    files = {str(path.relative_to(part)): _digest(path) for path in _files(part)}
    (part / MANIFEST).write_text(
        json.dumps({"made_at": int(time.time()), "newest_batch": newest, "files": files}, indent=1),
        encoding="utf-8",
    )
    part.replace(folder)
    batch_id, digest = newest or (None, None)
    size_bytes = sum(path.stat().st_size for path in _files(folder))
    return Backup(folder, batch_id, digest, kept_files, size_bytes)


def check(folder: Path) -> int:
    """Compare every file of a backup with its digest; return how many there are.

    Raises BackupBroken naming the first that differs.
    """
    if not (folder / MANIFEST).is_file():
        raise BackupBroken(f"{folder} is no backup: it has no {MANIFEST}")
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        files = dict(manifest["files"])
    except (ValueError, TypeError, KeyError, RecursionError) as broken:
        raise BackupBroken(f"{folder / MANIFEST} is not what was written") from broken
    for name, digest in files.items():
        path = folder / name
        if path.is_symlink() or not path.is_file() or _digest(path) != digest:
            raise BackupBroken(f"{path} is not the file that was written")
    return len(files)


def restore(folder: Path, layout: Layout, say: Say) -> None:
    """Restore a backup into the empty embedded database of a home, with its bytes and seals.

    A mark stands in the home until all of it is there; where a killed restore left its mark, what
    it had written is taken away and the restore starts over. Raises BackupBroken when the backup
    is not whole, the home holds a book already, or another restore is at work in it.
    """
    keep_private()
    say("the digests")
    check(folder)
    postgres.start(layout.cluster)
    postgres.prepare(layout.cluster)
    again = layout.unfinished_restore.exists()
    if not again:
        _refuse_a_book(layout)
    with _marked(layout):
        if again:
            _start_over(layout)
        _restore(folder, layout, say)


def _restore(folder: Path, layout: Layout, say: Say) -> None:
    # As the owner: what a dump runs, a constraint's function even, may do no more than he.
    url = layout.cluster.url(postgres.OWNER, postgres.LEDGER_DATABASE)
    say("the database")
    _postgres_program(
        url,
        "pg_restore",
        f"--jobs={_WORKERS}",
        "--exit-on-error",
        "--no-owner",
        str(folder / DATABASE),
    )
    say("the kept bytes")
    _copy_kept(folder / KEPT, layout.home / KEPT)
    if (folder / ARCHIVE).exists():
        shutil.copytree(folder / ARCHIVE, layout.home / ARCHIVE)
    with psycopg.connect(_libpq(url)) as connection:
        _refuse_another(connection, folder)
        _copy_seals(connection, folder / SEALS, layout.home / SEALS)


@contextmanager
def _marked(layout: Layout) -> Iterator[None]:
    """Hold the mark of a restore at work; it goes when the block ends well, and stays else."""
    with layout.unfinished_restore.open("a") as mark:
        try:
            fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as held:
            raise BackupBroken(f"another restore is at work in {layout.home}") from held
        yield
        layout.unfinished_restore.unlink()


def _refuse_a_book(layout: Layout) -> None:
    url = layout.cluster.url(postgres.ADMIN, postgres.LEDGER_DATABASE)
    with psycopg.connect(_libpq(url)) as connection:
        if connection.execute("SELECT to_regclass('public.batch')").fetchone() != (None,):
            raise BackupBroken(f"{layout.home} holds a book already")
    if (layout.home / KEPT).exists():
        raise BackupBroken(f"{layout.home / KEPT} exists already")


def _start_over(layout: Layout) -> None:
    """Take away what an unfinished restore had written, its database above all."""
    with postgres.admin_connection(layout.cluster) as connection:
        connection.execute(f'DROP DATABASE "{postgres.LEDGER_DATABASE}" WITH (FORCE)'.encode())
    postgres.prepare(layout.cluster)
    for name in (KEPT, ARCHIVE, SEALS):
        shutil.rmtree(layout.home / name, ignore_errors=True)


def _refuse_another(connection: "psycopg.Connection[tuple[object, ...]]", folder: Path) -> None:
    """Refuse a database that lacks the batch that was the newest when the backup began."""
    newest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["newest_batch"]
    if newest is None:
        return
    found = connection.execute(
        "SELECT FROM batch WHERE batch_id = %s AND encode(digest, 'hex') = %s", newest
    ).fetchone()
    if found is None:
        raise BackupBroken(f"the restored book lacks batch {newest[0]}")


def _copy_seals(
    connection: "psycopg.Connection[tuple[object, ...]]", source: Path, target: Path
) -> None:
    """Copy the seals of dates that are closed in the dump; a close may have come after it."""
    rows = connection.execute("SELECT book_on::text FROM closed_date").fetchall()
    closed = {row[0] for row in rows}
    target.mkdir(mode=0o700, exist_ok=True)
    for path in source.iterdir() if source.exists() else ():
        if path.name == seals.SIGNERS or path.name.partition(".")[0] in closed:
            shutil.copy2(path, target / path.name)


def prove(settings: Settings, say: Say) -> list[Result]:
    """Prove a restored copy; return every result."""
    results = []
    with open_hub(settings) as hub:
        for result in prove_book.prove(hub):
            say(f"proved {result.name}")
            results.append(result)
    return results


def _copy_kept(source: Path, target: Path) -> int:
    """Copy kept bytes; each file must have the digest that it is named for."""
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    here, count = KeptBytes(source), 0
    with here.uncleared():
        for digest in here.digests():
            path = KeptBytes(target).path(digest)
            path.parent.mkdir(exist_ok=True, mode=0o700)
            shutil.copy2(here.path(digest), path)
            if _digest(path) != digest.hex():
                raise BackupBroken(f"{here.path(digest)} is not what its name says")
            count += 1
    return count


def _owner_url(settings: Settings) -> str:
    if settings.owner_url is None:
        raise BackupBroken("CARMHUB_OWNER_URL is not set: a backup reads as the owner")
    return settings.owner_url


def _libpq(url: str) -> str:
    return url.replace("postgresql+psycopg:", "postgresql:", 1)


def _postgres_program(url: str, program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs on a database; a password goes by the environment."""
    parts = conninfo_to_dict(_libpq(url))
    password = parts.pop("password", None)
    target = " ".join(f"{name}='{value}'" for name, value in parts.items())
    done = subprocess.run(  # noqa: S603 - PostgreSQL's own program, no shell
        [str(postgres.find_programs() / program), f"--dbname={target}", *arguments],
        env={**os.environ, **({"PGPASSWORD": str(password)} if password else {})},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise PostgresUnavailable(f"{program} failed:\n{done.stderr}")


def _files(folder: Path) -> Iterator[Path]:
    yield from sorted(p for p in folder.rglob("*") if p.is_file() and p.name != MANIFEST)


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
