"""Seed partners, the registry, reference tables and rules of days, whole or not at all.

All from ``config/``. A reference table is seeded until the first delivery to it is applied; from
then on deliveries are its source, and what ``config/`` says of it is history.
"""

import pandas as pd

from jobs.hub import Hub, JobRefused, due_rules
from jobs.reference import seed_files
from jobs.registry import load_registry
from ledger.accounts import CONTROL_ACCOUNTS
from ledger_sync.book.connection import Transaction, owners_book
from ledger_sync.reference import reference_versions
from ledger_sync.reference.reference_columns import TABLES as COLUMNS
from ledger_sync.reference.reference_versions import Applied, Recorded
from ledger_sync.registry import parties
from mappers.reference.reference_changes import difference, rows_of
from parsers.deliveries.reference.reference_tables import TABLES


def run(hub: Hub) -> dict[str, int]:
    """Load everything in one transaction; return how many rows changed, by table.

    The book lets its owner alone seed it: JobRefused where the settings have no ``owner_url``.
    """
    config, owner_url = hub.settings.config_folder, hub.settings.owner_url
    if owner_url is None:
        raise JobRefused("the owner of the book alone seeds it: set CARMHUB_OWNER_URL")
    tables = seed_files.frames(config)
    with owners_book(owner_url) as book, book.transaction() as tx:
        tx.lock("posting")
        changed = {name: _load(tx, name, frame) for name, frame in tables.items()}
        changed["account"] = parties.open_control_accounts(tx, CONTROL_ACCOUNTS)
        changed["registry"] = load_registry.seed(tx, config, hub.rules.codes)
        changed["due_rules"] = due_rules.load(hub, tx)
    return changed


def _load(tx: Transaction, name: str, frame: pd.DataFrame) -> int:
    if reference_versions.is_delivered(tx, name):
        return 0
    identity, others = COLUMNS[name]
    columns = (*identity, *others)
    before = rows_of(reference_versions.rows(tx, name), columns)
    changes = difference(before, rows_of(frame, columns), identity)
    if changes:
        recorded = [Recorded(each.change, each.before, each.after) for each in changes]
        seed = Applied("config", f"{TABLES[name].file}.csv" if name in TABLES else f"{name}s/")
        reference_versions.record(tx, name, frame, recorded, seed)
    return len(changes)
