"""Deliver every queued document to its partner's ``out/`` folder, by write and rename."""

import logging

from jobs.hub import Hub
from ledger_sync import outbox
from ledger_sync.book import Row
from sftp.door import Door
from sftp.faults import DoorFault

_log = logging.getLogger(__name__)


def run(hub: Hub) -> int:
    """Deliver what waits; return how many documents went.

    A document delivered but not yet recorded when the run died is delivered again under the
    same name with the same bytes. A partner whose folder fails costs no other; DoorFault names
    it at the end.
    """
    with hub.book.holding("deliver") as held:
        if not held:
            _log.info("another run is delivering")
            return 0
        with hub.book.transaction() as tx:
            waiting = outbox.undelivered(tx)
        if not waiting:
            return 0
        failures: dict[str, DoorFault] = {}
        with hub.door() as door:
            for document in waiting:
                if document["partner_id"] in failures:
                    continue
                try:
                    _deliver(hub, door, document)
                except DoorFault as fault:
                    _log.exception("partner %s: delivery failed", document["partner_id"])
                    failures[document["partner_id"]] = fault
    if failures:
        raise next(iter(failures.values()))
    return len(waiting)


def _deliver(hub: Hub, door: Door, document: Row) -> None:
    content = hub.kept.path(bytes(document["sha256"]))
    path = door.deliver(f"/{document['partner_id']}/out", document["name"], content)
    with hub.book.transaction() as tx:
        outbox.delivered(tx, document["outbox_id"], path, content.stat().st_size)
