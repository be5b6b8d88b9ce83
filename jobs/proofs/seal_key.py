"""Signatures of daily seals, in the format of OpenSSH (``ssh-keygen -Y``, PROTOCOL.sshsig).

Whoever holds the public key, as a line of ``allowed_signers``, checks one with OpenSSH alone:
``ssh-keygen -Y verify -f allowed_signers -I carmhub -n carmhub-seal -s DAY.json.sig < DAY.json``.
"""

import base64
import binascii
import hashlib
import struct
from pathlib import Path
from textwrap import wrap
from typing import Final

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_ssh_private_key,
    load_ssh_public_key,
)

NAMESPACE: Final = "carmhub-seal"
_MAGIC: Final = b"SSHSIG"
_ALGORITHM: Final = b"ssh-ed25519"
_HASH: Final = b"sha512"
_SIGNATURE_BYTES: Final = 64
_BEGIN, _END = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"


def signature_of(content: bytes, private_key: Path) -> str:
    """Return the armoured signature of a seal by an Ed25519 key without a passphrase."""
    key = load_ssh_private_key(private_key.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError(f"{private_key} holds no Ed25519 key")
    blob = _blob(key.public_key(), key.sign(_signed(content)))
    return "\n".join([_BEGIN, *wrap(base64.b64encode(blob).decode("ascii"), 70), _END, ""])


def is_signed_by(content: bytes, armoured: str, public_line: str) -> bool:
    """Whether a signature is that of a seal by the key of a public line ``ssh-ed25519 AAAA...``."""
    key = load_ssh_public_key(public_line.encode("ascii"))
    if not isinstance(key, Ed25519PublicKey):
        raise TypeError("not an Ed25519 key")
    begin, *lines, end = armoured.strip().splitlines() or ["", ""]
    try:
        blob = base64.b64decode("".join(lines), validate=True)
        signature = blob[-_SIGNATURE_BYTES:]
        key.verify(signature, _signed(content))
    except (binascii.Error, InvalidSignature):
        return False
    return (begin, end) == (_BEGIN, _END) and blob == _blob(key, signature)


def is_public_key(public_line: str) -> bool:
    """Whether a line is an Ed25519 public key of OpenSSH's."""
    try:
        return isinstance(load_ssh_public_key(public_line.encode("ascii")), Ed25519PublicKey)
    except (ValueError, UnsupportedAlgorithm):
        return False


def _signed(content: bytes) -> bytes:
    digest = hashlib.sha512(content).digest()
    return _MAGIC + _string(NAMESPACE.encode()) + _string(b"") + _string(_HASH) + _string(digest)


def _blob(key: Ed25519PublicKey, signature: bytes) -> bytes:
    """Return what the armour holds: the key, what it signs for, and the signature."""
    line = key.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH)
    parts = (
        *(base64.b64decode(line.split()[1]), NAMESPACE.encode(), b"", _HASH),
        _string(_ALGORITHM) + _string(signature),
    )
    return _MAGIC + struct.pack(">I", 1) + b"".join(map(_string, parts))


def _string(content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + content
