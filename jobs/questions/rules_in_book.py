"""The rules that the book keeps as versions: of acts, and of what is due when."""

from jobs.hub import Hub, JobRefused
from jobs.hub.due_rules import refuse_others
from jobs.hub.question import refuse_other_people
from ledger_sync.book import due_rules
from ledger_sync.book.connection import Row


def versions(hub: Hub) -> list[Row]:
    """Return every version, newest first: ``rules``, ``number``, ``loaded_at``, ``loaded_by``."""
    with hub.book.reading() as tx:
        return due_rules.loads(tx)


def others(hub: Hub) -> list[str]:
    """Return which rules the configuration has otherwise than the newest of the book."""
    found = []
    try:
        refuse_other_people(hub)
    except JobRefused:
        found.append("acts")
    try:
        with hub.book.reading() as tx:
            refuse_others(hub, tx)
    except JobRefused:
        found.append("days")
    return found
