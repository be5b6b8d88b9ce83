"""A backup that only its recipient reads: one file, encrypted by GnuPG to a public key.

The key to read it need not be on this machine. GnuPG's own format, so that
``gpg --decrypt FILE | tar -x`` opens it without this program.
"""

import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from stack.backup import BackupBroken

SUFFIX: Final = ".tar.gpg"


def encrypt(folder: Path, recipient: Path) -> Path:
    """Make one file of a backup's folder, and remove the folder; return the file.

    ``recipient`` holds an OpenPGP public key, as ``gpg --export`` writes it. The file has its name
    only when it is whole. Raises BackupBroken where GnuPG refuses or is not installed.
    """
    whole = folder.with_name(f"{folder.name}{SUFFIX}")
    part = folder.with_name(f".{whole.name}.part")
    part.unlink(missing_ok=True)
    # What is in it is compressed already.
    options = ("--compress-algo", "none", "--recipient-file", str(recipient), "--output", str(part))
    with (
        tempfile.TemporaryDirectory() as ring,
        _gpg("--homedir", ring, "--encrypt", *options) as (into, _),
        tarfile.open(fileobj=into, mode="w|") as tar,
    ):
        tar.add(folder, arcname=folder.name)
    part.replace(whole)
    shutil.rmtree(folder)
    return whole


@contextmanager
def decrypted(file: Path, beside: Path) -> Iterator[Path]:
    """Give the folder that a file holds, for a while, private and beside another path.

    By the key of whoever runs this. Raises BackupBroken where GnuPG has none, or the file is not
    whole.
    """
    beside.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=beside.parent, prefix=".backup-") as name:
        with _gpg("--decrypt", str(file)) as (_, out):
            # GNU tar writes nowhere but below the folder.
            opened = subprocess.run(  # noqa: S603 - tar, no shell
                ["tar", "-x", "-C", name],  # noqa: S607
                stdin=out,
                capture_output=True,
                text=True,
                check=False,
            )
            if opened.returncode != 0:
                raise BackupBroken(f"{file} holds no backup: {opened.stderr.strip()}")
        found = list(Path(name).iterdir())
        if len(found) != 1 or found[0].is_symlink() or not found[0].is_dir():
            raise BackupBroken(f"{file} holds no backup")
        yield found[0]


@contextmanager
def _gpg(*arguments: str) -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    """Run GnuPG between its two pipes; BackupBroken, in its words, when it fails."""
    try:
        program = subprocess.Popen(  # noqa: S603 - GnuPG, no shell
            ["gpg", "--batch", "--quiet", "--trust-model", "always", *arguments],  # noqa: S607
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=(said := tempfile.TemporaryFile("w+")),  # noqa: SIM115 - closed with the block
        )
    except FileNotFoundError as none:
        raise BackupBroken("gpg is not installed: Debian's package is gpg") from none
    into, out = program.stdin, program.stdout
    if into is None or out is None:
        raise RuntimeError("pipes")
    with said, program:
        broken: Exception | None = None
        try:
            yield into, out
        except (BrokenPipeError, BackupBroken) as fault:
            broken = fault
        try:
            into.close()
        except BrokenPipeError as fault:
            broken = broken or fault
        out.close()
        if program.wait() != 0:
            said.seek(0)
            raise BackupBroken(f"gpg: {said.read().strip()}") from broken
        if broken is not None:
            raise broken
