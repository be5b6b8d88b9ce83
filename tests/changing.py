"""Reference data changed as its owner does: by a recorded version, whatever the statement."""

import re

from jobs.hub import Hub
from ledger_sync.book.connection import Transaction, owners_book
from ledger_sync.reference import reference_versions
from ledger_sync.reference.reference_columns import TABLES
from ledger_sync.reference.reference_versions import Applied, Recorded
from mappers.reference.reference_changes import difference, rows_of

SEED = Applied("config", "test")


def change(hub: Hub, sql: str, **values: object) -> None:
    """Change one table by a statement, which has to change something."""
    with owners_book(hub.settings.owner_url) as book, book.transaction() as tx:
        change_in(tx, sql, **values)


def change_in(tx: Transaction, sql: str, **values: object) -> None:
    """Change one table within a transaction of the owner's."""
    (table,) = set(re.findall(r"(?:UPDATE|INTO|FROM) (\w+)", sql)) & set(TABLES)
    keys, others = TABLES[table]
    before = reference_versions.rows(tx, table)
    with tx.rehearsal():
        tx.run(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        assert tx.run(sql, **values) > 0
        after = reference_versions.rows(tx, table)
    columns = (*keys, *others)
    changes = difference(rows_of(before, columns), rows_of(after, columns), keys)
    recorded = [Recorded(each.change, each.before, each.after) for each in changes]
    reference_versions.record(tx, table, after, recorded, SEED)
