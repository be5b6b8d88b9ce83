"""Submissions that wait for two people: what posting or declining one would do, and the act."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from jobs.acts.reverse_postings import open_act, settle_act
from jobs.hub import Hub, JobRefused
from jobs.hub.question import Question, digest_of, record, refuse_unless_shown
from jobs.intake.decisions import read
from jobs.submissions import posted_submissions
from jobs.submissions.posted_submissions import Batch, KnownBefore
from jobs.submissions.received_submissions import against_the_book
from ledger_sync.book import acts
from ledger_sync.book.acts import Request
from ledger_sync.book.connection import Row, Transaction
from ledger_sync.submissions import submitted
from ledger_sync.submissions.submitted import Waiting
from parsers.findings import describe
from parsers.submissions.submission import AccountOpening, ManualReceipt, Submission
from words import submissions as words
from words.language import Language

POSTED: Final = "posted"
DECLINED: Final = "declined"
"""What may be decided."""

DECLINE: Final = "decline"
"""The kind of the act that puts a submission aside; what posts one is of the submission's own."""


@dataclass(frozen=True)
class Shown:
    """A submission as a person is shown it: its row, what it says, what refuses it by now."""

    waiting: Waiting
    submission: Submission
    refusal: str | None

    def in_(self, language: Language) -> str:
        """Return it as a page in Markdown, with its totals."""
        row = self.waiting
        return words.page(
            language,
            kind=row.kind,
            number=row.message_id,
            reference=row.reference,
            file_name=row.file_name,
            accounts=self.submission.said.accounts,
            items=row.item_count,
            debit_cents=row.debit_cents,
            credit_cents=row.credit_cents,
            told=_told(self.submission.said),
            refusal=self.refusal,
        )


def waiting(hub: Hub) -> list[Waiting]:
    """Return the submissions that wait, oldest first."""
    with hub.book.reading() as tx:
        return submitted.waiting(tx)


def decided(hub: Hub, limit: int) -> list[Row]:
    """Return the newest decisions, newest first."""
    with hub.book.reading() as tx:
        return submitted.decided(tx, limit)


def show(hub: Hub, message_id: int, today: dt.date) -> Shown | None:
    """Return a submission that waits; None where none of the number does."""
    with hub.book.reading() as tx:
        row = submitted.one(tx, message_id)
        return None if row is None else _shown(hub, tx, row, today)


def kind_of(hub: Hub, message_id: int, decision: str) -> str | None:
    """Return of which kind the act of a decision would be; None where it was decided before."""
    with hub.book.reading() as tx:
        row = submitted.one(tx, message_id)
    if row is None:
        return None
    return DECLINE if decision == DECLINED else row.kind


def selection_of(message_id: int) -> dict[str, Any]:
    """Return what a decision is about, as its act names it."""
    return {"submission": message_id}


def question(hub: Hub, selection: Mapping[str, Any], today: dt.date) -> Question | None:
    """Return what posting a submission would do; None where it was decided before.

    JobRefused where the book refuses it by now.
    """
    shown = show(hub, int(selection["submission"]), today)
    if shown is None:
        return None
    if shown.refusal is not None:
        raise JobRefused(shown.refusal)
    row = shown.waiting
    cents = max(row.debit_cents, row.credit_cents)
    subject = f"Post submission {row.message_id}: {row.kind} {row.reference}?"
    return Question(subject, _body(shown), _digest(shown, POSTED), cents)


def question_of_declining(
    hub: Hub, selection: Mapping[str, Any], today: dt.date
) -> Question | None:
    """Return what is put aside; None where it was decided before. Nothing moves."""
    shown = show(hub, int(selection["submission"]), today)
    if shown is None:
        return None
    row = shown.waiting
    subject = f"Put submission {row.message_id}, {row.kind} {row.reference}, aside for good?"
    return Question(subject, _body(shown), _digest(shown, DECLINED), 0)


def carry_out(hub: Hub, selection: Mapping[str, Any], request: Request, today: dt.date) -> str:
    """Post a submission as approved; again, it changes nothing."""
    with hub.book.transaction() as tx:
        tx.lock("posting")
        shown = _take(hub, tx, selection, request, today)
        if shown is None:
            return _done_before(selection)
        if shown.refusal is not None:
            raise JobRefused(shown.refusal)
        refuse_unless_shown(request, _digest(shown, POSTED))
        row = shown.waiting
        act_id, _ = record(hub, tx, row.kind, request, selection)
        book_on, batch_id = open_act(tx, act_id, today)
        _post(hub, tx, shown, Batch(batch_id, book_on))
        submitted.decide(tx, row.message_id, POSTED, act_id)
        applied = settle_act(hub, tx, batch_id=batch_id, book_on=book_on)
    return f"submission {row.message_id}: posted as act {act_id}, {applied} applications"


def carry_out_declining(
    hub: Hub, selection: Mapping[str, Any], request: Request, today: dt.date
) -> str:
    """Put a submission aside as approved; again, it changes nothing."""
    with hub.book.transaction() as tx:
        tx.lock("posting")
        shown = _take(hub, tx, selection, request, today)
        if shown is None:
            return _done_before(selection)
        refuse_unless_shown(request, _digest(shown, DECLINED))
        act_id, _ = record(hub, tx, DECLINE, request, selection)
        submitted.decide(tx, shown.waiting.message_id, DECLINED, act_id)
    return f"submission {shown.waiting.message_id}: declined as act {act_id}"


def _take(
    hub: Hub, tx: Transaction, selection: Mapping[str, Any], request: Request, today: dt.date
) -> Shown | None:
    if acts.was_done(tx, request.key):
        return None
    row = submitted.one(tx, int(selection["submission"]))
    return None if row is None else _shown(hub, tx, row, today)


def _done_before(selection: Mapping[str, Any]) -> str:
    return f"submission {selection['submission']}: decided before, or no such submission"


def _shown(hub: Hub, tx: Transaction, row: Waiting, today: dt.date) -> Shown:
    with hub.kept.readable(row.sha256) as path:
        (tables,) = read(path, hub.rules)
    submission = tables.submission
    if submission is None:
        raise JobRefused(f"submission {row.message_id} is read otherwise by now: decline it")
    found = against_the_book(tx, submission, max(row.received_on, today))
    refusals = [
        f"{each.code} {describe(each.code, each.value, each.expected, Language.EN)}"
        for each in found
    ]
    return Shown(row, submission, "; ".join(refusals[:5]) or None)


def _body(shown: Shown) -> str:
    return "\n\n---\n\n".join(shown.in_(language) for language in Language)


def _digest(shown: Shown, decision: str) -> str:
    row = shown.waiting
    return digest_of({"submission": row.message_id, "sha256": row.sha256.hex(), "does": decision})


def _post(hub: Hub, tx: Transaction, shown: Shown, batch: Batch) -> None:
    try:
        posted_submissions.post(hub, tx, shown.waiting, shown.submission.said, batch)
    except KnownBefore as known:
        raise JobRefused(str(known)) from known


def _told(said: AccountOpening | ManualReceipt) -> dict[str, int | str]:
    """Return what a person compares: an older ledger's totals in cents, or what a receipt says."""
    if isinstance(said, AccountOpening):
        return {"as_of": said.as_of.isoformat(), **said.totals}
    return {
        "payer": said.payer,
        "method": said.taken_as,
        "received_at": said.received_at,
        "deposited_on": said.deposited_on.isoformat(),
        "bank": said.bank,
        "bank_account": said.bank_account,
        "amount": said.amount_cents,
    }
