"""What a partner's file says of its account: keys with dates, bounds, and whether it is open.

TOML; what else stands in the file is for others. A wrong line costs itself alone and is told with
its place::

    enabled = false                         # left out: true
    max_waiting_files = 500                 # any of ``Bounds``, in place of the usual one

    [[key]]
    line = "ssh-ed25519 AAAAC3Nz... edi@maplegate"
    effective_from = 2026-12-01             # left out: at once
    effective_to = 2027-11-30               # the last day; left out: for good
"""

import base64
import datetime as dt
import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, Final

import asyncssh
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from sftp.admission.algorithms import SIGNATURES
from sftp.settings import Bounds

_KEY_FIELDS: Final = frozenset({"line", "effective_from", "effective_to"})
_RSA_BITS_MIN: Final = 2048
_LINE_WORDS_MIN: Final = 2


@dataclass(frozen=True)
class AccountKey:
    """A public key, and the days on which it opens the account, both included; None: no bound."""

    public: bytes
    effective_from: dt.date | None = None
    effective_to: dt.date | None = None

    @property
    def fingerprint(self) -> str:
        """The digest by which OpenSSH shows the key (``ssh-keygen -l``)."""
        digest = base64.b64encode(hashlib.sha256(self.public).digest())
        return f"SHA256:{digest.decode().rstrip('=')}"

    def opens_on(self, day: dt.date) -> bool:
        """Tell whether the key is in force."""
        begun = self.effective_from is None or self.effective_from <= day
        return begun and (self.effective_to is None or day <= self.effective_to)


@dataclass(frozen=True)
class Profile:
    """What one or more files say of an account; ``wrong`` is what could not be used of them."""

    enabled: bool = True
    keys: tuple[AccountKey, ...] = ()
    bounds: Mapping[str, int] | None = None
    wrong: tuple[str, ...] = ()

    def bounded(self, usual: Bounds) -> Bounds:
        """Return the bounds of the account."""
        return replace(usual, **(self.bounds or {}))

    def joined(self, other: "Profile") -> "Profile":
        """Return this profile with the keys of another file."""
        return replace(self, keys=self.keys + other.keys, wrong=self.wrong + other.wrong)


class ProfileWrong(ValueError):
    """A file is no TOML, so that nothing of it can be used; the text says where it breaks off."""


def read_profile(path: Path) -> Profile:
    """Read a file; OSError where it cannot be opened, ProfileWrong where it is no TOML."""
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except ValueError as fault:
        raise ProfileWrong(f"{path.name}: {fault}") from fault
    wrong: list[str] = []
    enabled = said.get("enabled", True)
    if not isinstance(enabled, bool):
        wrong.append(f"{path.name}: enabled: {enabled!r} is not true or false; the account is shut")
        enabled = False
    bounds = dict(_bounds(said, path.name, wrong))
    keys = tuple(_keys(said.get("key", []), path.name, wrong))
    return Profile(enabled, keys, bounds, tuple(wrong))


def public_key(line: str) -> bytes:
    """Return what an OpenSSH public key line holds; ValueError says why it may not be used."""
    words = line.split()
    if len(words) < _LINE_WORDS_MIN or "\n" in line.strip():
        raise ValueError("line: one like `ssh-ed25519 AAAA... comment` is needed")
    try:
        key = asyncssh.import_public_key(line)
    except asyncssh.KeyImportError as cause:
        raise ValueError(f"line: not a public key line of OpenSSH ({cause})") from cause
    inner = key.pyca_key
    if isinstance(inner, RSAPublicKey) and inner.key_size < _RSA_BITS_MIN:
        raise ValueError(f"an RSA key of {inner.key_size} bits; it needs {_RSA_BITS_MIN} or more")
    if not {each.encode() for each in SIGNATURES} & set(key.sig_algorithms):
        raise ValueError(f"{words[0]} keys are not taken; use ssh-ed25519")
    return bytes(key.public_data)


def _bounds(said: Mapping[str, Any], name: str, wrong: list[str]) -> Iterator[tuple[str, int]]:
    for field in fields(Bounds):
        value = said.get(field.name)
        if type(value) is int and value >= 0:
            yield field.name, value
        elif value is not None:
            wrong.append(f"{name}: {field.name}: {value!r} is not a whole number, zero or more")


def _keys(rows: object, name: str, wrong: list[str]) -> Iterator[AccountKey]:
    if not isinstance(rows, list):
        wrong.append(f"{name}: key: not a table of rows; write [[key]]")
        return
    for number, row in enumerate(rows, start=1):
        try:
            yield _key(row)
        except ValueError as fault:
            wrong.append(f"{name}: key {number}: {fault}")


def _key(row: object) -> AccountKey:
    said = row if isinstance(row, dict) else {}
    if unknown := said.keys() - _KEY_FIELDS:
        raise ValueError(f"{', '.join(sorted(unknown))}: unknown")
    days = [said.get("effective_from"), said.get("effective_to")]
    for day in days:
        if day is not None and type(day) is not dt.date:
            raise ValueError(f"{day!r} is not a date")
    return AccountKey(public_key(str(said.get("line", ""))), *days)
