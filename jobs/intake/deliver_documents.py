"""Deliver every queued document to its partner's ``out/`` folder, by write and rename."""

import logging

from jobs.hub import Hub
from ledger_sync.book.connection import Row
from ledger_sync.intake import outbox
from sftp.door import Door
from sftp.faults import DoorFault

_log = logging.getLogger(__name__)


def run(hub: Hub) -> int:
    """Deliver what waits; return how many documents went.

    A document delivered but not yet recorded when the run died is delivered again under the
    same name with the same bytes. Partners are served by one run at a time each. A partner whose
    folder fails costs no other; DoorFault names it at the end.
    """
    with hub.book.transaction() as tx:
        partners = outbox.waiting_partners(tx)
    if not partners:
        return 0
    failures: list[DoorFault] = []
    count = 0
    with hub.door() as door:
        for partner_id in partners:
            try:
                count += _deliver_to(hub, door, partner_id)
            except DoorFault as fault:
                _log.exception("partner %s: delivery failed", partner_id)
                failures.append(fault)
    if failures:
        raise failures[0]
    return count


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
