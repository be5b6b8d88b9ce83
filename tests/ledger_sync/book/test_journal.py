"""The journal in the book: causes, kinds, charges and what applications paid of them."""

import datetime as dt
import re

import pandas as pd
import psycopg
import pytest
from psycopg import errors

from jobs.acts import reverse_postings
from jobs.hub import Hub
from jobs.proofs import prove_book
from jobs.receivables import close_day
from ledger.journal import ITEM, OF_NO_MESSAGE, TRANSACTION, Journal, two_sided
from ledger_sync.book import batches, journal
from ledger_sync.book.acts import Request, record
from ledger_sync.book.connection import Transaction
from notices.charges import NOT_SHOWN, SHOWN
from parsers.reading_version import READING
from tests.conftest import TODAY
from tests.ledger_sync.rows import open_act

NOT_SEALED = {
    "act_rejection": "what was said no to does nothing",
    "act_request": "what was asked for: its act repeats it, and the book holds the two equal",
    "archive": "names the archives, whose manifests have digests of their own",
    "account_link": "who may look at an account: neither book nor intake",
    "bank_line": "derived from kept bytes; the proof bank-reconciled holds it to the balances",
    "bank_statement": "derived from kept bytes; the proof bank-reconciled holds it to its lines",
    "bank_statement_line": "derived from kept bytes; the proof bank-reconciled holds it",
    "book_clock": "a made-up book's own day",
    "charge": "names that a migration adds; what an amount is made of is its entries",
    "client": "numbers that the facts of the registry name, which are sealed by load",
    "closed_date": "a close is attested by the seal exported with it",
    "delivery": "what went out is told by the partner's folder and the kept bytes",
    "interest": "repeats key and days of its transaction; the proof interest-by-rules holds it",
    "interest_day": "worked out of reference data; the proof interest-rates does it again",
    "interest_rates": "versions of those days; the proof interest-rates works them out again",
    "item_kind": "names that a migration adds",
    "payment": "derived from kept bytes and dated rules; the proof payments-dated holds it",
    "payment_key": "derived from kept bytes; a payment's own key, which is sealed, says as much",
    "payment_move": "the sealed key of its transaction names the payment; a proof compares them",
    "link_attempt": "who may look at an account",
    "link_revocation": "who may look at an account",
    "outbox": "documents are made of sealed rows, and their bytes are kept by digest",
    "reference_decision": "decided after the batch of its delivery",
    "reference_delivery": "its message and its file's bytes are sealed",
    "submission": "its message and its file's bytes are sealed; kept-is-posted reads it",
    "submission_decision": "its act is sealed with the batch that it posts",
}
"""Append-only tables that no seal covers, and why."""


def transfer(amount_cents: int, accounts: list[str], at: int = 0) -> Journal:
    """A move of money: a transaction an account, through the transfer account."""
    rows = pd.DataFrame(
        {
            "source": range(OF_NO_MESSAGE + at, OF_NO_MESSAGE + at + len(accounts)),
            "number": 0,
            "amount_cents": amount_cents,
            "key": [f"MOVE|{at}|{account}" for account in accounts],
            "digest": b"d" * 32,
            "document_reference": "move",
            "effective_on": TODAY,
            "due_on": TODAY,
        }
    )
    from_first = [accounts[0], *["TRANSFER"] * (len(accounts) - 1)]
    to_others = ["TRANSFER", *accounts[1:]]
    return Journal(
        rows.assign(kind="SOADJ").reindex(columns=list(TRANSACTION)),
        two_sided(rows, debit=pd.Series(from_first), credit=pd.Series(to_others)),
        rows.assign(kind="SOADJ").reindex(columns=list(ITEM)),
    )


def post(hub: Hub, made: Journal, key: str = "move") -> None:
    """Post a journal as one act."""
    with hub.book.transaction() as tx:
        act_id, _ = record(tx, "reverse", Request(key, "officer", "a test"), {})
        batch_id = batches.open_for_act(tx, act_id, TODAY, READING)
        journal.begin(tx)
        journal.add(tx, made)
        journal.post(tx, batch_id=batch_id, book_on=TODAY)
        batches.seal(tx, batch_id)


def receivables(hub: Hub) -> list[str]:
    """Codes of receivable accounts."""
    with hub.book.transaction() as tx:
        rows = tx.rows("SELECT code FROM account WHERE class = 'receivable' ORDER BY code")
    return [row["code"] for row in rows]


def broken(hub: Hub) -> set[str]:
    """The proofs that do not hold."""
    return {result.name for result in prove_book.results(hub) if not result.holds}


def test_a_move_is_a_transaction_an_account(posted: Hub):
    """Posted by an act, about no message: the transfer account ends at zero, the book proves."""
    first, second = receivables(posted)[:2]
    post(posted, transfer(700, [first, second]))
    with posted.book.transaction() as tx:
        causes = tx.rows(
            "SELECT message_id, act_id, run_id FROM txn_cause WHERE act_id IS NOT NULL"
        )
        items = tx.rows(
            "SELECT a.code, i.amount_cents FROM item i JOIN account a USING (account_id)"
            " WHERE i.document_reference = 'move' ORDER BY i.item_id"
        )
    assert [(row["message_id"], row["run_id"]) for row in causes] == [(None, None)] * 2
    assert [tuple(row.values()) for row in items] == [(first, 700), (second, -700)]
    assert broken(posted) == set()


def test_what_is_moved_arrives(posted: Hub):
    """One half of a move is refused when its batch is sealed."""
    whole = transfer(700, receivables(posted)[:2])
    half = Journal(
        whole.transactions[:1],
        whole.sides[whole.sides["source"] == OF_NO_MESSAGE],
        whole.items[:1],
    )
    with pytest.raises(Exception, match="does not arrive"):
        post(posted, half)


def test_a_kind_keeps_its_side(posted: Hub):
    """A payment is a credit and a penalty a debit, or the batch is not sealed."""
    whole = transfer(700, receivables(posted)[:2])
    wrong = Journal(whole.transactions, whole.sides, whole.items.assign(kind="PMT"))
    with pytest.raises(Exception, match="other side than its kind"):
        post(posted, wrong)


def test_a_files_transaction_names_its_message(posted: Hub, application):
    """In the batch of a file no transaction is without a message; in an act's it may be."""
    with posted.book.transaction() as tx:
        rows = tx.rows("SELECT kind, message_id, act_id, run_id FROM txn_cause")
    assert rows and all(row["message_id"] is not None for row in rows)
    (file_id,) = application.execute(
        "INSERT INTO file (claim_id, name, sha256, size_bytes, received_on)"
        " VALUES ('n', 'n', sha256('n'), 1, %s) RETURNING file_id",
        (TODAY,),
    ).fetchone()
    (batch_id,) = application.execute(
        "INSERT INTO batch (kind, book_on, reading) VALUES ('file', %s, 1) RETURNING batch_id",
        (TODAY,),
    ).fetchone()
    application.execute("UPDATE file SET batch_id = %s WHERE file_id = %s", (batch_id, file_id))
    (txn_id,) = application.execute(
        "INSERT INTO txn (idempotency_key, payload_digest, kind, document_reference, effective_on,"
        " book_on, batch_id) VALUES ('n', 'n', 'PMT', 'n', %s, %s, %s) RETURNING txn_id",
        (TODAY, TODAY, batch_id),
    ).fetchone()
    application.execute(
        "INSERT INTO entry SELECT %s, n, account_id, cents, %s FROM (VALUES (1, 'BANK', 5),"
        " (2, 'UNIDENTIFIED', -5)) AS v (n, code, cents) JOIN account USING (code)",
        (txn_id, TODAY),
    )
    with pytest.raises(errors.CheckViolation, match="names no cause"):
        application.execute("SELECT seal_batch(%s)", (batch_id,))


def test_a_batch_names_its_run(posted: Hub, application):
    """A batch of ours has a run of its kind; one without, or of another, is refused."""
    with pytest.raises(errors.CheckViolation):
        application.execute("INSERT INTO batch (kind, book_on) VALUES ('interest', %s)", (TODAY,))
    application.rollback()
    (run_id,) = application.execute(
        "INSERT INTO run (kind, business_date) VALUES ('interest', %s) RETURNING run_id", (TODAY,)
    ).fetchone()
    with pytest.raises(errors.ForeignKeyViolation):
        application.execute(
            "INSERT INTO batch (kind, run_id, book_on) VALUES ('refund', %s, %s)", (run_id, TODAY)
        )


def test_an_application_says_what_it_paid(posted: Hub):
    """The payment's ten dollars are shared among the charges, and add up; undone, they are back."""
    with posted.book.transaction() as tx:
        applied = _applied(tx)
        (application,) = {row["application_id"] for row in applied}
    assert sum(row["amount_cents"] for row in applied) == 1_000
    assert {row["charge"] for row in applied} >= {"duty", "gst"} or len(applied) == 1
    assert not any(row["derived"] for row in applied)
    reverse_postings.unapply(posted, application, Request("u", "officer", "a test"), TODAY)
    with posted.book.transaction() as tx:
        left = tx.rows(
            "SELECT charge FROM application_part GROUP BY 1 HAVING sum(amount_cents) <> 0"
        )
    assert left == []
    assert broken(posted) == set()


def test_an_application_without_parts_is_not_sealed(posted: Hub, application):
    """Which charges were paid is part of the application: it does not commit without."""
    application.rollback()
    with posted.book.transaction() as tx:
        made = _applied(tx)[0]["application_id"]
    reverse_postings.unapply(posted, made, Request("u", "officer", "a test"), TODAY)
    batch_id = open_act(application)
    application.execute(
        "INSERT INTO application (debit_item_id, credit_item_id, amount_cents, applied_on,"
        " counts_on, policy, reason, batch_id) SELECT d.item_id, c.item_id, 1, %(day)s, %(day)s,"
        " 'p', 'payment', %(batch)s FROM item d JOIN item c"
        " USING (account_id) JOIN item_balance b ON b.item_id = d.item_id"
        " WHERE d.amount_cents > 0 AND c.amount_cents < 0 AND b.open_cents > 0 LIMIT 1",
        {"day": TODAY, "batch": batch_id},
    )
    with pytest.raises(errors.CheckViolation, match="does not say which charges"):
        application.execute("SELECT seal_batch(%s)", (batch_id,))


def test_a_new_charge_needs_no_column(posted: Hub, owner):
    """A luxury tax is two rows of data: posted by the line, in the totals, on the statement."""
    owner.execute("INSERT INTO charge VALUES ('luxury_tax', 56)")
    owner.execute(
        "INSERT INTO account (code, class, charge) VALUES ('LUXURY', 'control', 'luxury_tax')"
    )
    owner.commit()
    account = receivables(posted)[0]
    rows = pd.DataFrame({"source": [OF_NO_MESSAGE], "number": 0, "amount_cents": 250})
    made = rows.assign(
        key="LUX|1", digest=b"d" * 32, kind="SOADJ", document_reference="lux", effective_on=TODAY,
        due_on=TODAY,
    )  # fmt: skip
    post(
        posted,
        Journal(
            made.reindex(columns=list(TRANSACTION)),
            two_sided(rows, debit=account, credit="LUXURY"),
            made.reindex(columns=list(ITEM)),
        ),
        "lux",
    )
    with posted.book.transaction() as tx:
        parts = tx.rows(
            "SELECT p.charge, p.amount_cents FROM item_part p JOIN item USING (item_id)"
            " WHERE document_reference = 'lux'"
        )
    assert parts == [{"charge": "luxury_tax", "amount_cents": 250}]
    assert broken(posted) == set()


def test_charges_of_a_line_beyond_its_columns_add_up(posted: Hub, application):
    """A declaration whose total leaves out a charge of a line is not sealed."""
    with posted.book.transaction() as tx:
        (row,) = tx.rows("SELECT cad_id FROM cad ORDER BY cad_id LIMIT 1")
    with pytest.raises(errors.RestrictViolation, match="is sealed"):
        application.execute(
            "INSERT INTO cad_line_charge VALUES (%s, 1, 'penalty', 5)", (row["cad_id"],)
        )


def test_every_charge_is_shown_or_left_out_for_a_reason(posted: Hub):
    """No charge of the book vanishes from documents unnoticed."""
    with posted.book.transaction() as tx:
        charges = {row["charge"] for row in tx.rows("SELECT charge FROM charge")}
    assert charges == {shown.charge for shown in SHOWN} | set(NOT_SHOWN)


def test_every_append_only_table_is_sealed_or_left_out_for_a_reason(owner):
    """What is never changed is in the newest seal, or on a list that says why not."""
    kept = {
        table
        for (table,) in owner.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE '%\\_append\\_only'"
            " UNION SELECT unnest(ARRAY['file', 'batch'])"
        )
        if not re.fullmatch(r"entry_\d{4}_\d{2}", table)
    }
    bodies = owner.execute(
        "SELECT string_agg(prosrc, ' ') FROM pg_proc WHERE proname IN"
        " ('batch_leaves', 'batch_leaves_10', 'batch_leaves_7', 'batch_leaves_6', 'batch_leaves_5',"
        " 'batch_leaves_4', 'batch_leaves_3')"
    ).fetchone()[0]
    sealed = set(re.findall(r"(?:FROM|JOIN) (\w+) \w+", bodies)) & kept
    assert sealed >= {"txn", "entry", "item", "application", "application_part", "run", "act"}
    assert kept - sealed == set(NOT_SEALED)


def test_a_close_is_a_run(posted: Hub):
    """What the close posts of itself names its run, and trace finds it."""
    close_day.run(posted, TODAY + dt.timedelta(days=20))
    with posted.book.transaction() as tx:
        kinds = tx.rows(
            "SELECT b.kind, r.kind AS run FROM batch b LEFT JOIN run r USING (run_id)"
            " WHERE b.kind NOT IN ('file', 'act')"
        )
    assert all(row["kind"] == row["run"] for row in kinds)


def _applied(tx: Transaction) -> list:
    return tx.rows("SELECT * FROM application_part ORDER BY application_id, charge")


def test_parts_are_appended_only(owner: psycopg.Connection):
    """What was paid of each charge is never edited."""
    with pytest.raises(errors.RestrictViolation):
        owner.execute("UPDATE application_part SET amount_cents = amount_cents + 1")
