"""From a line of a statement, an item, an entry or a declaration back to the bytes behind it."""

import re

from ledger_sync.book import Row, Transaction

HANDLES = "BN15/STATEMENT-DATE/LINE, item:ID, entry:TXN/NUMBER, or a 14-digit transaction number"

_WAYS = (
    (
        re.compile(
            r"(?P<bn15>\d{9}RM\d{4})/(?P<issued_on>\d{4}-\d{2}-\d{2})/(?P<line_number>\d{1,9})"
        ),
        "t.txn_id IN (SELECT i.txn_id FROM statement s JOIN account a USING (account_id)"
        " JOIN statement_line l USING (statement_id) JOIN item i USING (item_id)"
        " WHERE a.code = :bn15 AND s.issued_on = CAST(:issued_on AS date)"
        " AND l.line_number = CAST(:line_number AS int))",
    ),
    (
        re.compile(r"item:(?P<item_id>\d{1,18})"),
        "t.txn_id = (SELECT txn_id FROM item WHERE item_id = CAST(:item_id AS bigint))",
    ),
    (
        re.compile(r"entry:(?P<txn_id>\d{1,18})/(?P<entry_number>\d{1,4})"),
        "t.txn_id IN (SELECT txn_id FROM entry WHERE txn_id = CAST(:txn_id AS bigint)"
        " AND entry_number = CAST(:entry_number AS smallint))",
    ),
    (
        re.compile(r"(?P<transaction_number>\d{14})"),
        "t.kind = 'CAD' AND t.document_reference = :transaction_number",
    ),
)


class UnknownHandle(LookupError):
    """Nothing in the book answers to the handle, or it is of no known form."""


def trace(tx: Transaction, handle: str) -> list[Row]:
    """Return each transaction that a handle leads to, with its message, file and byte range."""
    for pattern, condition in _WAYS:
        match = pattern.fullmatch(handle)
        if match is None:
            continue
        found = tx.rows(f"{_CHAIN} WHERE {condition} ORDER BY t.txn_id", **match.groupdict())
        if not found:
            raise UnknownHandle(f"nothing in the book answers to {handle}")
        return found
    raise UnknownHandle(f"{handle!r} is not one of: {HANDLES}")


def entries(tx: Transaction, txn_id: int) -> list[Row]:
    """Return the entries of a transaction with their accounts."""
    return tx.rows(
        "SELECT e.entry_number, a.code, e.amount_cents FROM entry e JOIN account a"
        " USING (account_id) WHERE e.txn_id = :txn_id ORDER BY e.entry_number",
        txn_id=txn_id,
    )


_CHAIN = (
    "SELECT t.txn_id, t.kind, t.document_reference, t.effective_on, t.book_on, t.posted_at,"
    " t.batch_id, i.item_id, i.amount_cents, b.open_cents, m.message_id, m.reference AS message,"
    " m.byte_from, m.byte_to, n.reference AS interchange, f.file_id, f.name AS file_name,"
    " f.partner_id, f.received_at, f.sha256"
    " FROM txn t JOIN message m USING (message_id) JOIN interchange n USING (interchange_id)"
    " JOIN file f ON f.file_id = m.file_id LEFT JOIN item i ON i.txn_id = t.txn_id"
    " LEFT JOIN item_balance b ON b.item_id = i.item_id"
)
