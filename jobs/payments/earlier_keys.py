"""Payments that were posted before payments had keys get theirs, from their kept bytes.

Their entries are read again by today's reader. Where the bytes are gone, or say nothing of the
entry any more, the reference under which it was posted is its key.
"""

import logging
from collections.abc import Iterator, Sequence
from itertools import groupby

from jobs.hub import Hub
from jobs.intake.decisions import read
from ledger.posted_before import BankEntry, entry_of, named_by
from ledger_sync.book.connection import Transaction
from ledger_sync.intake import judging
from ledger_sync.payments import payment_keys
from ledger_sync.payments.payment_keys import EarlierKeys, UnkeyedPayment

_log = logging.getLogger(__name__)


def give(hub: Hub, tx: Transaction) -> int:
    """Give keys to all payments without any, where payments are staged; return to how many."""
    if not judging.has_payments(tx):
        return 0
    earlier = payment_keys.unkeyed(tx)
    if not earlier:
        return 0
    files = groupby(earlier, key=lambda payment: payment.sha256)
    payment_keys.key_unkeyed(
        tx, (keys for _, payments in files for keys in _of_file(hub, list(payments)))
    )
    _log.info("%s payments posted before have their keys", len(earlier))
    return len(earlier)


def _of_file(hub: Hub, payments: Sequence[UnkeyedPayment]) -> Iterator[EarlierKeys]:
    entries = _entries(hub, payments)
    for payment in payments:
        entry = entries.get(payment.ordinal)
        if entry is None:
            reference = payment.document_reference
            if payment.parts > 1:
                reference = reference.rpartition("/")[0]
            named = named_by(payment.bank, reference)
            yield EarlierKeys(payment.txn_id, None, named, payment.part)
        else:
            yield EarlierKeys(payment.txn_id, entry.content, entry.reference, payment.part)


def _entries(hub: Hub, payments: Sequence[UnkeyedPayment]) -> dict[int, BankEntry]:
    """Return the entries of a file that posted payments, by the ordinals of their messages."""
    first = payments[0]
    if not hub.kept.intact(first.sha256):
        return {}
    posted = {payment.ordinal for payment in payments}
    entries = {}
    with hub.kept.readable(first.sha256) as path:
        for tables in read(path, hub.rules):
            rows = tables.payments[tables.payments["message"].isin(posted)]
            for row in rows[rows["part"] == 1].to_dict("records"):
                entry = entry_of(row, statement=0, bank=first.bank)
                entries[entry.message] = entry
    return entries
