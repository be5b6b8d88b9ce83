"""What is proved of the book: each proof one sentence, and one query that returns what breaks it.

No rows, it holds. The proofs of batches are asked of a window of batches at a time
(``proving``), those of the whole book once.
"""

from dataclasses import dataclass
from typing import Final

from ledger.accounts import CHARGE_ACCOUNTS
from ledger_sync.judging import CONTENT, content_digest


@dataclass(frozen=True)
class Proof:
    """One sentence that must hold; ``counted`` says over how many rows it was proved."""

    name: str
    sentence: str
    counted: str
    breaches: str


_CREDITS = (
    "(VALUES "
    + ", ".join(f"('{code}', -c.{charge}_cents)" for charge, code in CHARGE_ACCOUNTS.items())
    + ") AS owed (code, cents)"
)

OF_BATCHES: Final[tuple[Proof, ...]] = (
    Proof(
        "balanced",
        "The entries of every transaction sum to zero, and every transaction has entries.",
        "SELECT count(*) FROM txn WHERE batch_id = ANY(:batches)",
        "SELECT t.txn_id, sum(e.amount_cents)::bigint AS sum_cents, count(e.txn_id) AS entries"
        " FROM txn t LEFT JOIN entry e ON e.txn_id = t.txn_id AND e.book_on = t.book_on"
        " AND e.book_on BETWEEN :from_on AND :to_on WHERE t.batch_id = ANY(:batches)"
        " GROUP BY t.txn_id HAVING coalesce(sum(e.amount_cents), 1) <> 0",
    ),
    Proof(
        "items-are-entries",
        "Every transaction's items are its entries on receivable accounts, account by account.",
        "SELECT count(*) FROM txn JOIN item USING (txn_id) WHERE batch_id = ANY(:batches)",
        "SELECT coalesce(e.txn_id, i.txn_id) AS txn_id, i.item_id, e.amount_cents AS entry_cents,"
        " i.amount_cents AS item_cents FROM"
        " (SELECT e.txn_id, e.account_id, e.amount_cents, row_number() OVER ("
        "   PARTITION BY e.txn_id, e.account_id, e.amount_cents) AS copy FROM txn t JOIN entry e"
        "  ON e.txn_id = t.txn_id AND e.book_on = t.book_on"
        "  AND e.book_on BETWEEN :from_on AND :to_on JOIN account a USING (account_id)"
        "  WHERE a.class = 'receivable' AND t.batch_id = ANY(:batches)) e FULL JOIN"
        " (SELECT i.*, 1::bigint AS copy FROM txn t JOIN item i USING (txn_id)"
        "  WHERE t.batch_id = ANY(:batches)) i"
        " ON i.txn_id = e.txn_id AND i.account_id = e.account_id"
        " AND i.amount_cents = e.amount_cents AND i.copy = e.copy"
        " WHERE e.txn_id IS NULL OR i.txn_id IS NULL",
    ),
    Proof(
        "dated-alike",
        "A transaction, its items and its batch bear one book date; an application its batch's,"
        " or the later one of an item.",
        "SELECT count(*) FROM txn WHERE batch_id = ANY(:batches)",
        "SELECT 'transaction' AS what, t.txn_id AS id, t.book_on, b.book_on AS batch_on"
        " FROM txn t JOIN batch b USING (batch_id)"
        " LEFT JOIN item i USING (txn_id) WHERE t.batch_id = ANY(:batches)"
        " AND (t.book_on <> b.book_on OR i.book_on <> b.book_on)"
        " UNION ALL SELECT 'application', a.application_id, a.applied_on, b.book_on"
        " FROM application a JOIN batch b USING (batch_id)"
        " JOIN item d ON d.item_id = a.debit_item_id JOIN item c ON c.item_id = a.credit_item_id"
        " WHERE a.batch_id = ANY(:batches)"
        " AND a.applied_on NOT IN (b.book_on, greatest(b.book_on, d.book_on, c.book_on))",
    ),
    Proof(
        "reversals-are-exact",
        "A reversal takes back every entry of one posting, to the cent, on the same accounts.",
        "SELECT count(*) FROM txn WHERE batch_id = ANY(:batches) AND kind = 'REV'",
        "SELECT r.txn_id FROM txn r JOIN txn t ON t.txn_id = r.reverses_txn_id"
        " WHERE r.batch_id = ANY(:batches) AND (t.kind = 'REV' OR"
        "  (SELECT array_agg((entry_number, account_id, -amount_cents)::text ORDER BY entry_number)"
        "   FROM entry e WHERE e.txn_id = r.txn_id AND e.book_on = r.book_on) IS DISTINCT FROM"
        "  (SELECT array_agg((entry_number, account_id, amount_cents)::text ORDER BY entry_number)"
        "   FROM entry e WHERE e.txn_id = t.txn_id AND e.book_on = t.book_on))",
    ),
    Proof(
        "declarations-add-up",
        "Every declaration's totals are the sums of its lines.",
        "SELECT count(*) FROM cad WHERE batch_id = ANY(:batches)",
        "SELECT c.transaction_number, c.version FROM cad c LEFT JOIN (SELECT l.cad_id,"
        " count(*) AS lines, sum(l.value_for_duty_cents) AS vfd, sum(l.duty_cents) AS duty,"
        " sum(l.sima_cents) AS sima, sum(l.surtax_cents) AS surtax, sum(l.excise_cents) AS excise,"
        " sum(l.gst_cents) AS gst, sum(l.value_for_currency_conversion_cents) AS value"
        " FROM cad_line l JOIN cad USING (cad_id) WHERE cad.batch_id = ANY(:batches)"
        " GROUP BY l.cad_id) l USING (cad_id) WHERE c.batch_id = ANY(:batches)"
        " AND (coalesce(l.lines, 0) <> c.line_count OR l.vfd <> c.value_for_duty_cents"
        " OR l.duty <> c.duty_cents OR l.sima <> c.sima_cents OR l.surtax <> c.surtax_cents"
        " OR l.excise <> c.excise_cents OR l.gst <> c.gst_cents"
        " OR l.value <> c.total_value_cents)",
    ),
    Proof(
        "declarations-as-filed",
        "Every declaration says what it said when it was accepted, line by line.",
        "SELECT count(*) FROM cad WHERE batch_id = ANY(:batches)",
        "SELECT l.transaction_number, l.version FROM (SELECT c.transaction_number, c.version,"  # noqa: S608 - our own columns
        "  c.cad_type, a.code, c.filer, c.release_on, c.release_office, c.cargo_control_number,"
        "  c.warehouse, c.previous_transaction_number, c.function, c.content_digest,"
        f"  CASE WHEN c.line_count > 0 THEN {CONTENT} END AS content FROM cad c"
        "  JOIN account a USING (account_id) LEFT JOIN cad_line USING (cad_id)"
        "  WHERE c.batch_id = ANY(:batches) GROUP BY c.cad_id, a.code) l"
        f" WHERE l.content_digest IS DISTINCT FROM {content_digest('l', 'l.code')}",
    ),
    Proof(
        "bases-kept",
        "The terms by which lines were priced still have their digest.",
        "SELECT count(*) FROM basis WHERE batch_id = ANY(:batches)",
        "SELECT basis_id FROM basis WHERE batch_id = ANY(:batches)"
        " AND digest <> sha256(convert_to(terms, 'UTF8'))",
    ),
    Proof(
        "declared-is-posted",
        "What stands of every declaration after its batch is what it owes, charge by charge.",
        "SELECT count(*) FROM cad WHERE batch_id = ANY(:batches)",
        "WITH c AS (SELECT * FROM cad WHERE batch_id = ANY(:batches)),"  # noqa: S608 - our own columns
        " first_posting AS (SELECT c.cad_id, e.account_id, e.amount_cents FROM c JOIN txn t"
        "   ON t.message_id = c.message_id AND t.batch_id = c.batch_id AND t.kind = 'CAD'"
        "  JOIN entry e ON e.txn_id = t.txn_id AND e.book_on = t.book_on"
        "   AND e.book_on BETWEEN :from_on AND :to_on"
        "  WHERE c.version = 1 AND c.posting_number = 1),"
        " of_number AS (SELECT DISTINCT c.cad_id, c.batch_id, s.message_id FROM c JOIN cad s"
        "   USING (transaction_number, number_use) WHERE c.version > 1 OR c.posting_number > 1),"
        " later_posting AS (SELECT n.cad_id, e.account_id, e.amount_cents FROM of_number n"
        "  JOIN txn t ON t.message_id = n.message_id AND t.batch_id <= n.batch_id"
        "  LEFT JOIN txn taken_back ON taken_back.txn_id = t.reverses_txn_id"
        "  JOIN entry e ON e.txn_id = t.txn_id AND e.book_on = t.book_on"
        "  WHERE 'CAD' IN (t.kind, taken_back.kind))"
        " SELECT cad_id, account_id, sum(owed_cents)::bigint AS owed_cents,"
        " sum(posted_cents)::bigint AS posted_cents FROM ("
        "  SELECT cad_id, account_id, 0 AS owed_cents, amount_cents AS posted_cents"
        "   FROM first_posting"
        "  UNION ALL SELECT cad_id, account_id, 0, amount_cents FROM later_posting"
        "  UNION ALL SELECT c.cad_id, c.account_id, c.payable_cents, 0 FROM c"
        f"  UNION ALL SELECT c.cad_id, a.account_id, owed.cents, 0 FROM c, LATERAL {_CREDITS}"
        "   JOIN account a ON a.code = owed.code) AS both_sides"
        " GROUP BY cad_id, account_id HAVING sum(owed_cents) <> sum(posted_cents)",
    ),
    Proof(
        "posted-once-by-its-batch",
        "No batch posts a declaration twice.",
        "SELECT count(*) FROM txn WHERE batch_id = ANY(:batches) AND kind = 'CAD'",
        "SELECT message_id, batch_id FROM txn WHERE kind = 'CAD' AND batch_id = ANY(:batches)"
        " GROUP BY message_id, batch_id HAVING count(*) > 1",
    ),
    Proof(
        "versions-follow",
        "Every later version follows the one before it, of the same importer and filer.",
        "SELECT count(*) FROM cad WHERE batch_id = ANY(:batches) AND version > 1",
        "SELECT c.transaction_number, c.version FROM cad c WHERE c.batch_id = ANY(:batches)"
        " AND c.version > 1 AND NOT EXISTS (SELECT FROM cad before"
        "  WHERE before.transaction_number = c.transaction_number"
        "  AND before.number_use = c.number_use AND before.version = c.version - 1"
        "  AND (before.account_id, before.filer) = (c.account_id, c.filer)"
        "  AND before.batch_id < c.batch_id)",
    ),
    Proof(
        "reviewed",
        "A version that waited for a person is in the book exactly when it was approved.",
        "SELECT count(*) FROM review JOIN batch USING (file_id) WHERE batch_id = ANY(:batches)",
        "SELECT r.review_id, d.decision FROM review r JOIN batch b USING (file_id)"
        " LEFT JOIN review_decision d USING (review_id) WHERE b.batch_id = ANY(:batches)"
        " AND coalesce(d.decision = 'approved', false) <> EXISTS (SELECT FROM cad c"
        "  WHERE c.message_id = r.message_id)",
    ),
    Proof(
        "penalties-fit",
        "A late accounting penalty stands beside one late declaration, on its account, once.",
        "SELECT count(*) FROM txn WHERE batch_id = ANY(:batches) AND kind = 'LAP'",
        "SELECT t.txn_id FROM txn t JOIN item i USING (txn_id) WHERE t.batch_id = ANY(:batches)"
        " AND t.kind = 'LAP' AND NOT EXISTS (SELECT FROM cad c WHERE c.message_id = t.message_id"
        "  AND c.version = 1 AND c.account_id = i.account_id AND c.filed_on > c.accounting_due_on)",
    ),
    Proof(
        "reposted-was-reversed",
        "A declaration that was posted again owed nothing before, or that was reversed.",
        "SELECT count(*) FROM cad WHERE batch_id = ANY(:batches) AND posting_number > 1",
        "SELECT c.transaction_number, c.posting_number FROM cad c JOIN cad before"
        " ON before.message_id = c.message_id AND before.posting_number = c.posting_number - 1"
        " WHERE c.batch_id = ANY(:batches) AND c.posting_number > 1"
        " AND (SELECT sum(p.sign) FROM posted_cad p WHERE p.cad_id = before.cad_id) <> 0",
    ),
    Proof(
        "accepted-is-posted",
        "Every accepted message left a declaration, a payment, reference data or a review.",
        "SELECT count(*) FROM message JOIN batch USING (file_id)"
        " WHERE status IN ('accepted', 'pending') AND batch_id = ANY(:batches)",
        "SELECT m.message_id FROM message m JOIN batch b USING (file_id)"
        " WHERE m.status IN ('accepted', 'pending') AND b.batch_id = ANY(:batches)"
        " AND NOT EXISTS (SELECT FROM review r WHERE r.message_id = m.message_id)"
        " AND NOT EXISTS (SELECT FROM cad c WHERE c.message_id = m.message_id)"
        " AND NOT EXISTS (SELECT FROM txn t WHERE t.message_id = m.message_id AND t.kind = 'PMT')"
        " AND NOT EXISTS (SELECT FROM reference_delivery d WHERE d.message_id = m.message_id)",
    ),
    Proof(
        "posted-was-accepted",
        "Nothing was posted from a message that was neither accepted nor approved.",
        "SELECT count(*) FROM txn WHERE batch_id = ANY(:batches)",
        "SELECT t.txn_id FROM txn t JOIN message m USING (message_id)"
        " WHERE t.batch_id = ANY(:batches) AND m.status <> 'accepted'"
        " AND NOT EXISTS (SELECT FROM review r JOIN review_decision d USING (review_id)"
        "  WHERE r.message_id = t.message_id AND d.decision = 'approved')",
    ),
    Proof(
        "statements-recompute",
        "Every statement is its opening balance and its lines, and opens where its account's last"
        " one closed.",
        "SELECT count(*) FROM statement WHERE batch_id = ANY(:batches)",
        "SELECT s.statement_id FROM statement s LEFT JOIN statement p"
        " ON p.statement_id = s.previous_statement_id LEFT JOIN (SELECT l.statement_id,"
        " coalesce(sum(l.amount_cents) FILTER (WHERE l.amount_cents > 0), 0) AS debits,"
        " coalesce(-sum(l.amount_cents) FILTER (WHERE l.amount_cents < 0), 0) AS credits"
        " FROM statement_line l JOIN statement USING (statement_id)"
        " WHERE batch_id = ANY(:batches) GROUP BY 1) l ON l.statement_id = s.statement_id"
        " WHERE s.batch_id = ANY(:batches) AND (s.opening_cents <> coalesce(p.closing_cents, 0)"
        " OR p.account_id <> s.account_id OR p.cycle_last_on >= s.cycle_last_on"
        " OR (p.statement_id IS NULL AND EXISTS (SELECT FROM statement e"
        "  WHERE e.account_id = s.account_id AND e.cycle_last_on < s.cycle_last_on))"
        " OR s.debits_cents <> coalesce(l.debits, 0) OR s.credits_cents <> coalesce(l.credits, 0)"
        " OR s.closing_cents <> s.opening_cents + s.debits_cents - s.credits_cents)",
    ),
    Proof(
        "statements-rebuild",
        "Every statement's lines are the facts known on its date that no statement bore before.",
        "SELECT count(*) FROM statement_line JOIN statement USING (statement_id)"
        " WHERE batch_id = ANY(:batches)",
        "SELECT coalesce(l.statement_id, i.statement_id) AS statement_id, l.line_number, i.item_id"
        " FROM (SELECT l.* FROM statement s JOIN statement_line l USING (statement_id)"
        "  WHERE s.batch_id = ANY(:batches)) l FULL JOIN"
        " (SELECT s.statement_id, i.item_id, i.amount_cents FROM statement s JOIN item i"
        "  ON i.account_id = s.account_id AND i.book_on <= s.known_on"
        "  AND (i.cycle_last_on IS NULL OR i.cycle_last_on <= s.cycle_last_on)"
        "  LEFT JOIN statement p ON p.statement_id = s.previous_statement_id"
        "   AND p.account_id = s.account_id"
        "  WHERE s.batch_id = ANY(:batches) AND NOT (p.statement_id IS NOT NULL"
        "   AND i.book_on <= p.known_on"
        "   AND (i.cycle_last_on IS NULL OR i.cycle_last_on <= p.cycle_last_on))) i"
        " ON i.item_id = l.item_id AND i.statement_id = l.statement_id"
        " AND i.amount_cents = l.amount_cents WHERE l.item_id IS NULL OR i.item_id IS NULL",
    ),
    Proof(
        "sealed",
        "Every batch still has the content it was sealed with, and the seals form one chain.",
        "SELECT count(*) FROM batch WHERE batch_id = ANY(:batches)",
        "SELECT b.batch_id FROM batch b LEFT JOIN LATERAL (SELECT digest FROM batch p"
        "  WHERE p.batch_id < b.batch_id ORDER BY p.batch_id DESC LIMIT 1) p ON true"
        " WHERE b.batch_id = ANY(:batches) AND (b.digest IS NULL"
        " OR b.previous_digest IS DISTINCT FROM coalesce(p.digest, first_digest())"
        " OR b.digest IS DISTINCT FROM sha256(b.previous_digest || batch_content(b.batch_id)))",
    ),
    Proof(
        "closed-stays-closed",
        "Nothing was posted on a business date after its close.",
        "SELECT count(*) FROM batch WHERE batch_id = ANY(:batches)",
        "SELECT b.batch_id, b.book_on FROM batch b WHERE b.batch_id = ANY(:batches)"
        " AND b.batch_id > (SELECT min(c.last_batch_id) FROM closed_date c"
        "  WHERE c.book_on >= b.book_on) AND b.kind <> 'billing'",
    ),
)

OF_THE_WHOLE: Final[tuple[Proof, ...]] = (
    Proof(
        "entries-owned",
        "Every entry belongs to a transaction of its book date.",
        "SELECT count(*) FROM entry",
        "SELECT e.txn_id, e.entry_number FROM entry e WHERE NOT EXISTS (SELECT FROM txn t"
        " WHERE t.txn_id = e.txn_id AND t.book_on = e.book_on)",
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
        "posted-once",
        "No kept bytes, accepted interchange, declaration version or idempotency key counts twice.",
        "SELECT count(*) FROM txn",
        "SELECT 'file' AS what, encode(sha256, 'hex') AS which FROM file WHERE outcome = 'posted'"
        " GROUP BY sha256 HAVING count(*) > 1 UNION ALL"
        " SELECT 'declaration', concat_ws('/', transaction_number, number_use, version) FROM cad"
        " WHERE posting_number = 1 GROUP BY transaction_number, number_use, version"
        " HAVING count(*) > 1"
        " UNION ALL SELECT 'transaction', idempotency_key FROM (SELECT idempotency_key,"
        "  lag(idempotency_key) OVER (ORDER BY idempotency_key) AS before FROM txn) AS k"
        "  WHERE idempotency_key = before"
        " UNION ALL SELECT 'interchange', partner_id || ' ' || reference FROM interchange"
        " WHERE status = 'accepted' GROUP BY partner_id, format, reference HAVING count(*) > 1",
    ),
    Proof(
        "outcomes-agree",
        "A file counts as posted exactly when one of its messages was accepted or is reviewed.",
        "SELECT count(*) FROM file WHERE outcome IS NOT NULL",
        "SELECT f.file_id, f.outcome FROM file f WHERE f.outcome IS NOT NULL"
        " AND (f.outcome = 'posted') <> EXISTS (SELECT FROM message m"
        "  WHERE m.file_id = f.file_id AND m.status IN ('accepted', 'pending'))",
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
        "read-files-are-sealed",
        "Every file that was read belongs to a sealed batch.",
        "SELECT count(*) FROM file WHERE outcome IN ('posted', 'rejected')",
        "SELECT f.file_id FROM file f LEFT JOIN batch b USING (file_id)"
        " WHERE f.outcome IN ('posted', 'rejected') AND b.batch_id IS NULL",
    ),
)

KEPT_BYTES: Final = (
    "kept-bytes",
    "Every file received and every document sent is kept and has its digest.",
)
