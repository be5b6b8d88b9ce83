"""Both ways through the book: from a cent back to its bytes, and on to all that was caused.

On from a file, an act, or a declaration: every message that bears its number, accepted or not.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ledger_sync.book.connection import Row, Transaction
from ledger_sync.statement_files import statement

HANDLES = (
    "BN15/STATEMENT-DATE/LINE, item:ID, entry:TXN/NUMBER, txn:ID, file:ID, act:ID, run:ID, or a"
    " 14-digit transaction number"
)

_WAYS = (
    (
        re.compile(
            r"(?P<bn15>\d{9}RM\d{4})/(?P<issued_on>\d{4}-\d{2}-\d{2})/(?P<line_number>\d{1,9})"
        ),
        "SELECT i.txn_id FROM account a CROSS JOIN LATERAL (SELECT statement_id, issued_on"
        "  FROM statement WHERE account_id = a.account_id OFFSET 0) AS s"
        " JOIN statement_line l USING (statement_id) JOIN item i USING (item_id)"
        " WHERE a.code = :bn15 AND s.issued_on = CAST(:issued_on AS date)"
        " AND l.line_number = CAST(:line_number AS int)",
    ),
    (
        re.compile(r"item:(?P<item_id>\d{1,18})"),
        "SELECT txn_id FROM item WHERE item_id = CAST(:item_id AS bigint)",
    ),
    (
        re.compile(r"entry:(?P<txn_id>\d{1,18})/(?P<entry_number>\d{1,4})"),
        "SELECT txn_id FROM entry WHERE txn_id = CAST(:txn_id AS bigint)"
        " AND entry_number = CAST(:entry_number AS smallint)",
    ),
    (
        re.compile(r"(?P<transaction_number>\d{14})"),
        "SELECT txn_id FROM txn JOIN message USING (message_id)"
        " WHERE transaction_number = :transaction_number",
    ),
    (
        re.compile(r"txn:(?P<txn_id>\d{1,18})"),
        "SELECT txn_id FROM txn WHERE txn_id = CAST(:txn_id AS bigint)",
    ),
    (
        re.compile(r"file:(?P<file_id>\d{1,18})"),
        "SELECT txn_id FROM txn JOIN message USING (message_id)"
        " WHERE file_id = CAST(:file_id AS bigint)",
    ),
    (
        re.compile(r"run:(?P<run_id>\d{1,18})"),
        "SELECT txn_id FROM txn_cause WHERE run_id = CAST(:run_id AS bigint)",
    ),
    (
        re.compile(r"act:(?P<act_id>\d{1,18})"),
        "SELECT txn_id FROM txn WHERE batch_id = ANY(ARRAY(SELECT batch_id FROM batch"
        "  WHERE act_id = CAST(:act_id AS bigint) UNION SELECT batch_id FROM file"
        "  WHERE act_id = CAST(:act_id AS bigint)))",
    ),
)
"""The forms of a handle, each with the transactions that it leads to."""

_TRACED: Final = statement(__file__, "traced")
_EFFECTS: Final = {
    "entries": statement(__file__, "effects_entries"),
    "applications": statement(__file__, "effects_applications"),
    "statement_lines": statement(__file__, "effects_statement_lines"),
    "documents": statement(__file__, "effects_documents"),
}
"""The parts of what a transaction did, each asked for many at once."""


class UnknownHandle(LookupError):
    """Nothing in the book answers to the handle, or it is of no known form."""


def trace(tx: Transaction, handle: str) -> list[Row]:
    """Return each transaction that a handle leads to, with its message, file and byte range."""
    for pattern, led_to in _WAYS:
        match = pattern.fullmatch(handle)
        if match is None:
            continue
        found = {row["txn_id"] for row in tx.rows(led_to, **match.groupdict())}
        if not found:
            raise UnknownHandle(f"nothing in the book answers to {handle}")
        return tx.rows(_TRACED, transactions=sorted(found))
    raise UnknownHandle(f"{handle!r} is not one of: {HANDLES}")


def transactions(tx: Transaction, handle: str) -> list[int]:
    """Return the ids of the transactions that a handle leads to."""
    return [row["txn_id"] for row in trace(tx, handle)]


@dataclass(frozen=True)
class Effects:
    """What one transaction did: entries, applications of its item, what bears it.

    ``documents`` are the notices and statements queued for the account that bear its item.
    """

    entries: list[Row]
    applications: list[Row]
    statement_lines: list[Row]
    documents: list[Row]


def effects(tx: Transaction, transactions: Sequence[int]) -> dict[int, Effects]:
    """Return everything in the book that each of some transactions caused, by its id."""
    found = {
        name: _by_transaction(tx.rows(sql, transactions=list(transactions)))
        for name, sql in _EFFECTS.items()
    }
    return {
        each: Effects(**{name: rows.get(each, []) for name, rows in found.items()})
        for each in transactions
    }


def _by_transaction(rows: Sequence[Row]) -> dict[int, list[Row]]:
    grouped: dict[int, list[Row]] = {}
    for row in rows:
        values = {name: value for name, value in row.items() if name != "txn_id"}
        grouped.setdefault(row["txn_id"], []).append(values)
    return grouped


@dataclass(frozen=True)
class FileEffects:
    """What became of one file: its row, its messages by status, its findings, its answers."""

    file: Row
    messages: dict[str, int]
    findings: list[Row]
    answers: list[Row]


@dataclass(frozen=True)
class MessageEffects:
    """What became of one message: where its bytes are, its findings, its review, the answers.

    The answers are those to its whole file.
    """

    message: Row
    findings: list[Row]
    reviews: list[Row]
    answers: list[Row]


@dataclass(frozen=True)
class ActEffects:
    """What an act of a person did besides posting: files, decisions, applications, answers."""

    act: Row
    files: list[Row]
    decisions: list[Row]
    applications: list[Row]
    answers: list[Row]


@dataclass(frozen=True)
class Trace:
    """All that a handle leads to; a file or an act where it names one.

    The transactions' own effects are asked for apart (``effects``), some at a time.
    """

    file: FileEffects | None
    act: ActEffects | None
    messages: list[MessageEffects]
    transactions: list[Row]


def follow(tx: Transaction, handle: str) -> Trace:
    """Return what a handle leads to, back and on; UnknownHandle when there is nothing."""
    file_id, act_id = _named(handle, "file"), _named(handle, "act")
    file = None if file_id is None else of_file(tx, file_id)
    act = None if act_id is None else _of_act(tx, act_id)
    whole = file is not None or act is not None
    messages = [] if whole else _messages_of(tx, handle)
    try:
        transactions = trace(tx, handle)
    except UnknownHandle:
        if not whole and not messages:
            raise
        transactions = []
    if not whole:
        about = {row["message_id"] for row in transactions} - {None}
        messages = sorted({*messages, *about})
    return Trace(file, act, [_of_message(tx, each) for each in messages], transactions)


def _named(handle: str, kind: str) -> int | None:
    """Return the id in a handle of a kind, or None when it is of another."""
    match = re.fullmatch(rf"{kind}:(\d{{1,18}})", handle)
    return int(match[1]) if match else None


def _messages_of(tx: Transaction, number: str) -> list[int]:
    """Return every message that bears a transaction number, whatever became of it."""
    return [
        row["message_id"]
        for row in tx.rows(
            "SELECT message_id FROM message WHERE transaction_number = :number", number=number
        )
    ]


def _of_message(tx: Transaction, message_id: int) -> MessageEffects:
    (message,) = tx.rows(
        "SELECT m.message_id, m.reference AS message, m.type, m.transaction_number, m.version,"
        " m.status, m.byte_from, m.byte_to, n.reference AS interchange, f.file_id,"
        " f.name AS file_name, f.partner_id, f.received_on, f.sha256, c.payable_cents"
        " FROM message m JOIN interchange n USING (interchange_id)"
        " JOIN file f ON f.file_id = m.file_id"
        " LEFT JOIN current_cad c ON c.message_id = m.message_id"
        " WHERE m.message_id = :message_id",
        message_id=message_id,
    )
    return MessageEffects(
        message=message,
        findings=tx.rows(
            "SELECT code, count(*) AS findings FROM finding WHERE file_id = :file_id"
            " AND message_id = :message_id GROUP BY 1 ORDER BY 1",
            file_id=message["file_id"],
            message_id=message_id,
        ),
        reviews=tx.rows(
            "SELECT r.review_id, r.kind, r.decide_by_on, d.decision, d.decided_on, d.act_id"
            " FROM review r LEFT JOIN review_decision d USING (review_id)"
            " WHERE r.message_id = :message_id",
            message_id=message_id,
        ),
        answers=_answers(tx, message["file_id"]),
    )


def _of_act(tx: Transaction, act_id: int) -> ActEffects:
    """Return what an act did, transactions apart; UnknownHandle when there is none."""
    act = tx.row("SELECT * FROM act WHERE act_id = :act_id", act_id=act_id)
    if act is None:
        raise UnknownHandle(f"no act {act_id}")
    return ActEffects(
        act=act,
        files=tx.rows(
            "SELECT file_id, name, outcome FROM file WHERE act_id = :act_id ORDER BY file_id",
            act_id=act_id,
        ),
        decisions=tx.rows(
            "SELECT r.review_id, r.kind, r.transaction_number, r.version, d.decision, d.decided_on"
            " FROM review_decision d JOIN review r USING (review_id) WHERE d.act_id = :act_id",
            act_id=act_id,
        ),
        applications=tx.rows(
            "SELECT a.application_id, a.amount_cents, a.applied_on, a.policy,"
            " a.reverses_application_id, a.debit_item_id, d.document_reference AS debit,"
            " a.credit_item_id, c.document_reference AS credit"
            " FROM application a JOIN item d ON d.item_id = a.debit_item_id"
            " JOIN item c ON c.item_id = a.credit_item_id WHERE a.batch_id IN"
            "  (SELECT batch_id FROM batch WHERE act_id = :act_id UNION"
            "   SELECT batch_id FROM file WHERE act_id = :act_id) ORDER BY a.application_id",
            act_id=act_id,
        ),
        answers=tx.rows(
            "SELECT shown_kind AS kind, partner_id, name, delivered_at FROM document"
            " WHERE act_id = :act_id"
            " OR file_id IN (SELECT file_id FROM file WHERE act_id = :act_id)"
            " ORDER BY outbox_id",
            act_id=act_id,
        ),
    )


def _answers(tx: Transaction, file_id: int) -> list[Row]:
    return tx.rows(
        "SELECT shown_kind AS kind, partner_id, name, delivered_at FROM document"
        " WHERE file_id = :file_id ORDER BY outbox_id",
        file_id=file_id,
    )


def of_file(tx: Transaction, file_id: int) -> FileEffects:
    """Return what became of a file, transactions apart; UnknownHandle when there is none."""
    file = tx.row("SELECT * FROM file WHERE file_id = :file_id", file_id=file_id)
    if file is None:
        raise UnknownHandle(f"no file {file_id}")
    return FileEffects(
        file=file,
        messages={
            row["status"]: row["messages"]
            for row in tx.rows(
                "SELECT status, count(*) AS messages FROM message WHERE file_id = :file_id"
                " GROUP BY 1 ORDER BY 1",
                file_id=file_id,
            )
        },
        findings=tx.rows(
            "SELECT code, count(*) AS findings FROM finding WHERE file_id = :file_id"
            " GROUP BY 1 ORDER BY 1",
            file_id=file_id,
        ),
        answers=_answers(tx, file_id),
    )
