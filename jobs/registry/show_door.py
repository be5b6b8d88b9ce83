"""What stands at a partner's door: what is taken next, and what is left alone, and why."""

from dataclasses import dataclass

from jobs.hub import Hub, JobRefused
from ledger_sync.registry import parties
from sftp.arrivals import Arrival
from sftp.door import Left


@dataclass(frozen=True)
class AtTheDoor:
    """What stands in a partner's ``in/``, the oldest first, a bounded number of each.

    What is ``left`` is never taken under the name that it has; it counts as waiting.
    """

    next: tuple[Arrival, ...]
    left: tuple[Left, ...]


def run(hub: Hub, partner_id: str) -> AtTheDoor:
    """Return what stands at the door of a partner; nothing is taken.

    Raises JobRefused for a partner that there is not, DoorFault where the door does not open.
    """
    with hub.book.reading() as tx:
        known = parties.partner_ids(tx)
    if partner_id not in known:
        raise JobRefused(f"{partner_id} is no partner: there are {', '.join(known)}")
    incoming = f"/{partner_id}/in"
    with hub.door() as door:
        return AtTheDoor(tuple(door.look(incoming).values()), tuple(door.left(incoming)))
