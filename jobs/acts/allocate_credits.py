"""Apply credits where the owner of an account says, each debt in full, as one act of a person."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

from jobs.hub import Hub, JobRefused
from jobs.hub.question import Question, digest_of, record, refuse_unless_shown
from ledger_sync.book import acts, batches
from ledger_sync.book.acts import Request
from ledger_sync.book.connection import Transaction
from ledger_sync.receivables import allocating
from mappers.payments.allocations import Allocation, OpenItem, allocate
from parsers.deliveries import allocation_request
from parsers.reading_version import READING
from words.language import Language
from words.numbers import format_cents
from words.shown import in_markdown


@dataclass(frozen=True)
class _Effect:
    """What an allocation applies, by document: the same however often it is drafted."""

    applied: tuple[tuple[str, str, str, int], ...]
    applied_on: dt.date
    cents: int

    def as_markdown(self) -> str:
        return "\n".join(
            [
                f"Applied on {self.applied_on}, as the owner chose:",
                "",
                "| account | credit | debt | amount |",
                "|---|---|---|---:|",
                *(
                    f"| {in_markdown(account)} | {in_markdown(credit)} | {in_markdown(debit)} |"
                    f" {format_cents(cents, Language.EN)} |"
                    for account, credit, debit, cents in self.applied
                ),
            ]
        )


def selection_of(path: Path) -> dict[str, Any]:
    """Return what a file asks for, as the selection of an act.

    Raises JobRefused that names everything that is wrong with the file.
    """
    request = allocation_request.read(path.read_bytes())
    if request.faults:
        raise JobRefused("\n".join(request.faults))
    return {"allocations": [list(astuple(row)) for row in request.rows]}


def question(hub: Hub, selection: Mapping[str, Any], today: dt.date) -> Question | None:
    """Return what an allocation would apply. ``selection`` is that of ``selection_of``."""
    request = Request(f"draft {uuid.uuid4()}", "draft", "draft")
    with hub.book.transaction() as tx, tx.rehearsal():
        tx.lock("posting")
        shown = _effect(tx, _allocate(hub, tx, selection, request, today))
    return Question("Apply credits as asked?", shown.as_markdown(), digest_of(shown), shown.cents)


def carry_out(hub: Hub, selection: Mapping[str, Any], request: Request, today: dt.date) -> str:
    """Apply as approved; again, it changes nothing.

    Raises JobRefused where a debt is not covered in full or a credit has too little, naming each.
    """
    with hub.book.transaction() as tx:
        tx.lock("posting")
        act_id = _allocate(hub, tx, selection, request, today)
        shown = _effect(tx, act_id)
    return f"act {act_id}: {len(shown.applied)} credits applied"


def _allocate(
    hub: Hub, tx: Transaction, selection: Mapping[str, Any], request: Request, today: dt.date
) -> int:
    act_id, new = record(hub, tx, "allocate", request, selection)
    if not new:
        return act_id
    asked = [Allocation(*row) for row in selection["allocations"]]
    accounts = sorted({each.account for each in asked})
    documents = sorted({document for each in asked for document in (each.credit, each.debit)})
    found = allocate(
        asked, [OpenItem(**row) for row in allocating.open_of(tx, accounts, documents)]
    )
    if found.faults:
        raise JobRefused("\n".join(found.faults))
    book_on = batches.open_date(tx, today)
    batch_id = batches.open_for_act(tx, act_id, book_on, READING)
    allocating.apply_pairs(tx, found.pairs, applied_on=book_on, batch_id=batch_id)
    batches.seal(tx, batch_id)
    refuse_unless_shown(request, digest_of(_effect(tx, act_id)))
    return act_id


def _effect(tx: Transaction, act_id: int) -> _Effect:
    rows = allocating.applied_by(tx, act_id)
    return _Effect(
        tuple((row["account"], row["credit"], row["debit"], row["cents"]) for row in rows),
        max(row["applied_on"] for row in rows),
        acts.moved(tx, act_id),
    )
