"""Statements of account and daily notices as the book has them, and as its facts make them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate
from typing import Final

from billing.cycle import Cycle
from billing.statement import DailyNotice, DocumentLine, Party, Statement
from ledger_sync.book import clock
from ledger_sync.book.connection import Row, Transaction
from ledger_sync.statement_files import statement

_IS_DUE: Final = statement(__file__, "billing_is_due")
_ISSUED_LINES: Final = statement(__file__, "issued_lines")
_HEAD_AS_ISSUED: Final = statement(__file__, "head_as_issued")
_LINES_AS_ISSUED: Final = statement(__file__, "lines_as_issued")
_OPENING_AS_ISSUED: Final = statement(__file__, "opening_as_issued")
_LINES_AS_KNOWN: Final = statement(__file__, "lines_as_known")
_OPENING_AS_KNOWN: Final = statement(__file__, "opening_as_known")
_NOTICE_HEADS: Final = statement(__file__, "notice_heads")
_NOTICE_LINES: Final = statement(__file__, "notice_lines")


def is_due(tx: Transaction, cycle: Cycle) -> bool:
    """Whether some account with something to bill has no statement of the cycle or a later one.

    After its run none has: what a run bills lies on closed dates.
    """
    return bool(
        tx.value(
            _IS_DUE,
            statement_on=cycle.statement_on,
            known_on=cycle.known_on,
            last_on=cycle.last_on,
        )
    )


def issued(
    tx: Transaction, cycle_last_on: dt.date, *, after: int, limit: int, lines: int
) -> list[tuple[Row, Statement]]:
    """Return the next statements of a cycle, each with its account row, lines in order.

    At most ``limit``, in the order of their ids, from the one that follows ``after``, up to the
    one with which they have so many ``lines``.
    """
    heads = tx.rows(
        "SELECT *, statement_formats AS formats, coalesce((SELECT o.due_on FROM due_override o"
        "  WHERE (o.program, o.rule_on) = ('commercial', statement_issued.due_on)), due_on)"
        "  AS no_charge_until FROM statement_issued"
        " WHERE statement_id > :after AND cycle_last_on = :cycle_last_on"
        " ORDER BY statement_id LIMIT :limit",
        cycle_last_on=cycle_last_on,
        after=after,
        limit=limit,
    )
    ids = _up_to(tx, [head["statement_id"] for head in heads], lines)
    borne = _by(tx.rows(_ISSUED_LINES, statements=ids), "statement_id")
    made_up = clock.is_made_up(tx)
    return [
        (head, replace(_statement(head, borne.get(head["statement_id"], ())), made_up=made_up))
        for head in heads[: len(ids)]
    ]


def _up_to(tx: Transaction, statement_ids: list[int], lines: int) -> list[int]:
    """Return the first statements up to the one with which they have so many lines."""
    counted = tx.rows(
        "SELECT statement_id, max(line_number) AS lines FROM statement_line"
        " WHERE statement_id = ANY(:statements) GROUP BY statement_id",
        statements=statement_ids,
    )
    lines_of = {row["statement_id"]: row["lines"] for row in counted}
    before = accumulate((lines_of.get(each, 0) for each in statement_ids), initial=0)
    return [each for each, so_far in zip(statement_ids, before, strict=False) if so_far < lines]


def as_issued(tx: Transaction, bn15: str, issued_on: dt.date) -> Statement:
    """Rebuild a statement from the facts known on its date; LookupError when there is none.

    From items and the dates on the statement's head alone: neither its lines nor its totals are
    read. ``proofs`` holds the two equal.
    """
    head = tx.row(_HEAD_AS_ISSUED, bn15=bn15, issued_on=issued_on)
    if head is None:
        raise LookupError(f"{bn15} has no statement dated {issued_on}")
    before = {
        "account_id": head["account_id"],
        "known_before_on": head["known_before_on"],
        "last_before_on": head["last_before_on"],
    }
    lines = tx.rows(
        _LINES_AS_ISSUED, known_on=head["known_on"], last_on=head["cycle_last_on"], **before
    )
    rebuilt = _rebuilt(head, lines, tx.value(_OPENING_AS_ISSUED, **before))
    return replace(rebuilt, made_up=clock.is_made_up(tx))


def as_known(
    tx: Transaction, bn15: str, cycle: Cycle, previous: Cycle, known_on: dt.date
) -> Statement:
    """Draw up an account's statement of a cycle anew, from the facts known on a book date.

    Every fact stands in the cycle it belongs to in the world: a declaration or its reversal in
    that of its release, a payment in that of its value date, however late it was booked.
    """
    party = tx.row(
        "SELECT a.account_id, a.code AS bn15, p.legal_name, p.language FROM account a"
        " CROSS JOIN LATERAL party_on(a.code, :statement_on, 'infinity') AS p"
        " WHERE a.code = :bn15 AND a.class = 'receivable'",
        bn15=bn15,
        statement_on=cycle.statement_on,
    )
    if party is None:
        raise LookupError(f"no account {bn15}")
    head = {
        **party,
        "version": 1,
        "issued_on": cycle.statement_on,
        "first_on": cycle.first_on,
        "cycle_last_on": cycle.last_on,
        "due_on": cycle.due_on,
        "no_charge_until": cycle.no_charge_until,
    }
    before = {
        "account_id": party["account_id"],
        "known_on": known_on,
        "statement_before_on": previous.statement_on,
        "last_before_on": previous.last_on,
    }
    lines = tx.rows(
        _LINES_AS_KNOWN, statement_on=cycle.statement_on, last_on=cycle.last_on, **before
    )
    rebuilt = _rebuilt(head, lines, tx.value(_OPENING_AS_KNOWN, **before))
    return replace(rebuilt, restated_on=known_on, made_up=clock.is_made_up(tx))


def _rebuilt(head: Row, lines: list[Row], opening_cents: int) -> Statement:
    shown = tuple(_line(row) for row in lines)
    debits = sum(line.amount_cents for line in shown if line.amount_cents > 0)
    credits_ = -sum(line.amount_cents for line in shown if line.amount_cents < 0)
    totals = {
        "opening_cents": opening_cents,
        "debits_cents": debits,
        "credits_cents": credits_,
        "closing_cents": opening_cents + debits - credits_,
    }
    return _statement(dict(head) | totals, shown)


def accounts_with_activity(tx: Transaction, book_on: dt.date) -> list[int]:
    """Return the accounts that got an item on a business date, in the order of their ids."""
    rows = tx.rows(
        "SELECT DISTINCT i.account_id FROM batch b JOIN txn t USING (batch_id)"
        " JOIN item i USING (txn_id) WHERE b.book_on = :book_on ORDER BY 1",
        book_on=book_on,
    )
    return [row["account_id"] for row in rows]


def notices(
    tx: Transaction, book_on: dt.date, accounts: Sequence[int]
) -> list[tuple[Row, DailyNotice]]:
    """Return the notices of a business date for accounts with activity on it."""
    values = {"book_on": book_on, "accounts": list(accounts)}
    heads = tx.rows(_NOTICE_HEADS, **values)
    lines = _by(tx.rows(_NOTICE_LINES, **values), "account_id")
    made_up = clock.is_made_up(tx)
    return [
        (head, replace(_notice(head, book_on, lines[head["account_id"]]), made_up=made_up))
        for head in heads
    ]


def _by(rows: list[Row], key: str) -> dict[int, tuple[DocumentLine, ...]]:
    grouped: dict[int, list[DocumentLine]] = {}
    for row in rows:
        values = {name: value for name, value in row.items() if name != key}
        grouped.setdefault(row[key], []).append(_line(values))
    return {owner: tuple(lines) for owner, lines in grouped.items()}


def _line(row: Row) -> DocumentLine:
    parts = {charge: int(cents) for charge, cents in row["parts"] or ()}
    return DocumentLine(**{**row, "parts": parts})


def _statement(head: Row, lines: tuple[DocumentLine, ...]) -> Statement:
    return Statement(
        party=_party(head),
        version=head["version"],
        issued_on=head["issued_on"],
        first_on=head["first_on"],
        last_on=head["cycle_last_on"],
        due_on=head["due_on"],
        no_charge_until=head["no_charge_until"],
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
