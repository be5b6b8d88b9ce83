"""Every account of the embedded server, as its files say at the moment: no restart is needed."""

import datetime as dt
import re
from dataclasses import replace
from logging import WARNING
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from sftp.account.allowance import Allowance
from sftp.account.left import left_behind
from sftp.account.profile import AccountKey, Profile, ProfileWrong, public_key, read_profile
from sftp.journal import Visit
from sftp.settings import UNBOUNDED, ServerSettings
from sftp.tree import Tree, prepare

HUB: Final = "hub"
"""The hub's own account; no partner has this name."""

_USERNAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")

_SHUT: Final = Profile(enabled=False)
"""Of an account whose file is gone, or could not be read once."""

_Seen = tuple[int, int, int] | None


class Account:
    """One account: its tree, its profile as it was read last, and what it has used."""

    def __init__(self, username: str, tree: Tree, profile: Profile, allowance: Allowance) -> None:
        self.username = username
        self.tree = tree
        self.profile = profile
        self.allowance = allowance

    def opens_to(self, key: bytes, day: dt.date) -> bool:
        """Tell whether a public key opens the account on a day."""
        return self.profile.enabled and any(
            each.public == key and each.opens_on(day) for each in self.profile.keys
        )


class Roster:
    """The accounts: the hub's, and one for each file of the folder of profiles.

    A file is read again when it changed. One that cannot be read leaves what it said as it was, and
    costs no other account.
    """

    def __init__(self, settings: ServerSettings) -> None:
        """Make the folders of every account; OSError where one of them may not be used."""
        self._settings = settings
        self._zone = ZoneInfo(settings.zone)
        self._seen: dict[str, tuple[_Seen, ...]] = {}
        self._said: dict[Path, Profile] = {}
        self._misnamed: set[str] = set()
        self._told_on: dict[str, dt.date] = {}
        hub = Profile(keys=(AccountKey(public_key(settings.hub_key)),))
        tree = prepare(settings.tree, is_hub=True)
        self._accounts = {HUB: Account(HUB, tree, hub, self._allowance(tree, hub))}
        for username in self._usernames():
            self._read_again(username)

    def account(self, username: str) -> Account | None:
        """Return an account as its files say now; None for a name that never was one."""
        if username != HUB and _USERNAME.fullmatch(username):
            try:
                self._read_again(username)
            except OSError as fault:
                Visit(account=username).note("account", WARNING, wrong=str(fault))
        return self._accounts.get(username)

    def lets_in(self, username: str, key: bytes) -> bool:
        """Tell whether a public key opens an account today."""
        account = self.account(username)
        return account is not None and account.opens_to(key, self._today())

    def look(self) -> None:
        """Read every file that changed, so that what is wrong in it is told before it is missed.

        Once a day, what an account left and nobody takes is told too.
        """
        for username in {*self._usernames(), *self._accounts}:
            account = self.account(username)
            if account is not None and username != HUB:
                self._tell_left(account)

    def _tell_left(self, account: Account) -> None:
        today = self._today()
        if self._told_on.get(account.username) == today:
            return
        self._told_on[account.username] = today
        left = left_behind(account.tree.incoming, self._settings.unfinished)
        if left is not None:
            Visit(account=account.username).note(
                "left", WARNING, entries=left.entries, bytes=left.size_bytes, first=left.first
            )

    def _today(self) -> dt.date:
        return dt.datetime.now(self._zone).date()

    def _usernames(self) -> list[str]:
        """Return the names of the files; one that can be no account's is told once."""
        names = {path.stem for path in self._settings.profiles.glob("*.toml")}
        misnamed = {name for name in names if name == HUB or not _USERNAME.fullmatch(name)}
        for name in sorted(misnamed - self._misnamed):
            Visit(account=name).note("account", WARNING, wrong=f"{name}.toml: no name for one")
        self._misnamed = misnamed
        return sorted(names - misnamed)

    def _read_again(self, username: str) -> None:
        """Read an account's files where one of them is another than when last read."""
        main, *others = self._files(username)
        seen = tuple(_seen(path) for path in (main, *others))
        if self._seen.get(username) == seen or (seen[0] is None and username not in self._seen):
            return
        self._seen[username] = seen
        profile = self._profile(main) if seen[0] else _SHUT
        for path in (path for path, at in zip(others, seen[1:], strict=True) if at):
            profile = profile.joined(self._profile(path))
        for wrong in profile.wrong:
            Visit(account=username).note("account", WARNING, wrong=wrong)
        self._set(username, profile)

    def _files(self, username: str) -> tuple[Path, ...]:
        folders = (self._settings.profiles, self._settings.more_keys)
        return tuple(folder / f"{username}.toml" for folder in folders if folder is not None)

    def _profile(self, path: Path) -> Profile:
        """Read a file; where it cannot be read, what it said last holds on."""
        try:
            self._said[path] = read_profile(path)
        except (ProfileWrong, OSError) as fault:
            told = f"{fault}; until it is mended, what it said last holds on"
            return replace(self._said.get(path, _SHUT), wrong=(told,))
        return self._said[path]

    def _set(self, username: str, profile: Profile) -> None:
        account = self._accounts.get(username)
        if account is None:
            tree = prepare(self._settings.tree / username, is_hub=False)
            allowance = self._allowance(tree, profile)
            self._accounts[username] = Account(username, tree, profile, allowance)
        else:
            account.profile = profile
            account.allowance.bounds = profile.bounded(self._settings.bounds)
        Visit(account=username).note("account", enabled=profile.enabled, keys=len(profile.keys))

    def _allowance(self, tree: Tree, profile: Profile) -> Allowance:
        return Allowance(
            tree.incoming,
            self._zone,
            bounds=UNBOUNDED if tree.is_hub else profile.bounded(self._settings.bounds),
            min_free=0 if tree.is_hub else self._settings.min_free_bytes,
        )


def _seen(path: Path) -> _Seen:
    """Return what tells a file from what it was; None where there is none."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
