"""One cent, row or byte altered behind the book's back, and the proof that finds it."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import psycopg
import pytest

from jobs.acts import act_kinds, reverse_postings, review_versions
from jobs.hub import Hub
from jobs.proofs import prove_book
from jobs.receivables import close_day
from ledger_sync.book.acts import Request
from ledger_sync.proofs import parts, proof_list
from ledger_sync.proofs.proving import Scope
from ledger_sync.statement_files import part
from simulator.files.declaration import Declaration, Line, Reason, new_version
from tests import made, people, submitted
from tests.bank_files import OTHER_ACCOUNT, PARTS, camt, payment_order, returned, statement
from tests.sending import send

TODAY = dt.date(2026, 11, 20)

ALTERATIONS = {
    "one cent on one entry": (
        "UPDATE entry SET amount_cents = amount_cents + 1 WHERE (txn_id, entry_number) ="
        " (SELECT txn_id, entry_number FROM entry ORDER BY 1, 2 LIMIT 1)",
        {
            "balanced",
            "items-are-entries",
            "declared-is-posted",
            "reversals-are-exact",
            "sealed",
            "attested",
        },
    ),
    "one cent moved between two entries": (
        "UPDATE entry SET amount_cents = amount_cents + CASE entry_number WHEN 2 THEN 1 ELSE -1 END"
        " WHERE txn_id = (SELECT max(e.txn_id) FROM entry e JOIN txn t USING (txn_id)"
        "  WHERE entry_number = 6 AND kind = 'CAD') AND entry_number IN (2, 6)",
        {"declared-is-posted", "sealed"},
    ),
    "an entry put on another account": (
        "UPDATE entry SET account_id = (SELECT max(account_id) FROM account) WHERE entry_number = 1"
        " AND txn_id = (SELECT max(txn_id) FROM txn WHERE kind = 'CAD')",
        {"items-are-entries", "declared-is-posted", "sealed"},
    ),
    "an entry put on another day": (
        "UPDATE entry SET book_on = book_on + 1 WHERE txn_id ="
        " (SELECT max(txn_id) FROM txn WHERE kind = 'CAD')",
        {
            "balanced",
            "items-are-entries",
            "declared-is-posted",
            "entries-owned",
            "sealed",
            "attested",
        },
    ),
    "a transaction put on another day": (
        "UPDATE txn SET book_on = book_on - 1 WHERE txn_id ="
        " (SELECT max(txn_id) FROM txn WHERE kind = 'CAD')",
        {
            "balanced",
            "items-are-entries",
            "dated-alike",
            "declared-is-posted",
            "entries-owned",
            "sealed",
            "attested",
        },
    ),
    "a reversal that takes back less": (
        "UPDATE entry SET amount_cents = amount_cents - sign(amount_cents) * 1 WHERE txn_id ="
        " (SELECT max(txn_id) FROM txn WHERE kind = 'REV') AND entry_number = 1",
        {"balanced", "items-are-entries", "reversals-are-exact", "sealed"},
    ),
    "a transaction taken out whole": (
        "DELETE FROM application; DELETE FROM statement_line; DELETE FROM item_balance"
        " WHERE item_id = (SELECT item_id FROM item WHERE txn_id = 2);"
        " DELETE FROM item WHERE txn_id = 2; DELETE FROM entry WHERE txn_id = 2;"
        " DELETE FROM txn WHERE txn_id = 2",
        {
            "declared-is-posted",
            "sealed",
            "open-amounts",
            "statements-recompute",
            "statements-rebuild",
            "attested",
        },
    ),
    "a rate of duty": (
        "UPDATE tariff_rate SET rate_ppm = rate_ppm + 1 WHERE (tariff_item, treatment,"
        " effective_from) = (SELECT tariff_item, treatment, effective_from FROM tariff_rate"
        "  WHERE rate_ppm > 0 ORDER BY 1, 2, 3 LIMIT 1)",
        {"reference-as-versioned"},
    ),
    "a due date": (
        "UPDATE item SET due_on = due_on + 1 WHERE item_id = 1",
        {"due-as-declared", "sealed"},
    ),
    "one cent on a declaration line": (
        "UPDATE cad_line SET duty_cents = duty_cents + 1 WHERE cad_id = 1 AND line_number = 1",
        {"declarations-add-up", "explained", "sealed"},
    ),
    "the classification of a line": (
        "UPDATE cad_line SET tariff_item = '0805100010' WHERE cad_id = 1",
        {"declarations-as-filed", "bases-as-versioned", "kept-is-posted"},
    ),
    "a declaration's total, with its lines": (
        "UPDATE cad SET gst_cents = gst_cents + 1, payable_cents = payable_cents + 1"
        " WHERE cad_id = 1; UPDATE cad_line SET gst_cents = gst_cents + 1"
        " WHERE cad_id = 1 AND line_number = 1",
        {"declared-is-posted", "explained", "sealed"},
    ),
    "a declaration posted again without a reversal": (
        "UPDATE cad SET posting_number = 2, message_id = (SELECT message_id FROM cad"
        " WHERE cad_id = 2) WHERE cad_id = 3",
        {
            "reposted-was-reversed",
            "declared-is-posted",
            "accepted-is-posted",
            "sealed",
            "kept-is-posted",
        },
    ),
    "what is open of an item": (
        "UPDATE item_balance SET open_cents = open_cents - 1 WHERE item_id ="
        " (SELECT item_id FROM item_balance WHERE open_cents > 0 LIMIT 1)",
        {"open-amounts"},
    ),
    "an application, with what it left open": (
        "UPDATE application SET amount_cents = amount_cents - 1 WHERE application_id = 1; UPDATE"
        " item_balance SET open_cents = open_cents + 1 WHERE item_id IN (SELECT debit_item_id FROM"
        " application WHERE application_id = 1 UNION SELECT credit_item_id FROM application"
        " WHERE application_id = 1)",
        {"applied-by-charge", "sealed"},
    ),
    "what an application paid of a charge": (
        "UPDATE application_part SET amount_cents = amount_cents - 1 WHERE (application_id, charge)"
        " = (SELECT application_id, charge FROM application_part ORDER BY 1, 2 LIMIT 1)",
        {"applied-by-charge", "sealed"},
    ),
    "more paid of one charge than it has": (
        "UPDATE application_part SET amount_cents = amount_cents + CASE charge WHEN 'gst'"
        " THEN 100000000 ELSE -100000000 END WHERE application_id = (SELECT application_id"
        "  FROM application_part WHERE charge = 'gst' ORDER BY 1 LIMIT 1)"
        " AND charge IN ('duty', 'gst')",
        {"paid-within-charges", "sealed"},
    ),
    "a declaration called a payment": (
        "UPDATE item SET kind = 'PMT' WHERE item_id = (SELECT min(item_id) FROM item"
        " WHERE kind = 'CAD' AND amount_cents > 0)",
        {"kinds-keep-their-side", "due-as-declared", "sealed"},
    ),
    "the business date of a run": (
        "UPDATE run SET business_date = business_date - 1 WHERE run_id = (SELECT min(t.run_id)"
        " FROM txn_cause t) OR run_id = (SELECT min(run_id) FROM run)",
        {"sealed"},
    ),
    "a transaction without its message": (
        "UPDATE txn SET message_id = NULL WHERE txn_id = (SELECT max(txn_id) FROM txn"
        " WHERE kind = 'PMT')",
        {"caused", "accepted-is-posted", "sealed", "kept-is-posted"},
    ),
    "money moved that does not arrive": (
        "INSERT INTO entry SELECT e.txn_id, 90 + n, (SELECT account_id FROM account WHERE code ="
        " CASE n WHEN 1 THEN 'TRANSFER' ELSE 'BANK' END), n, e.book_on FROM (SELECT e.* FROM entry"
        "  e JOIN txn USING (txn_id) WHERE kind = 'PMT' ORDER BY 1 LIMIT 1) e,"
        " (VALUES (1), (-1)) AS v (n)",
        {"moved-arrives", "sealed", "attested", "kept-is-posted"},
    ),
    "a charge put on a line": (
        "INSERT INTO cad_line_charge VALUES (1, 1, 'penalty', 5)",
        {"declarations-add-up", "declared-is-posted", "sealed"},
    ),
    "an application put on another day": (
        "UPDATE application SET applied_on = applied_on - 1 WHERE application_id = 1",
        {"dated-alike", "sealed"},
    ),
    "from when a payment counts": (
        "UPDATE application SET counts_on = counts_on - 1 WHERE application_id = 1",
        {"applications-count", "sealed"},
    ),
    "why a payment met a debt": (
        "UPDATE application SET reason = 'correction' WHERE application_id = 1",
        {"applications-count", "sealed"},
    ),
    "a receivable entry put on beside the one that is an item": (
        "INSERT INTO entry SELECT e.txn_id, 90 + n, CASE n WHEN 1 THEN e.account_id ELSE 1 END,"
        " n * e.amount_cents, e.book_on FROM (SELECT e.* FROM entry e"
        "  JOIN item i USING (txn_id, account_id, amount_cents) WHERE i.kind = 'CAD'"
        "  ORDER BY 1 DESC LIMIT 1) e, (VALUES (1), (-1)) AS v (n)",
        {"items-are-entries", "declared-is-posted", "sealed", "attested"},
    ),
    "a statement that opens from another account's": (
        "UPDATE statement s SET previous_statement_id = o.statement_id,"
        " opening_cents = o.closing_cents, closing_cents = s.closing_cents + o.closing_cents"
        " FROM statement o WHERE s.statement_id = (SELECT min(statement_id) FROM statement)"
        " AND o.statement_id = (SELECT max(statement_id) FROM statement)",
        {"statements-recompute", "sealed"},
    ),
    "a further statement that opens at nothing": (
        "INSERT INTO statement (account_id, cycle_last_on, version, first_on, issued_on, known_on,"
        " due_on, opening_cents, debits_cents, credits_cents, closing_cents, batch_id)"
        " SELECT account_id, cycle_last_on + 30, 1, cycle_last_on + 1, issued_on, known_on, due_on,"
        " 0, 0, 0, 0, batch_id FROM statement ORDER BY statement_id LIMIT 1",
        {"due-by-rules", "statements-recompute", "statements-rebuild", "sealed"},
    ),
    "a statement line of another account's item": (
        "ALTER TABLE statement_line DROP CONSTRAINT statement_line_item_id_key;"
        " UPDATE statement_line l SET item_id = o.item_id FROM statement_line o"
        " WHERE (l.statement_id, l.line_number) = (SELECT min(statement_id), 1 FROM statement_line)"
        " AND (o.statement_id, o.line_number) = (SELECT max(statement_id), 1 FROM statement_line)",
        {"statements-rebuild", "sealed"},
    ),
    "a statement line": (
        "UPDATE statement_line SET amount_cents = amount_cents + 1 WHERE line_number = 1",
        {"statements-recompute", "statements-rebuild", "sealed"},
    ),
    "a statement's totals": (
        "UPDATE statement SET debits_cents = debits_cents + 1, closing_cents = closing_cents + 1",
        {"statements-recompute", "sealed"},
    ),
    "what a statement knew": (
        "UPDATE statement SET known_on = known_on - 10",
        {"due-by-rules", "statements-rebuild", "sealed"},
    ),
    "a message called rejected": (
        "UPDATE message SET status = 'rejected' WHERE message_id = 2",
        {"posted-was-accepted", "sealed", "kept-is-posted"},
    ),
    "a message called accepted": (
        "UPDATE message SET status = 'accepted' WHERE status = 'rejected'",
        {"accepted-is-posted", "sealed", "kept-is-posted", "outcomes-agree"},
    ),
    "a finding taken away": ("DELETE FROM finding", {"sealed"}),
    "a file's outcome": (
        "UPDATE file SET outcome = 'rejected' WHERE file_id = 1",
        {"outcomes-agree"},
    ),
    "an answer taken away": ("DELETE FROM outbox WHERE file_id = 1", {"answered"}),
    "who asked for a reversal, and why": ("UPDATE act SET requested_by = 'nobody'", {"sealed"}),
    "who approved statements": (
        "UPDATE act SET approved_by = requested_by WHERE kind = 'billing'",
        {"acts-by-enough", "sealed"},
    ),
    "an implausible delivery that one person applied": (
        "INSERT INTO act (request_key, kind, requested_by, reason, selection, act_rules_id)"
        " SELECT 'alone', 'implausible', 'ann', 'as published',"
        """ '{"delivery": 1, "decision": "applied"}', max(act_rules_id) FROM act_rules""",
        {"acts-by-enough"},
    ),
    "somebody at a shell who is nobody there": (
        "UPDATE act_rules SET rules = rules || jsonb_build_array(jsonb_build_object("
        "'person', 'ann', 'role', 'op', 'shell_user', 'ann', 'effective_from', '2024-10-21'));"
        " UPDATE act SET requested_login = 'shell:mallory' WHERE kind = 'reverse'",
        {"acts-by-enough", "sealed"},
    ),
    "what was approved": (
        "UPDATE act SET digest = sha256('x') WHERE kind = 'billing'",
        {"sealed"},
    ),
    "the rules of acts": (
        "UPDATE act_rules SET rules = '[]'",
        {"sealed"},
    ),
    "an idempotency key used twice": (
        "ALTER TABLE txn DROP CONSTRAINT txn_idempotency_key_key; UPDATE txn SET idempotency_key ="
        " (SELECT idempotency_key FROM txn WHERE txn_id = 1) WHERE txn_id = 2",
        {"posted-once", "sealed"},
    ),
    "a posting dated back to a closed date": (
        "UPDATE entry SET book_on = '2026-11-20' WHERE book_on = '2026-11-25';"
        " UPDATE item SET book_on = '2026-11-20' WHERE book_on = '2026-11-25';"
        " UPDATE txn SET book_on = '2026-11-20' WHERE book_on = '2026-11-25';"
        " UPDATE batch SET book_on = '2026-11-20' WHERE kind = 'act'",
        {"closed-stays-closed", "dated-alike", "statements-rebuild", "sealed", "attested"},
    ),
    "the last seal": (
        "UPDATE batch SET digest = sha256('x') WHERE batch_id = (SELECT max(batch_id) FROM batch)",
        {"sealed"},
    ),
    "a batch said to be of an earlier reading than those before it": (
        "UPDATE batch SET reading = 1 WHERE batch_id ="
        " (SELECT max(batch_id) FROM batch WHERE kind IN ('file', 'act'))",
        {"readings-only-rise", "sealed"},
    ),
    "the reading of an act taken away": (
        "ALTER TABLE batch DROP CONSTRAINT batch_of_files_reads;"
        " UPDATE batch SET reading = NULL WHERE kind = 'act'",
        {"readings-only-rise", "sealed"},
    ),
    "the batch of a file taken away": (
        "UPDATE file SET batch_id = NULL WHERE outcome = 'rejected'",
        {"read-files-are-sealed", "sealed"},
    ),
    "the digest of a received file": (
        "UPDATE file SET sha256 = sha256('x') WHERE file_id = 1",
        {"kept-bytes", "kept-is-posted", "sealed"},
    ),
}

ALTERATIONS_OF_VERSIONS = {
    "a version put on another importer's account": (
        "UPDATE cad SET account_id = (SELECT max(account_id) FROM account) WHERE version = 2"
        " AND function = 'correction'",
        {
            "versions-follow",
            "declared-is-posted",
            "declarations-as-filed",
            "sealed",
            "kept-is-posted",
        },
    ),
    "a version numbered on": (
        "UPDATE cad SET version = 3 WHERE function = 'correction'",
        {"versions-follow", "sealed", "kept-is-posted"},
    ),
    "what a version changed of one charge": (
        "UPDATE entry SET account_id = (SELECT account_id FROM account WHERE code = 'SURTAX')"
        " FROM account a, txn t WHERE a.account_id = entry.account_id AND t.txn_id = entry.txn_id"
        " AND t.idempotency_key LIKE 'CAD|%|2' AND a.code = 'GST'",
        {"declared-is-posted", "sealed"},
    ),
    "a decision turned": (
        "UPDATE review_decision SET decision = 'refused'",
        {"reviewed", "posted-was-accepted", "sealed"},
    ),
    "a review taken out": (
        "DELETE FROM review WHERE kind = 'adjustment'",
        {"posted-was-accepted", "sealed"},
    ),
    "the reason of a version": (
        "UPDATE message_reason SET reason_code = 'R3-32-2-VFD' WHERE position = 1",
        {"sealed", "kept-is-posted"},
    ),
    "a late declaration filed earlier": (
        "UPDATE cad SET filed_on = accounting_due_on WHERE cad_id = 1",
        {"due-as-declared", "penalties-fit", "sealed"},
    ),
    "a declaration posted twice by one batch": (
        "UPDATE txn SET message_id = (SELECT message_id FROM txn WHERE txn_id = 1)"
        " WHERE txn_id = 2",
        {"posted-once-by-its-batch", "declared-is-posted", "sealed"},
    ),
    "the source of a rate": (
        "ALTER TABLE basis DROP CONSTRAINT basis_check; UPDATE basis SET terms ="
        " replace(terms, 'gst_rate', 'gst_rote')",
        {"bases-kept", "bases-as-versioned"},
    ),
    "the source of a rate taken out of the terms": (
        "ALTER TABLE basis DROP CONSTRAINT basis_check; UPDATE basis SET terms ="
        ' regexp_replace(terms, \',"source":"gst_rate[^"]*"\', \'\')',
        {"bases-kept", "bases-as-versioned"},
    ),
    "a rate in the version that prices rest on": (
        "UPDATE reference_change SET after = jsonb_set(after, '{rate_ppm}', '1')"
        " WHERE after ->> 'gst_code' = ''",
        {"bases-as-versioned", "sealed"},
    ),
    "the basis of a line": (
        "UPDATE cad_line SET basis_id = exchange_basis_id WHERE cad_id = 1 AND line_number = 1",
        {"explained", "bases-as-versioned", "sealed"},
    ),
}

ALTERATIONS_OF_OPENINGS = {
    "what an opening was accepted with": (
        "UPDATE submission SET debit_cents = debit_cents + 1",
        {"approved-is-posted", "kept-is-posted"},
    ),
    "an opening that was declined": (
        "UPDATE submission_decision SET decision = 'declined'",
        {"approved-is-posted"},
    ),
    "a total of an older ledger": (
        "UPDATE entry SET amount_cents = amount_cents + CASE entry_number WHEN 1 THEN 1 ELSE -1 END"
        " WHERE txn_id = (SELECT txn_id FROM txn WHERE kind = 'OPT') AND entry_number IN"
        " (1, (SELECT max(entry_number) FROM entry JOIN txn USING (txn_id) WHERE kind = 'OPT'))",
        {"approved-is-posted", "sealed"},
    ),
    "an opened item of another kind of act": (
        "UPDATE act SET kind = 'reverse' WHERE kind = 'opening'",
        {"approved-is-posted", "sealed"},
    ),
    "a submission that is gone": (
        "DELETE FROM submission",
        {"approved-is-posted", "accepted-is-posted", "kept-is-posted"},
    ),
}
ALTERATIONS_OF_TRANSIT = {
    "the line of one payment put to another": (
        "UPDATE payment_key SET key = 'another' WHERE kind = 'line'",
        {"additions-fit"},
    ),
    "a part of an identified payment put to another": (
        "UPDATE payment_key SET key = 'another' WHERE kind = 'named' AND part = 2",
        {"additions-fit"},
    ),
    "what an act moved put to another payment": (
        "UPDATE payment_move SET payment_txn_id = (SELECT max(txn_id) FROM txn WHERE kind = 'PMT')",
        {"moves-fit"},
    ),
    "what an act moved, forgotten": (
        "DELETE FROM payment_move",
        {"additions-fit", "moves-fit"},
    ),
    "a payment that was paid in time": (
        "UPDATE payment SET paid_on = value_on - 1",
        {"payments-dated", "applications-count"},
    ),
    "a payment that never counts": ("DELETE FROM payment", {"payments-dated"}),
    "a return of one payment put to another": (
        "UPDATE payment_key SET key = 'another' WHERE kind = 'returned'",
        {"returns-fit"},
    ),
    "a return that is nobody's": (
        "UPDATE entry SET account_id = (SELECT account_id FROM account WHERE code = 'BANK_FEES')"
        " WHERE (txn_id, entry_number) = (SELECT txn_id, 2 FROM txn WHERE kind = 'RTB')",
        {"returns-fit", "sealed"},
    ),
    "a cent more in a line of the bank": (
        "UPDATE bank_line SET amount_cents = amount_cents + 1 WHERE bank_account = '00027654321'",
        {"bank-reconciled"},
    ),
    "the balance from which a statement leads": (
        "UPDATE bank_statement SET opening_cents = 0 WHERE opening_cents > 0",
        {"bank-reconciled"},
    ),
    "a line of the bank that no statement shows": (
        "DELETE FROM bank_statement_line WHERE bank_line_id = (SELECT max(bank_line_id)"
        " FROM bank_line WHERE bank_account = '00027654321');"
        "DELETE FROM bank_line WHERE bank_account = '00027654321'",
        {"bank-reconciled"},
    ),
    "a declaration's charge put in transit": (
        "UPDATE entry SET account_id = (SELECT account_id FROM account WHERE code = 'TRANSIT_820')"
        " WHERE (txn_id, entry_number) = (SELECT txn_id, max(entry_number) FROM entry JOIN txn"
        "  USING (txn_id) WHERE kind = 'CAD' GROUP BY 1 LIMIT 1)",
        {"transit-is-told", "declared-is-posted", "sealed"},
    ),
}

ALTERATIONS_RESEALED = {
    "the classification of a line, digests and seals made anew": (
        "UPDATE cad_line SET tariff_item = '0805100010' WHERE cad_id = 1 AND line_number = 1",
        {"kept-is-posted", "bases-as-versioned", "attested"},
    ),
    "the origin of a line, digests and seals made anew": (
        "UPDATE cad_line SET origin_country = 'AQ' WHERE cad_id = 1 AND line_number = 1",
        {"kept-is-posted", "attested"},
    ),
    "one cent put from one line to another, digests and seals made anew": (
        "UPDATE cad_line SET value_for_currency_conversion_cents ="
        " value_for_currency_conversion_cents + CASE line_number WHEN 1 THEN 1 ELSE -1 END"
        " WHERE cad_id = 1 AND line_number <= 2",
        {"kept-is-posted", "explained", "attested"},
    ),
    "one cent put from one charge of a line to another, digests and seals made anew": (
        "UPDATE cad_line SET duty_cents = duty_cents + 1, gst_cents = gst_cents - 1"
        " WHERE cad_id = 1 AND line_number = 1",
        {"explained", "declarations-add-up", "attested"},
    ),
}


def change(hub: Hub) -> None:
    """Post late, corrected and adjusted declarations, reviewed by a person."""
    maker = made.maker(9)
    first, second, third = (maker.declaration(lines=3) for _ in range(3))
    correction = new_version(replace(first, lines=doubled(first)), Reason("R5-00-COT"))
    adjustment = new_version(replace(second, lines=doubled(second)), Reason("R3-32-2-VFD"))
    for name, declarations, on in (
        ("A1", [first, second, third], dt.date(2026, 11, 26)),
        ("A2", [correction], dt.date(2026, 11, 27)),
        ("A3", [adjustment], dt.date(2026, 12, 2)),
    ):
        send(hub, made.cusdec(declarations, name), on)
        close_day.run(hub, on)
    (review,) = review_versions.waiting(hub)
    request = Request("once", "officer", "as the invoice says")
    review_versions.decide(
        hub, review["review_id"], review_versions.APPROVED, request, dt.date(2026, 12, 3)
    )
    assert broken(hub) == set()


@pytest.fixture
def changed(filled) -> Hub:
    """A hub with late, corrected and adjusted declarations, reviewed by a person."""
    return filled(change)


def move(hub: Hub) -> None:
    """Post a declaration, money in transit that its line cleared, held money identified, a move."""
    send(hub, made.cusdec([made.maker(9).declaration()]), TODAY)
    for content in (
        payment_order("1", "E1", PARTS),
        camt("camt.053", "S1", ["E1"], whom=None),
        camt("camt.053", "S2", ["E2"], whom=None),
        payment_order("2", "E2", PARTS),
        returned("S4", "E1"),
        statement("S3", "10.00", "30.00", "E3 20.00", account="0002-7654321"),
    ):
        assert send(hub, content, TODAY).outcome == "posted"
    moved = {"payment": "E1/1", "to": [[OTHER_ACCOUNT, None]]}
    request = Request("moved", "officer", "by the payer's letter", login="shell:officer")
    act_kinds.carry_out(hub, "move", moved, request, TODAY)
    assert broken(hub) == set()


@pytest.fixture
def moving(filled) -> Hub:
    """A hub with money in transit that its line cleared, held money identified, and one moved."""
    return filled(move)


def open_accounts(hub: Hub) -> None:
    """Post the opening of two accounts."""
    submitted.approve(hub, submitted.submit(hub, submitted.opening()))
    assert broken(hub) == set()


@pytest.fixture
def opened(filled) -> Hub:
    """A hub whose accounts were opened with what an older ledger had of them."""
    return filled(open_accounts)


def doubled(declaration: Declaration) -> tuple[Line, ...]:
    """Return lines whose first is worth twice as much."""
    line, *others = declaration.lines
    return (replace(line, value=f"{2 * Decimal(line.value):.2f}"), *others)


def fill(hub: Hub) -> None:
    """Make a row of every kind: accepted, rejected, paid, closed, billed, reversed."""
    maker = made.maker(9)
    good = [maker.declaration(lines=3) for _ in range(4)]
    for name, content in (
        ("cad.edi", made.cusdec([*good, maker.faulty("CAD-003")])),
        ("bad.edi", made.cusdec([maker.faulty("CAD-003")], "REF2")),
        ("pay.xml", made.payments([(good[0].importer, "20.00"), (good[1].importer, "1.00")])),
    ):
        send(hub, content, TODAY, name=name)
    close_day.run(hub, dt.date(2026, 11, 24))
    people.bill(hub, dt.date(2026, 11, 25))
    request = Request("once", "tester", "posted in error")
    reverse_postings.reverse(hub, good[0].transaction_number, request, dt.date(2026, 11, 25))
    assert broken(hub) == set()


@pytest.fixture
def full(filled) -> Hub:
    """A hub with a row of every kind: accepted, rejected, paid, closed, billed, reversed."""
    return filled(fill)


@pytest.fixture(autouse=True)
def small_parts(monkeypatch):
    """Let every batch be a window of its own: no bound of one leaves out what was altered."""
    monkeypatch.setattr(parts, "ROWS_PER_WINDOW", 1)
    monkeypatch.setattr(parts, "ITEMS_AT_ONCE", 2)


def broken(hub: Hub) -> set[str]:
    return {result.name for result in prove_book.results(hub) if not result.holds}


@pytest.mark.parametrize("what", ALTERATIONS)
def test_an_alteration_is_found(full: Hub, owner_url: str, what: str):
    """The owner alters it with every trigger off and no foreign key left; the proofs name it."""
    statements, proofs = ALTERATIONS[what]
    alter(owner_url, statements)
    assert broken(full) == proofs


@pytest.mark.parametrize("what", ALTERATIONS_OF_VERSIONS)
def test_an_alteration_of_versions_is_found(changed: Hub, owner_url: str, what: str):
    """So is what became of a declaration after it was accepted, and what it was priced by."""
    statements, proofs = ALTERATIONS_OF_VERSIONS[what]
    alter(owner_url, statements)
    assert broken(changed) == proofs


@pytest.mark.parametrize("what", ALTERATIONS_OF_OPENINGS)
def test_an_alteration_of_an_opening_is_found(opened: Hub, owner_url: str, what: str):
    """So is what two people approved, and what an older ledger's totals came to."""
    statements, proofs = ALTERATIONS_OF_OPENINGS[what]
    alter(owner_url, statements)
    assert broken(opened) == proofs


@pytest.mark.parametrize("what", ALTERATIONS_OF_TRANSIT)
def test_an_alteration_of_money_in_transit_is_found(moving: Hub, owner_url: str, what: str):
    """So is what the bank's own line cleared, and whom held money was for."""
    statements, proofs = ALTERATIONS_OF_TRANSIT[what]
    alter(owner_url, statements)
    assert broken(moving) == proofs


@pytest.mark.parametrize("kind", ["file", "act"])
def test_no_batch_that_reads_leaves_its_reading_out(full: Hub, owner_url: str, kind: str):
    """The book takes none without, of files or of an act, whoever writes it."""
    with pytest.raises(psycopg.errors.CheckViolation, match="batch_of_files_reads"):
        alter(owner_url, f"UPDATE batch SET reading = NULL WHERE kind = '{kind}'")
    assert broken(full) == set()


@pytest.mark.parametrize("what", ALTERATIONS_RESEALED)
def test_an_alteration_under_new_seals_is_found(full: Hub, owner_url: str, what: str):
    """Where all digests are made anew, what files say and what terms compute still tells of it."""
    statements, proofs = ALTERATIONS_RESEALED[what]
    alter(owner_url, statements, resealed=True)
    assert broken(full) == proofs


def alter(owner_url: str, statements: str, *, resealed: bool = False) -> None:
    with psycopg.connect(owner_url.replace("postgresql+psycopg", "postgresql")) as connection:
        for table in ALTERED_TABLES:
            connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for name, table in connection.execute(
            "SELECT conname, conrelid::regclass::text FROM pg_constraint"
            " WHERE contype = 'f' AND connamespace = 'public'::regnamespace AND conparentid = 0"
        ).fetchall():
            connection.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        for statement in statements.split(";"):
            assert connection.execute(statement).rowcount != 0, statement
        if resealed:
            reseal(connection)
        for table in ALTERED_TABLES:
            connection.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def reseal(connection: psycopg.Connection) -> None:
    """Digest every declaration for what it says, and seal every batch on the one before it."""
    proof = part(proof_list.__file__, "declarations-as-filed", "breaches")
    for name, all_of_it in (
        ("batches", "ARRAY(SELECT batch_id FROM batch)"),
        ("from_cad", "(SELECT min(cad_id) FROM cad)"),
        ("to_cad", "(SELECT max(cad_id) FROM cad)"),
    ):
        proof = proof.replace(f":{name}", all_of_it)
    said, digest = proof.split("WHERE l.content_digest IS DISTINCT FROM")
    said = said.replace("l.version", f"l.version, {digest} AS digest", 1)
    connection.execute(
        f"UPDATE cad SET content_digest = said.digest FROM ({said}) said WHERE"
        " (cad.transaction_number, cad.version) = (said.transaction_number, said.version)"
    )
    for (batch_id,) in connection.execute("SELECT batch_id FROM batch ORDER BY 1").fetchall():
        connection.execute(
            "UPDATE batch SET previous_digest = coalesce((SELECT digest FROM batch"
            " WHERE batch_id < %(id)s ORDER BY batch_id DESC LIMIT 1), first_digest())"
            " WHERE batch_id = %(id)s", {"id": batch_id},
        )  # fmt: skip
        connection.execute(
            "UPDATE batch SET digest = sha256(previous_digest || batch_content(batch_id))"
            " WHERE batch_id = %s", (batch_id,),
        )  # fmt: skip


ALTERED_TABLES = (
    "entry", "txn", "item", "application", "cad", "cad_line", "statement", "statement_line",
    "message", "finding", "file", "outbox", "delivery", "batch", "act", "basis", "review",
    "review_decision", "message_reason", "run", "application_part", "cad_line_charge",
    "act_rules", "due_rules", "tariff_rate", "reference_change", "reference_version",
    "payment_key", "payment", "payment_move", "bank_statement", "bank_line",
    "bank_statement_line", "submission", "submission_decision", "interest", "interest_day",
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


def test_the_newest_batch_taken_out_whole_is_found(full: Hub, owner_url: str):
    """The owner deletes the last day with all its seals: the exported daily seal still names it."""
    close_day.run(full, dt.date(2026, 11, 25))
    with psycopg.connect(owner_url.replace("postgresql+psycopg", "postgresql")) as connection:
        for table in (*ALTERED_TABLES, "closed_date"):
            connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement in (
            "DELETE FROM closed_date WHERE book_on = '2026-11-25'",
            "UPDATE item_balance b SET open_cents = open_cents + (SELECT sum(amount_cents) FROM"
            " application a WHERE b.item_id IN (a.debit_item_id, a.credit_item_id) AND a.batch_id ="
            " (SELECT max(batch_id) FROM batch WHERE kind = 'act')) WHERE item_id IN (SELECT"
            " unnest(ARRAY[debit_item_id, credit_item_id]) FROM application a WHERE a.batch_id ="
            " (SELECT max(batch_id) FROM batch WHERE kind = 'act'))",
            "DELETE FROM application_part USING application a WHERE a.application_id ="
            " application_part.application_id AND a.batch_id >= (SELECT max(batch_id) FROM batch"
            " WHERE kind = 'act')",
            "DELETE FROM application WHERE batch_id >= (SELECT max(batch_id) FROM batch"
            " WHERE kind = 'act') AND reverses_application_id IS NOT NULL",
            "DELETE FROM application WHERE batch_id >= (SELECT max(batch_id) FROM batch"
            " WHERE kind = 'act')",
            "DELETE FROM item_balance WHERE item_id IN (SELECT item_id FROM item WHERE kind='REV')",
            "DELETE FROM item WHERE kind = 'REV'",
            "DELETE FROM entry USING txn t WHERE t.txn_id = entry.txn_id AND t.kind = 'REV'",
            "DELETE FROM txn WHERE kind = 'REV'",
            "DELETE FROM batch WHERE kind = 'act'",
            "DELETE FROM act WHERE kind = 'reverse'",
        ):
            assert connection.execute(statement).rowcount != 0, statement
    assert broken(full) == {"attested", "guards-as-migrated"}


def test_a_seal_file_altered_is_found(full: Hub):
    """A daily seal that was edited, or taken away, is found by the next one and by the book."""
    close_day.run(full, dt.date(2026, 11, 25))
    first, second, _ = sorted(full.settings.seals_folder.iterdir())
    kept = first.read_text(encoding="utf-8")
    first.write_text(kept.replace('"debits_cents": ', '"debits_cents": 1'), encoding="utf-8")
    assert broken(full) == {"attested"}
    first.unlink()
    assert second.exists() and broken(full) == {"attested"}
    first.write_text(kept, encoding="utf-8")
    assert broken(full) == set()


def test_a_range_is_proved_alone(full: Hub, owner_url: str):
    """A range of book dates proves its own batches, and does not see another day's fault."""
    november_20 = Scope(TODAY, TODAY)
    found = prove_book.results(full, november_20)
    assert {r.name: r.rows for r in found}["balanced"] == 6 and all(r.holds for r in found)
    with psycopg.connect(owner_url.replace("postgresql+psycopg", "postgresql")) as connection:
        connection.execute("ALTER TABLE entry DISABLE TRIGGER USER")
        connection.execute("UPDATE entry SET amount_cents = amount_cents + 1 WHERE txn_id = 7")
    assert all(result.holds for result in prove_book.results(full, november_20))
    later = Scope(dt.date(2026, 11, 21), None)
    assert not all(result.holds for result in prove_book.results(full, later))
