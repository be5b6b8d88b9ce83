"""Nothing is posted by rules of days that the book does not have: its owner loads them."""

import os
import pwd

from jobs.hub import Hub, JobRefused
from ledger_sync.book import due_rules
from ledger_sync.book.connection import Transaction


class OtherDueRules(JobRefused):
    """The book has other rules of what is due when than the configuration."""


def load(hub: Hub, tx: Transaction) -> int:
    """Load the rules of the configuration as the owner, who posts nothing meanwhile.

    Returns how many versions are new: one where they changed, none where not.
    """
    return due_rules.load(tx, hub.rules.due.told, pwd.getpwuid(os.getuid()).pw_name)


def refuse_others(hub: Hub, tx: Transaction) -> None:
    """Raise OtherDueRules where a batch would name other rules than it was decided by.

    Under the lock of posting, so that none are loaded before it is sealed.
    """
    if not due_rules.in_force(tx, hub.rules.due.told):
        raise OtherDueRules(
            "the book has other rules of what is due when than cycles.toml, cad_types.toml and"
            " release_offices.csv: its owner loads them (carmhub up, or carmhub run seeding)"
        )
