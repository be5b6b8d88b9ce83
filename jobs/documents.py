"""Documents rendered, kept and queued: each once, however often a run is repeated."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from jobs.hub import Hub
from ledger_sync import outbox
from ledger_sync.book import Row
from ledger_sync.outbox import Document

Content = TypeVar("Content")

DOCUMENTS_PER_TRANSACTION = 200


def queue_rendered(
    hub: Hub,
    contents: Iterable[tuple[Row, str, str, Content]],
    renderers: Mapping[str, Callable[[Content], bytes]],
    business_date: dt.date,
) -> int:
    """Render each (account row, kind, name, content) in the forms wanted, and queue what is new.

    An account whose documents go to no partner gets none: its row says so, and which ``formats``.
    """
    with hub.book.transaction() as tx:
        known = outbox.queued_keys(tx, "document:")
    queued, waiting = 0, list[Document]()
    for account, kind, name, content in contents:
        for form, render in renderers.items():
            key = f"document:{kind}:{name}:{form}"
            wanted = account["documents_to"] is not None and form in account["formats"].split()
            if not wanted or key in known:
                continue
            waiting.append(
                Document(
                    document_key=key,
                    kind=f"{kind}-{form}",
                    partner_id=account["documents_to"],
                    name=f"{kind}_{name}.{form}",
                    sha256=hub.kept.put(render(content)),
                    business_date=business_date,
                    account_id=account["account_id"],
                )
            )
        if len(waiting) >= DOCUMENTS_PER_TRANSACTION:
            queued += _queue(hub, waiting)
            waiting = []
    return queued + _queue(hub, waiting)


def _queue(hub: Hub, documents: list[Document]) -> int:
    with hub.book.transaction() as tx:
        return outbox.queue(tx, documents)
