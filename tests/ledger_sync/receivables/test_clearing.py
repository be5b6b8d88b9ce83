"""Clearing in SQL equals its slow twin, on any account, with ties and zeros."""

import datetime as dt
from unittest.mock import patch

import pytest
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
from tests.reference.clearing import Item, clear

RULES = read_rules(ROOT / "config").clearing
ARL_2016, ARL_2018, OLDEST, CARM = (
    policy_on(RULES, dt.date(year, 12, 31)) for year in (2016, 2018, 2025, 2026)
)
NEWEST_FIRST = ClearingPolicy("newest", TODAY, ("-due_on", "item_id"), ("item_id",), (("CAD",),))
KINDS = st.sampled_from(["CAD", "CAD", "SOADJ", "LAP", "PMT"])
ITEMS = st.lists(
    st.tuples(
        st.booleans(),
        st.integers(1, 6),
        st.integers(-2, 3),
        KINDS,
        st.sampled_from([None, "11111", "22222"]),
        st.sampled_from([None, TODAY, TODAY - dt.timedelta(days=31)]),
        st.sampled_from(["d1", "d2"]),
    ),
    min_size=1,
    max_size=14,
)
PREFERENCES = ("standard", "same_broker", "by_hand")


@given(
    ITEMS,
    st.sampled_from([ARL_2016, ARL_2018, OLDEST, NEWEST_FIRST, CARM, CARM, CARM]),
    st.sampled_from(PREFERENCES),
    st.sampled_from([1, 2, 50_000]),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=examples(80))
def test_sql_equals_two_pointers(
    hub: Hub, drawn: list[tuple], policy: ClearingPolicy, preference: str, at_once: int
):
    """Open credits meet open debits as the policy and the preference have it, and are shared."""
    with (
        hub.book.transaction() as tx,
        tx.rehearsal(),
        patch.object(application_parts, "APPLICATIONS_AT_ONCE", at_once),
    ):
        _prefer(tx, preference)
        batch_id = batches.open_for_run(tx, "clearing", TODAY)
        items = _open_items(tx, drawn, batch_id)
        is_due = clearing.is_due(tx, policy, TODAY)
        clearing.apply_credits(tx, policy, applied_on=TODAY, batch_id=batch_id)
        found = [tuple(row.values()) for row in tx.rows(_APPLIED, batch_id=batch_id)]
        assert found == clear(items, policy, TODAY, preference)
        parts = [tuple(row.values()) for row in tx.rows(_SHARED, batch_id=batch_id)]
        assert parts == found  # all of one charge
        assert is_due == bool(found) and not clearing.is_due(tx, policy, TODAY)


_APPLIED = (
    "SELECT debit_item_id, credit_item_id, amount_cents FROM application"
    " WHERE batch_id = :batch_id ORDER BY application_id"
)
_SHARED = (
    "SELECT debit_item_id, credit_item_id, p.amount_cents FROM application"
    " JOIN application_part p USING (application_id)"
    " WHERE batch_id = :batch_id ORDER BY application_id"
)


@given(ITEMS, st.sampled_from(RULES), st.sampled_from(PREFERENCES))
def test_no_cent_is_made_or_lost(drawn: list[tuple], policy: ClearingPolicy, preference: str):
    """Neither side is applied beyond what is open of it, and what meets is used up on one side."""
    items = [_item(number, row) for number, row in enumerate(drawn)]
    used = dict.fromkeys((item.item_id for item in items), 0)
    for debit, credit, cents in clear(items, policy, TODAY, preference):
        assert cents > 0
        used[debit] += cents
        used[credit] += cents
    left = {item.item_id: abs(item.cents) - used[item.item_id] for item in items}
    assert min(left.values()) >= 0
    if preference == "standard" and not policy.within_broker and not policy.newest_cycle_only:
        due = [item for item in items if not policy.credits_wait or item.due_on <= TODAY]
        assert not all(
            any(left[item.item_id] for item in due if (item.cents > 0) is side)
            for side in (True, False)
        )


@given(ITEMS, st.sampled_from(RULES), st.sampled_from(PREFERENCES), st.randoms())
def test_the_order_in_which_items_come_does_not_matter(drawn, policy, preference, random):
    """What is read in another order is applied alike."""
    items = [_item(number, row) for number, row in enumerate(drawn)]
    expected = clear(items, policy, TODAY, preference)
    random.shuffle(items)
    assert clear(items, policy, TODAY, preference) == expected


@pytest.mark.parametrize(
    ("preference", "applied"),
    [
        ("standard", [("d1", "PMT", 4), ("d1", "CAD", 1), ("d2", "CAD", 2)]),
        ("same_broker", [("d2", "CAD", 3), ("d1", "PMT", 4)]),
        ("by_hand", []),
    ],
)
def test_each_preference_sets_credits_off_as_it_says(hub: Hub, preference: str, applied):
    """Two debts of two brokers, a payment, and a credit of the second broker's."""
    drawn = [
        (True, 5, -2, "CAD", "11111", None, "d1"),
        (True, 3, -1, "CAD", "22222", None, "d2"),
        (False, 4, 0, "PMT", None, None, "a"),
        (False, 3, 0, "CAD", "22222", None, "b"),
    ]
    with hub.book.transaction() as tx, tx.rehearsal():
        _prefer(tx, preference)
        batch_id = batches.open_for_run(tx, "clearing", TODAY)
        _open_items(tx, drawn, batch_id)
        clearing.apply_credits(tx, CARM, applied_on=TODAY, batch_id=batch_id)
        rows = tx.rows(
            "SELECT d.document_reference, c.kind, a.amount_cents FROM application a"
            " JOIN item d ON d.item_id = a.debit_item_id"
            " JOIN item c ON c.item_id = a.credit_item_id"
            " WHERE a.batch_id = :batch_id ORDER BY application_id",
            batch_id=batch_id,
        )
        assert [tuple(row.values()) for row in rows] == applied


def test_a_preference_holds_from_its_day(hub: Hub):
    """The day before, the account's credits go by the one before."""
    with hub.book.transaction() as tx, tx.rehearsal():
        _prefer(tx, "standard", TODAY - dt.timedelta(days=9))
        _prefer(tx, "by_hand", TODAY)
        batch_id = batches.open_for_run(tx, "clearing", TODAY)
        rows = [(True, 5, -2, "CAD", None, None, "d1"), (False, 5, -2, "PMT", None, None, "d2")]
        _open_items(tx, rows, batch_id)
        assert not clearing.is_due(tx, CARM, TODAY)
        assert clearing.is_due(tx, CARM, TODAY - dt.timedelta(days=1))


def test_policies_hold_for_days_before_the_book():
    """First in, first out in 2016, last in, first out in 2018; then as this book began."""
    days = {"arl-2016": (2018, 10, 24), "arl-2018": (2024, 10, 20), "oldest-due-1": (2024, 10, 21)}
    for version, day in days.items():
        assert policy_on(RULES, dt.date(*day)).version == version


def test_from_december_2026_credits_wait_for_the_due_date():
    """The day before, they meet debts that are not due yet."""
    days = dt.date(2026, 11, 30), dt.date(2026, 12, 1)
    assert [policy_on(RULES, day).credits_wait for day in days] == [False, True]


def _item(number: int, row: tuple) -> Item:
    """An item of what was drawn: a payment is a credit of no declaration, a penalty a debt."""
    debit, cents, late, kind, filer, cycle_last_on, document = row
    debit = (debit and kind != "PMT") or kind == "LAP"
    return Item(
        number,
        cents if debit else -cents,
        TODAY + dt.timedelta(days=late),
        kind,
        filer,
        cycle_last_on,
        document,
    )


def _prefer(tx, preference: str, since: dt.date = TODAY) -> None:
    """Let the account of the test have a preference from a day on."""
    tx.run(
        "INSERT INTO registry_load (source, name, sha256, loaded_by)"
        " VALUES ('delivery', 'test', sha256(CAST(:name AS bytea)), 'test')",
        name=f"{preference} {since}",
    )
    tx.run(
        "INSERT INTO account_history (bn15, program, language, documents_to, notice_formats,"
        " statement_formats, offset_preference, effective_from, effective_to, withdrawn, load_id)"
        " SELECT code, 'commercial', 'en', documents_to, 'xml', 'xml', :preference, :since,"
        " '9999-12-31', false, (SELECT max(load_id) FROM registry_load)"
        " FROM account JOIN account_history ON bn15 = code WHERE account_id ="
        "  (SELECT min(account_id) FROM account WHERE class = 'receivable') LIMIT 1",
        preference=preference,
        since=since,
    )


def _open_items(tx, drawn, batch_id: int) -> list[Item]:
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
    items = []
    for number, row in enumerate(drawn):
        item = _item(number, row)
        txn_id = tx.value(
            "INSERT INTO txn (idempotency_key, payload_digest, kind, document_reference,"
            " effective_on, book_on, message_id, batch_id) VALUES (:key, 'x', :kind, :document,"
            " :today, :today, (SELECT max(message_id) FROM message), :batch_id) RETURNING txn_id",
            key=f"k{number}",
            kind=item.kind,
            document=item.document,
            today=TODAY,
            batch_id=batch_id,
        )
        tx.run(
            "INSERT INTO entry (txn_id, entry_number, account_id, amount_cents, book_on) VALUES"
            " (:txn_id, 1, :account_id, :cents, :today), (:txn_id, 2, :gst_id, -:cents, :today)",
            txn_id=txn_id,
            account_id=account_id,
            gst_id=gst_id,
            cents=item.cents,
            today=TODAY,
        )
        item.item_id = tx.value(
            "INSERT INTO item (txn_id, account_id, kind, document_reference, amount_cents,"
            " effective_on, book_on, due_on, cycle_last_on, filer) VALUES (:txn_id, :account_id,"
            " :kind, :document, :cents, :today, :today, :due_on, :cycle_last_on, :filer)"
            " RETURNING item_id",
            txn_id=txn_id,
            account_id=account_id,
            kind=item.kind,
            document=item.document,
            cents=item.cents,
            today=TODAY,
            due_on=item.due_on,
            cycle_last_on=item.cycle_last_on,
            filer=item.filer,
        )
        items.append(item)
    return items
