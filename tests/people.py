"""The two people of the tests, and what they do together."""

import datetime as dt
import uuid
from collections.abc import Mapping

from jobs.acts import decide_deliveries
from jobs.hub import Hub
from jobs.receivables import run_billing_cycle
from jobs.receivables.run_billing_cycle import CycleTotals
from jobs.reference import load_reference_data
from jobs.reference.load_reference_data import APPLIED, DECLINED
from ledger_sync.book import acts
from ledger_sync.book.acts import Approval, Request


def request_by_two(digest: str, key: str = "") -> Request:
    """Return what one person asks for and another one approves, as it was shown."""
    approval = Approval("an approver", "airflow")
    reason = "the cycle is over"
    return Request(key or str(uuid.uuid4()), "an officer", reason, digest, "airflow", approval)


def bill(hub: Hub, statement_on: dt.date, key: str = "") -> CycleTotals:
    """Draft, approve, issue and queue the statements of a cycle."""
    return run_billing_cycle.run(hub, statement_on, drafted(hub, statement_on, key))


def issue(hub: Hub, statement_on: dt.date) -> CycleTotals:
    """Draft, approve and issue the statements of a cycle."""
    return run_billing_cycle.issue(hub, statement_on, drafted(hub, statement_on))


def drafted(hub: Hub, statement_on: dt.date, key: str = "") -> Request:
    """Return the request for the statements of a cycle as they are drafted now, asked for."""
    request = request_by_two(run_billing_cycle.draft(hub, statement_on).digest, key)
    ask(hub, "billing", run_billing_cycle.selection_of(statement_on), request)
    return request


def apply(hub: Hub, message_id: int) -> str | None:
    """Apply a delivery that waits, asked for by an officer and approved by Ann."""
    return _decided(hub, message_id, APPLIED)


def decline(hub: Hub, message_id: int) -> str | None:
    """Put a delivery that waits aside, asked for by an officer and approved by Ann."""
    return _decided(hub, message_id, DECLINED)


def _decided(hub: Hub, message_id: int, decision: str) -> str | None:
    selection = load_reference_data.selection_of(message_id, decision)
    question = decide_deliveries.question(hub, selection, hub.today())
    if question is None:
        return None
    approval = Approval("ann", "airflow")
    key = str(uuid.uuid4())
    request = Request(key, "an officer", "as published", question.digest, "airflow", approval)
    ask(hub, decide_deliveries.kind_of(hub, message_id, decision), selection, request)
    decide = load_reference_data.apply if decision == APPLIED else load_reference_data.decline
    return decide(hub, message_id, request)


def ask(hub: Hub, kind: str, selection: Mapping[str, object], request: Request) -> None:
    """Record what the first of two people asks for; what was done stays as it was asked."""
    with hub.book.transaction() as tx:
        if not acts.was_done(tx, request.key):
            acts.ask(tx, kind, request, selection)
