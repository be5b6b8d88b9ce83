"""What only the book can say of staged files: who may send them, and what was seen before.

Interchanges and messages are rejected for their findings first, so that what was rejected never
counts as seen; then for what the book, or an earlier part of the same batch, holds already.
Messages and interchanges are numbered in the order in which they came, through all files.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from ledger_sync.book.connection import Transaction
from ledger_sync.declarations.content import digest_contents
from ledger_sync.payments import card_settlements, payment_dates, payment_keys, returned_payments
from ledger_sync.payments.payment_dates import CapOn
from ledger_sync.statement_files import statement

ReservedUntil = Callable[[dt.date], dt.date]
"""The last day on which a number accepted on a day may not be used again."""


@dataclass(frozen=True)
class DatedRules:
    """What the dated rules say of what only the book knows."""

    reserved_until: ReservedUntil
    cap_on: CapOn


_NOTE_GAPS: Final = statement(__file__, "note_gaps")
_SEEN_BEFORE: Final = statement(__file__, "seen_before")
_TELL_KNOWN_ENTRIES: Final = statement(__file__, "tell_known_entries")
_TELL_SUBMISSIONS: Final = statement(__file__, "tell_submissions")
_PAYMENTS_TO_POST: Final = statement(__file__, "payments_to_post")


def judge(tx: Transaction, book_on: dt.date, rules: DatedRules) -> None:
    """Give every staged interchange and message its status, with a finding for each reason."""
    for table in ("staged_message", "staged_finding", "staged_cad"):
        tx.run(f"ANALYZE {table} (message)")
    _reject_for_findings(tx)
    _reject_unagreed_messages(tx)
    _reject_foreign_filers(tx)
    _recognise_interchanges(tx)
    _note_gaps(tx)
    _recognise_declarations(tx, book_on, rules.reserved_until)
    if has_payments(tx):
        recognise_payments(tx, rules)
    _refuse_silence(tx)
    tx.run(_TELL_SUBMISSIONS)
    _hold_for_review(tx)


def has_payments(tx: Transaction) -> bool:
    """Whether a staged file has payments."""
    return bool(tx.value("SELECT EXISTS (SELECT FROM staged_payment)"))


def _reject_for_findings(tx: Transaction) -> None:
    tx.run(
        "UPDATE staged_interchange i SET status = 'rejected' WHERE EXISTS ("
        " SELECT FROM staged_finding f WHERE f.interchange = i.interchange"
        " AND f.message IS NULL AND f.severity = 'error')"
    )
    tx.run(
        "UPDATE staged_message m SET status = 'rejected' WHERE EXISTS ("
        " SELECT FROM staged_interchange i WHERE i.interchange = m.interchange"
        " AND i.status <> 'received')"
        " OR EXISTS (SELECT FROM staged_finding f WHERE f.message = m.message"
        " AND f.severity = 'error')"
    )


def _reject_unagreed_messages(tx: Transaction) -> None:
    """Refuse a message of a type, version and release that was not agreed with its partner."""
    tx.run(
        "INSERT INTO staged_finding (code, severity, interchange, message, value, expected,"
        " byte_from, byte_to)"
        " SELECT 'EDI-021', 'error', m.interchange, m.message, n.name, p.messages, m.byte_from,"
        " m.byte_to FROM staged_message m JOIN staged_interchange i USING (interchange)"
        " JOIN partner p USING (partner_id),"
        " LATERAL (SELECT concat_ws(':', m.type, m.message_version, m.message_release) AS name) n"
        " WHERE m.status = 'accepted' AND n.name <> ALL (string_to_array(p.messages, ' '))"
    )
    tx.run(
        "UPDATE staged_message m SET status = 'rejected' FROM staged_finding f"
        " WHERE f.message = m.message AND f.code = 'EDI-021'"
    )


def _note_gaps(tx: Transaction) -> None:
    """Note a jump in the numbers of a partner whose interchanges count up: one may be lost."""
    tx.run(_NOTE_GAPS)


def gaps(tx: Transaction) -> list[str]:
    """Return what is to be told of jumps in the numbering of the staged files."""
    return [
        f"partner {row['partner_id']}: interchange {row['value']} came, {row['expected']} did not"
        for row in tx.rows(
            "SELECT i.partner_id, f.value, f.expected FROM staged_finding f"
            " JOIN staged_interchange i USING (interchange) WHERE f.code = 'EDI-022'"
        )
    ]


def _reject_foreign_filers(tx: Transaction) -> None:
    """Refuse a declaration whose filer is not the partner who sent it."""
    tx.run(
        "INSERT INTO staged_finding (code, severity, interchange, message, element, value,"
        " expected, byte_from, byte_to)"
        " SELECT 'CAD-019', 'error', m.interchange, m.message, 'filer', c.filer,"
        " p.account_security_number, m.byte_from, m.byte_to"
        " FROM staged_cad c JOIN staged_message m USING (message)"
        " JOIN staged_interchange i USING (interchange) LEFT JOIN partner p USING (partner_id)"
        " WHERE m.status = 'accepted' AND p.account_security_number IS DISTINCT FROM c.filer"
    )
    tx.run(
        "UPDATE staged_message m SET status = 'rejected' FROM staged_finding f"
        " WHERE f.message = m.message AND f.code = 'CAD-019'"
    )


def _recognise_interchanges(tx: Transaction) -> None:
    """Refuse a reference that an accepted interchange bears, in the book or earlier in the file."""
    tx.run(
        "UPDATE staged_interchange i SET status = 'duplicate' WHERE status = 'received' AND ("
        " EXISTS (SELECT FROM interchange seen WHERE seen.status = 'accepted'"
        "  AND seen.partner_id = i.partner_id AND seen.format = i.format"
        "  AND seen.reference = i.reference)"
        " OR EXISTS (SELECT FROM staged_interchange first JOIN staged_message m"
        "  ON m.interchange = first.interchange AND m.status = 'accepted'"
        "  WHERE first.partner_id = i.partner_id AND first.reference = i.reference"
        "  AND first.format = i.format AND first.interchange < i.interchange))"
    )
    tx.run(
        "INSERT INTO staged_finding (code, severity, interchange, value, byte_from, byte_to)"
        " SELECT 'EDI-006', 'error', interchange, reference, byte_from, byte_to"
        " FROM staged_interchange WHERE status = 'duplicate'"
    )
    tx.run(
        "UPDATE staged_message m SET status = 'rejected' FROM staged_interchange i"
        " WHERE i.interchange = m.interchange AND i.status = 'duplicate'"
    )


def _recognise_declarations(
    tx: Transaction, book_on: dt.date, reserved_until: ReservedUntil
) -> None:
    digest_contents(tx)
    # The same transaction and version: in the book already, or earlier in this file.
    tx.run(
        "CREATE TEMP TABLE candidate ON COMMIT DROP AS"
        " SELECT c.message, c.transaction_number, c.number_use, c.version, d.content_digest"
        "  FROM staged_cad c JOIN staged_message m USING (message)"
        "  JOIN staged_content d USING (message) WHERE m.status = 'accepted'"
    )
    tx.run("ANALYZE candidate")
    tx.run(_SEEN_BEFORE)
    _free_old_numbers(tx, book_on, reserved_until)
    tx.run(
        "INSERT INTO staged_finding"
        " (code, severity, interchange, message, value, byte_from, byte_to)"
        " SELECT CASE WHEN s.same THEN 'CAD-007' ELSE 'CAD-008' END,"
        " CASE WHEN s.same THEN 'warning' ELSE 'error' END, m.interchange, m.message,"
        " s.transaction_number, m.byte_from, m.byte_to"
        " FROM seen_before s JOIN staged_message m USING (message)"
    )
    tx.run(
        "UPDATE staged_message m SET status = CASE WHEN s.same THEN 'duplicate' ELSE 'rejected' END"
        " FROM seen_before s WHERE s.message = m.message"
    )


def _free_old_numbers(tx: Transaction, book_on: dt.date, reserved_until: ReservedUntil) -> None:
    """Let an original have a number whose last use is out of its reservation (CBSA TCC24-144)."""
    used_on = tx.rows("SELECT DISTINCT accepted_on FROM seen_before WHERE accepted_on IS NOT NULL")
    free = [row["accepted_on"] for row in used_on if reserved_until(row["accepted_on"]) < book_on]
    if not free:
        return
    freed = tx.rows(
        "WITH freed AS (DELETE FROM seen_before WHERE accepted_on = ANY(:free) RETURNING *)"
        " UPDATE staged_cad c SET number_use = f.number_use + 1 FROM freed f"
        " WHERE f.message = c.message RETURNING c.message",
        free=free,
    )
    tx.run(
        "INSERT INTO seen_before (message, transaction_number, same)"
        " SELECT DISTINCT ON (c.message) c.message, c.transaction_number,"
        " s.content_digest = c.content_digest"
        " FROM candidate c JOIN candidate s USING (transaction_number, version)"
        " WHERE s.message < c.message AND c.message = ANY(:freed) ORDER BY c.message, s.message",
        freed=[row["message"] for row in freed],
    )


def recognise_payments(tx: Transaction, rules: DatedRules) -> None:
    """A bank entry that was posted before is recognised; with other content it is refused."""
    card_settlements.judge(tx)
    payment_keys.judge(tx)
    tx.run(_TELL_KNOWN_ENTRIES)
    tx.run(
        "UPDATE staged_message m SET status = CASE j.verdict WHEN 'same' THEN 'duplicate'"
        " ELSE 'rejected' END FROM judged_entry j"
        " WHERE j.message = m.message AND j.verdict IN ('same', 'other')"
    )
    tx.run(_PAYMENTS_TO_POST)
    card_settlements.tell_held(tx)
    returned_payments.tell_unknown(tx)
    payment_dates.tell_above_caps(tx, rules.cap_on)


def _hold_for_review(tx: Transaction) -> None:
    """Hold adjustments and withdrawals for a person; the filer is told until when."""
    tx.run(
        "UPDATE staged_message m SET status = 'pending' FROM staged_cad c WHERE c.message ="
        " m.message AND m.status = 'accepted' AND c.function IN ('adjustment', 'withdrawal')"
    )
    tx.run(
        "INSERT INTO staged_finding (code, severity, interchange, message, value, byte_from,"
        " byte_to) SELECT 'CAD-059', 'warning', m.interchange, m.message,"
        " CAST(c.decide_by_on AS text), m.byte_from, m.byte_to"
        " FROM staged_message m JOIN staged_cad c USING (message) WHERE m.status = 'pending'"
    )


def _refuse_silence(tx: Transaction) -> None:
    """An accepted message posts something; one that would not is a fault of this program."""
    silent = tx.rows(
        "SELECT m.message FROM staged_message m WHERE m.status = 'accepted'"
        " AND NOT EXISTS (SELECT FROM staged_cad c WHERE c.message = m.message)"
        " AND NOT EXISTS (SELECT FROM staged_payment p WHERE p.message = m.message)"
        " AND NOT EXISTS (SELECT FROM staged_delivery d WHERE d.message = m.message)"
        " AND NOT EXISTS (SELECT FROM staged_submission s WHERE s.message = m.message) LIMIT 5"
    )
    if silent:
        raise RuntimeError(f"messages without a finding and without a posting: {silent}")
