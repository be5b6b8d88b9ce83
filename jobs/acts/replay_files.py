"""Run kept files again under today's rules: shown first, done only as shown, as one audited act.

``rerun`` takes files that posted nothing (rejected, quarantined): each is a new arrival of its
bytes, booked and answered today, and judged by the day of its first arrival. ``repost``
takes declarations that were posted: those that come out otherwise today are reversed and posted
again, and their filer is told.
"""

import datetime as dt
import json
import logging
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from jobs.acts.reverse_postings import open_act, settle_act
from jobs.answers import answer_file
from jobs.hub import Hub, JobRefused
from jobs.hub.question import (
    Question,
    digest_of,
    record,
    refuse_one_person,
    refuse_unless_shown,
)
from jobs.intake import collect_files, post_batch
from jobs.intake.book_knowledge import BookKnowledge
from jobs.intake.decisions import decisions
from jobs.intake.file_batch import FilesAhead
from jobs.intake.staging import stage_decision
from ledger_sync.book import acts, difference
from ledger_sync.book.acts import Request
from ledger_sync.book.connection import Row, Transaction
from ledger_sync.declarations import reposting
from ledger_sync.declarations.reposting import Reposted
from ledger_sync.intake import inbox, outbox, posting
from ledger_sync.intake.inbox import Outcome, Selection, WaitingFile
from words.language import Language
from words.numbers import format_cents
from words.shown import in_markdown

_log = logging.getLogger(__name__)


class Mode(StrEnum):
    """What a replay does."""

    rerun = "rerun"
    repost = "repost"


OUTCOMES = {Mode.rerun: ("rejected", "quarantined"), Mode.repost: ("posted",)}


@dataclass(frozen=True)
class FileDifference:
    """What a replay makes of one file: what it was, what it becomes, and the declarations changed.

    ``refused`` are accepted declarations that today's rules would refuse; they stay as posted.
    """

    file_id: int
    name: str
    was: str
    becomes: str
    changed: tuple[str, ...]
    refused: tuple[str, ...]


@dataclass(frozen=True)
class Replay:
    """What a replay does, or did: file by file, and the change of every account in cents.

    ``moved_cents`` is what the book counts its people by: document by document, while accounts say
    what is left of all of them.
    """

    mode: Mode
    files: tuple[FileDifference, ...]
    accounts: tuple[tuple[str, int], ...]
    moved_cents: int


def draft(hub: Hub, mode: Mode, selection: Selection, today: dt.date) -> Replay:
    """Return what a replay would do; nothing is left behind."""
    with hub.book.transaction() as tx, tx.rehearsal():
        request = Request(f"draft {uuid.uuid4()}", "draft", "draft")
        if mode is Mode.repost:
            return _repost(hub, tx, selection, request, today)[0]
        return _forecast(hub, tx, selection, request, today)


def run(
    hub: Hub,
    mode: Mode,
    selection: Selection,
    request: Request,
    today: dt.date,
) -> Replay | None:
    """Replay as approved; None when this request was carried out before.

    Raises JobRefused, and does nothing, when it would not do what was approved. A repost is
    compared in the transaction that does it; the files of a rerun are posted one by one after
    their forecast was compared, each as it is then, and the book refuses those that are too much
    for the people of their act.
    """
    with hub.book.transaction() as tx:
        again = acts.carried_out(tx, mode, request, selection.__dict__)
        arrived = acts.arrivals(tx, request)
    if again:
        collect_files.post(hub, arrived)
        return None
    if mode is Mode.repost:
        return _run_repost(hub, selection, request, today)
    return _run_rerun(hub, selection, request, today)


def question_of_rerun(hub: Hub, selection: Mapping[str, Any], today: dt.date) -> Question | None:
    """Return what running files again would do; None where nothing would come out otherwise."""
    return _question(hub, Mode.rerun, selection, today)


def question_of_repost(hub: Hub, selection: Mapping[str, Any], today: dt.date) -> Question | None:
    """Return what posting declarations again would do; None where nothing would."""
    return _question(hub, Mode.repost, selection, today)


def carry_out_rerun(
    hub: Hub, selection: Mapping[str, Any], request: Request, today: dt.date
) -> str:
    """Run files again as approved; again, it changes nothing."""
    done = run(hub, Mode.rerun, selected(selection), request, today)
    return "done before" if done is None else f"{len(done.files)} files run again"


def carry_out_repost(
    hub: Hub, selection: Mapping[str, Any], request: Request, today: dt.date
) -> str:
    """Post declarations again as approved; again, it changes nothing."""
    done = run(hub, Mode.repost, selected(selection), request, today)
    return "done before" if done is None else f"declarations of {len(done.files)} files"


def selected(selection: Mapping[str, Any]) -> Selection:
    """Return which files a replay is about, of what JSON has of it."""
    first, last = (
        dt.date.fromisoformat(selection[name]) if selection.get(name) else None
        for name in ("received_from", "received_to")
    )
    files = tuple(int(each) for each in selection.get("file_ids") or ())
    return Selection(first, last, selection.get("partner_id"), files)


def selection_of(params: Mapping[str, Any]) -> tuple[Mode, dict[str, Any]]:
    """Return what a form asks for: the mode, and which files, as an act names them."""
    files = selected({**params, "partner_id": params["partner"]})
    return Mode(params["mode"]), as_json(files)


def as_json(files: Selection) -> dict[str, Any]:
    """Return which files a replay is about, as its act names them."""
    named: dict[str, Any] = json.loads(json.dumps(files.__dict__, default=str))
    return named


def _question(
    hub: Hub, mode: Mode, selection: Mapping[str, Any], today: dt.date
) -> Question | None:
    shown = draft(hub, mode, selected(selection), today)
    return _asked_of(shown) if shown.files else None


def _asked_of(shown: Replay) -> Question:
    return Question(
        f"{shown.mode.capitalize()} these files?",
        as_markdown(shown),
        digest_of(shown),
        shown.moved_cents,
    )


def _run_repost(hub: Hub, selection: Selection, request: Request, today: dt.date) -> Replay | None:
    with hub.book.transaction() as tx:
        tx.lock("posting")
        if acts.carried_out(tx, Mode.repost, request, selection.__dict__):
            return None
        done, act_id, changed = _repost(hub, tx, selection, request, today)
        refuse_unless_shown(request, digest_of(done))
        _tell_filers(hub, tx, act_id, changed, today)
        return done


def _run_rerun(hub: Hub, selection: Selection, request: Request, today: dt.date) -> Replay | None:
    shown = draft(hub, Mode.rerun, selection, today)
    with hub.book.transaction() as tx:
        tx.lock("posting")
        again = acts.carried_out(tx, Mode.rerun, request, selection.__dict__)
        if not again:
            refuse_unless_shown(request, digest_of(shown))
            _refuse_other_files(tx, selection, shown)
            refuse_one_person(hub, Mode.rerun, request, _asked_of(shown), today)
            _arrive(hub, tx, selection, request, today)
        arrived = acts.arrivals(tx, request)
    collect_files.post(hub, arrived)
    return None if again else shown


def as_markdown(replay: Replay) -> str:
    """Return a replay as the table that a person approves."""
    rows = ["| file | name | was | becomes |", "|---:|---|---|---|"]
    rows += [
        f"| {f.file_id} | {in_markdown(f.name)} | {f.was} | {f.becomes} |" for f in replay.files
    ]
    rows += ["", f"{format_cents(replay.moved_cents, Language.EN)} Canadian dollars moved."]
    rows += ["", "| account | change |", "|---|---:|"]
    rows += [f"| {code} | {format_cents(cents, Language.EN)} |" for code, cents in replay.accounts]
    stays = [f"- {in_markdown(text)}" for file in replay.files for text in file.refused]
    told = [f"- {in_markdown(text)}" for file in replay.files for text in file.changed]
    rows += ["", "Declarations:", "", *told] if told else []
    rows += ["", "Posted, refused by today's rules, left as they are:", "", *stays] if stays else []
    return "\n".join(rows)


def _forecast(
    hub: Hub, tx: Transaction, selection: Selection, request: Request, today: dt.date
) -> Replay:
    """Post every file selected as a new arrival, in this transaction: for the draft."""
    tx.lock("posting")
    was = {row["file_id"]: row for row in inbox.select(tx, selection, OUTCOMES[Mode.rerun])}
    files, batches = [], []
    act_id, again = _arrive(hub, tx, selection, request, today)
    for file_id in again:
        original = was[tx.value("SELECT replays_file_id FROM file WHERE file_id = :f", f=file_id)]
        taken = inbox.take(tx, [file_id])
        if not taken:
            continue
        (file,) = taken
        becomes, batch_id = _try(hub, tx, file)
        batches += [batch_id] if batch_id is not None else []
        files.append(_of_file(original, becomes, _accepted(tx, file_id), ()))
    moved = acts.moved(tx, act_id)
    return Replay(Mode.rerun, tuple(files), _accounts(tx, batches), moved)


def _try(hub: Hub, tx: Transaction, file: WaitingFile) -> tuple[str, int | None]:
    """Post one file, if it can be; return its outcome and its batch. One failure stops no other."""
    if inbox.posted_before(tx, [file]):
        return "duplicate", None
    try:
        with tx.attempt():
            decided = post_batch.decide(hub, tx, FilesAhead(hub).gather([file]))
            knowledge = post_batch.stage(hub, tx, decided)
            posted = post_batch.settle(hub, tx, decided.batch, knowledge)
            becomes = posted.outcomes[file.file_id]
            inbox.finish(tx, {file.file_id: Outcome(becomes)})
    except post_batch.OUTSIDE:
        raise
    except Exception:  # noqa: BLE001 - the file would be quarantined, as post_batch does
        _log.exception("file %s would be quarantined again", file.file_id)
        return "quarantined", None
    return becomes, posted.batch_id


Changed = list[tuple[Row, list[Reposted]]]
"""Files with the declarations of theirs that were posted again."""


def _repost(
    hub: Hub, tx: Transaction, selection: Selection, request: Request, today: dt.date
) -> tuple[Replay, int, Changed]:
    """Reverse and post again what comes out otherwise, over all files, as one batch."""
    tx.lock("posting")
    act_id, _ = record(hub, tx, Mode.repost, request, selection.__dict__)
    book_on, batch_id = open_act(tx, act_id, today)
    files, changed, knowledge = [], Changed(), BookKnowledge(hub, tx)
    for row in inbox.select(tx, selection, OUTCOMES[Mode.repost]):
        refused = _stage_again(hub, tx, row, knowledge)
        reposted = reposting.repost(tx, row["file_id"], batch_id=batch_id, book_on=book_on)
        if reposted or refused:
            shown = tuple(_shown(each) for each in reposted)
            files.append(_of_file(row, f"{len(reposted)} posted again", shown, refused))
        if reposted:
            changed.append((row, reposted))
    settle_act(hub, tx, batch_id=batch_id, book_on=book_on)
    accounts, moved = _accounts(tx, [batch_id]), acts.moved(tx, act_id)
    return Replay(Mode.repost, tuple(files), accounts, moved), act_id, changed


def _refuse_other_files(tx: Transaction, selection: Selection, shown: Replay) -> None:
    """Raise JobRefused where a file would be run again that was rejected after the others were."""
    selected = {row["file_id"] for row in inbox.select(tx, selection, OUTCOMES[Mode.rerun])}
    if others := selected - {file.file_id for file in shown.files}:
        raise JobRefused(f"files {sorted(others)} were not among those shown: look at it again")


def _arrive(
    hub: Hub, tx: Transaction, selection: Selection, request: Request, today: dt.date
) -> tuple[int, list[int]]:
    """Record the act, and a new arrival of each file selected; return their ids."""
    selected = inbox.select(tx, selection, OUTCOMES[Mode.rerun])
    act_id, _ = record(hub, tx, Mode.rerun, request, selection.__dict__)
    received_on = max(today, inbox.newest_date(tx) or today)
    again = [inbox.arrive_again(tx, act_id, row["file_id"], received_on) for row in selected]
    return act_id, again


def _stage_again(hub: Hub, tx: Transaction, row: Row, knowledge: BookKnowledge) -> tuple[str, ...]:
    """Stage a posted file as decided today; return which of its declarations would be refused."""
    posting.begin(tx)
    accepted = reposting.accepted_messages(tx, row["file_id"])
    refused: list[str] = []
    with hub.kept.readable(bytes(row["sha256"])) as path:
        for decided in decisions(path, knowledge, row["filed_on"]):
            if decided.declared is None:
                continue
            stage_decision(tx, decided.declared.only(accepted))
            findings, declarations = decided.tables.findings, decided.tables.declarations
            errors = findings[findings["severity"] == "error"]
            numbers = declarations.set_index("message")["transaction_number"]
            refused += [
                f"{numbers[message]} {', '.join(sorted(set(found['code'])))}"
                for message, found in errors[errors["message"].isin(accepted)].groupby("message")
            ]
    return tuple(refused)


def _tell_filers(hub: Hub, tx: Transaction, act_id: int, changed: Changed, today: dt.date) -> None:
    """Queue new answers for the declarations that were posted again."""
    for row, reposted in changed:
        outbox.queue(
            tx,
            answer_file.documents_of_act(
                tx,
                hub.kept,
                row["file_id"],
                act_id=act_id,
                message_ids=frozenset(each.message_id for each in reposted),
                recipient=hub.rules.recipient,
                business_date=today,
            ),
        )


def _accepted(tx: Transaction, file_id: int) -> tuple[str, ...]:
    return tuple(
        f"{row['reference'] or ''} {row['transaction_number'] or ''}".strip()
        for row in tx.rows(
            "SELECT reference, transaction_number FROM message WHERE file_id = :file_id"
            " AND status = 'accepted' ORDER BY ordinal",
            file_id=file_id,
        )
    )


def _shown(each: Reposted) -> str:
    changes = ", ".join(
        f"{charge} {each.before[charge]} → {each.after[charge]}"
        for charge in each.before
        if each.before[charge] != each.after[charge]
    )
    return f"{each.transaction_number} v{each.version}: {changes or 'no amount'} (cents)"


def _of_file(
    row: Row, becomes: str, changed: tuple[str, ...], refused: tuple[str, ...]
) -> FileDifference:
    return FileDifference(row["file_id"], row["name"], row["outcome"], becomes, changed, refused)


def _accounts(tx: Transaction, batch_ids: list[int]) -> tuple[tuple[str, int], ...]:
    return tuple((row["code"], row["cents"]) for row in difference.of_batches(tx, batch_ids))
