"""What can go wrong at the door; the type says what to do.

    DoorFault
     ├── TryAgain        network, timeout, connection lost, server busy, no reason given
     └── NeedsAPerson    host key wrong, authentication refused, permission denied,
                         missing folder or file, unusable private key, no common algorithm

Only exception types, errno and protocol codes decide; a message text never does.
"""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from paramiko.sftp import SFTPError
from paramiko.ssh_exception import (
    AuthenticationException,
    BadHostKeyException,
    ChannelException,
    IncompatiblePeer,
    SSHException,
)


class DoorFault(Exception):
    """Something outside the file itself went wrong."""


class TryAgain(DoorFault):
    """A retry can cure this."""


class NeedsAPerson(DoorFault):
    """A retry cannot cure this: somebody must change a key, a right or a folder."""


_A_PERSON_ERRNO: Final = frozenset(
    {errno.EACCES, errno.EPERM, errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.EROFS}
)
# RFC 4254 section 5.1: 1 administratively prohibited, 3 unknown channel type.
# 2 (connect failed) and 4 (resource shortage) pass by themselves.
_A_PERSON_CHANNEL_CODES: Final = frozenset({1, 3})
_A_PERSON_TYPES: Final = (
    AuthenticationException,
    BadHostKeyException,
    IncompatiblePeer,
    UnicodeDecodeError,  # a name on the server that is not UTF-8 makes its folder unlistable
)


@contextmanager
def folding(doing: str) -> Iterator[None]:
    """Fold what paramiko and sockets raise into the two leaves; ``doing`` opens the message."""
    try:
        yield
    except DoorFault:
        raise
    except (SSHException, SFTPError, OSError, EOFError, UnicodeDecodeError) as cause:
        leaf = NeedsAPerson if _is_for_a_person(cause) else TryAgain
        raise leaf(f"{doing}: {type(cause).__name__}: {cause}") from cause


def _is_for_a_person(cause: Exception) -> bool:
    if isinstance(cause, ChannelException):
        return cause.code in _A_PERSON_CHANNEL_CODES
    if isinstance(cause, OSError):
        return cause.errno in _A_PERSON_ERRNO
    return isinstance(cause, _A_PERSON_TYPES)
