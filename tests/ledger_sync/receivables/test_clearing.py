"""Clearing in SQL equals its slow twin, on any account, with ties and zeros."""

import datetime as dt
from dataclasses import replace
from unittest.mock import patch

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from billing.clearing import ClearingPolicy, policy_on
from jobs.hub import Hub
from jobs.hub.settings import ROOT
from jobs.rules import read_rules
from ledger_sync.book import application_parts, batches
from ledger_sync.receivables import clearing
from tests.conftest import TODAY
from tests.profiles import examples
from tests.reference.clearing import allocate, meeting

POLICY = policy_on(read_rules(ROOT / "config").clearing, TODAY)
WAITING = replace(POLICY, version="waiting", credits_wait=True)
NEWEST_FIRST = ClearingPolicy("newest", TODAY, ("-due_on", "item_id"), ("item_id",), ("CAD",))
ITEMS = st.lists(
    st.tuples(st.booleans(), st.integers(1, 6), st.integers(-2, 3)), min_size=1, max_size=14
)


@given(ITEMS, st.sampled_from([POLICY, NEWEST_FIRST, WAITING]), st.sampled_from([1, 2, 50_000]))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=examples(80))
def test_sql_equals_two_pointers(
    hub: Hub, items: list[tuple[bool, int, int]], policy: ClearingPolicy, at_once: int
):
    """Every open credit is applied to the open debits in the order of the policy, and shared."""
    with (
        hub.book.transaction() as tx,
        tx.rehearsal(),
        patch.object(application_parts, "APPLICATIONS_AT_ONCE", at_once),
    ):
        batch_id = batches.open_for_run(tx, "clearing", TODAY)
        ids = _open_items(tx, items, batch_id)
        opened = [
            (i, cents if debit else -cents, TODAY + dt.timedelta(days=late))
            for i, (debit, cents, late) in zip(ids, items, strict=True)
        ]
        met = meeting(opened, TODAY) if policy is WAITING else opened
        debits = [(i, cents, (due_on - TODAY).days) for i, cents, due_on in met if cents > 0]
        credits_ = [(i, -cents) for i, cents, _ in met if cents < 0]
        newest = policy is NEWEST_FIRST
        debits.sort(key=lambda d: (-d[2] if newest else d[2], d[0]))
        is_due = clearing.is_due(tx, policy, TODAY)
        clearing.apply_credits(tx, policy, applied_on=TODAY, batch_id=batch_id)
        found = tx.rows(
            "SELECT debit_item_id, credit_item_id, amount_cents FROM application"
            " WHERE batch_id = :batch_id ORDER BY application_id",
            batch_id=batch_id,
        )
        parts = tx.rows(
            "SELECT debit_item_id, credit_item_id, p.amount_cents FROM application"
            " JOIN application_part p USING (application_id)"
            " WHERE batch_id = :batch_id ORDER BY application_id",
            batch_id=batch_id,
        )
        assert [tuple(row.values()) for row in found] == allocate(
            [(i, cents) for i, cents, _ in debits], credits_
        )
        assert parts == found  # all of one charge
        assert is_due == bool(found) and not clearing.is_due(tx, policy, TODAY)


def test_from_december_2026_credits_wait_for_the_due_date():
    """The day before, they meet debts that are not due yet."""
    rules = read_rules(ROOT / "config").clearing
    days = dt.date(2026, 11, 30), dt.date(2026, 12, 1)
    assert [policy_on(rules, day).credits_wait for day in days] == [False, True]


def _open_items(tx, items, batch_id: int) -> list[int]:
    """Open items on one account, each all of one charge; the rehearsal undoes them."""
    account_id = tx.value("SELECT min(account_id) FROM account WHERE class = 'receivable'")
    gst_id = tx.value("SELECT account_id FROM account WHERE charge = 'gst'")
    tx.run(
        "INSERT INTO file (claim_id, name, sha256, size_bytes, received_on)"
        " VALUES ('c', 'f', sha256('f'), 1, :today)",
        today=TODAY,
    )
    tx.run(
        "INSERT INTO interchange (file_id, ordinal, format, status, byte_from, byte_to)"
        " SELECT file_id, 0, 'xml', 'accepted', 0, 1 FROM file WHERE claim_id = 'c'"
    )
    tx.run(
        "INSERT INTO message (file_id, interchange_id, ordinal, type, status, byte_from, byte_to)"
        " SELECT file_id, interchange_id, 0, 'CAD', 'accepted', 0, 1 FROM interchange"
        " WHERE file_id = (SELECT file_id FROM file WHERE claim_id = 'c')"
    )
    ids = []
    for number, (debit, cents, late) in enumerate(items):
        txn_id = tx.value(
            "INSERT INTO txn (idempotency_key, payload_digest, kind, document_reference,"
            " effective_on, book_on, message_id, batch_id) VALUES (:key, 'x', 'CAD', 'd', :today,"
            " :today, (SELECT max(message_id) FROM message), :batch_id) RETURNING txn_id",
            key=f"k{number}",
            today=TODAY,
            batch_id=batch_id,
        )
        tx.run(
            "INSERT INTO entry (txn_id, entry_number, account_id, amount_cents, book_on) VALUES"
            " (:txn_id, 1, :account_id, :cents, :today), (:txn_id, 2, :gst_id, -:cents, :today)",
            txn_id=txn_id,
            account_id=account_id,
            gst_id=gst_id,
            cents=cents if debit else -cents,
            today=TODAY,
        )
        ids.append(
            tx.value(
                "INSERT INTO item (txn_id, account_id, kind, document_reference, amount_cents,"
                " effective_on, book_on, due_on) VALUES (:txn_id, :account_id, 'CAD', 'd', :cents,"
                " :today, :today, :due_on) RETURNING item_id",
                txn_id=txn_id,
                account_id=account_id,
                cents=cents if debit else -cents,
                today=TODAY,
                due_on=TODAY + dt.timedelta(days=late),
            )
        )
    return ids
