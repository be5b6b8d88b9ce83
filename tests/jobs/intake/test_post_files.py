"""Batches that are prepared while the book moves on, that fail, and whose partners take turns."""

import datetime as dt
import weakref
from collections.abc import Callable
from dataclasses import replace

import pytest

from jobs.hub import Hub
from jobs.intake import collect_files, post_batch
from jobs.intake.file_batch import FilesAhead
from jobs.intake.post_files import post_files
from jobs.proofs import prove_book
from ledger_sync.intake import inbox
from tests import made
from tests.conftest import TODAY
from tests.sending import arrive, send

RATE = (
    "#carmhub-reference table=exchange_rate delivery=changes reference=R1 rows=1\n"
    "change,currency,effective_from,effective_to,rate\n"
    f"set,USD,{TODAY - dt.timedelta(days=7)},,1.4444\n"
).encode()


def after_preparing(monkeypatch: pytest.MonkeyPatch, then: Callable[[], object]) -> list[int]:
    """Let something happen when the first batch was prepared; return how many files each took."""
    prepare, sizes = post_batch.prepare, list[int]()

    def prepare_and_wait(*given) -> post_batch.Prepared:
        prepared = prepare(*given)
        sizes.append(len(prepared.file_ids))
        if len(sizes) == 1:
            then()
        return prepared

    monkeypatch.setattr(post_batch, "prepare", prepare_and_wait)
    return sizes


def rated_by(hub: Hub) -> set[str]:
    """Return the exchange rates, as terms, that lines in dollars of the United States are at."""
    with hub.book.transaction() as tx:
        rows = tx.rows(
            "SELECT DISTINCT b.terms FROM cad_line l JOIN basis b ON b.basis_id ="
            " l.exchange_basis_id WHERE l.currency = 'USD'"
        )
    return {row["terms"] for row in rows}


def in_dollars(count: int) -> bytes:
    """Return an interchange with lines in dollars of the United States."""
    maker = made.maker(11)
    return made.cusdec([maker.declaration(lines=9) for _ in range(count)], "USD1")


def test_a_batch_is_decided_again_where_reference_data_moved_on(hub: Hub, monkeypatch):
    """What it was prepared by is not what it is posted by; the batch says which version it was."""
    file_id = arrive(hub, in_dollars(3))
    sizes = after_preparing(monkeypatch, lambda: send(hub, RATE, TODAY, "tariffdesk"))
    assert post_files(hub, [file_id]) == {file_id: "posted"}
    assert sizes == [1, 1, 1]  # the file, the rates, the file again
    assert any("1444400" in terms for terms in rated_by(hub))
    with hub.book.transaction() as tx:
        newest = tx.value("SELECT max(reference_version_id) FROM reference_version")
        said = tx.value(
            "SELECT reference_version_id FROM batch JOIN file USING (batch_id) WHERE"
            " file.file_id = :file_id",
            file_id=file_id,
        )
    assert said == newest
    assert all(result.holds for result in prove_book.results(hub))


def test_a_file_that_another_run_posted_meanwhile_is_let_go(hub: Hub, monkeypatch):
    """Prepared by two, it is posted by one; the other goes on with what is left."""
    first, second = arrive(hub, in_dollars(1)), arrive(hub, b"no file")
    after_preparing(monkeypatch, lambda: collect_files.post(hub, [first]))
    assert post_files(hub, [first, second]) == {first: "taken", second: "rejected"}
    with hub.book.transaction() as tx:
        outcomes = tx.rows("SELECT outcome, count(*) AS n FROM file GROUP BY 1 ORDER BY 1")
        assert {row["outcome"]: row["n"] for row in outcomes} == {"posted": 1, "rejected": 1}
        assert tx.value("SELECT count(*) FROM cad") == 1


@pytest.mark.parametrize("fault", [MemoryError, OSError("disk full")])
def test_what_is_no_files_fault_puts_none_aside(hub: Hub, monkeypatch, fault):
    """Memory and disk are the machine's: the task fails, the files wait, and a retry posts them."""
    file_ids = [arrive(hub, in_dollars(1)), arrive(hub, b"no file")]
    with monkeypatch.context() as broken:
        broken.setattr(post_batch, "decide", lambda *_: (_ for _ in ()).throw(fault))
        with pytest.raises(type(fault) if isinstance(fault, Exception) else fault):
            post_files(hub, file_ids)
    with hub.book.transaction() as tx:
        assert inbox.waiting(tx) == file_ids
    assert list(post_files(hub, file_ids).values()) == ["posted", "rejected"]


def test_partners_take_turns(hub: Hub):
    """One who sends many files keeps no other waiting; each one's own come in their order."""
    many = [arrive(hub, b"%d" % n, partner_id="borealis") for n in range(3)]
    one = arrive(hub, b"one", partner_id="northbank")
    late = arrive(hub, b"of the day before", TODAY - dt.timedelta(days=1), "borealis")
    with hub.book.transaction() as tx:
        assert inbox.waiting(tx) == [late, many[0], one, *many[1:]]


def test_what_came_meanwhile_is_asked_for_after_each_batch(hub: Hub):
    """A file that arrives while a batch is posted goes on in the order that is asked for then."""
    first, late = arrive(hub, in_dollars(1)), list[int]()

    def more() -> list[int]:
        if not late:
            late.append(arrive(hub, b"late"))
        with hub.book.transaction() as tx:
            return inbox.waiting(tx)

    assert post_files(hub, [first], more) == {first: "posted", late[0]: "rejected"}


def test_what_was_read_ahead_is_let_go(hub: Hub):
    """However many files come in one run, only those that wait are held in memory."""
    maker = made.maker(12)
    contents = [made.cusdec([maker.declaration()], f"A{number}") for number in range(4)]
    file_ids = [arrive(hub, content) for content in contents]
    ahead = FilesAhead(hub)
    with hub.book.transaction() as tx:
        files = inbox.waiting_of(tx, file_ids)
        assert len(ahead.gather(files).files) == 4
    (source,) = {id(joined) for joined, _ in ahead._joined.values()}
    kept = weakref.ref(next(iter(ahead._joined.values()))[0])
    assert id(kept()) == source
    ahead.forget(file_ids[:3])
    assert kept() is not None
    ahead.forget(file_ids[3:])
    assert kept() is None


def test_a_watch_that_is_over_ends_with_the_batch_at_work(hub: Hub):
    """What no longer is asked for waits for the next run, however much there is."""
    bounds = replace(hub.rules.batch_bounds, rows_max=1)
    one_by_one = replace(hub, rules=replace(hub.rules, batch_bounds=bounds))
    file_ids = [arrive(hub, b"no file %d" % number) for number in range(3)]
    assert post_files(one_by_one, file_ids, list) == {file_ids[0]: "rejected"}
    with hub.book.transaction() as tx:
        assert inbox.waiting(tx) == file_ids[1:]
