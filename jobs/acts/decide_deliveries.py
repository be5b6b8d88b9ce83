"""Deliveries of reference data that wait for a person: what a decision would do, and the act."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from jobs.hub import Hub
from jobs.hub.question import Question
from jobs.reference import load_reference_data, reference_shown
from jobs.reference.load_reference_data import DECLINED
from ledger_sync.book.acts import Request


def kind_of(hub: Hub, message_id: int, decision: str) -> str | None:
    """Return of which kind the act of a decision would be; None where it was decided before."""
    draft = load_reference_data.draft_of(hub, message_id)
    return None if draft is None else load_reference_data.kind_of(draft, decision)


def question(hub: Hub, selection: Mapping[str, Any], _today: dt.date) -> Question | None:
    """Return what a decision would do; None where it was decided before.

    ``selection`` has ``delivery``, and ``decision``: applied or declined.
    """
    draft = load_reference_data.draft_of(hub, selection["delivery"])
    if draft is None:
        return None
    asked = "Put {} aside for good?" if selection["decision"] == DECLINED else "Apply {}?"
    subject = asked.format(f"delivery {draft.message_id} of {draft.table}")
    body = reference_shown.as_markdown([draft])
    return Question(subject, body, load_reference_data.digest_of_draft(draft), 0)


def carry_out(hub: Hub, selection: Mapping[str, Any], request: Request, _today: dt.date) -> str:
    """Decide as approved; again, it changes nothing."""
    declining = selection["decision"] == DECLINED
    decide = load_reference_data.decline if declining else load_reference_data.apply
    done = decide(hub, selection["delivery"], request)
    return f"delivery {selection['delivery']}: {done or 'decided before, or no such delivery'}"
