"""The keys by which payments are known again: of those staged, and in the book.

An entry of a bank is a message, its payments are parts of it; the keys of each are those of its
entry with its part. ``ledger.posted_before`` says which entries are known.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import pandas as pd

from ledger.posted_before import Known, bank_entry, judge_entries
from ledger_sync.book.connection import Transaction
from ledger_sync.book.staging import copy_frame, staging_table
from ledger_sync.statement_files import statement

_STAGES: Final = {
    "compared_entry": "message bigint, content text, reference text",
    "judged_entry": "message bigint, verdict text, content text, occurrence int, reference text,"
    " clears boolean, identifies boolean",
    "added_to_payment": "idempotency_key text, kind text, key text, occurrence int, part int",
}
_UNKEYED_STAGE: Final = "txn_id bigint, content text, reference text, part int"
_STAGED_ENTRIES: Final = statement(__file__, "staged_entries")
_KNOWN_PAYMENTS: Final = statement(__file__, "known_payments")
_RECORD_CONTENTS: Final = statement(__file__, "record_contents")
_RECORD_REFERENCES: Final = statement(__file__, "record_references")
_LINES_OF_KNOWN: Final = statement(__file__, "lines_of_known")
_NAMED_OF_HELD: Final = statement(__file__, "named_of_held")
_RECORD_ADDITIONS: Final = statement(__file__, "record_additions")
_UNKEYED: Final = statement(__file__, "unkeyed_payments")
_KEY_UNKEYED: Final = statement(__file__, "key_unkeyed")


@dataclass(frozen=True)
class UnkeyedPayment:
    """A payment that was posted before payments had keys, and where its entry is kept.

    ``ordinal`` is its message's in the file, ``part`` its own among the ``parts`` of the entry.
    """

    txn_id: int
    document_reference: str
    bank: str
    sha256: bytes
    ordinal: int
    part: int
    parts: int


@dataclass(frozen=True)
class EarlierKeys:
    """The keys that such a payment gets; of one whose bytes say nothing of it, one only."""

    txn_id: int
    content: str | None
    reference: str | None
    part: int


def judge(tx: Transaction) -> None:
    """Judge the staged entries of accepted messages, into ``judged_entry``: a row a message."""
    tx.script(*(staging_table(name, columns) for name, columns in _STAGES.items()))
    entries = [bank_entry(**row) for row in tx.rows(_STAGED_ENTRIES)]
    compared = [(each.message, each.content, each.reference) for each in entries]
    columns = ["message", "content", "reference"]
    copy_frame(tx, "compared_entry", pd.DataFrame(compared, columns=columns))
    judged = [
        (each.entry.message, each.verdict.value, each.known.content, each.known.occurrence,
         each.entry.reference, each.clears, each.identifies)
        for each in judge_entries(entries, _known(tx))
    ]  # fmt: skip
    columns = [
        "message", "verdict", "content", "occurrence", "reference", "clears", "identifies",
    ]  # fmt: skip
    copy_frame(tx, "judged_entry", pd.DataFrame(judged, columns=columns))


def record(tx: Transaction) -> None:
    """Record the keys of payments that were posted, and names that the bank gave known ones."""
    tx.run(_RECORD_CONTENTS)
    tx.run(_RECORD_REFERENCES)


def lines_of_known(tx: Transaction) -> pd.DataFrame:
    """Return what the staged lines of the bank clear, a row each and account that it was on.

    ``message, message_id, content, occurrence, entry_reference, value_on, account, amount_cents``;
    the payments that they clear are posted.
    """
    return tx.frame(_LINES_OF_KNOWN)


def named_of_held(tx: Transaction) -> pd.DataFrame:
    """Return whom held money is for, a row each.

    ``message, message_id, content, occurrence, part, entry_reference, value_on, credit_account,
    amount_cents``.
    """
    return tx.frame(_NAMED_OF_HELD)


def record_additions(tx: Transaction, added: pd.DataFrame) -> None:
    """Record to which payments posted transactions add.

    ``added`` has ``idempotency_key, kind, key, occurrence, part``: line, named, set_against or
    returned.
    """
    copy_frame(tx, "added_to_payment", added)
    tx.run(_RECORD_ADDITIONS)
    tx.run("TRUNCATE added_to_payment")


def unkeyed(tx: Transaction) -> list[UnkeyedPayment]:
    """Return the payments without keys, those of one file together and in their order."""
    return [UnkeyedPayment(**row) for row in tx.rows(_UNKEYED)]


def key_unkeyed(tx: Transaction, keys: Iterable[EarlierKeys]) -> None:
    """Give payments that were posted before their keys; no two are one, however alike."""
    tx.script(staging_table("unkeyed_payment", _UNKEYED_STAGE))
    copy_frame(tx, "unkeyed_payment", pd.DataFrame(list(keys)))
    tx.run(_KEY_UNKEYED)


def _known(tx: Transaction) -> list[Known]:
    return [Known(**row) for row in tx.rows(_KNOWN_PAYMENTS)]
