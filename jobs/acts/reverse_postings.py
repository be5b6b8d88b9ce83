"""Take back what was posted or applied: asked for by a person, with a reason, as one act."""

import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from billing.clearing import policy_on
from jobs.hub import Hub, JobRefused
from jobs.hub.question import Question, digest_of, record, refuse_unless_shown
from ledger_sync.book import acts, applications, batches, difference, reversal
from ledger_sync.book.acts import Request
from ledger_sync.book.connection import Transaction
from ledger_sync.history import lineage
from ledger_sync.receivables import clearing
from parsers.reading_version import READING
from words.language import Language
from words.numbers import format_cents
from words.shown import in_markdown


@dataclass(frozen=True)
class Reversed:
    """What an act came to; all zero when the same request had done it before."""

    act_id: int
    transactions: int
    undone_applications: int
    applications: int

    def __str__(self) -> str:
        """Return it as a line."""
        return (
            f"act {self.act_id}: {self.transactions} transactions reversed, "
            f"{self.undone_applications} applications undone, {self.applications} made"
        )


@dataclass(frozen=True)
class _Effect:
    """What an act does to the book: of the same act, the same however often it is drafted."""

    transactions: tuple[str, ...]
    applications: tuple[str, ...]
    accounts: tuple[tuple[str, int], ...]
    book_on: dt.date
    cents: int

    def as_markdown(self, done: Reversed) -> str:
        rows = [
            f"{done}; {format_cents(self.cents, Language.EN)} Canadian dollars moved, on"
            f" {self.book_on}.",
            "",
            *(f"- reversed: {in_markdown(each)}" for each in self.transactions),
            *(f"- undone: {in_markdown(each)}" for each in self.applications),
            "",
            "| account | change |",
            "|---|---:|",
        ]
        rows += [
            f"| {code} | {format_cents(cents, Language.EN)} |" for code, cents in self.accounts
        ]
        return "\n".join(rows)


def reverse(hub: Hub, handle: str, request: Request, today: dt.date) -> Reversed:
    """Reverse the standing transactions that a handle leads to (see ``lineage.HANDLES``).

    What the freed debits and credits then owe each other is applied by the policy in force.
    Raises JobRefused when nothing of it stands or it is not what was approved, UnknownHandle when
    nothing answers to it.
    """
    with hub.book.transaction() as tx:
        tx.lock("posting")
        return _reverse(hub, tx, handle, request, today)


def unapply(hub: Hub, application_id: int, request: Request, today: dt.date) -> Reversed:
    """Undo one application; both items are open again until the next clearing.

    Raises JobRefused when it does not stand, or is not what was approved.
    """
    with hub.book.transaction() as tx:
        tx.lock("posting")
        return _unapply(hub, tx, application_id, request, today)


def question(hub: Hub, selection: Mapping[str, Any], today: dt.date) -> Question | None:
    """Return what a reversal would do. ``selection`` has ``handle``."""
    handle = selection["handle"]
    return _question(
        hub,
        f"Reverse the standing transactions of {handle}?",
        lambda tx, request: _reverse(hub, tx, handle, request, today),
    )


def question_of_unapply(hub: Hub, selection: Mapping[str, Any], today: dt.date) -> Question | None:
    """Return what undoing an application would do. ``selection`` has ``application_id``."""
    application_id = int(selection["application_id"])
    return _question(
        hub,
        f"Undo application {application_id}?",
        lambda tx, request: _unapply(hub, tx, application_id, request, today),
    )


def carry_out(hub: Hub, selection: Mapping[str, Any], request: Request, today: dt.date) -> str:
    """Reverse as approved; again, it changes nothing."""
    return str(reverse(hub, selection["handle"], request, today))


def carry_out_unapply(
    hub: Hub, selection: Mapping[str, Any], request: Request, today: dt.date
) -> str:
    """Undo an application as approved; again, it changes nothing."""
    return str(unapply(hub, int(selection["application_id"]), request, today))


def _question(
    hub: Hub, subject: str, act: Callable[[Transaction, Request], Reversed]
) -> Question | None:
    request = Request(f"draft {uuid.uuid4()}", "draft", "draft")
    with hub.book.transaction() as tx, tx.rehearsal():
        tx.lock("posting")
        done = act(tx, request)
        shown = _effect(tx, done)
    return Question(subject, shown.as_markdown(done), digest_of(shown), shown.cents)


def _reverse(hub: Hub, tx: Transaction, handle: str, request: Request, today: dt.date) -> Reversed:
    act_id, new = record(hub, tx, "reverse", request, {"handle": handle})
    if not new:
        return Reversed(act_id, 0, 0, 0)
    standing = reversal.reversible(tx, lineage.transactions(tx, handle))
    if not standing:
        raise JobRefused(f"nothing of {handle} stands: it was reversed before")
    if numbers := reversal.built_upon(tx, standing):
        raise JobRefused(
            f"a later version of {', '.join(numbers)} posted its difference to this: reverse"
            " the whole declaration by its number, or the later version first"
        )
    book_on, batch_id = open_act(tx, act_id, today)
    count = reversal.reverse(tx, standing, batch_id=batch_id, book_on=book_on)
    applied = settle_act(hub, tx, batch_id=batch_id, book_on=book_on)
    done = Reversed(act_id, count, _undone(tx, batch_id), applied)
    refuse_unless_shown(request, digest_of(_effect(tx, done)))
    return done


def _unapply(
    hub: Hub, tx: Transaction, application_id: int, request: Request, today: dt.date
) -> Reversed:
    act_id, new = record(hub, tx, "unapply", request, {"application_id": application_id})
    if not new:
        return Reversed(act_id, 0, 0, 0)
    if not reversal.live_application(tx, application_id):
        raise JobRefused(f"application {application_id} is unknown, or was undone before")
    book_on, batch_id = open_act(tx, act_id, today)
    undone = applications.undo(tx, [application_id], batch_id=batch_id, applied_on=book_on)
    batches.seal(tx, batch_id)
    done = Reversed(act_id, 0, undone, 0)
    refuse_unless_shown(request, digest_of(_effect(tx, done)))
    return done


def _effect(tx: Transaction, done: Reversed) -> _Effect:
    """Return what an act did, in natural keys: the same act has the same effect."""
    return _Effect(
        tuple(reversal.reversed_by_act(tx, done.act_id)),
        tuple(reversal.undone_by_act(tx, done.act_id)),
        tuple((row["code"], row["cents"]) for row in difference.of_act(tx, done.act_id)),
        tx.value("SELECT book_on FROM batch WHERE act_id = :act_id", act_id=done.act_id),
        acts.moved(tx, done.act_id),
    )


def open_act(tx: Transaction, act_id: int, today: dt.date) -> tuple[dt.date, int]:
    """Open the batch of an act; return its book date and its id."""
    book_on = batches.open_date(tx, today)
    return book_on, batches.open_for_act(tx, act_id, book_on, READING)


def settle_act(hub: Hub, tx: Transaction, *, batch_id: int, book_on: dt.date) -> int:
    """Apply what the act left open by the policy in force, and seal; return the applications."""
    applied = clearing.apply_credits(
        tx,
        policy_on(hub.rules.clearing, book_on),
        applied_on=book_on,
        batch_id=batch_id,
        accounts=clearing.touched(tx, batch_id),
    )
    batches.seal(tx, batch_id)
    return applied


def _undone(tx: Transaction, batch_id: int) -> int:
    return int(
        tx.value(
            "SELECT count(*) FROM application WHERE batch_id = :batch_id AND amount_cents < 0",
            batch_id=batch_id,
        )
    )
