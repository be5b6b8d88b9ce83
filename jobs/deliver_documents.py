"""Deliver every queued document to its partner's ``out/`` folder, by write and rename."""

import logging

from jobs.hub import Hub
from ledger_sync import outbox

_log = logging.getLogger(__name__)


def run(hub: Hub) -> int:
    """Deliver what waits; return how many documents went.

    A document delivered but not yet recorded when the run died is delivered again under the
    same name with the same bytes.
    """
    with hub.book.holding("deliver") as held:
        if not held:
            _log.info("another run is delivering")
            return 0
        with hub.book.transaction() as tx:
            waiting = outbox.undelivered(tx)
        if not waiting:
            return 0
        with hub.door() as door:
            for document in waiting:
                content = hub.kept.path(bytes(document["sha256"]))
                path = door.deliver(f"/{document['partner_id']}/out", document["name"], content)
                with hub.book.transaction() as tx:
                    outbox.delivered(tx, document["outbox_id"], path, content.stat().st_size)
    return len(waiting)
