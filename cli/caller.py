"""Who is at the shell: a user of the system, and where ``people.toml`` says so, which person."""

import os
import pwd
from pathlib import Path
from typing import Final

from billing.acts import DAY, at_shell_on
from cli.console import fail
from jobs.hub import Hub
from jobs.hub.question import refuse_other_people, rule_of

WHOLE_SYSTEM: Final = ["0", "0", "4294967295"]
"""The map of users where none is mapped: every user is who he is."""
SHELL: Final = "shell:"
"""What a login of a shell begins with, before the user of the system."""


def caller(hub: Hub, by: str, kind: str, cents: int) -> tuple[str, str]:
    """Return who asks for an act, and as which login; ends the command where he may not.

    Where ``people.toml`` names users of the system, only they act, each as the person that it says
    and by the role of that; ``by`` may not say another. Elsewhere ``by`` is believed beside the
    login.
    """
    today, logged_in = hub.today(), login()
    known = at_shell_on(hub.rules.people, today)
    if not known:
        return by or shell_user(), logged_in
    person = known.get(logged_in.removeprefix(SHELL))
    if person is None:
        fail(f"{logged_in} is nobody who may act here: see people.toml")
    if by and by.strip().casefold() != person.name.casefold():
        fail(f"{logged_in} is {person.name}: --by may not say another")
    if person.role not in rule_of(hub, kind, cents, today).roles:
        fail(f"{person.name} may do no act of kind {kind}: see acts.toml and people.toml")
    return person.name, logged_in


def somebody(hub: Hub, by: str = "") -> tuple[str, str]:
    """Return who brings in files, loads, or runs a job, and as which login.

    That is no act of a kind of its own: it is for those who may do anything alone on a day. Ends
    the command where ``caller`` does, but for a user who is mapped where nobody is named.
    """
    refuse_other_people(hub)
    if is_mapped() and not at_shell_on(hub.rules.people, hub.today()):
        return by or shell_user(), f"{SHELL}{shell_user()}, mapped"
    return caller(hub, by, DAY, 0)


def shell_user() -> str:
    """Return the user whose process this is."""
    return pwd.getpwuid(os.getuid()).pw_name


def login() -> str:
    """Return who is at the shell: the user that signed in, also behind ``sudo``, as far as known.

    Neither ``--by`` nor the environment can change it. In a user namespace, where whoever made it
    says who is who, nobody is known: nothing is asked for or approved there.
    """
    if is_mapped():
        fail("users are mapped here (a user namespace): nobody can tell who you are")
    try:
        signed_in = int(Path("/proc/self/loginuid").read_text(encoding="ascii"))
        return f"{SHELL}{pwd.getpwuid(signed_in).pw_name}"
    except (OSError, ValueError, KeyError, OverflowError):
        return f"{SHELL}{shell_user()}"


def is_mapped() -> bool:
    """Tell whether this runs in a user namespace."""
    return Path("/proc/self/uid_map").read_text(encoding="ascii").split() != WHOLE_SYSTEM
