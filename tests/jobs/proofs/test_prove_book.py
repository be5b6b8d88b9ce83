"""How the proofs run: over a range that is one, in bounded memory, with a progress that ends."""

import datetime as dt

import numpy as np
import pytest

from jobs.hub import Hub, JobRefused
from jobs.proofs import prove_book
from ledger_sync.proofs import proving
from ledger_sync.proofs.proving import Scope
from tests import made
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
