"""``trace``, both ways, from every kind of handle: what is printed."""

import datetime as dt
import json
from dataclasses import fields, replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import app
from jobs.acts import replay_files, reverse_postings, review_versions
from jobs.acts.replay_files import Mode
from jobs.hub import Hub
from jobs.receivables import close_day, send_notices
from ledger_sync.book.acts import Request
from ledger_sync.intake import outbox
from ledger_sync.intake.inbox import Selection
from ledger_sync.intake.outbox import Document
from simulator.files.declaration import Declaration, Reason, new_version
from tests import made, people, sending
from tests.changing import change

DAY = dt.date(2026, 11, 20)
STATEMENT_ON = dt.date(2026, 11, 25)
AFTER_DUE_ON = dt.date(2026, 12, 2)
ASKED = Request("k", "an officer", "entered twice")
runner = CliRunner()


def trace(handle: str, code: int = 0) -> str:
    done = runner.invoke(app, ["trace", handle])
    assert done.exit_code == code, done.output
    return done.output


def machine(handle: str) -> dict:
    return json.loads(runner.invoke(app, ["trace", handle, "--json"]).output)


def send(hub: Hub, name: str, content: bytes, on: dt.date = DAY) -> int:
    partner = "northbank" if name.endswith("xml") else made.broker().partner_id
    return sending.send(hub, content, on, partner, name=name).file_id


def pair() -> tuple[Declaration, Declaration]:
    """A declaration, and one that is rejected."""
    maker = made.maker(3)
    declaration = made.with_importer(maker.declaration(lines=2), made.broker().importers[0])
    return declaration, maker.faulty("CAD-003")


def declare(hub: Hub) -> None:
    """Post, pay in part, tell of and bill."""
    declaration, rejected = pair()
    send(hub, "cad.edi", made.cusdec([declaration, rejected], "R1"))
    send(hub, "pay.xml", made.payments([(declaration.importer, "5.00")]))
    for day in (DAY, STATEMENT_ON - dt.timedelta(days=1)):
        close_day.run(hub, day)
    send_notices.run(hub, DAY)
    people.bill(hub, STATEMENT_ON)


@pytest.fixture
def declared(configured: Hub, filled) -> Declaration:
    """A declaration, accepted, partly paid, told of and billed; another one with it, rejected."""
    filled(declare)
    declaration, _ = pair()
    return declaration


CAUSED = (
    *("entry 1", "item 1: ", "application 1: $5.00 with PMT", "(version 1): "),
    *("document: DN-xml DN_", "document: DN-pdf", "document: SOA-xml SOA_", "document: SOA-pdf"),
)
ANSWERED = ("answered: CONTRL", "answered: CUSRES")


def test_on_from_a_declaration(declared: Declaration):
    """Its postings, item, payments, statement, documents, the answers, and its bytes."""
    said = trace(declared.transaction_number)
    for text in (*CAUSED, *ANSWERED, f"CUSDEC {declared.transaction_number} version 1 accepted"):
        assert text in said
    assert f"BGM+929+{declared.transaction_number}" in said
    found = machine(declared.transaction_number)
    (message,), (transaction,) = found["messages"], found["transactions"]
    assert [answer["kind"] for answer in message["answers"]] == ["CONTRL", "CUSRES"]
    assert {row["kind"] for row in transaction["documents"]} >= {"DN-xml", "SOA-pdf"}


def test_a_further_form_is_shown(declared: Declaration, configured: Hub):
    """A document in a form that came later stands beside the others, told by its form."""
    with configured.book.transaction() as tx:
        for row in tx.rows("SELECT * FROM outbox WHERE form = 'xml' AND account_id IS NOT NULL"):
            names = [field.name for field in fields(Document)]
            document = Document(**{name: row[name] for name in names})
            outbox.queue(tx, [replace(document, form="csv", name=f"{document.name}.csv")])
    said = trace(declared.transaction_number)
    assert "document: DN-csv DN_" in said and "document: SOA-csv SOA_" in said


def test_back_from_a_cent(declared: Declaration):
    """A statement line, an item, an entry and a transaction lead to the message and its bytes."""
    for handle in (f"{declared.importer}/{STATEMENT_ON}/1", "item:1", "entry:1/1", "txn:1"):
        said = trace(handle)
        for text in (*CAUSED, *ANSWERED, "of interchange R1, bytes", "kept as sha256"):
            assert text in said
        assert f"BGM+929+{declared.transaction_number}" in said


def test_on_from_a_file(declared: Declaration):
    """Its messages and findings counted, the answers, and every transaction with its effects."""
    said = trace("file:1")
    for text in (*CAUSED, *ANSWERED, "1 accepted, 1 rejected; findings: CAD-003 1"):
        assert text in said
    paid = trace("file:2")
    assert "PMT" in paid and "answered: REPORT" in paid and "application 1: $5.00 with CAD" in paid


def test_a_rejected_declaration_is_traced(declared: Declaration, configured: Hub):
    """It has no posting; it has findings, an answer, and its bytes."""
    with configured.book.transaction() as tx:
        number = tx.value("SELECT transaction_number FROM message WHERE status = 'rejected'")
    said = trace(number)
    for text in (f"CUSDEC {number} version 1 rejected; findings: CAD-003 1", *ANSWERED, "BGM+929+"):
        assert text in said
    assert machine(number)["transactions"] == []


def test_a_declaration_that_owes_nothing_is_traced(configured: Hub, tmp_path: Path):
    """Without a posting it still has a message, answers and bytes."""
    for sql in (
        "UPDATE gst_rate SET rate_ppm = 0",
        "DELETE FROM sima_measure",
        "DELETE FROM surtax_measure",
        "DELETE FROM excise_rate",
        "UPDATE tariff_rate SET rate_ppm = 0",
    ):
        change(configured, sql)
    declaration = made.maker(4).declaration(lines=1)
    send(configured, "free.edi", made.cusdec([declaration]))
    with configured.book.transaction() as tx:
        assert tx.value("SELECT count(*) FROM txn") == 0
    said = trace(declaration.transaction_number)
    for text in ("version 1 accepted, payable $0.00", *ANSWERED, "BGM+929+"):
        assert text in said


def test_on_from_an_act_that_only_undid(declared: Declaration, configured: Hub):
    """The act of an unapply has no transaction; its application is shown, and what it undoes."""
    done = reverse_postings.unapply(configured, 1, ASKED, STATEMENT_ON)
    said = trace(f"act:{done.act_id}")
    assert "unapply, by an officer at" in said and "entered twice" in said
    assert "application 2: -$5.00 of" in said and ", undoes 1" in said
    assert machine(f"act:{done.act_id}")["act"]["applications"][0]["application_id"] == 2


def test_on_from_a_reversal(declared: Declaration, configured: Hub):
    """What was taken back, entry by entry, and the number shows both."""
    done = reverse_postings.reverse(configured, declared.transaction_number, ASKED, STATEMENT_ON)
    said = trace(f"act:{done.act_id}")
    assert f"REV {declared.transaction_number}" in said and "takes back 1" in said
    both = trace(declared.transaction_number)
    assert "takes back 1" in both and f"CAD {declared.transaction_number}" in both


def test_on_from_a_rerun(declared: Declaration, configured: Hub, tmp_path: Path):
    """The files that arrived again by it, with their outcomes and answers."""
    unknown = made.with_importer(made.maker(9).declaration(), "123456782RM0001")
    send(configured, "bad.edi", made.cusdec([unknown], "R9"), STATEMENT_ON)
    replay_files.run(configured, Mode.rerun, Selection(), ASKED, STATEMENT_ON)
    with configured.book.transaction() as tx:
        (row,) = tx.rows("SELECT act_id, file_id FROM file WHERE replays_file_id = 3")
    act, again = row["act_id"], row["file_id"]
    said = trace(f"act:{act}")
    assert f"act {act} rerun" in said and f"file {again} bad.edi: rejected" in said
    for text in ANSWERED:
        assert text in said
    assert f"replay of file 3, by act {act}" in trace(f"file:{again}")


def test_a_version_and_its_review(configured: Hub, tmp_path: Path):
    """A version that waits shows its review; decided, the decision, its act, the second answer."""
    original = made.maker(5).declaration(lines=2)
    send(configured, "a.edi", made.cusdec([original], "A1"))
    first = original.lines[0]
    dearer = replace(original, lines=(replace(first, value="99999.00"), *original.lines[1:]))
    later = new_version(dearer, Reason("R3-32-2-VFD"))
    send(configured, "b.edi", made.cusdec([later], "A2"), AFTER_DUE_ON)
    waits = trace(original.transaction_number)
    assert "version 2 pending" in waits and "review 1: adjustment, to be decided by" in waits
    done = review_versions.decide(configured, 1, review_versions.APPROVED, ASKED, AFTER_DUE_ON)
    said = trace(original.transaction_number)
    assert f"review 1: adjustment, approved on {AFTER_DUE_ON} by act {done.act_id}" in said
    by_act = trace(f"act:{done.act_id}")
    number = original.transaction_number
    assert f"review 1: adjustment of {number} version 2, approved" in by_act
    assert "answered: CUSRES" in by_act and "entry 1" in by_act


@pytest.mark.parametrize(
    "handle", ["txn:999", "act:999", "file:999", "item:999", "entry:9/9", "1" * 14, "anything"]
)
def test_an_unknown_handle_is_told(configured: Hub, handle: str):
    """What answers to nothing is told in a sentence, exit code 2."""
    assert "carmhub:" in trace(handle, code=2)
