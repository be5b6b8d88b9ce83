"""One file into the book: stage its batches, then settle everything in the same transaction.

What the file says is decided before (``mappers``), what the book has seen before is judged in
``judging``; what is left is posted by set-based statements.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

from billing import postings
from ledger_sync.book import batches, journal
from ledger_sync.book.connection import Transaction
from ledger_sync.book.staging import copy_frame, stage
from ledger_sync.declarations import declaration_posting
from ledger_sync.intake import judging
from ledger_sync.intake.inbox import WaitingFile
from ledger_sync.intake.judging import ReservedUntil

_STAGES: Final[Mapping[str, str]] = {
    "staged_interchange": "interchange int, format text, reference text, sender text,"
    " prepared_at text, byte_from bigint, byte_to bigint, partner_id text,"
    " status text DEFAULT 'received'",
    "staged_message": "message int, interchange int, reference text, type text,"
    " message_version text, message_release text, byte_from bigint, byte_to bigint,"
    " transaction_number text, version bigint,"
    " status text DEFAULT 'accepted'",
    "staged_finding": "code text, severity text, interchange int, message int,"
    " segment text, segment_position bigint, element text, line_number bigint, value text,"
    " expected text, byte_from bigint, byte_to bigint",
    "staged_cad": "message int, transaction_number text, number_use int DEFAULT 1, version int,"
    " function text, cad_type text, importer text, filer text, release_on date,"
    " release_office text, cargo_control_number text, warehouse text,"
    " previous_transaction_number text, filed_on date, accounting_due_on date, line_count int,"
    " total_value_cents bigint, value_for_duty_cents bigint, duty_cents bigint,"
    " sima_cents bigint, surtax_cents bigint, excise_cents bigint, gst_cents bigint,"
    " payable_cents bigint, cycle_last_on date, due_on date, decide_by_on date,"
    " interest_from date, interest_rule text",
    "staged_cad_line": "message int, line_number int, invoice_number text, vendor_name text,"
    " tariff_item text, description text, origin_country text, export_country text,"
    " direct_shipment_on date, treatment text, tariff_code text, vfd_code text, sima_code text,"
    " sima_measure text, surtax_code text, excise_code text, gst_code text,"
    " special_authority text, licence text, quantity_thousandths bigint, unit text,"
    " currency text, value_for_currency_conversion_cents bigint, value_for_duty_cents bigint,"
    " duty_cents bigint, sima_cents bigint, surtax_cents bigint, excise_cents bigint,"
    " gst_cents bigint, basis int, exchange_basis int, byte_from bigint, byte_to bigint",
    "staged_basis": "number int GENERATED ALWAYS AS IDENTITY, key text UNIQUE, terms text",
    "staged_reason": "message int, position int, reason_code text, remark text",
    "staged_line_charge": "message int, line_number int, charge text, amount_cents bigint",
    "staged_payment": "message int, entry_reference text, payer_name text, bn15 text,"
    " value_on date, amount_cents bigint, debit_account text, credit_account text",
    "staged_delivery": "message int, table_name text, kind text, row_count int",
    **journal.STAGES,
}


@dataclass(frozen=True)
class Posted:
    """What settling a file came to."""

    outcome: str
    batch_id: int
    book_on: dt.date


def begin(tx: Transaction) -> None:
    """Make the staging tables of one file, in place of those of the file before it."""
    tx.run("DISCARD TEMP")
    for table, columns in _STAGES.items():
        stage(tx, table, columns)


def add(tx: Transaction, table: str, frame: pd.DataFrame) -> None:
    """Stage a frame: the columns the table knows, the others left out."""
    known = [part.split()[0] for part in _STAGES[table].split(", ")]
    copy_frame(tx, table, frame[[name for name in known if name in frame.columns]])


def add_lines(tx: Transaction, lines: pd.DataFrame, bases: pd.DataFrame) -> None:
    """Stage priced lines, and the bases they name by ``basis_key`` and ``exchange_basis_key``."""
    keys = bases["basis_key"].tolist()
    tx.run(
        "INSERT INTO staged_basis (key, terms) SELECT * FROM unnest(CAST(:keys AS text[]),"
        " CAST(:terms AS text[])) ON CONFLICT DO NOTHING",
        keys=keys,
        terms=bases["terms"].tolist(),
    )
    staged = tx.rows("SELECT key, number FROM staged_basis WHERE key = ANY(:keys)", keys=keys)
    numbers = {row["key"]: row["number"] for row in staged}
    add(
        tx,
        "staged_cad_line",
        lines.assign(
            basis=lines["basis_key"].map(numbers).astype("Int64"),
            exchange_basis=lines["exchange_basis_key"].map(numbers).astype("Int64"),
        ),
    )


def settle(tx: Transaction, file: WaitingFile, reserved_until: ReservedUntil) -> Posted:
    """Post what is new, recognise what is not, refuse what conflicts; the caller seals.

    ``reserved_until`` says how long the number of a declaration may not be used again.
    """
    tx.lock("posting")
    book_on = batches.open_date(tx, file.received_on)
    judging.judge(tx, book_on, reserved_until)
    batch_id = batches.open_for_file(tx, file.file_id, book_on)
    record_intake(tx, file.file_id)
    declaration_posting.post(tx, batch_id, book_on)
    if judging.has_payments(tx):
        _post_payments(tx, batch_id, book_on)
    _record_deliveries(tx)
    return Posted(_outcome(tx), batch_id, book_on)


def record_intake(tx: Transaction, file_id: int) -> None:
    """Record the staged interchanges, messages and findings; name what is accepted."""
    tx.run(
        "INSERT INTO interchange (file_id, ordinal, format, partner_id, sender, reference,"
        " prepared_at, status, byte_from, byte_to)"
        " SELECT :file_id, i.interchange, i.format, i.partner_id, i.sender, i.reference,"
        " i.prepared_at, CASE WHEN i.status = 'received' AND EXISTS (SELECT FROM staged_message m"
        "  WHERE m.interchange = i.interchange AND m.status IN ('accepted', 'pending'))"
        " THEN 'accepted' ELSE i.status END, i.byte_from, i.byte_to"
        " FROM staged_interchange i ORDER BY i.interchange",
        file_id=file_id,
    )
    tx.run(
        "INSERT INTO message (file_id, interchange_id, ordinal, reference, type,"
        " transaction_number, version, status, byte_from, byte_to)"
        " SELECT :file_id, i.interchange_id, m.message, m.reference, m.type,"
        " m.transaction_number, m.version, m.status, m.byte_from, m.byte_to"
        " FROM staged_message m JOIN interchange i"
        " ON i.file_id = :file_id AND i.ordinal = m.interchange ORDER BY m.message",
        file_id=file_id,
    )
    tx.run(
        "INSERT INTO finding (file_id, interchange_id, message_id, code, severity, byte_from,"
        " byte_to, segment, segment_position, element, line_number, value, expected)"
        " SELECT :file_id, i.interchange_id, m.message_id, f.code, f.severity, f.byte_from,"
        " f.byte_to, f.segment, f.segment_position, f.element, f.line_number, f.value, f.expected"
        " FROM staged_finding f"
        " LEFT JOIN interchange i ON i.file_id = :file_id AND i.ordinal = f.interchange"
        " LEFT JOIN message m ON m.file_id = :file_id AND m.ordinal = f.message"
        " ORDER BY f.interchange, f.message, f.byte_from, f.code",
        file_id=file_id,
    )
    tx.run(
        "INSERT INTO message_reason (file_id, message_id, position, reason_code, remark)"
        " SELECT :file_id, m.message_id, r.position, r.reason_code, r.remark"
        " FROM staged_reason r JOIN message m ON m.file_id = :file_id AND m.ordinal = r.message"
        " WHERE m.status IN ('accepted', 'pending') ORDER BY m.message_id, r.position",
        file_id=file_id,
    )
    tx.run(
        "INSERT INTO review (file_id, message_id, kind, account_id, transaction_number,"
        " number_use, version, filed_on, decide_by_on)"
        " SELECT :file_id, m.message_id, c.function, a.account_id, c.transaction_number,"
        " c.number_use, c.version, c.filed_on, c.decide_by_on FROM staged_cad c"
        " JOIN message m ON m.file_id = :file_id AND m.ordinal = c.message"
        " JOIN account a ON a.code = c.importer WHERE m.status = 'pending' ORDER BY m.message_id",
        file_id=file_id,
    )
    tx.run(
        "CREATE TEMP TABLE accepted ON COMMIT DROP AS SELECT ordinal AS message, message_id,"
        " 1 AS posting_number FROM message WHERE file_id = :file_id AND status = 'accepted'",
        file_id=file_id,
    )
    tx.run("ANALYZE accepted")


def _post_payments(tx: Transaction, batch_id: int, book_on: dt.date) -> None:
    received = tx.frame(
        "SELECT p.message, a.message_id, p.entry_reference, p.value_on, p.amount_cents,"
        " p.debit_account, p.credit_account, p.idempotency_key, p.payload_digest"
        " FROM staged_payment_txn p JOIN accepted a USING (message)"
        " ORDER BY p.message, p.entry_reference"
    )
    journal.add(tx, postings.payments(received))
    journal.post(tx, batch_id=batch_id, book_on=book_on)


def _record_deliveries(tx: Transaction) -> None:
    """Record the reference data that was accepted; it changes no table before it is applied."""
    tx.run(
        "INSERT INTO reference_delivery (message_id, table_name, kind, row_count)"
        " SELECT message_id, table_name, kind, row_count"
        " FROM staged_delivery JOIN accepted USING (message)"
    )


def _outcome(tx: Transaction) -> str:
    statuses = {row["status"] for row in tx.rows("SELECT DISTINCT status FROM staged_message")}
    if statuses & {"accepted", "pending"}:
        return "posted"
    return "duplicate" if statuses == {"duplicate"} else "rejected"
