"""Documents rendered, kept and queued: each once, however often a run is repeated.

A set at a time, so that a run holds no more than one: what is new of it is rendered on all cores,
kept with one wait for the disk, and queued in one transaction.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from billing.statement import DailyNotice, Statement
from jobs.hub import Hub
from jobs.hub.all_cores import AllCores
from ledger_sync.book.connection import Row
from ledger_sync.intake import outbox
from ledger_sync.intake.outbox import Document, Told
from notices import pdf

Content = TypeVar("Content", Statement, DailyNotice)

DRAFTS_AT_ONCE: Final = 500
"""How many drafts are read, rendered and queued together, at most."""
LINES_AT_ONCE: Final = 20_000
"""After so many lines a set ends, with the draft that they are of."""
FEW: Final = 100
"""Up to so many documents, rendering them here is sooner done than starting processes."""


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
    drafts: Iterable[Draft[Content]],
    renderers: Mapping[str, Callable[[Content], bytes]],
    business_date: dt.date,
) -> int:
    """Render each draft in the forms wanted, and queue what is new; return how many were.

    An account whose documents go to no partner gets none: its row says so.
    """
    queued = 0
    with closing(AllCores()) as cores:
        for some in _sets(drafts):
            with hub.book.reading() as tx:
                before = outbox.told_before(tx, (draft.told for draft in some))
            new = [
                (draft, form)
                for draft in some
                for form in _forms(draft, renderers)
                if (draft.told, form) not in before
            ]
            work = [(renderers[form], draft.content) for draft, form in new]
            digests = hub.kept.put_all(cores.map(_render, work, much=len(work) > FEW))
            documents = [
                _document(draft, form, digest, business_date)
                for (draft, form), digest in zip(new, digests, strict=True)
            ]
            if documents:
                queued += _queue(hub, documents)
    return queued


def _queue(hub: Hub, documents: Sequence[Document]) -> int:
    with hub.book.transaction() as tx:
        return outbox.queue(tx, documents)


def _render(work: tuple[Callable[[Content], bytes], Content]) -> bytes:
    render, content = work
    return render(content)


def _sets(drafts: Iterable[Draft[Content]]) -> Iterator[Sequence[Draft[Content]]]:
    some, lines = list[Draft[Content]](), 0
    for draft in drafts:
        some.append(draft)
        lines += len(draft.content.lines)
        if len(some) == DRAFTS_AT_ONCE or lines >= LINES_AT_ONCE:
            yield some
            some, lines = [], 0
    if some:
        yield some


def _forms(draft: Draft[Content], renderers: Iterable[str]) -> list[str]:
    """Return the forms of a document: those wanted, and XML where the PDF would only sum up."""
    if draft.account["documents_to"] is None:
        return []
    wanted = set(draft.account["formats"].split())
    if "pdf" in wanted and pdf.sums_up(draft.content):
        wanted.add("xml")
    return [form for form in renderers if form in wanted]


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
