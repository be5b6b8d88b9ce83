"""Documents are known by what they tell of: each queued once, in every form, and found again."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace
from itertools import chain, combinations
from pathlib import Path

import pytest
from psycopg import errors
from sqlalchemy.exc import IntegrityError

from jobs.acts import review_versions
from jobs.acts.review_versions import REFUSED
from jobs.hub import Hub
from jobs.intake import collect_files
from jobs.receivables import close_day, send_notices
from ledger_sync.book.acts import Request
from ledger_sync.history import lineage
from ledger_sync.history.overview import overview
from ledger_sync.intake import outbox
from ledger_sync.intake.outbox import Document
from simulator.files.declaration import Reason, new_version
from tests import made, people
from tests.conftest import TODAY
from tests.ledger_sync.rows import open_act

BILLED_ON = dt.date(2026, 11, 25)


@pytest.fixture
def told(hub: Hub, tmp_path: Path) -> Hub:
    """A hub with documents of every cause: answers, repeated and of an act; notices; statements."""
    maker = made.maker(5)
    original = maker.declaration(lines=2)
    content = made.cusdec([original, maker.faulty("CAD-003")])
    for name, sent in (
        ("cad.edi", content),
        ("again.edi", content),
        ("text.txt", b"of no known format"),
    ):
        send(hub, tmp_path / name, sent, TODAY)
    close_day.run(hub, TODAY)
    assert send_notices.run(hub, TODAY) == 2
    close_day.run(hub, BILLED_ON - dt.timedelta(days=1))
    people.bill(hub, BILLED_ON)
    debt = new_version(original, Reason("R3-32-2-VFD"))
    send(hub, tmp_path / "late.edi", made.cusdec([debt], "R2"), dt.date(2026, 12, 2))
    (review,) = review_versions.waiting(hub)
    asked = Request("k", "an officer", "the invoice says otherwise")
    review_versions.decide(hub, review["review_id"], REFUSED, asked, dt.date(2026, 12, 2))
    return hub


def send(hub: Hub, path: Path, content: bytes, on: dt.date) -> None:
    path.write_bytes(content)
    file_id = collect_files.ingest(hub, path, on, made.broker().partner_id)
    collect_files.post(hub, [file_id])


def queued(hub: Hub) -> list[Document]:
    """Return every document of the outbox."""
    names = [field.name for field in fields(Document)]
    with hub.book.transaction() as tx:
        rows = tx.rows(f"SELECT {', '.join(names)} FROM outbox ORDER BY outbox_id")
    return [Document(**(dict(row) | {"sha256": bytes(row["sha256"])})) for row in rows]


def test_what_is_made_twice_is_queued_once(told: Hub):
    """Whatever a document tells of: made again, even under another name, it stays as it was."""
    before = queued(told)
    causes = {tuple(name for name in CAUSES if getattr(each, name) is not None) for each in before}
    assert causes == {tuple(name for name in CAUSES if name in one) for one in ALLOWED}
    with told.book.transaction() as tx:
        assert outbox.queue(tx, before) == 0
        assert outbox.queue(tx, (replace(each, name=f"new_{each.name}") for each in before)) == 0
    assert queued(told) == before


def test_a_further_form_is_another_document(told: Hub):
    """A form that nobody thought of queues beside the others, once, whatever it tells of."""
    before = [
        each for each in queued(told) if each.repeats_outbox_id is None and each.form != "pdf"
    ]
    further = {
        replace(each, form="csv", name=f"{each.name.rsplit('.', 1)[0]}.csv") for each in before
    }
    with told.book.transaction() as tx:
        assert outbox.queue(tx, further) == len(further)
        assert outbox.queue(tx, further) == 0
        shown = overview(tx).documents
        (first, *_) = lineage.trace(tx, "file:1")
        documents = lineage.effects(tx, [first["txn_id"]])[first["txn_id"]].documents
    assert shown["DN-csv"] == shown["DN-xml"] and shown["SOA-csv"] == shown["SOA-pdf"]
    kinds = ["DN-csv", "DN-pdf", "DN-xml", "SOA-csv", "SOA-pdf", "SOA-xml"]
    assert sorted(row["kind"] for row in documents) == kinds


def test_two_runs_queue_the_same_at_once(told: Hub):
    """Two transactions that queue the same, each in its order: one does it."""
    documents = [
        replace(each, notice_on=each.notice_on + dt.timedelta(days=day), name=f"{day}_{each.name}")
        for each in queued(told)
        if each.notice_on is not None
        for day in range(1, 200)
    ]

    def queue(each: list[Document]) -> int:
        with told.book.transaction() as tx:
            return outbox.queue(tx, each)

    with ThreadPoolExecutor(2) as pool:
        counts = sorted(pool.map(queue, [documents, documents[::-1]]))
    assert counts == [0, len(documents)]


def test_a_name_that_is_anothers_is_refused(told: Hub):
    """Two documents of one name are a fault, never taken for the same one made twice."""
    (first, *_) = queued(told)
    with pytest.raises(IntegrityError), told.book.transaction() as tx:
        outbox.queue(tx, [replace(first, form="csv")])


CAUSES = (
    *("account_id", "statement_id", "notice_on", "file_id", "interchange_ordinal", "act_id"),
    "repeats_outbox_id",
)
ALLOWED = (
    {"account_id", "statement_id"},
    {"account_id", "notice_on"},
    {"file_id"},
    {"file_id", "interchange_ordinal"},
    {"file_id", "interchange_ordinal", "act_id"},
    {"file_id", "repeats_outbox_id"},
)


def test_a_document_tells_of_one_thing(application):
    """Of all that its columns could say together, the database takes what means something."""
    values = {
        "account_id": "(SELECT max(account_id) FROM account)",
        "statement_id": "1",
        "notice_on": "'2026-11-20'",
        "file_id": "1",
        "interchange_ordinal": "0",
        "act_id": str(open_act(application)),
        "repeats_outbox_id": "1",
    }
    for said in chain.from_iterable(combinations(CAUSES, n) for n in range(len(CAUSES) + 1)):
        columns = ", ".join(
            ["kind", "form", "partner_id", "name", "sha256", "business_date", *said]
        )
        row = ", ".join(
            ["'NEW'", "'csv'", "'borealis'", "'n'", "sha256('')", "'2026-11-20'"]
            + [values[name] for name in said]
        )
        try:
            with application.transaction(force_rollback=True):
                application.execute(f"INSERT INTO outbox ({columns}) VALUES ({row})")
            taken = True
        except errors.CheckViolation:
            taken = False
        except errors.ForeignKeyViolation:  # it means something, of what is not there
            taken = True
        assert taken == (set(said) in ALLOWED), said
