"""Files into the book: stage what they say, then settle it all in the same transaction.

What files say is decided before (``mappers``), what the book has seen before is judged in
``judging``; what is left is posted by set-based statements. Messages and interchanges are numbered
through the files of a batch as ``mappers.intake.many_files`` does: file and ordinal in one.
"""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from billing import postings
from ledger_sync.book import batches, journal
from ledger_sync.book.batches import DecidedBy
from ledger_sync.book.connection import Transaction
from ledger_sync.book.staging import copy_frame, staging_table
from ledger_sync.declarations import declaration_posting
from ledger_sync.intake import judging
from ledger_sync.intake.inbox import WaitingFile
from ledger_sync.intake.judging import DatedRules
from ledger_sync.payments import (
    bank_statements,
    card_settlements,
    payment_dates,
    payment_keys,
    returned_payments,
)
from ledger_sync.statement_files import statement

_STAGES: Final[Mapping[str, str]] = {
    "staged_file": "file int, file_id bigint, replays boolean",
    "staged_interchange": "interchange bigint, format text, reference text, sender text,"
    " prepared_at text, byte_from bigint, byte_to bigint, partner_id text,"
    " status text DEFAULT 'received'",
    "staged_message": "message bigint, interchange bigint, reference text, type text,"
    " message_version text, message_release text, byte_from bigint, byte_to bigint,"
    " transaction_number text, version bigint,"
    " status text DEFAULT 'accepted'",
    "staged_finding": "file int DEFAULT 0, code text, severity text, interchange bigint,"
    " message bigint, segment text, segment_position bigint, element text, line_number bigint,"
    " value text,"
    " expected text, byte_from bigint, byte_to bigint",
    "staged_cad": "message bigint, transaction_number text, number_use int DEFAULT 1, version int,"
    " function text, cad_type text, importer text, filer text, release_on date,"
    " release_office text, cargo_control_number text, warehouse text,"
    " previous_transaction_number text, filed_on date, accounting_due_on date, line_count int,"
    " total_value_cents bigint, value_for_duty_cents bigint, duty_cents bigint,"
    " sima_cents bigint, surtax_cents bigint, excise_cents bigint, gst_cents bigint,"
    " payable_cents bigint, cycle_last_on date, due_on date, decide_by_on date,"
    " interest_from date, interest_rule text",
    "staged_cad_line": "message bigint, line_number int, invoice_number text, vendor_name text,"
    " tariff_item text, description text, origin_country text, export_country text,"
    " direct_shipment_on date, treatment text, tariff_code text, vfd_code text, sima_code text,"
    " sima_measure text, surtax_code text, excise_code text, gst_code text,"
    " special_authority text, licence text, surtax_flag text, melt_country text,"
    " import_permit text, exporter text, content_cents bigint, quantity_thousandths bigint,"
    " unit text,"
    " currency text, value_for_currency_conversion_cents bigint, value_for_duty_cents bigint,"
    " duty_cents bigint, sima_cents bigint, surtax_cents bigint, excise_cents bigint,"
    " gst_cents bigint, basis int, exchange_basis int, byte_from bigint, byte_to bigint",
    "staged_basis": "number int GENERATED ALWAYS AS IDENTITY, key text UNIQUE, terms text",
    "staged_reason": "message bigint, position int, reason_code text, remark text",
    "staged_line_charge": "message bigint, line_number int, charge text, amount_cents bigint",
    "staged_payment": "message bigint, part int, kind text, method text, entry_reference text,"
    " original_reference text, account_servicer_reference text, bank_account text, booked_on date,"
    " entry_cents bigint, plain_reference text, payer_name text, told text,"
    " matched_by text, bn15 text, value_on date,"
    " payer_on date, paid_on date, amount_cents bigint, debit_account text, credit_account text,"
    " byte_from bigint, byte_to bigint",
    "staged_statement": "interchange bigint, reference text, bank_account text, currency text,"
    " from_on date, to_on date, opening_cents bigint, closing_cents bigint",
    "staged_bank_line": "message bigint, booked_on date, amount_cents bigint,"
    " plain_reference text, account_servicer_reference text",
    "staged_delivery": "message bigint, table_name text, kind text, row_count int",
    "staged_submission": "message bigint, kind text, item_count int, debit_cents bigint,"
    " credit_cents bigint",
    **journal.STAGES,
}

_POSTED_PAYMENTS: Final = statement(__file__, "posted_payments")
_RECORDED: Final = (
    statement(__file__, "record_interchanges"),
    statement(__file__, "record_messages"),
    statement(__file__, "record_findings"),
    statement(__file__, "record_reasons"),
    statement(__file__, "record_reviews"),
    statement(__file__, "record_accepted"),
)
"""The record of the intake, table by table: each names rows of the one before it."""


@dataclass(frozen=True)
class Posted:
    """What settling files came to: an outcome a file, by its id."""

    outcomes: Mapping[int, str]
    batch_id: int
    book_on: dt.date


def begin(tx: Transaction) -> None:
    """Make the staging tables ready, for the first time or anew in a transaction.

    They stay with the connection and are emptied with the transaction; what one before it in the
    same transaction made besides is dropped.
    """
    if tx.value("SELECT to_regclass('pg_temp.accepted') IS NOT NULL"):
        tx.script("DISCARD TEMP")
    tx.script(*(staging_table(table, columns) for table, columns in _STAGES.items()))


def add(tx: Transaction, table: str, frame: pd.DataFrame) -> None:
    """Stage a frame: the columns the table knows, the others left out."""
    known = [part.split()[0] for part in _STAGES[table].split(", ")]
    copy_frame(tx, table, frame, [name for name in known if name in frame.columns])


def add_lines(tx: Transaction, lines: pd.DataFrame, bases: pd.DataFrame) -> None:
    """Stage priced lines, and the bases they name by ``basis_key`` and ``exchange_basis_key``."""
    keys = bases["basis_key"].tolist()
    tx.run(
        "INSERT INTO staged_basis (key, terms) SELECT * FROM json_each_text(CAST(:terms AS json))"
        " ON CONFLICT DO NOTHING",
        terms=json.dumps(dict(zip(keys, bases["terms"].tolist(), strict=True)), ensure_ascii=False),
    )
    staged = tx.rows("SELECT key, number FROM staged_basis WHERE key = ANY(:keys)", keys=keys)
    numbers = {row["key"]: row["number"] for row in staged}
    add(
        tx,
        "staged_cad_line",
        lines.assign(
            basis=_numbers_of(lines["basis_key"], numbers),
            exchange_basis=_numbers_of(lines["exchange_basis_key"], numbers),
        ),
    )


def _numbers_of(keys: "pd.Series[str]", numbers: Mapping[str, int]) -> npt.NDArray[np.int64]:
    """Return the number of each row's key; the rows have few."""
    codes, distinct = pd.factorize(keys)
    return np.array([numbers[key] for key in distinct.tolist()], dtype=np.int64)[codes]


def stage_files(tx: Transaction, files: Sequence[WaitingFile]) -> None:
    """Say which files the numbers of a batch stand for: the first is 0."""
    rows = [(number, file.file_id, file.act_id is not None) for number, file in enumerate(files)]
    add(tx, "staged_file", pd.DataFrame(rows, columns=["file", "file_id", "replays"]))


def settle(
    tx: Transaction, received_on: dt.date, rules: DatedRules, decided_by: DecidedBy
) -> Posted:
    """Post what is new, recognise what is not, refuse what conflicts; the caller seals.

    The files that are staged were received on one day.
    """
    tx.lock("posting")
    book_on = batches.open_date(tx, received_on)
    judging.judge(tx, book_on, rules)
    file_ids = [row["file_id"] for row in tx.rows("SELECT file_id FROM staged_file ORDER BY file")]
    batch_id = batches.open_for_files(tx, file_ids, book_on, decided_by)
    record_intake(tx)
    declaration_posting.post(tx, batch_id, book_on)
    if judging.has_payments(tx):
        _post_payments(tx, batch_id, book_on)
    bank_statements.record(tx)
    _record_deliveries(tx)
    _record_submissions(tx)
    return Posted(_outcomes(tx), batch_id, book_on)


def post_approved_payment(
    tx: Transaction, message_id: int, rules: DatedRules, *, batch_id: int, book_on: dt.date
) -> bool:
    """Post the payment that is staged as message 0, which two people approved, once.

    False where a bank told of it before: nothing is to be posted then.
    """
    judging.recognise_payments(tx, rules)
    tx.run("DROP TABLE IF EXISTS accepted")
    tx.run(
        "CREATE TEMP TABLE accepted ON COMMIT DROP AS SELECT message, CAST(:message_id AS bigint)"
        " AS message_id, 1 AS posting_number FROM staged_message WHERE status = 'accepted'",
        message_id=message_id,
    )
    if not tx.value("SELECT EXISTS (SELECT FROM accepted)"):
        return False
    _post_payments(tx, batch_id, book_on)
    return True


def record_intake(tx: Transaction) -> None:
    """Record the staged interchanges, messages and findings; name what is accepted."""
    for statement_ in _RECORDED:
        tx.run(statement_)
    tx.run("ANALYZE accepted")


def _post_payments(tx: Transaction, batch_id: int, book_on: dt.date) -> None:
    received = tx.frame(
        "SELECT p.message, a.message_id, p.kind, p.entry_reference, p.value_on, p.amount_cents,"
        " p.debit_account, p.credit_account, p.idempotency_key, p.payload_digest"
        " FROM staged_payment_txn p JOIN accepted a USING (message)"
        " ORDER BY p.message, p.part"
    )
    journal.add(tx, postings.payments(received))
    journal.post(tx, batch_id=batch_id, book_on=book_on)
    payment_keys.record(tx)
    _add_to_payments(tx, batch_id, book_on)
    tx.run(_POSTED_PAYMENTS)
    payment_dates.record(tx)
    returned_payments.settle(tx, batch_id=batch_id, book_on=book_on)
    card_settlements.record(tx, batch_id=batch_id, book_on=book_on)


def _add_to_payments(tx: Transaction, batch_id: int, book_on: dt.date) -> None:
    """Post what entries add to payments that are known, those of the same batch among them."""
    lines, named = payment_keys.lines_of_known(tx), payment_keys.named_of_held(tx)
    if lines.empty and named.empty:
        return
    added = [postings.bank_lines(lines), postings.named_payments(named)]
    for each in added:
        journal.add(tx, each.journal)
    journal.post(tx, batch_id=batch_id, book_on=book_on)
    payment_keys.record_additions(tx, pd.concat([each.keys for each in added], ignore_index=True))


def _record_deliveries(tx: Transaction) -> None:
    """Record the reference data that was accepted; it changes no table before it is applied."""
    tx.run(
        "INSERT INTO reference_delivery (message_id, table_name, kind, row_count)"
        " SELECT message_id, table_name, kind, row_count"
        " FROM staged_delivery JOIN accepted USING (message)"
    )


def _record_submissions(tx: Transaction) -> None:
    """Record what waits for two people; it posts nothing before they approved it."""
    tx.run(
        "INSERT INTO submission (message_id, kind, item_count, debit_cents, credit_cents)"
        " SELECT message_id, kind, item_count, debit_cents, credit_cents"
        " FROM staged_submission JOIN accepted USING (message)"
    )


def _outcomes(tx: Transaction) -> dict[int, str]:
    """A file is posted where a message of it is, a duplicate where all are, else rejected."""
    return {
        row["file_id"]: row["outcome"]
        for row in tx.rows(
            "SELECT f.file_id, CASE WHEN bool_or(m.status IN ('accepted', 'pending')) THEN 'posted'"
            " WHEN bool_and(m.status = 'duplicate') THEN 'duplicate' ELSE 'rejected' END AS outcome"
            " FROM staged_file f LEFT JOIN staged_message m ON m.message >> 32 = f.file"
            " GROUP BY f.file, f.file_id ORDER BY f.file"
        )
    }
