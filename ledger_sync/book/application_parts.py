"""Which charges the applications of a batch paid, or gave back, written down beside them."""

from typing import Final

import pandas as pd

from billing.applying import PRO_RATA, shared
from ledger_sync.book.connection import Transaction
from ledger_sync.book.staging import copy_frame
from ledger_sync.statement_files import statement

APPLICATIONS_AT_ONCE: Final = 50_000
"""How many applications are shared together, so that no batch is held whole; what those before
them paid is no more open."""

_OPEN_PARTS: Final = statement(__file__, "open_parts")
_APPLICATION: Final = ["application_id", "debit_item_id", "amount_cents"]
_UNSHARED: Final = (
    "SELECT application_id, debit_item_id, amount_cents FROM application a"
    " WHERE batch_id = :batch_id AND amount_cents > 0 AND NOT EXISTS (SELECT FROM"
    "  application_part p WHERE p.application_id = a.application_id)"
    " ORDER BY application_id"
)


def share(tx: Transaction, batch_id: int, order: tuple[str, ...] = PRO_RATA) -> None:
    """Share every application of a batch that says nothing yet among the charges of its debit."""
    _give_back(tx, batch_id)
    for page in tx.pages(_UNSHARED, APPLICATIONS_AT_ONCE, batch_id=batch_id):
        applications = pd.DataFrame(page, columns=_APPLICATION)
        debits = applications["debit_item_id"].unique().tolist()
        open_parts = tx.frame(_OPEN_PARTS, debits=debits)
        copy_frame(tx, "application_part", shared(applications, open_parts, order))


def _give_back(tx: Transaction, batch_id: int) -> None:
    """Let what undoes an application give back the same parts."""
    tx.run(
        "INSERT INTO application_part (application_id, charge, amount_cents)"
        " SELECT a.application_id, p.charge, -p.amount_cents FROM application a"
        " JOIN application_part p ON p.application_id = a.reverses_application_id"
        " WHERE a.batch_id = :batch_id AND NOT EXISTS (SELECT FROM application_part done"
        "  WHERE done.application_id = a.application_id) ORDER BY a.application_id, p.charge",
        batch_id=batch_id,
    )
