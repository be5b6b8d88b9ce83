"""What the registry says of one account: on a day, as known on a day, with all that was loaded."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from jobs.hub import Hub
from jobs.hub.settings import BUSINESS_ZONE
from ledger_sync.book.connection import Row
from ledger_sync.registry import parties


class AccountUnknown(LookupError):
    """The registry knew no such account on that day."""


@dataclass(frozen=True)
class Dossier:
    """One account ``on`` a day: its facts by kind, and every row loaded of it up to ``known_on``.

    ``known_on`` is None for everything known now.
    """

    bn15: str
    on: dt.date
    known_on: dt.date | None
    facts: Mapping[str, list[Row]]
    history: list[Row]

    @property
    def legal_name(self) -> str:
        """The client's name that day."""
        return "".join(row["legal_name"] for row in self.facts["client"])


def run(hub: Hub, bn15: str, on: dt.date, known_on: dt.date | None = None) -> Dossier:
    """Return the account as of a day; AccountUnknown when nothing was known of it."""
    with hub.book.transaction() as tx:
        load_id = None
        if known_on is not None:
            load_id = parties.newest_load(tx, known_on, BUSINESS_ZONE.key)
        loaded = parties.history(tx, bn15, load_id=load_id)
        facts = parties.facts(tx, bn15, on=on, load_id=load_id)
    if not any(row["kind"] == "account" for row in loaded):
        known = "" if known_on is None else f" as known on {known_on}"
        raise AccountUnknown(f"the registry has no account {bn15}{known}")
    return Dossier(bn15, on, known_on, facts, loaded)
