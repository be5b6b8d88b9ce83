"""Deliver every queued document to its partner's ``out/`` folder, by write and rename."""

from jobs.hub import Hub
from jobs.intake.watching import Failing, failing_alone, raise_any
from ledger_sync.book.connection import Row
from ledger_sync.intake import outbox
from sftp.door import Door


def run(hub: Hub) -> int:
    """Deliver what waits; return how many documents went.

    A document delivered but not yet recorded when the run died is delivered again under the
    same name with the same bytes. Partners are served by one run at a time each. A partner whose
    folder fails costs no other; DoorFault names it at the end.
    """
    if not _waiting_partners(hub):
        return 0
    failing: Failing = {}
    with hub.door() as door:
        count = through(hub, door, failing)
    raise_any(failing)
    return count


def through(hub: Hub, door: Door, failing: Failing) -> int:
    """Deliver what waits through an open door; note which partners' folders fail."""
    count = 0
    for partner_id in _waiting_partners(hub):
        with failing_alone(partner_id, failing, "was not delivered to"):
            count += _deliver_to(hub, door, partner_id)
    return count


def _waiting_partners(hub: Hub) -> list[str]:
    with hub.book.transaction() as tx:
        return outbox.waiting_partners(tx)


def _deliver_to(hub: Hub, door: Door, partner_id: str) -> int:
    with hub.book.holding(f"deliver:{partner_id}") as held:
        if not held:
            return 0
        with hub.book.transaction() as tx:
            waiting = outbox.undelivered(tx, partner_id)
        for document in waiting:
            _deliver(hub, door, document)
    return len(waiting)


def _deliver(hub: Hub, door: Door, document: Row) -> None:
    with hub.kept.readable(bytes(document["sha256"])) as content:
        path = door.deliver(f"/{document['partner_id']}/out", document["name"], content)
        size_bytes = content.stat().st_size
    with hub.book.transaction() as tx:
        outbox.delivered(tx, document["outbox_id"], path, size_bytes)
