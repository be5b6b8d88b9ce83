"""One cent, row or byte altered behind the book's back, and the proof that finds it."""

import datetime as dt

import psycopg
import pytest

from jobs import close_day, collect_files, prove_book, run_billing_cycle
from jobs.hub import Hub
from tests import made

TODAY = dt.date(2026, 11, 20)

ALTERATIONS = {
    "one cent on one entry": (
        "UPDATE entry SET amount_cents = amount_cents + 1 WHERE (txn_id, entry_number) ="
        " (SELECT txn_id, entry_number FROM entry ORDER BY 1, 2 LIMIT 1)",
        {"balanced", "sealed", "receivable", "items-posted", "declared-is-posted"},
    ),
    "one cent moved between two entries": (
        "UPDATE entry SET amount_cents = amount_cents + CASE entry_number WHEN 2 THEN 1 ELSE -1 END"
        " WHERE txn_id = (SELECT min(txn_id) FROM entry WHERE entry_number = 3)"
        " AND entry_number IN (2, 3)",
        {"sealed"},
    ),
    "an entry put on another account": (
        "UPDATE entry SET account_id = (SELECT max(account_id) FROM account) WHERE entry_number = 1"
        " AND txn_id = (SELECT min(txn_id) FROM entry)",
        {"receivable", "items-posted", "sealed"},
    ),
    "a transaction taken out whole": (
        "DELETE FROM application; DELETE FROM statement_line; DELETE FROM item_balance;"
        " DELETE FROM item WHERE txn_id = (SELECT min(txn_id) FROM txn);"
        " DELETE FROM entry WHERE txn_id = (SELECT min(txn_id) FROM txn);"
        " DELETE FROM txn WHERE txn_id = (SELECT min(txn_id) FROM txn)",
        {"declared-is-posted", "sealed", "open-amounts", "statements-recompute"},
    ),
    "a due date": ("UPDATE item SET due_on = due_on + 1 WHERE item_id = 1", {"sealed"}),
    "one cent on a declaration line": (
        "UPDATE cad_line SET duty_cents = duty_cents + 1 WHERE cad_id = 1 AND line_number = 1",
        {"declarations-add-up", "sealed"},
    ),
    "the classification of a line": (
        "UPDATE cad_line SET tariff_item = '0805100010' WHERE cad_id = 1",
        {"sealed"},
    ),
    "a declaration's total, with its lines": (
        "UPDATE cad SET gst_cents = gst_cents + 1, payable_cents = payable_cents + 1"
        " WHERE cad_id = 1; UPDATE cad_line SET gst_cents = gst_cents + 1"
        " WHERE cad_id = 1 AND line_number = 1",
        {"declared-is-posted", "sealed"},
    ),
    "what is open of an item": (
        "UPDATE item_balance SET open_cents = open_cents - 1 WHERE item_id ="
        " (SELECT item_id FROM item_balance WHERE open_cents > 0 LIMIT 1)",
        {"open-amounts"},
    ),
    "an application, with what it left open": (
        "UPDATE application SET amount_cents = amount_cents - 1; UPDATE item_balance SET open_cents"
        " = open_cents + 1 WHERE item_id IN (SELECT debit_item_id FROM application UNION"
        " SELECT credit_item_id FROM application)",
        {"sealed"},
    ),
    "a statement line": (
        "UPDATE statement_line SET amount_cents = amount_cents + 1 WHERE line_number = 1",
        {"statements-recompute", "statement-lines-are-items", "sealed"},
    ),
    "a statement's totals": (
        "UPDATE statement SET debits_cents = debits_cents + 1, closing_cents = closing_cents + 1",
        {"statements-recompute", "sealed"},
    ),
    "a message called rejected": (
        "UPDATE message SET status = 'rejected' WHERE message_id = 1",
        {"posted-was-accepted", "sealed"},
    ),
    "a message called accepted": (
        "UPDATE message SET status = 'accepted' WHERE status = 'rejected'",
        {"accepted-is-posted", "sealed", "kept-is-posted"},
    ),
    "a finding taken away": ("DELETE FROM finding", {"sealed"}),
    "a file's outcome": ("UPDATE file SET outcome = 'rejected'", {"outcomes-agree"}),
    "an answer taken away": (
        "DELETE FROM outbox WHERE file_id = 1",
        {"answered"},
    ),
    "the last seal": (
        "UPDATE batch SET digest = sha256('x') WHERE batch_id = (SELECT max(batch_id) FROM batch)",
        {"sealed"},
    ),
    "the digest of a received file": (
        "UPDATE file SET sha256 = sha256('x') WHERE file_id = 1",
        {"kept-bytes", "kept-is-posted", "sealed"},
    ),
}


@pytest.fixture
def full(hub: Hub, tmp_path) -> Hub:
    """A hub with accepted and rejected declarations, a payment and issued statements."""
    maker = made.maker(9)
    good = [maker.declaration(lines=3) for _ in range(4)]
    for name, content in (
        ("cad.edi", made.cusdec([*good, maker.faulty("CAD-003")])),
        ("pay.xml", made.payments([(good[0].importer, "20.00"), (good[1].importer, "1.00")])),
    ):
        (tmp_path / name).write_bytes(content)
        collect_files.post(hub, [collect_files.ingest(hub, tmp_path / name, TODAY)])
    close_day.run(hub, TODAY)
    run_billing_cycle.run(hub, dt.date(2026, 11, 25))
    assert broken(hub) == set()
    return hub


def broken(hub: Hub) -> set[str]:
    return {result.name for result in prove_book.results(hub) if not result.holds}


@pytest.mark.parametrize("what", ALTERATIONS)
def test_an_alteration_is_found(full: Hub, owner_url: str, what: str):
    """The owner of the database alters it with every trigger off; the proofs name it."""
    statements, proofs = ALTERATIONS[what]
    with psycopg.connect(owner_url.replace("postgresql+psycopg", "postgresql")) as connection:
        for table in ALTERED_TABLES:
            connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement in statements.split("; "):
            assert connection.execute(statement).rowcount > 0, statement
    assert broken(full) == proofs


ALTERED_TABLES = (
    "entry", "txn", "item", "application", "cad", "cad_line", "statement", "statement_line",
    "message", "finding", "file", "outbox", "delivery",
)  # fmt: skip


def test_one_kept_byte_is_found(full: Hub):
    """A byte changed in a kept file, and a kept document gone, are found."""
    with full.book.transaction() as tx:
        rows = tx.rows("SELECT sha256 FROM file UNION ALL SELECT sha256 FROM outbox")
    path = full.kept.path(bytes(rows[0]["sha256"]))
    path.chmod(0o600)
    content = bytearray(path.read_bytes())
    content[10] ^= 1
    path.write_bytes(content)
    assert broken(full) == {"kept-bytes", "kept-is-posted"}


def test_failing_loudly(full: Hub):
    """The nightly job fails when a proof does, and names it."""
    with full.book.transaction() as tx:
        digest = bytes(tx.value("SELECT sha256 FROM outbox LIMIT 1"))
    full.kept.path(digest).unlink()
    with pytest.raises(prove_book.ProofFailed, match="kept-bytes"):
        prove_book.run(full)
