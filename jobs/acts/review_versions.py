"""Adjustments and withdrawals: what waits for a person, what it would do, and the decision.

An approved version is read again from its kept bytes and posted as its difference to what stands;
a refused one posts nothing. Either way the filer is told, and the act is in a sealed batch.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from billing.gst_refunds import kept_gst
from billing.interest_start import Adjusted, interest_start, prescribed_day
from jobs.acts.reverse_postings import open_act, settle_act
from jobs.answers import answer_file
from jobs.hub import Hub, JobRefused
from jobs.hub.question import Question, digest_of, record, refuse_unless_shown
from jobs.intake.book_knowledge import BookKnowledge
from jobs.intake.decisions import decision_with
from jobs.intake.staging import stage_decision
from ledger.dated_rules import newest_on
from ledger_sync.book import acts, batches, difference
from ledger_sync.book.acts import Request
from ledger_sync.book.connection import Row, Transaction
from ledger_sync.declarations import declaration_posting, reviews
from ledger_sync.declarations.content import digest_contents
from ledger_sync.intake import outbox, posting
from ledger_sync.registry import parties
from mappers.checks.new_versions import as_listed_code
from mappers.reference.dated_table import DatedTable
from mappers.reference.row_keys import Always, On
from words.language import Language
from words.numbers import format_cents
from words.shown import in_markdown

APPROVED, REFUSED = "approved", "refused"
WAITING_SHOWN = 200


class DecidedBefore(JobRefused):
    """The review is not waiting: it was decided, or there is none."""


class ReasonMissing(JobRefused):
    """A refusal says why: its filer is told the reason."""


@dataclass(frozen=True)
class Proposal:
    """A version that waits, and what its approval would change, in cents."""

    review_id: int
    kind: str
    transaction_number: str
    version: int
    importer: str
    importer_name: str
    reasons: tuple[str, ...]
    """Codes as they were filed, each with what the list in force calls it."""
    remarks: tuple[str, ...]
    filed_on: dt.date
    decide_by_on: dt.date
    before_cents: int
    after_cents: int
    accounts: tuple[tuple[str, int], ...]
    interest: tuple[dt.date, str] | None
    gst_kept_cents: int = 0
    """GST that was paid and is not refunded."""
    refusal: str | None = None
    """Why it could not be approved as it is, or None."""
    moved_cents: int = 0
    """What the book counts the people of its approval by."""


@dataclass(frozen=True)
class Decided:
    """What a decision came to; the same request again gives the same."""

    review_id: int
    decision: str
    act_id: int
    decided_on: dt.date

    def __str__(self) -> str:
        """Return it as a line."""
        return f"review {self.review_id} {self.decision} on {self.decided_on} (act {self.act_id})"


def selection_of(review_id: int, decision: str) -> dict[str, Any]:
    """Return what a decision is about, as its act names it."""
    return {"review_id": review_id, "decision": decision}


def question(hub: Hub, selection: Mapping[str, Any], today: dt.date) -> Question:
    """Return what a decision would do; JobRefused where it could not be made.

    ``selection`` has ``review_id``, and ``decision``: approved or refused.
    """
    proposal = propose(hub, selection["review_id"], today)
    if selection["decision"] == REFUSED:
        return about(proposal, f"Refuse review {proposal.review_id}?", 0)
    if proposal.refusal is not None:
        raise JobRefused(proposal.refusal)
    return about(proposal, f"Approve review {proposal.review_id}?", proposal.moved_cents)


def about(proposal: Proposal, subject: str, cents: int) -> Question:
    """Return what is asked of a version, under the digest of what its approval would do."""
    return Question(subject, as_markdown(proposal), digest_of(proposal), cents)


def carry_out(hub: Hub, selection: Mapping[str, Any], request: Request, today: dt.date) -> str:
    """Decide as approved; again, it changes nothing."""
    return str(decide(hub, selection["review_id"], selection["decision"], request, today))


def waiting(hub: Hub) -> list[Row]:
    """Return the versions that wait, the first to be due first, a bounded number of them."""
    with hub.book.transaction() as tx:
        return reviews.waiting(tx, WAITING_SHOWN)


def propose(hub: Hub, review_id: int, today: dt.date) -> Proposal:
    """Return what an approval would do; nothing of it stays. JobRefused when nothing waits."""
    with hub.book.transaction() as tx:
        tx.lock("posting")
        return _propose(hub, tx, review_id, today)


def _propose(hub: Hub, tx: Transaction, review_id: int, today: dt.date) -> Proposal:
    review = _review(tx, review_id)
    with tx.rehearsal():
        try:
            posted = _approve(hub, tx, review, _rehearsed(review_id), today)
        except JobRefused as refused:
            return replace(_proposal(hub, review), refusal=str(refused))
        changed = difference.of_batches(tx, [posted.batch_id])
        return replace(
            _proposal(hub, review),
            before_cents=posted.owed.before_cents,
            after_cents=posted.owed.after_cents,
            gst_kept_cents=posted.owed.gst_kept_cents,
            accounts=tuple((row["code"], row["cents"]) for row in changed),
            interest=posted.interest,
            moved_cents=acts.moved(tx, posted.act_id),
        )


def decide(hub: Hub, review_id: int, decision: str, request: Request, today: dt.date) -> Decided:
    """Carry out a person's decision; the reason of the request is what the filer is told.

    JobRefused when the review is not waiting, a refusal gives no reason, or an approval would be
    refused by today's rules.
    """
    if decision == REFUSED and not request.reason.strip():
        raise ReasonMissing(
            f"review {review_id} still waits: a refusal needs a reason, which its filer is told"
        )
    with hub.book.transaction() as tx:
        tx.lock("posting")
        asked = selection_of(review_id, decision)
        if acts.carried_out(tx, "review", request, asked):
            act_id, _ = record(hub, tx, "review", request, asked)
            return _decided(reviews.decided(tx, act_id))
        if request.digest is not None:
            refuse_unless_shown(request, digest_of(_propose(hub, tx, review_id, today)))
        review = _review(tx, review_id)
        if decision == APPROVED:
            _approve(hub, tx, review, request, today)
        else:
            _refuse(hub, tx, review, request, today)
        act_id, _ = record(hub, tx, "review", request, asked)
        return _decided(reviews.decided(tx, act_id))


def as_markdown(proposal: Proposal) -> str:
    """Return a proposal as the page that a person decides on."""
    rows = [
        f"**{in_markdown(proposal.transaction_number)}**, version {proposal.version}, "
        f"{proposal.kind} for {in_markdown(proposal.importer_name)} ({proposal.importer}),"
        f" filed {proposal.filed_on}; "
        f"decision due by {proposal.decide_by_on}.",
        "",
        f"Reasons: {in_markdown(', '.join(proposal.reasons))}",
        "",
    ]
    for remark in proposal.remarks:
        rows += [f"The filer says: {in_markdown(remark)}", ""]
    if proposal.refusal is not None:
        why = in_markdown(proposal.refusal)
        return "\n".join([*rows, f"It cannot be approved as it is: {why}"])
    rows += [
        f"Owed {format_cents(proposal.before_cents, Language.EN)} before, "
        f"{format_cents(proposal.after_cents, Language.EN)} after, in Canadian dollars.",
        "",
        "| account | change |",
        "|---|---:|",
        *(f"| {code} | {format_cents(cents, Language.EN)} |" for code, cents in proposal.accounts),
    ]
    if proposal.gst_kept_cents:
        kept = format_cents(proposal.gst_kept_cents, Language.EN)
        rows += ["", f"{kept} of GST was paid and is not refunded (Excise Tax Act s. 215.1)."]
    if proposal.interest is not None:
        first_on, rule = proposal.interest
        rows += ["", f"Bears interest from {first_on} ({rule.replace('_', ' ')})."]
    return "\n".join(rows)


@dataclass(frozen=True)
class _Owed:
    """What an importer bears of a declaration before and after an approval, in cents.

    Both with the GST that was paid and is not refunded, of which there is so much afterwards.
    """

    before_cents: int
    after_cents: int
    gst_kept_cents: int


@dataclass(frozen=True)
class _Posted:
    """What an approval posted, and from when the difference bears interest."""

    act_id: int
    batch_id: int
    owed: _Owed
    interest: tuple[dt.date, str] | None


def _approve(hub: Hub, tx: Transaction, review: Row, request: Request, today: dt.date) -> _Posted:
    act_id, book_on, batch_id = _open(hub, tx, review, APPROVED, request, today)
    owed, interest = _stage(hub, tx, review, book_on)
    reviews.accept_message(tx, review["message_id"], review["ordinal"])
    declaration_posting.post(tx, batch_id, book_on)
    _answer(hub, tx, review, act_id=act_id, book_on=book_on, gst_kept_cents=owed.gst_kept_cents)
    settle_act(hub, tx, batch_id=batch_id, book_on=book_on)
    return _Posted(act_id, batch_id, owed, interest)


def _refuse(hub: Hub, tx: Transaction, review: Row, request: Request, today: dt.date) -> None:
    act_id, book_on, batch_id = _open(hub, tx, review, REFUSED, request, today)
    _answer(hub, tx, review, act_id=act_id, book_on=book_on, refusal=request.reason)
    batches.seal(tx, batch_id)


def _open(  # noqa: PLR0917 - the act and its day
    hub: Hub, tx: Transaction, review: Row, decision: str, request: Request, today: dt.date
) -> tuple[int, dt.date, int]:
    asked = selection_of(review["review_id"], decision)
    act_id, _ = record(hub, tx, "review", request, asked)
    book_on, batch_id = open_act(tx, act_id, today)
    reviews.decide(tx, review["review_id"], decision, decided_on=book_on, act_id=act_id)
    return act_id, book_on, batch_id


def _stage(
    hub: Hub, tx: Transaction, review: Row, book_on: dt.date
) -> tuple[_Owed, tuple[dt.date, str] | None]:
    """Stage the version from its kept bytes, dated by the decision."""
    posting.begin(tx)
    knowledge = BookKnowledge(hub, tx, deciding=review["review_id"])
    with hub.kept.readable(bytes(review["sha256"])) as path:
        decision = decision_with(path, knowledge, review["filed_on"], message=review["ordinal"])
    ours = decision.findings[decision.findings["message"] == review["ordinal"]]
    errors = sorted(set(ours[ours["severity"] == "error"]["code"]))
    if errors:
        raise JobRefused(f"today's rules refuse it: {', '.join(errors)}")
    stage_decision(tx, decision.only({review["ordinal"]}))
    digest_contents(tx)
    owed = _keep_gst(hub, tx, review)
    interest = _interest(hub, tx, review, book_on, owed)
    reviews.set_decision_dates(
        tx, review["ordinal"], kind=review["kind"], due_on=book_on, interest=interest
    )
    return owed, interest


def _keep_gst(hub: Hub, tx: Transaction, review: Row) -> _Owed:
    """Stage that GST which was paid stays paid, unless its importer is refunded it."""
    payable, gst = reviews.staged_owed(tx, review["ordinal"])
    paid, kept_before = reviews.gst_stands(tx, review["transaction_number"], review["number_use"])
    kept = 0
    if review["filed_on"] > review["original_due_on"]:
        kept = kept_gst(paid_cents=paid, owed_cents=gst, refunded=_is_refunded(hub, tx, review))
    if kept:
        reviews.keep_gst(tx, review["ordinal"], review["importer"], kept)
    return _Owed(review["standing_payable_cents"] + kept_before, payable + kept, kept)


def _is_refunded(hub: Hub, tx: Transaction, review: Row) -> bool:
    """Whether an importer was, when its goods were released, one whom GST is refunded to."""
    rule = newest_on(hub.rules.gst_refunds, review["filed_on"])
    if rule is None:
        return True
    asked = pd.DataFrame({"importer": [review["importer"]], "release_on": [review["release_on"]]})
    held = DatedTable(parties.enrolments(tx, [review["importer"]]))
    on: On = {"importer": "importer", "program": Always(rule.refunded_to)}
    return bool(held.holds(asked, on=on, day="release_on")[0])


def _interest(
    hub: Hub, tx: Transaction, review: Row, book_on: dt.date, owed: _Owed
) -> tuple[dt.date, str] | None:
    adjusted = Adjusted(
        net_cents=owed.after_cents - owed.before_cents,
        first_reason=as_listed_code(review["reasons"][0]),
        filed_on=review["filed_on"],
        decided_on=book_on,
        prescribed_on=prescribed_day(
            hub.rules.declarations.prescribed_days,
            hub.rules.cycles,
            due_on=review["original_due_on"],
            accounted_on=review["original_filed_on"],
            accounting_due_on=review["original_accounting_due_on"],
        ),
        paid_on=reviews.paid_on(tx, review["transaction_number"], review["number_use"]),
    )
    return interest_start(adjusted, hub.rules.interest_starts)


def _answer(
    hub: Hub,
    tx: Transaction,
    review: Row,
    *,
    act_id: int,
    book_on: dt.date,
    refusal: str | None = None,
    gst_kept_cents: int = 0,
) -> None:
    outbox.queue(
        tx,
        answer_file.documents_of_act(
            tx,
            hub.kept,
            review["file_id"],
            act_id=act_id,
            message_ids=frozenset({review["message_id"]}),
            recipient=hub.rules.recipient,
            business_date=book_on,
            refusal=refusal,
            gst_kept_cents=gst_kept_cents,
        ),
    )


def _review(tx: Transaction, review_id: int) -> Row:
    review = reviews.one(tx, review_id)
    if review is None:
        raise DecidedBefore(f"review {review_id} is unknown, or was decided before")
    return review


def _rehearsed(review_id: int) -> Request:
    return Request(f"rehearsal of review {review_id}", "carm-hub", "rehearsal")


def _named(hub: Hub, code: str, filed_on: dt.date) -> str:
    """Return a reason code with what the list in force on a day calls it, where it has it."""
    rows = hub.rules.codes.lists["reason_codes"]
    day = filed_on.isoformat()
    held = rows[
        (rows["code"] == as_listed_code(code))
        & (rows["effective_from"].astype(str) <= day)
        & (rows["effective_to"].astype(str) >= day)
    ]
    return code if held.empty else f"{code} ({held.iloc[0]['meaning_en']})"


def _proposal(hub: Hub, review: Row) -> Proposal:
    """Return a version that waits, as if its approval changed nothing."""
    before = review["standing_payable_cents"]
    return Proposal(
        review_id=review["review_id"],
        kind=review["kind"],
        transaction_number=review["transaction_number"],
        version=review["version"],
        importer=review["importer"],
        importer_name=review["importer_name"],
        reasons=tuple(_named(hub, code, review["filed_on"]) for code in review["reasons"] or ()),
        remarks=tuple(review["remarks"] or ()),
        filed_on=review["filed_on"],
        decide_by_on=review["decide_by_on"],
        before_cents=before,
        after_cents=before,
        accounts=(),
        interest=None,
    )


def _decided(row: Row | None) -> Decided:
    if row is None:
        raise JobRefused("the request was recorded, and nothing was decided by it")
    return Decided(row["review_id"], row["decision"], row["act_id"], row["decided_on"])
