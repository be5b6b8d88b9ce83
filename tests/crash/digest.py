"""Everything the book, the answers and the deliveries say, but for clock times and numbers given.

Numbers that the database gives (ids, and the answer numbers made of them) and clock times are left
out; everything else of every table, and every byte delivered, is in.
"""

import hashlib
import re
from pathlib import Path

from jobs.hub import Hub

FILE = "concat_ws('/', f.partner_id, f.name, encode(f.sha256, 'hex'))"

QUERIES = {
    "files": f"SELECT {FILE}, f.outcome, f.received_on, f.size_bytes,"
    " f.replays_file_id IS NOT NULL AS again FROM file f",
    "interchanges": f"SELECT {FILE}, i.ordinal, i.format, i.partner_id, i.sender, i.reference,"
    " i.prepared_at, i.status, i.byte_from, i.byte_to FROM interchange i"
    " JOIN file f USING (file_id)",
    "messages": f"SELECT {FILE}, m.ordinal, m.reference, m.type, m.transaction_number, m.version,"
    " m.status, m.byte_from, m.byte_to FROM message m JOIN file f USING (file_id)",
    "findings": f"SELECT {FILE}, m.ordinal, n.code, n.severity, n.byte_from, n.byte_to, n.segment,"
    " n.segment_position, n.element, n.line_number,"
    " CASE n.code WHEN 'FILE-004' THEN NULL ELSE n.value END, n.expected"
    " FROM finding n JOIN file f USING (file_id) LEFT JOIN message m USING (message_id)",
    # How files are put together into batches is no fact of the book, nor which batch needed a basis
    # first.
    "batches": "SELECT b.kind, b.book_on, b.sealed_rows - (SELECT count(*) FROM basis s"
    " WHERE s.batch_id = b.batch_id) AS sealed_rows FROM batch b WHERE b.kind <> 'file'",
    "bases": "SELECT encode(digest, 'hex') FROM basis",
    "declarations": "SELECT c.transaction_number, c.version, c.posting_number, c.cad_type, a.code,"
    " c.number_use, c.function, c.filed_on, c.accounting_due_on, c.sima_cents, c.surtax_cents,"
    " c.excise_cents,"
    " c.filer, c.release_on, c.release_office, c.cargo_control_number, c.accepted_on,"
    " c.cycle_last_on, c.due_on, c.line_count, c.total_value_cents, c.value_for_duty_cents,"
    " c.duty_cents, c.gst_cents, c.payable_cents, encode(c.content_digest, 'hex')"
    " FROM cad c JOIN account a USING (account_id)",
    "lines": "SELECT c.transaction_number, c.version, c.posting_number, l.line_number,"
    " l.invoice_number, l.tariff_item, l.value_for_duty_cents, l.duty_cents, l.gst_cents,"
    " encode(s.digest, 'hex') AS basis, encode(x.digest, 'hex') AS exchange_basis,"
    " l.byte_from, l.byte_to FROM cad_line l JOIN cad c USING (cad_id)"
    " LEFT JOIN basis s ON s.basis_id = l.basis_id"
    " LEFT JOIN basis x ON x.basis_id = l.exchange_basis_id",
    "transactions": "SELECT t.idempotency_key, encode(t.payload_digest, 'hex'), t.kind,"
    " t.document_reference, t.effective_on, t.book_on, r.idempotency_key AS reverses"
    " FROM txn t LEFT JOIN txn r ON r.txn_id = t.reverses_txn_id",
    "entries": "SELECT t.idempotency_key, e.entry_number, a.code, e.amount_cents, e.book_on"
    " FROM entry e JOIN txn t USING (txn_id) JOIN account a USING (account_id)",
    "items": "SELECT t.idempotency_key, a.code, i.kind, i.document_reference, i.amount_cents,"
    " i.effective_on, i.book_on, i.due_on, i.cycle_last_on, i.filer, b.open_cents FROM item i"
    " JOIN txn t USING (txn_id) JOIN account a ON a.account_id = i.account_id"
    " JOIN item_balance b USING (item_id)",
    "applications": "SELECT d.idempotency_key, c.idempotency_key, p.amount_cents, p.applied_on,"
    " p.policy FROM application p JOIN item di ON di.item_id = p.debit_item_id"
    " JOIN txn d ON d.txn_id = di.txn_id JOIN item ci ON ci.item_id = p.credit_item_id"
    " JOIN txn c ON c.txn_id = ci.txn_id",
    "payments": "SELECT t.idempotency_key, p.method, p.payer_on, p.value_on, p.received_on,"
    " p.posted_on, p.paid_on FROM payment p JOIN txn t USING (txn_id)",
    "closed": "SELECT book_on FROM closed_date",
    "statements": "SELECT a.code, s.cycle_last_on, s.version, s.first_on, s.issued_on, s.known_on,"
    " s.due_on, s.opening_cents, s.debits_cents, s.credits_cents, s.closing_cents"
    " FROM statement s JOIN account a USING (account_id)",
    "statement lines": "SELECT a.code, s.issued_on, l.line_number, t.idempotency_key,"
    " l.amount_cents FROM statement_line l JOIN statement s USING (statement_id)"
    " JOIN account a USING (account_id) JOIN item i USING (item_id) JOIN txn t USING (txn_id)",
    "acts": "SELECT request_key, kind, requested_by, approved_by, encode(digest, 'hex'), reason,"
    " selection FROM act",
    "reasons": f"SELECT {FILE}, m.ordinal, r.position, r.reason_code FROM message_reason r"
    " JOIN message m USING (message_id) JOIN file f ON f.file_id = m.file_id",
    "reference": "SELECT table_name, number, origin, encode(digest, 'hex') FROM reference_version",
    "outbox": "SELECT o.kind, o.form, o.partner_id, o.business_date, a.code, o.notice_on,"
    f" s.issued_on, {FILE}, o.interchange_ordinal, t.request_key, r.kind AS repeats,"
    " d.outbox_id IS NOT NULL AS delivered FROM outbox o LEFT JOIN delivery d USING (outbox_id)"
    " LEFT JOIN account a USING (account_id) LEFT JOIN file f USING (file_id)"
    " LEFT JOIN statement s USING (statement_id) LEFT JOIN act t ON t.act_id = o.act_id"
    " LEFT JOIN outbox r ON r.outbox_id = o.repeats_outbox_id",
}

_GIVEN_NUMBER = re.compile(r"_(?:again-)?(\d{9,12})(?=\.|_)")
CLOCK = (
    re.compile(rb"\+\d{6,8}:\d{4}\+"),  # UNB: date and time of preparation
    re.compile(rb"DTM\+(?:137|148|784):\d{12}:203"),
    re.compile(rb"<IssueDateTime>[^<]*</IssueDateTime>"),
    re.compile(rb"\*\d{6}(?:\d\d)?\*\d{4}\*"),  # ISA and GS: date and time
)


def of_book(hub: Hub) -> dict[str, list[str]]:
    """Return the sorted rows of every table as texts."""
    with hub.book.transaction() as tx:
        return {
            name: sorted(str(tuple(row)) for page in tx.pages(sql, 10_000) for row in page)
            for name, sql in QUERIES.items()
        }


def of_deliveries(tree: Path) -> list[str]:
    """Return every file of the partners' trees: folder, name and digest, numbers given left out."""
    found = []
    for path in sorted(p for p in tree.rglob("*") if p.is_file()):
        content, name = path.read_bytes(), path.name
        if path.suffix in {".edi", ".xml", ".x12"}:
            for number in _GIVEN_NUMBER.findall(name):
                name = name.replace(number, "#")
                content = content.replace(number.encode(), b"#")
                content = content.replace(f"*{int(number)}*".encode(), b"*#*")  # GS
                content = content.replace(f"*{int(number)}~".encode(), b"*#~")  # GE
            for clock in CLOCK:
                content = clock.sub(b"<clock>", content)
        digest = hashlib.sha256(content).hexdigest()
        found.append(f"{path.parent.relative_to(tree)}/{name} {digest}")
    return sorted(found)


def short(everything: dict[str, list[str]]) -> str:
    """Return one digest of everything."""
    return hashlib.sha256(repr(sorted(everything.items())).encode()).hexdigest()[:16]
