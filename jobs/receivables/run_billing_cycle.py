"""Run a billing cycle: draft its totals, issue its statements once, send them as XML and PDF."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from billing.cycle import COMMERCIAL, Cycle, cycle_ending, cycle_of_statement, rule_on
from billing.statement import Statement
from jobs.hub import Hub, JobRefused
from jobs.hub.cycles import cycle_rules
from jobs.hub.slips import refuse_slip
from jobs.intake.documents import Draft, queue_rendered
from ledger_sync.book import batches, closing
from ledger_sync.book.connection import Transaction
from ledger_sync.intake.outbox import Told
from ledger_sync.receivables import statements
from notices import pdf, xml


@dataclass(frozen=True)
class CycleTotals:
    """The totals of a cycle's statements, in cents."""

    cycle: Cycle
    statements: int
    opening_cents: int
    debits_cents: int
    credits_cents: int
    closing_cents: int


def draft(hub: Hub, statement_on: dt.date) -> CycleTotals:
    """Return the totals that issuing today would give; nothing is left behind."""
    cycle = _cycle(hub, statement_on)
    with hub.book.transaction() as tx, tx.rehearsal():
        _issue_in(tx, cycle)
        return _totals(tx, cycle)


def issue(
    hub: Hub, statement_on: dt.date, approved: Callable[[CycleTotals], bool] = lambda _: True
) -> CycleTotals:
    """Issue the statements of the cycle dated that day; issued ones stay as they are.

    Raises JobRefused, and issues nothing, when the totals are not those that were approved.
    """
    cycle = _cycle(hub, statement_on)
    with hub.book.transaction() as tx:
        _issue_in(tx, cycle)
        totals = _totals(tx, cycle)
        if not approved(totals):
            raise JobRefused(f"the totals of {statement_on} are no longer those approved: {totals}")
        return totals


def send(hub: Hub, statement_on: dt.date) -> int:
    """Queue the statements of the cycle for delivery; return how many documents were new."""
    cycle = _cycle(hub, statement_on)
    with hub.book.transaction() as tx:
        issued = statements.issued(tx, cycle.last_on)
    return queue_rendered(
        hub,
        [
            Draft(
                account,
                Told(account["account_id"], "SOA", statement_id=account["statement_id"]),
                f"{s.party.bn15}_{s.issued_on}_v{s.version}",
                s,
            )
            for account, s in issued
        ],
        {"xml": xml.statement_of_account, "pdf": pdf.statement_of_account},
        statement_on,
    )


def run(
    hub: Hub, statement_on: dt.date, approved: Callable[[CycleTotals], bool] = lambda _: True
) -> CycleTotals:
    """Issue and queue the statements of the cycle dated that day."""
    totals = issue(hub, statement_on, approved)
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


def _issue_in(tx: Transaction, cycle: Cycle) -> None:
    tx.lock("posting")
    if not closing.is_closed(tx, cycle.known_on):
        raise JobRefused(f"business date {cycle.known_on} is open: run close_day first")
    if not statements.is_due(tx, cycle):
        return
    batch_id = batches.open_for_run(tx, "billing", cycle.statement_on)
    statements.issue(tx, cycle, batch_id)
    batches.seal(tx, batch_id)


def _cycle(hub: Hub, statement_on: dt.date) -> Cycle:
    with hub.book.transaction() as tx:
        cycle = _dated(hub, tx, statement_on)
        refuse_slip(statement_on, closing.newest_date(tx))
    return cycle


def _dated(hub: Hub, tx: Transaction, statement_on: dt.date) -> Cycle:
    """Return the cycle whose statement has a date; JobRefused on any other day."""
    rule = rule_on(cycle_rules(hub, tx), COMMERCIAL, statement_on)
    cycle = cycle_of_statement(rule, statement_on)
    if cycle is None:
        raise JobRefused(f"no {COMMERCIAL} cycle has its statement on {statement_on}")
    return cycle


def _totals(tx: Transaction, cycle: Cycle) -> CycleTotals:
    return CycleTotals(cycle=cycle, **statements.totals(tx, cycle.last_on))
