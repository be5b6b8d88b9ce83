"""Proofs of the book, from nothing but its tables and the kept bytes.

Each proof is one sentence and one query that returns what breaks it: no rows, it holds.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from ledger_sync.book import Book, Row, Transaction
from ledger_sync.kept_bytes import KeptBytes

BREACHES_SHOWN = 20


@dataclass(frozen=True)
class Proof:
    """One sentence that must hold; ``counted`` says over how many rows it was proved."""

    name: str
    sentence: str
    counted: str
    breaches: str


@dataclass(frozen=True)
class Result:
    """What one proof came to."""

    name: str
    sentence: str
    rows: int
    breaches: tuple[Row, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing breaks it."""
        return not self.breaches


PROOFS: tuple[Proof, ...] = (
    Proof(
        "balanced",
        "The entries of every transaction sum to zero, and every transaction has entries.",
        "SELECT count(*) FROM txn",
        "SELECT t.txn_id, sum(e.amount_cents)::bigint AS sum_cents, count(e.txn_id) AS entries"
        " FROM txn t LEFT JOIN entry e ON e.txn_id = t.txn_id AND e.book_on = t.book_on"
        " GROUP BY t.txn_id HAVING coalesce(sum(e.amount_cents), 1) <> 0",
    ),
    Proof(
        "entries-owned",
        "Every entry bears the book date of its transaction.",
        "SELECT count(*) FROM entry",
        "SELECT e.txn_id, e.entry_number FROM entry e LEFT JOIN txn t"
        " ON t.txn_id = e.txn_id AND t.book_on = e.book_on WHERE t.txn_id IS NULL",
    ),
    Proof(
        "receivable",
        "The items of every account add up to its balance in the ledger.",
        "SELECT count(*) FROM account WHERE class = 'receivable'",
        "SELECT a.code, coalesce(e.cents, 0) AS entries_cents, coalesce(i.cents, 0) AS items_cents"
        " FROM account a"
        " LEFT JOIN (SELECT account_id, sum(amount_cents) AS cents FROM entry GROUP BY 1) e"
        "  USING (account_id)"
        " LEFT JOIN (SELECT account_id, sum(amount_cents) AS cents FROM item GROUP BY 1) i"
        "  USING (account_id)"
        " WHERE a.class = 'receivable' AND coalesce(e.cents, 0) <> coalesce(i.cents, 0)",
    ),
    Proof(
        "items-posted",
        "Every item is the entry of its transaction on its account.",
        "SELECT count(*) FROM item",
        "SELECT i.item_id FROM item i LEFT JOIN entry e ON e.txn_id = i.txn_id"
        " AND e.account_id = i.account_id AND e.amount_cents = i.amount_cents"
        " WHERE e.txn_id IS NULL",
    ),
    Proof(
        "open-amounts",
        "What is open of every item is its amount less what was applied to it.",
        "SELECT count(*) FROM item_balance",
        "SELECT i.item_id, b.open_cents, abs(i.amount_cents) - coalesce(used.cents, 0) AS due_cents"
        " FROM item i LEFT JOIN item_balance b USING (item_id)"
        " LEFT JOIN (SELECT item_id, sum(amount_cents) AS cents FROM ("
        "  SELECT debit_item_id AS item_id, amount_cents FROM application"
        "  UNION ALL SELECT credit_item_id, amount_cents FROM application) AS s GROUP BY 1) used"
        "  USING (item_id)"
        " WHERE b.item_id IS NULL OR b.amount_cents <> abs(i.amount_cents)"
        " OR b.open_cents <> abs(i.amount_cents) - coalesce(used.cents, 0)",
    ),
    Proof(
        "declarations-add-up",
        "Every declaration's totals are the sums of its lines.",
        "SELECT count(*) FROM cad",
        "SELECT c.transaction_number, c.version FROM cad c LEFT JOIN (SELECT cad_id,"
        " count(*) AS lines, sum(value_for_duty_cents) AS vfd, sum(duty_cents) AS duty,"
        " sum(gst_cents) AS gst, sum(value_for_currency_conversion_cents) AS value"
        " FROM cad_line GROUP BY cad_id) l USING (cad_id) WHERE l.cad_id IS NULL"
        " OR l.lines <> c.line_count OR l.vfd <> c.value_for_duty_cents"
        " OR l.duty <> c.duty_cents OR l.gst <> c.gst_cents OR l.value <> c.total_value_cents",
    ),
    Proof(
        "declared-is-posted",
        "Every accepted declaration is posted once, for what it owes.",
        "SELECT count(*) FROM cad",
        "SELECT c.transaction_number, c.payable_cents, p.cents AS posted_cents FROM cad c"
        " LEFT JOIN (SELECT t.message_id, count(DISTINCT t.txn_id) AS txns,"
        "  sum(e.amount_cents) FILTER (WHERE e.amount_cents > 0) AS cents FROM txn t"
        "  JOIN entry e ON e.txn_id = t.txn_id AND e.book_on = t.book_on"
        "  WHERE t.kind = 'CAD' GROUP BY t.message_id) p USING (message_id)"
        " WHERE c.payable_cents <> coalesce(p.cents, 0) OR coalesce(p.txns, 0) > 1",
    ),
    Proof(
        "accepted-is-posted",
        "Every accepted message left a declaration or a payment in the book.",
        "SELECT count(*) FROM message WHERE status = 'accepted'",
        "SELECT m.message_id FROM message m WHERE m.status = 'accepted'"
        " AND NOT EXISTS (SELECT FROM cad c WHERE c.message_id = m.message_id)"
        " AND NOT EXISTS (SELECT FROM txn t WHERE t.message_id = m.message_id AND t.kind = 'PMT')",
    ),
    Proof(
        "posted-was-accepted",
        "Nothing was posted from a message that was not accepted.",
        "SELECT count(*) FROM txn",
        "SELECT t.txn_id FROM txn t JOIN message m USING (message_id) WHERE m.status <> 'accepted'",
    ),
    Proof(
        "statements-recompute",
        "Every statement is its opening balance and its lines, and opens where the last closed.",
        "SELECT count(*) FROM statement",
        "SELECT s.statement_id FROM statement s LEFT JOIN statement p"
        " ON p.statement_id = s.previous_statement_id LEFT JOIN (SELECT statement_id,"
        " coalesce(sum(amount_cents) FILTER (WHERE amount_cents > 0), 0) AS debits,"
        " coalesce(-sum(amount_cents) FILTER (WHERE amount_cents < 0), 0) AS credits"
        " FROM statement_line GROUP BY 1) l ON l.statement_id = s.statement_id"
        " WHERE s.opening_cents <> coalesce(p.closing_cents, 0)"
        " OR s.debits_cents <> coalesce(l.debits, 0) OR s.credits_cents <> coalesce(l.credits, 0)"
        " OR s.closing_cents <> s.opening_cents + s.debits_cents - s.credits_cents",
    ),
    Proof(
        "statement-lines-are-items",
        "Every statement line is an item of its account, for its amount.",
        "SELECT count(*) FROM statement_line",
        "SELECT l.statement_id, l.line_number FROM statement_line l"
        " JOIN statement s USING (statement_id) LEFT JOIN item i ON i.item_id = l.item_id"
        " AND i.account_id = s.account_id AND i.amount_cents = l.amount_cents"
        " WHERE i.item_id IS NULL",
    ),
    Proof(
        "posted-once",
        "No kept bytes, accepted interchange, declaration version or idempotency key counts twice.",
        "SELECT count(*) FROM txn",
        "SELECT 'file' AS what, encode(sha256, 'hex') AS which FROM file WHERE outcome = 'posted'"
        " GROUP BY sha256 HAVING count(*) > 1 UNION ALL"
        " SELECT 'declaration', transaction_number || '/' || version FROM cad"
        " GROUP BY transaction_number, version HAVING count(*) > 1 UNION ALL"
        " SELECT 'transaction', idempotency_key FROM txn GROUP BY 1, 2 HAVING count(*) > 1"
        " UNION ALL SELECT 'interchange', partner_id || ' ' || reference FROM interchange"
        " WHERE status = 'accepted' GROUP BY partner_id, format, reference HAVING count(*) > 1",
    ),
    Proof(
        "outcomes-agree",
        "A file counts as posted exactly when one of its messages was accepted.",
        "SELECT count(*) FROM file WHERE outcome IS NOT NULL",
        "SELECT f.file_id, f.outcome FROM file f WHERE f.outcome IS NOT NULL"
        " AND (f.outcome = 'posted') <> EXISTS (SELECT FROM message m"
        "  WHERE m.file_id = f.file_id AND m.status = 'accepted')",
    ),
    Proof(
        "answered",
        "Every file with an outcome and a known sender was answered.",
        "SELECT count(*) FROM file WHERE outcome IS NOT NULL",
        "SELECT f.file_id FROM file f WHERE f.outcome IS NOT NULL"
        " AND (f.partner_id IS NOT NULL OR EXISTS (SELECT FROM interchange i"
        "  WHERE i.file_id = f.file_id AND i.partner_id IS NOT NULL))"
        " AND NOT EXISTS (SELECT FROM outbox o WHERE o.file_id = f.file_id)",
    ),
    Proof(
        "sealed",
        "Every batch still has the content it was sealed with, and the seals form one chain.",
        "SELECT count(*) FROM batch",
        "SELECT batch_id FROM (SELECT batch_id, previous_digest, digest,"
        " coalesce(lag(digest) OVER (ORDER BY batch_id), first_digest()) AS due_previous"
        " FROM batch) AS b WHERE digest IS NULL OR previous_digest IS DISTINCT FROM due_previous"
        " OR digest IS DISTINCT FROM sha256(previous_digest || batch_content(batch_id))",
    ),
    Proof(
        "read-files-are-sealed",
        "Every file that was read belongs to a sealed batch.",
        "SELECT count(*) FROM file WHERE outcome IN ('posted', 'rejected')",
        "SELECT f.file_id FROM file f LEFT JOIN batch b USING (file_id)"
        " WHERE f.outcome IN ('posted', 'rejected') AND b.batch_id IS NULL",
    ),
)


@dataclass(frozen=True)
class PostedFile:
    """A posted file: its accepted messages by ordinal, and what was posted from them.

    ``totals`` are lines, their values for currency conversion and payments, the last two in cents.
    """

    file_id: int
    sha256: bytes
    accepted: frozenset[int]
    totals: tuple[int, int, int]


def posted_files(tx: Transaction) -> list[PostedFile]:
    """Return every posted file."""
    return [
        PostedFile(
            row["file_id"],
            bytes(row["sha256"]),
            frozenset(row["accepted"]),
            (int(row["lines"]), int(row["value_cents"]), int(row["paid_cents"])),
        )
        for row in tx.rows(
            "SELECT f.file_id, f.sha256, array_agg(m.ordinal) AS accepted,"
            " coalesce(sum(c.lines), 0) AS lines, coalesce(sum(c.value_cents), 0) AS value_cents,"
            " coalesce(sum(p.cents), 0) AS paid_cents"
            " FROM file f JOIN message m ON m.file_id = f.file_id AND m.status = 'accepted'"
            " LEFT JOIN LATERAL (SELECT count(*) AS lines,"
            "  sum(l.value_for_currency_conversion_cents) AS value_cents"
            "  FROM cad JOIN cad_line l USING (cad_id)"
            "  WHERE cad.message_id = m.message_id) c ON true"
            " LEFT JOIN LATERAL (SELECT sum(e.amount_cents) AS cents FROM txn t JOIN entry e"
            "  ON e.txn_id = t.txn_id AND e.book_on = t.book_on WHERE t.message_id = m.message_id"
            "  AND t.kind = 'PMT' AND e.amount_cents > 0) p ON true"
            " WHERE f.outcome = 'posted' GROUP BY f.file_id ORDER BY f.file_id"
        )
    ]


def prove(book: Book, kept: KeptBytes) -> Iterator[Result]:
    """Prove everything, one result at a time, the kept bytes last."""
    for proof in PROOFS:
        with book.transaction() as tx:
            breaches = tx.rows(f"{proof.breaches} LIMIT {BREACHES_SHOWN}")
            yield Result(proof.name, proof.sentence, int(tx.value(proof.counted)), tuple(breaches))
    with book.transaction() as tx:
        yield _kept_bytes(tx, kept)


def _kept_bytes(tx: Transaction, kept: KeptBytes) -> Result:
    rows = tx.rows(
        "SELECT 'file' AS what, file_id AS id, sha256 FROM file"
        " UNION ALL SELECT 'document', outbox_id, sha256 FROM outbox"
    )
    broken = [
        {"what": row["what"], "id": row["id"], "sha256": bytes(row["sha256"]).hex()}
        for row in rows
        if not kept.intact(bytes(row["sha256"]))
    ]
    return Result(
        "kept-bytes",
        "Every file received and every document sent is kept and has its digest.",
        len(rows),
        tuple(broken[:BREACHES_SHOWN]),
    )
