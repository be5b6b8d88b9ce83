"""Documents rendered, kept and queued: each once, however often a run is repeated."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from jobs.hub import Hub
from ledger_sync.book.connection import Row
from ledger_sync.intake import outbox
from ledger_sync.intake.outbox import Document, Told

Content = TypeVar("Content")

DOCUMENTS_PER_TRANSACTION = 200


@dataclass(frozen=True)
class Draft(Generic[Content]):
    """What an account is to be told, before it is rendered.

    ``account`` says which partner its documents go to, and in which ``formats``; a document's
    file name is made of its kind, ``name`` and its form.
    """

    account: Row
    told: Told
    name: str
    content: Content


def queue_rendered(
    hub: Hub,
    drafts: Sequence[Draft[Content]],
    renderers: Mapping[str, Callable[[Content], bytes]],
    business_date: dt.date,
) -> int:
    """Render each draft in the forms wanted, and queue what is new; return how many were.

    An account whose documents go to no partner gets none: its row says so.
    """
    with hub.book.transaction() as tx:
        before = outbox.told_before(tx, (draft.told for draft in drafts))
    queued, waiting = 0, list[Document]()
    for draft in drafts:
        for form, render in renderers.items():
            if _wanted(draft.account, form) and (draft.told, form) not in before:
                digest = hub.kept.put(render(draft.content))
                waiting.append(_document(draft, form, digest, business_date))
        if len(waiting) >= DOCUMENTS_PER_TRANSACTION:
            queued += _queue(hub, waiting)
            waiting = []
    return queued + _queue(hub, waiting)


def _wanted(account: Row, form: str) -> bool:
    return account["documents_to"] is not None and form in account["formats"].split()


def _document(draft: Draft[Content], form: str, sha256: bytes, business_date: dt.date) -> Document:
    told = draft.told
    return Document(
        kind=told.kind,
        form=form,
        partner_id=draft.account["documents_to"],
        name=f"{told.kind}_{draft.name}.{form}",
        sha256=sha256,
        business_date=business_date,
        account_id=told.account_id,
        statement_id=told.statement_id,
        notice_on=told.notice_on,
    )


def _queue(hub: Hub, documents: list[Document]) -> int:
    with hub.book.transaction() as tx:
        return outbox.queue(tx, documents)
