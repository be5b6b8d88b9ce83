"""Clear kept bytes that no row of the book names: what a killed run kept and did not record.

Bytes are kept before the row that names them is committed, so only those go that nobody kept,
or kept anew, for longer than any run takes (``unnamed_days_min`` of ``intake.toml``). That is asked
again under a lock in the moment in which they go (``KeptBytes.clear``): a run that is about to name
them finds them there, or keeps them anew. Killed midway, this leaves what is left to its next run.
"""

import logging
from dataclasses import dataclass
from itertools import islice
from typing import Final

from jobs.hub import Hub, JobRefused
from ledger_sync.intake import named_bytes

_log = logging.getLogger(__name__)

_ASKED_AT_ONCE: Final = 10_000
_DAY_S: Final = 86_400


@dataclass(frozen=True)
class Cleared:
    """What was cleared."""

    files: int
    size_bytes: int


def run(hub: Hub) -> Cleared:
    """Clear what no row names and is old enough; each is logged by its digest.

    A run at a time. Raises JobRefused where so much is named by no row that the folder may not be
    this book's.
    """
    age_s = hub.rules.unnamed.days_min * _DAY_S
    with hub.book.holding("clear_kept_bytes", wait=True):
        sizes = [_clear(hub, digest, age_s) for digest in _unnamed(hub, age_s)]
    cleared = [size for size in sizes if size is not None]
    return Cleared(len(cleared), sum(cleared))


def _unnamed(hub: Hub, age_s: float) -> list[bytes]:
    old, unnamed = hub.kept.older_than(age_s), list[bytes]()
    while asked := list(islice(old, _ASKED_AT_ONCE)):
        with hub.book.reading() as tx:
            unnamed += named_bytes.unnamed(tx, asked)
    most = hub.rules.unnamed.files_max
    if len(unnamed) > most:
        raise JobRefused(
            f"{len(unnamed)} kept files are named by no row, more than the {most} of intake.toml:"
            f" nothing was cleared. Is {hub.settings.kept_folder} the folder of this book?"
        )
    return unnamed


def _clear(hub: Hub, digest: bytes, age_s: float) -> int | None:
    size = hub.kept.clear(digest, age_s)
    if size is None:
        _log.info("%s was kept anew meanwhile, and stays", digest.hex())
    else:
        _log.warning("cleared %s, %s bytes, which no row names", digest.hex(), size)
    return size
