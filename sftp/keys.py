"""Ed25519 key pairs in OpenSSH's file format."""

import os
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_ssh_private_key,
)


def ensure_key_pair(private_key: Path) -> str:
    """Make an Ed25519 pair unless ``private_key`` exists; return the public key's line.

    The private file has mode 0600; the public line also stands beside it in ``*.pub``.
    """
    private_key.parent.mkdir(parents=True, exist_ok=True)
    if not private_key.exists():
        _write_new(private_key)
    line = public_line(private_key)
    public_file = private_key.with_name(private_key.name + ".pub")
    if not public_file.exists():
        public_file.write_text(line + "\n", encoding="ascii")
    return line


def public_line(private_key: Path) -> str:
    """Return the ``ssh-ed25519 AAAA...`` line of a private key file that has no passphrase."""
    key = load_ssh_private_key(private_key.read_bytes(), password=None)
    return key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode("ascii")


def _write_new(private_key: Path) -> None:
    """Write the file whole under another name first, so that no reader sees half a key."""
    text = Ed25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()
    )
    draft = private_key.with_name(f".{private_key.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(text)
    try:
        os.link(draft, private_key)  # unlike a rename, never replaces a key another process made
    except FileExistsError:
        pass
    finally:
        draft.unlink()
