"""Run a billing cycle: draft its totals, issue its statements once, send them as XML and PDF."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from billing.cycle import COMMERCIAL, Cycle, cycle_ending, cycle_of_statement, rule_on
from billing.statement import Statement
from jobs.hub import Hub, JobRefused
from jobs.hub.cycles import cycle_rules
from jobs.hub.question import Question, record, refuse_unless_shown
from jobs.hub.slips import refuse_future
from jobs.intake.documents import DRAFTS_AT_ONCE, LINES_AT_ONCE, Draft, queue_rendered
from ledger_sync.book import batches, clock, closing
from ledger_sync.book.acts import Request
from ledger_sync.book.connection import Row, Transaction
from ledger_sync.intake.outbox import Told
from ledger_sync.receivables import cycle_draft, statements
from notices import pdf, xml
from words.language import Language
from words.numbers import format_cents

SHOWN: Final = 25
"""Accounts that a person is shown of a draft: those that owe most."""


@dataclass(frozen=True)
class CycleTotals:
    """The totals of a cycle's statements, in cents.

    ``digest`` is that of every statement and its lines, in hexadecimal; ``moved_cents`` the sum of
    what they come to, whichever way.
    """

    cycle: Cycle
    statements: int
    opening_cents: int
    debits_cents: int
    credits_cents: int
    closing_cents: int
    moved_cents: int
    digest: str


def draft(hub: Hub, statement_on: dt.date) -> CycleTotals:
    """Return the totals that issuing now would give; nothing is written."""
    return _drafted(hub, statement_on)[0]


def issue(hub: Hub, statement_on: dt.date, request: Request) -> CycleTotals:
    """Issue the statements of the cycle dated that day, as an act; issued ones stay as they are.

    Raises JobRefused, and issues nothing, when they are not those that were approved.
    """
    cycle = _cycle(hub, statement_on)
    with hub.book.transaction() as tx:
        tx.lock("posting")
        totals = _drawn_up(tx, cycle)
        refuse_unless_shown(request, totals.digest)
        if statements.is_due(tx, cycle):
            _issue_in(hub, tx, cycle, request)
        return totals


def selection_of(statement_on: dt.date) -> dict[str, str]:
    """Return what issuing the statements of a date is about, as its act names it."""
    return {"statement_on": statement_on.isoformat()}


def question(hub: Hub, selection: Mapping[str, Any], _today: dt.date) -> Question | None:
    """Return what issuing the statements would do; None where there is nothing to bill.

    ``selection`` has ``statement_on``, a date in ISO form.
    """
    statement_on = dt.date.fromisoformat(selection["statement_on"])
    cycle = _cycle(hub, statement_on)
    with hub.book.reading() as tx:
        if closing.is_closed(tx, cycle.known_on) and not statements.is_due(tx, cycle):
            return None
    totals, largest = _drafted(hub, statement_on)
    subject = f"Issue {totals.statements} statements dated {totals.cycle.statement_on}?"
    return Question(subject, as_markdown(totals, largest), totals.digest, totals.moved_cents)


def carry_out(hub: Hub, selection: Mapping[str, Any], request: Request, _today: dt.date) -> str:
    """Issue and queue the statements as approved; again, it changes nothing."""
    totals = run(hub, dt.date.fromisoformat(selection["statement_on"]), request)
    return f"{totals.statements} statements dated {totals.cycle.statement_on}"


def as_markdown(totals: CycleTotals, largest: Sequence[Row]) -> str:
    """Return a draft as the page that a person approves: totals, then who owes most."""
    cycle = totals.cycle
    rows = [
        f"{totals.statements} statements for {cycle.first_on} to {cycle.last_on}, due"
        f" {cycle.due_on}{_paid_later(cycle)}; all amounts in Canadian dollars.",
        "",
        "| account | opening | charges | payments and credits | closing |",
        "|---|---:|---:|---:|---:|",
    ]
    rows += [_in_table(row["bn15"], row) for row in largest]
    if (rest := totals.statements - len(largest)) > 0:
        rows.append(f"| and {rest} more | | | | |")
    return "\n".join([*rows, _in_table(f"**all {totals.statements}**", totals.__dict__)])


def _paid_later(cycle: Cycle) -> str:
    if cycle.no_charge_until == cycle.due_on:
        return ""
    return f" (no charge if paid by {cycle.no_charge_until})"


def _in_table(name: str, row: Mapping[str, Any]) -> str:
    columns = ("opening_cents", "debits_cents", "credits_cents", "closing_cents")
    amounts = (format_cents(row[column], Language.EN) for column in columns)
    return f"| {name} | {' | '.join(amounts)} |"


def _drafted(hub: Hub, statement_on: dt.date) -> tuple[CycleTotals, list[Row]]:
    cycle = _cycle(hub, statement_on)
    with hub.book.transaction() as tx:
        return _drawn_up(tx, cycle), cycle_draft.largest(tx, SHOWN)


def send(hub: Hub, statement_on: dt.date) -> int:
    """Queue the statements of the cycle for delivery; return how many documents were new."""
    return queue_rendered(
        hub,
        _drafts(hub, _cycle(hub, statement_on)),
        {"xml": xml.statement_of_account, "pdf": pdf.statement_of_account},
        statement_on,
    )


def _drafts(hub: Hub, cycle: Cycle) -> Iterator[Draft[Statement]]:
    after = 0
    while True:
        with hub.book.reading() as tx:
            page = statements.issued(
                tx, cycle.last_on, after=after, limit=DRAFTS_AT_ONCE, lines=LINES_AT_ONCE
            )
        if not page:
            return
        for head, shown in page:
            after = head["statement_id"]
            name = f"{shown.party.bn15}_{shown.issued_on}_v{shown.version}"
            yield Draft(head, Told(head["account_id"], "SOA", statement_id=after), name, shown)


def run(hub: Hub, statement_on: dt.date, request: Request) -> CycleTotals:
    """Issue and queue the statements of the cycle dated that day."""
    totals = issue(hub, statement_on, request)
    send(hub, statement_on)
    return totals


def as_issued(hub: Hub, bn15: str, statement_on: dt.date) -> Statement:
    """Rebuild a statement of the past exactly as issued; LookupError when there is none."""
    with hub.book.transaction() as tx:
        return statements.as_issued(tx, bn15, statement_on)


def as_known(hub: Hub, bn15: str, statement_on: dt.date, known_on: dt.date) -> Statement:
    """Draw up the statement of a past cycle as its facts are known on a later book date."""
    with hub.book.transaction() as tx:
        cycle = _dated(hub, tx, statement_on)
        before_on = cycle.first_on - dt.timedelta(days=1)
        previous = cycle_ending(rule_on(cycle_rules(hub, tx), COMMERCIAL, before_on), before_on)
        return statements.as_known(tx, bn15, cycle, previous, known_on)


def _drawn_up(tx: Transaction, cycle: Cycle) -> CycleTotals:
    """Draw up a cycle's statements; its dates are closed, so that no posting under way is in it."""
    if not closing.is_closed(tx, cycle.known_on):
        raise JobRefused(f"business date {cycle.known_on} is open: run close_day first")
    cycle_draft.draw_up(tx, cycle)
    return CycleTotals(cycle=cycle, digest=cycle_draft.digest(tx), **cycle_draft.totals(tx))


def _issue_in(hub: Hub, tx: Transaction, cycle: Cycle, request: Request) -> None:
    act_id, new = record(hub, tx, "billing", request, selection_of(cycle.statement_on))
    if not new:
        raise JobRefused(f"request {request.key} issued its statements before")
    batch_id = batches.open_for_run(tx, "billing", cycle.statement_on, act_id=act_id)
    cycle_draft.issue(tx, batch_id)
    batches.seal(tx, batch_id)


def _cycle(hub: Hub, statement_on: dt.date) -> Cycle:
    with hub.book.transaction() as tx:
        cycle = _dated(hub, tx, statement_on)
        refuse_future(statement_on, clock.today(tx))
    return cycle


def _dated(hub: Hub, tx: Transaction, statement_on: dt.date) -> Cycle:
    """Return the cycle whose statement has a date; JobRefused on any other day."""
    rule = rule_on(cycle_rules(hub, tx), COMMERCIAL, statement_on)
    cycle = cycle_of_statement(rule, statement_on)
    if cycle is None:
        raise JobRefused(f"no {COMMERCIAL} cycle has its statement on {statement_on}")
    return cycle
