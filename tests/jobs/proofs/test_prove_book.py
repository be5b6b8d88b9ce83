"""How the proofs run: over a range that is one, in bounded memory, with a progress that ends."""

import datetime as dt

import numpy as np
import pandas as pd
import psycopg
import pytest

from jobs.acts import replay_files, reverse_postings
from jobs.acts.replay_files import Mode
from jobs.hub import Hub, JobRefused
from jobs.intake import book_knowledge
from jobs.proofs import prove_book
from ledger_sync.book.acts import Request
from ledger_sync.declarations import priced_lines
from ledger_sync.intake.inbox import Selection
from ledger_sync.proofs import proving
from ledger_sync.proofs.proving import Result, Scope
from tests import made
from tests.changing import change
from tests.reading import one_line_less
from tests.sending import send

DAYS = [dt.date(2026, 11, 20), dt.date(2026, 11, 21)]


def send_three(hub: Hub) -> None:
    """Send two files on the first day, one on the second, each with one that is refused."""
    maker = made.maker(5)
    for number, day in enumerate((DAYS[0], DAYS[0], DAYS[1])):
        declarations = [maker.declaration(), maker.faulty("CAD-003"), maker.declaration()]
        content = made.cusdec(declarations, f"R{number}")
        send(hub, content, day, made.broker().partner_id)


@pytest.fixture
def sent(filled) -> Hub:
    """Two files on the first day, one on the second, each with a declaration that is refused."""
    return filled(send_three)


def test_a_reversed_range_is_refused(sent: Hub):
    """A range that ends before it begins would hold with nothing looked at."""
    with pytest.raises(JobRefused, match="ends, 2026-11-20, before it begins, 2026-11-21"):
        prove_book.results(sent, Scope(DAYS[1], DAYS[0]))
    assert all(result.holds for result in prove_book.results(sent, Scope(DAYS[1], DAYS[1])))


@pytest.mark.parametrize(
    ("scope", "files"), [(Scope(), 3), (Scope(DAYS[1], DAYS[1]), 1), (Scope(None, DAYS[0]), 2)]
)
def test_progress_ends_at_what_there_is(sent: Hub, scope: Scope, files: int, monkeypatch):
    """Files are counted by the range asked for, and the last report says all of it is done."""
    monkeypatch.setattr(proving, "FILES_PER_PAGE", 1)
    told: dict[str, list[tuple[int, int]]] = {}
    results = prove_book.prove(
        sent, scope, lambda what, done, total: told.setdefault(what, []).append((done, total))
    )
    read = {result.name: result.rows for result in results}
    assert read["kept-is-posted"] == files
    assert told["kept files, read again"][-1] == (files, files)
    assert {total for _, total in told["kept bytes"]} == {read["kept-bytes"]}


def test_the_messages_of_a_file_are_read_page_by_page(sent: Hub, monkeypatch):
    """Each posted file comes with its own accepted messages, ascending, whatever the page."""
    monkeypatch.setattr(proving, "ORDINALS_PER_PAGE", 1)
    accepted = [file.accepted for file in proving.posted_files(sent.book, Scope())]
    assert len(accepted) == 3
    for ordinals in accepted:
        assert ordinals.dtype == np.int64 and ordinals.tolist() == [0, 2]
    assert all(result.holds for result in prove_book.results(sent))


@pytest.mark.parametrize("lines", [1, 2, 5])
def test_lines_are_priced_again_page_by_page(sent: Hub, monkeypatch, lines: int):
    """A page ends with the declaration that fills it; every line is in one, and priced once."""
    monkeypatch.setattr(priced_lines, "LINES_PER_PAGE", lines)
    with sent.book.transaction() as tx:
        posted = tx.rows("SELECT cad_id, line_number FROM cad_line ORDER BY 1, 2")
        after, pages = 0, list[pd.DataFrame]()
        while not (page := priced_lines.priced_lines(tx, after, None, None)).empty:
            after = page["cad_id"].max()
            pages.append(page)
    read = pd.concat(pages)[["cad_id", "line_number"]].to_dict("records")
    assert read == posted and len(pages) > 1
    (explained,) = [each for each in prove_book.results(sent) if each.name == "explained"]
    assert explained.holds and explained.rows == len(posted)


def read_again(hub: Hub) -> Result:
    (result,) = [each for each in prove_book.results(hub) if each.name == "kept-is-posted"]
    return result


def test_files_are_read_again_in_other_processes_as_here(sent: Hub, monkeypatch):
    """On all cores what holds still holds, and bytes that are not those posted are a breach."""
    monkeypatch.setattr(prove_book, "FEW_BYTES", 0)
    monkeypatch.setattr(prove_book, "FILES_AT_ONCE", 2)
    assert read_again(sent).holds and read_again(sent).rows == 3
    (kept, *_) = [file.sha256 for file in proving.posted_files(sent.book, Scope())]
    path = sent.kept.path(kept)
    path.chmod(0o600)
    path.write_bytes(path.read_bytes() + b" ")
    (breach,) = read_again(sent).breaches
    assert (breach["file_id"], breach["kept"]) == (1, None)


def test_a_file_is_proved_by_the_reading_it_was_posted_by(sent: Hub, monkeypatch):
    """Read otherwise by the same reading it is a breach; by a later one it is told and counted."""
    monkeypatch.setattr(prove_book, "read_file", one_line_less)
    assert len(read_again(sent).breaches) == 3 and not read_again(sent).told
    monkeypatch.setattr(prove_book, "READING", prove_book.READING + 1)
    result = read_again(sent)
    count, *files = result.told
    assert result.holds and result.rows == 3
    assert count == {"read_otherwise_today": 3}
    assert [row["file_id"] for row in files] == [1, 2, 3]


def test_a_file_of_the_later_reading_is_proved_by_that(sent: Hub, monkeypatch):
    """Beside files of an earlier reading, one of today's that is read otherwise is a breach."""
    for module in (book_knowledge, prove_book):
        monkeypatch.setattr(module, "READING", prove_book.READING + 1)
    send(sent, made.cusdec([made.maker(6).declaration()], "R4"), DAYS[1], made.broker().partner_id)
    monkeypatch.setattr(prove_book, "read_file", one_line_less)
    result = read_again(sent)
    assert [breach["file_id"] for breach in result.breaches] == [4]
    assert [row["file_id"] for row in result.told[1:]] == [1, 2, 3]


def test_bytes_that_are_gone_are_a_breach_by_any_reading(sent: Hub, monkeypatch):
    """What cannot be read again is not read otherwise."""
    monkeypatch.setattr(prove_book, "READING", prove_book.READING + 1)
    (kept, *_) = [file.sha256 for file in proving.posted_files(sent.book, Scope())]
    monkeypatch.setattr(type(sent.kept), "intact", lambda _self, sha256: sha256 != kept)
    assert len(read_again(sent).breaches) == 1


def test_a_batch_says_by_which_reading_and_is_sealed_by_it(sent: Hub, owner_url: str):
    """The reading that a batch says it was posted by is not changed without breaking its seal."""
    with sent.book.reading() as tx:
        readings = tx.rows("SELECT DISTINCT kind, reading FROM batch")
    assert readings == [{"kind": "file", "reading": prove_book.READING}]
    with psycopg.connect(owner_url.replace("postgresql+psycopg", "postgresql")) as owner:
        owner.execute("ALTER TABLE batch DISABLE TRIGGER USER")
        owner.execute("UPDATE batch SET reading = reading + 1 WHERE batch_id = 1")
    broken = {result.name for result in prove_book.results(sent) if not result.holds}
    assert "sealed" in broken


def test_what_is_read_otherwise_is_told_at_night(sent: Hub, monkeypatch, caplog):
    """The run that proves the book logs it, and ends well."""
    monkeypatch.setattr(prove_book, "read_file", one_line_less)
    monkeypatch.setattr(prove_book, "READING", prove_book.READING + 1)
    prove_book.run(sent)
    assert "{'read_otherwise_today': 3}" in caplog.text


def test_what_an_act_posts_again_is_proved_by_the_reading_of_the_act(
    sent: Hub, owner_url: str, monkeypatch
):
    """Posted again by a later reading, a file that it reads otherwise is a breach."""
    for module in (reverse_postings, prove_book):
        monkeypatch.setattr(module, "READING", prove_book.READING + 1)
    change(sent, "UPDATE gst_rate SET rate_ppm = rate_ppm - rate_ppm / 100")
    (first, *_) = [file.file_id for file in proving.posted_files(sent.book, Scope())]
    asked = Request("again", "an officer", "by the later reading")
    replay_files.run(sent, Mode.repost, Selection(file_ids=(first,)), asked, dt.date(2026, 11, 23))
    with sent.book.reading() as tx:
        assert tx.value("SELECT reading FROM batch WHERE kind = 'act'") == prove_book.READING
    monkeypatch.setattr(prove_book, "read_file", one_line_less)
    result = read_again(sent)
    assert [breach["file_id"] for breach in result.breaches] == [first]
    assert [row["file_id"] for row in result.told[1:]] == [2, 3]
