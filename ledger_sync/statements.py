"""Statements of account: drawn up for every account of a cycle in two statements of SQL.

A statement takes the items of its cycle and of earlier ones that no statement bore yet, and the
credits booked before its date. Items of a later cycle wait for theirs.
"""

import datetime as dt
from dataclasses import replace

from billing.cycle import Cycle
from billing.statement import DailyNotice, DocumentLine, Party, Statement
from ledger.accounts import CHARGE_ACCOUNTS
from ledger_sync.book import Row, Transaction

_ORDER = 'i.effective_on, i.kind, i.document_reference COLLATE "C", i.item_id'
"""The order of the lines on a document: it does not depend on which file came first."""


def is_due(tx: Transaction, cycle: Cycle) -> bool:
    """Whether some account with something to bill has no statement of the cycle or a later one."""
    return bool(
        tx.value(
            "SELECT EXISTS (SELECT FROM item i LEFT JOIN statement_line l USING (item_id)"
            " WHERE l.item_id IS NULL AND i.book_on <= :known_on"
            " AND (i.cycle_last_on IS NULL OR i.cycle_last_on <= :last_on)"
            " AND NOT EXISTS (SELECT FROM statement s WHERE s.account_id = i.account_id"
            "  AND s.cycle_last_on >= :last_on))"
            " OR EXISTS (SELECT FROM (SELECT DISTINCT ON (account_id) cycle_last_on, closing_cents"
            "  FROM statement ORDER BY account_id, cycle_last_on DESC) AS newest"
            "  WHERE cycle_last_on < :last_on AND closing_cents <> 0)",
            known_on=cycle.known_on,
            last_on=cycle.last_on,
        )
    )


def totals(tx: Transaction, cycle_last_on: dt.date) -> dict[str, int]:
    """Return the totals of a cycle's statements: their number and sums in cents."""
    row = tx.row(
        "SELECT count(*) AS statements,"
        " coalesce(sum(opening_cents), 0)::bigint AS opening_cents,"
        " coalesce(sum(debits_cents), 0)::bigint AS debits_cents,"
        " coalesce(sum(credits_cents), 0)::bigint AS credits_cents,"
        " coalesce(sum(closing_cents), 0)::bigint AS closing_cents"
        " FROM statement WHERE cycle_last_on = :cycle_last_on",
        cycle_last_on=cycle_last_on,
    )
    return {name: int(value) for name, value in (row or {}).items()}


def issue(tx: Transaction, cycle: Cycle, batch_id: int) -> int:
    """Issue version 1 for every account with activity or a balance; return how many were new."""
    values = {**cycle.__dict__, "known_on": cycle.known_on, "batch_id": batch_id}
    tx.run(
        "CREATE TEMP TABLE billed ON COMMIT DROP AS"  # noqa: S608 - our own order
        " SELECT i.account_id, i.item_id, i.amount_cents, row_number() OVER ("
        f"  PARTITION BY i.account_id ORDER BY {_ORDER}) AS line_number"
        " FROM item i LEFT JOIN statement_line l USING (item_id)"
        " WHERE l.item_id IS NULL AND i.book_on <= :known_on"
        " AND (i.cycle_last_on IS NULL OR i.cycle_last_on <= :last_on)"
        " AND NOT EXISTS (SELECT FROM statement s WHERE s.account_id = i.account_id"
        "  AND s.cycle_last_on >= :last_on)",
        **values,
    )
    issued = tx.run(
        "INSERT INTO statement (account_id, cycle_last_on, version, first_on, issued_on,"
        " known_on, due_on,"
        " previous_statement_id, opening_cents, debits_cents, credits_cents, closing_cents,"
        " batch_id)"
        " WITH previous AS (SELECT DISTINCT ON (account_id) account_id, statement_id,"
        "  closing_cents FROM statement WHERE cycle_last_on < :last_on"
        "  ORDER BY account_id, cycle_last_on DESC, version DESC),"
        " movement AS (SELECT account_id,"
        "  coalesce(sum(amount_cents) FILTER (WHERE amount_cents > 0), 0)::bigint AS debits,"
        "  coalesce(-sum(amount_cents) FILTER (WHERE amount_cents < 0), 0)::bigint AS credits"
        "  FROM billed GROUP BY account_id)"
        " SELECT a.account_id, :last_on, 1, :first_on, :statement_on, :known_on, :due_on,"
        " p.statement_id,"
        " coalesce(p.closing_cents, 0), coalesce(m.debits, 0), coalesce(m.credits, 0),"
        " coalesce(p.closing_cents, 0) + coalesce(m.debits, 0) - coalesce(m.credits, 0),"
        " :batch_id FROM account a LEFT JOIN previous p USING (account_id)"
        " LEFT JOIN movement m USING (account_id)"
        " WHERE (m.account_id IS NOT NULL OR p.closing_cents <> 0)"
        " AND NOT EXISTS (SELECT FROM statement s WHERE s.account_id = a.account_id"
        "  AND s.cycle_last_on >= :last_on) ORDER BY a.account_id",
        **values,
    )
    tx.run(
        "INSERT INTO statement_line (statement_id, line_number, item_id, amount_cents)"
        " SELECT s.statement_id, b.line_number, b.item_id, b.amount_cents"
        " FROM billed b JOIN statement s ON s.account_id = b.account_id"
        " AND s.batch_id = :batch_id ORDER BY s.statement_id, b.line_number",
        batch_id=batch_id,
    )
    return issued


_LINES = (
    " l.line_number, i.kind, i.document_reference, i.effective_on, i.due_on, i.filer,"
    " coalesce(e.duty_cents, 0) AS duty_cents, coalesce(e.sima_cents, 0) AS sima_cents,"
    " coalesce(e.surtax_cents, 0) AS surtax_cents, coalesce(e.excise_cents, 0) AS excise_cents,"
    " coalesce(e.gst_cents, 0) AS gst_cents, i.amount_cents, i.item_id"
)
_CHARGED = (
    " LEFT JOIN LATERAL (SELECT "  # noqa: S608 - our own names
    + ", ".join(
        f"(-sum(e.amount_cents) FILTER (WHERE charged.code = '{code}'))::bigint AS {charge}_cents"
        for charge, code in CHARGE_ACCOUNTS.items()
    )
    + " FROM entry e JOIN account charged USING (account_id)"
    " WHERE e.txn_id = i.txn_id AND e.book_on = i.book_on) e ON true"
)
"""What the item's own transaction posted of each charge: of a later version, the difference."""
_PARTY = " a.account_id, a.code AS bn15, party.legal_name, party.language, party.documents_to"
_AS_ISSUED = (
    " JOIN account a USING (account_id) JOIN batch issue ON issue.batch_id = s.batch_id"
    " CROSS JOIN LATERAL party_on(a.code, s.issued_on, issue.sealed_at) AS party"
)
"""Whom a statement is for: as known when it was issued."""


def issued(tx: Transaction, cycle_last_on: dt.date) -> list[tuple[Row, Statement]]:
    """Return the statements of a cycle, each with its account row, lines in order."""
    heads = tx.rows(
        f"SELECT s.*,{_PARTY}, party.statement_formats AS formats FROM statement s{_AS_ISSUED}"  # noqa: S608
        " WHERE s.cycle_last_on = :cycle_last_on ORDER BY a.code",
        cycle_last_on=cycle_last_on,
    )
    lines = _by(
        tx.rows(
            f"SELECT l.statement_id,{_LINES} FROM statement s"  # noqa: S608
            " JOIN statement_line l USING (statement_id) JOIN item i USING (item_id)"
            f"{_CHARGED} WHERE s.cycle_last_on = :cycle_last_on"
            " ORDER BY l.statement_id, l.line_number",
            cycle_last_on=cycle_last_on,
        ),
        "statement_id",
    )
    return [(head, _statement(head, lines.get(head["statement_id"], ()))) for head in heads]


def as_issued(tx: Transaction, bn15: str, issued_on: dt.date) -> Statement:
    """Rebuild a statement from the facts known on its date; LookupError when there is none.

    From items and the dates on the statement's head alone: neither its lines nor its totals are
    read. ``proofs`` holds the two equal.
    """
    head = tx.row(
        f"SELECT s.*,{_PARTY}, p.known_on AS known_before_on,"  # noqa: S608
        f" p.cycle_last_on AS last_before_on FROM statement s{_AS_ISSUED}"
        " LEFT JOIN statement p ON p.statement_id = s.previous_statement_id"
        " WHERE a.code = :bn15 AND s.issued_on = :issued_on ORDER BY s.version DESC LIMIT 1",
        bn15=bn15,
        issued_on=issued_on,
    )
    if head is None:
        raise LookupError(f"{bn15} has no statement dated {issued_on}")
    known = "i.book_on <= :known_on AND (i.cycle_last_on IS NULL OR i.cycle_last_on <= :last_on)"
    before = (
        "coalesce(i.book_on <= :known_before_on AND (i.cycle_last_on IS NULL"
        " OR i.cycle_last_on <= :last_before_on), false)"
    )
    return _rebuilt(
        tx,
        head,
        lines=f"{known} AND NOT {before}",
        opening=before,
        known_on=head["known_on"],
        last_on=head["cycle_last_on"],
        known_before_on=head["known_before_on"],
        last_before_on=head["last_before_on"],
    )


def as_known(
    tx: Transaction, bn15: str, cycle: Cycle, previous: Cycle, known_on: dt.date
) -> Statement:
    """Draw up an account's statement of a cycle anew, from the facts known on a book date.

    Every fact stands in the cycle it belongs to in the world: a declaration or its reversal in
    that of its release, a payment in that of its value date, however late it was booked.
    """
    head = tx.row(
        f"SELECT{_PARTY} FROM account a"
        " CROSS JOIN LATERAL party_on(a.code, :statement_on, 'infinity') AS party"
        " WHERE a.code = :bn15 AND a.class = 'receivable'",
        bn15=bn15,
        statement_on=cycle.statement_on,
    )
    if head is None:
        raise LookupError(f"no account {bn15}")
    until = (
        "i.book_on <= :known_on AND CASE WHEN i.cycle_last_on IS NULL"
        " THEN i.effective_on < :statement_on ELSE i.cycle_last_on <= :last_on END"
    )
    before = (
        "i.book_on <= :known_on AND CASE WHEN i.cycle_last_on IS NULL"
        " THEN i.effective_on < :statement_before_on ELSE i.cycle_last_on <= :last_before_on END"
    )
    dates = {
        "version": 1,
        "issued_on": cycle.statement_on,
        "first_on": cycle.first_on,
        "cycle_last_on": cycle.last_on,
        "due_on": cycle.due_on,
    }
    rebuilt = _rebuilt(
        tx,
        dict(head) | dates,
        lines=f"{until} AND NOT ({before})",
        opening=before,
        known_on=known_on,
        statement_on=cycle.statement_on,
        last_on=cycle.last_on,
        statement_before_on=previous.statement_on,
        last_before_on=previous.last_on,
    )
    return replace(rebuilt, restated_on=known_on)


def _rebuilt(
    tx: Transaction, head: Row, *, lines: str, opening: str, **dates: dt.date | None
) -> Statement:
    values = {"account_id": head["account_id"], **dates}
    found = tx.rows(
        f"SELECT{_LINES} FROM (SELECT i.item_id, row_number() OVER ("  # noqa: S608
        f"  ORDER BY {_ORDER}) AS line_number FROM item i"
        f"  WHERE i.account_id = :account_id AND {lines}) AS l JOIN item i USING (item_id)"
        f"{_CHARGED} ORDER BY l.line_number",
        **values,
    )
    opening_cents = tx.value(
        "SELECT coalesce(sum(i.amount_cents), 0)::bigint FROM item i"  # noqa: S608
        f" WHERE i.account_id = :account_id AND {opening}",
        **values,
    )
    shown = tuple(DocumentLine(**row) for row in found)
    debits = sum(line.amount_cents for line in shown if line.amount_cents > 0)
    credits_ = -sum(line.amount_cents for line in shown if line.amount_cents < 0)
    totals = {
        "opening_cents": opening_cents,
        "debits_cents": debits,
        "credits_cents": credits_,
        "closing_cents": opening_cents + debits - credits_,
    }
    return _statement(dict(head) | totals, shown)


def notices(tx: Transaction, book_on: dt.date) -> list[tuple[Row, DailyNotice]]:
    """Return a notice for every account with activity on a business date."""
    heads = tx.rows(
        f"SELECT{_PARTY}, party.notice_formats AS formats FROM account a"
        " CROSS JOIN LATERAL party_on(a.code, :book_on, 'infinity') AS party WHERE EXISTS ("
        " SELECT FROM item i WHERE i.account_id = a.account_id AND i.book_on = :book_on)"
        " ORDER BY a.code",
        book_on=book_on,
    )
    lines = _by(
        tx.rows(
            f"SELECT i.account_id,{_LINES} FROM (SELECT item_id, row_number() OVER ("  # noqa: S608
            f"  PARTITION BY account_id ORDER BY {_ORDER}) AS line_number"
            "  FROM item i WHERE book_on = :book_on) AS l JOIN item i USING (item_id)"
            f"{_CHARGED} ORDER BY i.account_id, l.line_number",
            book_on=book_on,
        ),
        "account_id",
    )
    return [(head, _notice(head, book_on, lines[head["account_id"]])) for head in heads]


def _by(rows: list[Row], key: str) -> dict[int, tuple[DocumentLine, ...]]:
    grouped: dict[int, list[DocumentLine]] = {}
    for row in rows:
        values = {name: value for name, value in row.items() if name != key}
        grouped.setdefault(row[key], []).append(DocumentLine(**values))
    return {owner: tuple(lines) for owner, lines in grouped.items()}


def _statement(head: Row, lines: tuple[DocumentLine, ...]) -> Statement:
    return Statement(
        party=_party(head),
        version=head["version"],
        issued_on=head["issued_on"],
        first_on=head["first_on"],
        last_on=head["cycle_last_on"],
        due_on=head["due_on"],
        opening_cents=head["opening_cents"],
        debits_cents=head["debits_cents"],
        credits_cents=head["credits_cents"],
        closing_cents=head["closing_cents"],
        lines=lines,
    )


def _notice(head: Row, book_on: dt.date, lines: tuple[DocumentLine, ...]) -> DailyNotice:
    return DailyNotice(
        party=_party(head),
        posted_on=book_on,
        debits_cents=sum(line.amount_cents for line in lines if line.amount_cents > 0),
        credits_cents=-sum(line.amount_cents for line in lines if line.amount_cents < 0),
        lines=lines,
    )


def _party(head: Row) -> Party:
    return Party(head["bn15"], head["legal_name"], head["language"])
