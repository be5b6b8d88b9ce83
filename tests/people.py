"""The two people of the tests, and what they do together."""

import datetime as dt
import uuid

from jobs.hub import Hub
from jobs.receivables import run_billing_cycle
from jobs.receivables.run_billing_cycle import CycleTotals
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
    """Return the request for the statements of a cycle as they are drafted now."""
    return request_by_two(run_billing_cycle.draft(hub, statement_on).digest, key)
