"""Kept files run again under today's rules: shown first, done as shown, once."""

import datetime as dt
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier, local

import pytest
from lxml import etree

from jobs.acts import replay_files
from jobs.acts.replay_files import Mode
from jobs.hub import Hub, JobRefused
from jobs.hub.question import digest_of
from jobs.intake import decisions
from jobs.proofs import prove_book
from jobs.receivables import close_day
from ledger_sync.book.acts import ActConflict, Request
from ledger_sync.history.overview import overview
from ledger_sync.intake.inbox import Selection
from simulator.files.declaration import Declaration, Reason, new_version
from tests import made, sending
from tests.changing import change

TODAY = dt.date(2026, 11, 20)
LATER = TODAY + dt.timedelta(days=4)
EVERYTHING = Selection()


@pytest.fixture
def send(hub: Hub):
    """Send bytes as one file; return its id and outcome."""

    def sender(content: bytes, on: dt.date = TODAY) -> tuple[int, str]:
        return sending.send(hub, content, on, made.broker().partner_id)

    return sender


WRONG = "UPDATE tariff_item SET effective_from = effective_from + 20000"
RIGHT = "UPDATE tariff_item SET effective_from = effective_from - 20000"
"""A tariff in which nothing is in force any more, and the right one again."""


def request(key: str = "k", shown: object = None) -> Request:
    digest = None if shown is None else digest_of(shown)
    return Request(key, "an officer", "the rate was wrong", digest)


def counts(hub: Hub) -> tuple[int, ...]:
    with hub.book.transaction() as tx:
        return tuple(
            tx.value(f"SELECT count(*) FROM {table}")
            for table in ("file", "batch", "txn", "act", "cad", "outbox")
        )


def test_a_quarantined_file_is_run_again(hub: Hub, send, monkeypatch):
    """A file that this program failed on posts, once the program is right, as a new arrival."""
    declaration = made.maker(4).declaration()
    with monkeypatch.context() as broken:
        broken.setattr(decisions, "decide", lambda *_args, **_kwargs: 1 / 0)
        file_id, outcome = send(made.cusdec([declaration]))
    assert outcome == "quarantined"
    before = counts(hub)
    shown = replay_files.draft(hub, Mode.rerun, EVERYTHING, LATER)
    assert counts(hub) == before
    (file,) = shown.files
    assert (file.file_id, file.was, file.becomes) == (file_id, "quarantined", "posted")
    assert dict(shown.accounts)[declaration.importer] == int(declaration.payable * 100)
    done = replay_files.run(hub, Mode.rerun, EVERYTHING, request(), LATER)
    assert done == shown
    with hub.book.transaction() as tx:
        row = tx.row("SELECT * FROM file WHERE replays_file_id = :file_id", file_id=file_id)
        assert row is not None and row["outcome"] == "posted" and row["received_on"] == LATER
        assert tx.value(
            "SELECT count(*) FROM outbox WHERE file_id = :file_id", file_id=row["file_id"]
        )
    assert all(result.holds for result in prove_book.results(hub))


def test_a_file_rejected_after_the_draft_is_not_run_along(hub: Hub, send, monkeypatch):
    """What was not among the files shown is no part of the act: nothing is done."""
    maker = made.maker(4)
    send(made.cusdec([maker.faulty("CAD-003")], "R1"))
    drafted = replay_files.draft

    def then_another(*arguments: object) -> replay_files.Replay:
        shown = drafted(*arguments)
        assert send(made.cusdec([maker.faulty("CAD-003")], "R2"))[1] == "rejected"
        return shown

    monkeypatch.setattr(replay_files, "draft", then_another)
    with pytest.raises(JobRefused, match="were not among those shown"):
        replay_files.run(hub, Mode.rerun, EVERYTHING, request(), LATER)
    with hub.book.transaction() as tx:
        assert tx.value("SELECT count(*) FROM file WHERE replays_file_id IS NOT NULL") == 0


RELEASED_ON, DUE_ON = dt.date(2026, 11, 6), dt.date(2026, 11, 16)


def just_in_time() -> Declaration:
    """A declaration of goods that are to be accounted by ``DUE_ON``."""
    filed = replace(made.maker(9).declaration(), release_on=RELEASED_ON)
    shipped = [replace(line, direct_shipment_on=RELEASED_ON) for line in filed.lines]
    return replace(filed, lines=tuple(shipped))


def filed(hub: Hub) -> list[dict]:
    with hub.book.transaction() as tx:
        rows = tx.rows("SELECT function, filed_on, accepted_on FROM cad ORDER BY cad_id")
        return [dict(row) for row in rows]


def test_our_own_failure_makes_nobody_late(hub: Hub, send, monkeypatch):
    """Quarantined on the due day, failing again, posted two days later: filed on the due day.

    It is booked on the day of the run that posts it, bears no penalty, and stays what it is when
    it is posted again under other rates.
    """
    with monkeypatch.context() as broken:
        broken.setattr(decisions, "decide", lambda *_args, **_kwargs: 1 / 0)
        assert send(made.cusdec([just_in_time()]), on=DUE_ON)[1] == "quarantined"
        close_day.run(hub, DUE_ON)
        next_day = DUE_ON + dt.timedelta(days=1)
        replay_files.run(hub, Mode.rerun, EVERYTHING, request(), next_day)
        close_day.run(hub, next_day)
    assert filed(hub) == []
    posted_on = DUE_ON + dt.timedelta(days=2)
    replay_files.run(hub, Mode.rerun, EVERYTHING, request("again"), posted_on)
    first = {"function": "original", "filed_on": DUE_ON, "accepted_on": posted_on}
    assert filed(hub) == [first]
    assert close_day.run(hub, posted_on).penalties == 0
    assert all(result.holds for result in prove_book.results(hub))
    change(hub, "UPDATE gst_rate SET rate_ppm = rate_ppm * 2")
    replay_files.run(hub, Mode.repost, EVERYTHING, request("rates"), posted_on)
    assert [row["filed_on"] for row in filed(hub)] == [DUE_ON, DUE_ON]


def test_our_own_failure_costs_no_correction(hub: Hub, send, monkeypatch):
    """A correction quarantined on the due date of payment is one still when it is run later."""
    original = made.maker(4).declaration()
    send(made.cusdec([original], "R1"))
    payable_by = dt.date(2026, 12, 1)
    corrected = new_version(
        replace(original, lines=(replace(original.lines[0], value="1.00"), *original.lines[1:])),
        Reason("R2-74-1-TT"),
    )
    with monkeypatch.context() as broken:
        broken.setattr(decisions, "decide", lambda *_args, **_kwargs: 1 / 0)
        send(made.cusdec([corrected], "R2"), on=payable_by)
    later = payable_by + dt.timedelta(days=2)
    replay_files.run(hub, Mode.rerun, EVERYTHING, request(), later)
    assert filed(hub)[1] == {
        "function": "correction",
        "filed_on": payable_by,
        "accepted_on": later,
    }


def test_what_was_refused_by_wrong_rules_was_filed_when_it_came(hub: Hub, send, owner_url: str):
    """A file rejected under a tariff that was wrong, run under the right one, is not late."""
    change(hub, WRONG)
    assert send(made.cusdec([just_in_time()]), on=DUE_ON)[1] == "rejected"
    change(hub, RIGHT)
    replay_files.run(hub, Mode.rerun, EVERYTHING, request(), LATER)
    assert filed(hub) == [{"function": "original", "filed_on": DUE_ON, "accepted_on": LATER}]
    assert close_day.run(hub, LATER).penalties == 0


def test_a_replay_is_done_once(hub: Hub, send, owner_url: str):
    """The same request again does nothing; nothing more is left to run again."""
    unknown = made.with_importer(made.maker(5).declaration(), "123456782RM0001")
    send(made.cusdec([unknown]))
    assert replay_files.run(hub, Mode.rerun, EVERYTHING, request(), LATER) is not None
    before = counts(hub)
    assert replay_files.run(hub, Mode.rerun, EVERYTHING, request(), LATER) is None
    assert counts(hub) == before
    assert len(replay_files.draft(hub, Mode.rerun, EVERYTHING, LATER).files) == 1


@pytest.mark.parametrize("mode", [Mode.rerun, Mode.repost])
def test_the_same_replay_twice_at_one_time_is_done_once(hub: Hub, send, mode: Mode, monkeypatch):
    """Two runs that both found nothing done: one does it, the other says it was done before."""
    maker = made.maker(21)
    send(made.cusdec([maker.declaration(), maker.declaration()], "R1"))
    send(made.cusdec([made.with_importer(maker.declaration(), "123456782RM0001")], "R2"))
    change(hub, "UPDATE gst_rate SET rate_ppm = 0")
    shown = replay_files.draft(hub, mode, EVERYTHING, LATER)
    both, real, asked = Barrier(2), replay_files.acts.carried_out, local()

    def nothing_yet(*arguments):
        if hasattr(asked, "before"):
            return real(*arguments)
        asked.before = True
        both.wait()
        return False

    monkeypatch.setattr(replay_files.acts, "carried_out", nothing_yet)

    def run(_: int) -> replay_files.Replay | None:
        return replay_files.run(hub, mode, EVERYTHING, request(shown=shown), LATER)

    with ThreadPoolExecutor(2) as runs:
        done = list(runs.map(run, range(2)))
    assert sorted(done, key=str) == sorted([None, shown], key=str)
    with hub.book.transaction() as tx:
        assert tx.value("SELECT count(*) FROM act") == 1


def test_files_that_lean_on_each_other_are_shown_together(hub: Hub, send, owner_url: str):
    """The draft counts a declaration that stands in two of its files once."""
    declaration = made.maker(6).declaration()
    change(hub, WRONG)
    for reference in ("R1", "R2"):
        assert send(made.cusdec([declaration], reference))[1] == "rejected"
    change(hub, RIGHT)
    shown = replay_files.draft(hub, Mode.rerun, EVERYTHING, LATER)
    assert [file.becomes for file in shown.files] == ["posted", "duplicate"]
    assert dict(shown.accounts)[declaration.importer] == int(declaration.payable * 100)
    replay_files.run(hub, Mode.rerun, EVERYTHING, request(), LATER)
    with hub.book.transaction() as tx:
        assert overview(tx).posted_cents == int(declaration.payable * 100)


def test_an_xml_finding_told_by_a_replay_bears_its_pointer(hub: Hub, send):
    """Run again, what is still wrong is told with the line, the path and the bytes of the file."""
    maker = made.maker(6)
    change(hub, WRONG)
    content = made.cad_xml([maker.faulty("CAD-003"), maker.declaration(lines=1)], "R1")
    assert send(content)[1] == "rejected"
    change(hub, RIGHT)
    replay_files.run(hub, Mode.rerun, EVERYTHING, request(), LATER)
    with hub.book.transaction() as tx:
        rows = tx.rows("SELECT sha256 FROM outbox WHERE kind = 'CADRES' ORDER BY outbox_id")
    first, again = (pointers(hub.kept.get(bytes(row["sha256"]))) for row in rows)
    assert len(again) == 1 and again <= first and len(first) > 1
    for code, line, path, from_, to in again:
        assert code == "CAD-003" and path.endswith("Commodity/Classification/ID") and int(line) > 1
        assert re.fullmatch(b"[0-9]{10}", content[int(from_) : int(to)])


def pointers(answer: bytes) -> set[tuple[str, ...]]:
    """Return the code of each error of an answer, with line, path and bytes of its pointer."""
    names = ("ValidationCode", "Pointer/{*}Line", "Pointer/{*}Path", "Pointer/{*}ByteFrom",
             "Pointer/{*}ByteTo")  # fmt: skip
    errors = etree.fromstring(answer).iter("{*}Error")
    return {tuple(error.findtext("{*}" + name) or "" for name in names) for error in errors}


def test_wrong_postings_are_reversed_and_posted_again(hub: Hub, send, owner_url: str):
    """Rates were wrong: the difference is shown by account, posted as one act, and told."""
    maker = made.maker(7)
    wrong, other = maker.declaration(lines=3), maker.declaration(lines=1)
    send(made.cusdec([wrong, other], "R1"))
    send(made.payments([(wrong.importer, "5.00")]))
    with hub.book.transaction() as tx:
        gst = tx.value("SELECT sum(gst_cents)::bigint FROM cad")
    change(hub, "UPDATE gst_rate SET rate_ppm = 0")
    before = counts(hub)
    shown = replay_files.draft(hub, Mode.repost, EVERYTHING, LATER)
    assert counts(hub) == before
    assert dict(shown.accounts)["GST"] == gst and "DUTY" not in dict(shown.accounts)
    done = replay_files.run(hub, Mode.repost, EVERYTHING, request(shown=shown), LATER)
    assert done == shown
    with hub.book.transaction() as tx:
        assert tx.value("SELECT count(*) FROM batch WHERE kind = 'act'") == 1
        assert tx.value("SELECT sum(gst_cents)::bigint FROM current_cad") == 0
        kinds = [row["kind"] for row in tx.rows("SELECT kind FROM outbox ORDER BY outbox_id")]
        after = overview(tx)
    assert kinds[-1] == "CUSRES" and after.posted_cents == after.declared_cents
    assert all(result.holds for result in prove_book.results(hub))
    assert replay_files.draft(hub, Mode.repost, EVERYTHING, LATER).files == ()
    assert replay_files.run(hub, Mode.repost, EVERYTHING, request(), LATER) is None


def test_what_todays_rules_refuse_is_shown_and_left(hub: Hub, send, owner_url: str):
    """A posted declaration that would be refused today stays posted, for a person to decide."""
    declaration = made.maker(8).declaration(lines=1)
    send(made.cusdec([declaration]))
    withdrawn = (
        "WITH load AS (INSERT INTO registry_load (source, name, sha256, loaded_by)"
        " VALUES ('delivery', 'test', sha256('test'), 'tester') RETURNING load_id)"
        " INSERT INTO delegation SELECT bn15, partner_id, role, effective_from, effective_to, true,"
        " load.load_id FROM delegation, load"
    )
    with hub.book.transaction() as tx:
        tx.run(withdrawn)
    shown = replay_files.draft(hub, Mode.repost, EVERYTHING, LATER)
    (file,) = shown.files
    assert file.changed == () and file.refused == (f"{declaration.transaction_number} CAD-002",)
    assert shown.accounts == ()


def test_only_what_was_approved_is_done(hub: Hub, send, owner_url: str):
    """A replay that would come out otherwise than it was shown is refused, and does nothing."""
    send(made.cusdec([made.maker(9).declaration()], "R1"))
    change(hub, "UPDATE gst_rate SET rate_ppm = rate_ppm * 2")
    shown = replay_files.draft(hub, Mode.repost, EVERYTHING, LATER)
    change(hub, "UPDATE gst_rate SET rate_ppm = 0")
    before = counts(hub)
    with pytest.raises(JobRefused, match="no longer"):
        replay_files.run(hub, Mode.repost, EVERYTHING, request(shown=shown), LATER)
    assert counts(hub) == before


def test_one_that_fails_again_stops_no_other(hub: Hub, send, monkeypatch):
    """Two quarantined files, of which one still fails: the other is shown, and posts."""
    good, bad = made.maker(10).declaration(), made.maker(11).declaration()
    real = decisions.decide

    def failing(tables, *arguments, **named):
        if bad.transaction_number in set(tables.declarations["transaction_number"]):
            raise ZeroDivisionError
        return real(tables, *arguments, **named)

    with monkeypatch.context() as broken:
        broken.setattr(decisions, "decide", lambda *_args, **_kwargs: 1 / 0)
        for reference, declaration in (("R1", bad), ("R2", good)):
            assert send(made.cusdec([declaration], reference))[1] == "quarantined"
    monkeypatch.setattr(decisions, "decide", failing)
    shown = replay_files.draft(hub, Mode.rerun, EVERYTHING, LATER)
    assert [file.becomes for file in shown.files] == ["quarantined", "posted"]
    replay_files.run(hub, Mode.rerun, EVERYTHING, request(), LATER)
    with hub.book.transaction() as tx:
        assert overview(tx).posted_cents == int(good.payable * 100)
    with pytest.raises(ActConflict):
        replay_files.run(hub, Mode.repost, EVERYTHING, request(), LATER)


def test_a_draft_keeps_no_bytes(hub: Hub, send, owner_url: str):
    """What was only shown leaves nothing behind, in the kept folder neither."""
    send(made.cusdec([made.maker(12).declaration()], "R1"))
    change(hub, "UPDATE gst_rate SET rate_ppm = rate_ppm * 2")
    before = list(hub.kept.digests())
    assert replay_files.draft(hub, Mode.repost, EVERYTHING, LATER).files
    assert list(hub.kept.digests()) == before


@pytest.mark.parametrize(
    ("selection", "files"),
    [
        (Selection(received_from=TODAY, received_to=TODAY), 2),
        (Selection(received_from=LATER), 0),
        (Selection(partner_id="nobody"), 0),
        (Selection(partner_id=made.broker().partner_id), 2),
        (Selection(file_ids=(2,)), 1),
    ],
)
def test_a_selection_selects(hub: Hub, send, selection: Selection, files: int):
    """By day received, by partner, by file."""
    for reference in ("R1", "R2"):
        unknown = made.with_importer(made.maker(5).declaration(), "123456782RM0001")
        send(made.cusdec([unknown], reference))
    assert len(replay_files.draft(hub, Mode.rerun, selection, LATER).files) == files
