"""Answers repeat what was received, from the kept bytes."""

from pathlib import Path

import pytest

from jobs.answers import answer_file
from jobs.answers.answer_file import Ready
from jobs.answers.answer_record import ToWrite
from jobs.hub import Hub
from jobs.intake import post_batch
from jobs.intake.file_batch import FilesAhead
from jobs.intake.post_batch import Prepared
from tests import made
from tests.conftest import TODAY
from tests.sending import arrive, send

EVERY_CHARGE = Path(__file__).parents[2] / "golden/types/AB_every_charge/input.edi"


def test_contrl_repeats_what_was_received(hub: Hub, tmp_path: Path):
    """Parties with qualifiers and the message's identifier come back, in their character set."""
    text = made.cusdec([made.maker(1).declaration(lines=1)], "RÉF").decode("latin-1")
    text = text.replace("UNOC", "UNOY").replace("+BOREALIS+", "+BOREALIS:ZZ:INT+")
    text = text.replace("+CARMHUB+", "+CARMHUB:14+").replace(":13B:UN'", ":13B:UN:CAD1'")
    (tmp_path / "file").write_bytes(text.replace("NAD+CB'", "NAD+CB+X'").encode())
    file_id, outcome = send(hub, tmp_path / "file", TODAY, made.broker().partner_id)
    assert outcome == "rejected"
    with hub.book.transaction() as tx:
        rows = tx.rows("SELECT kind, sha256 FROM outbox WHERE file_id = :id", id=file_id)
    answers = {row["kind"]: hub.kept.get(bytes(row["sha256"])).decode("latin-1") for row in rows}
    assert "UNB+UNOC:4+CARMHUB+BOREALIS:ZZ:INT+" in answers["CUSRES"]
    assert (
        "UCI+RÉF+BOREALIS:ZZ:INT+CARMHUB:14+7'\nUCM+1+CUSDEC:D:13B:UN:CAD1+4'\nUCS+"
        in answers["CONTRL"]
    )
    assert "'\nUCD+15+3:1'\n" in answers["CONTRL"]


def mixed() -> list[tuple[bytes, str]]:
    """Return files of every format, right and wrong, with who sends them."""
    maker, other = made.maker(5), made.maker(6, 1)
    good = [maker.declaration(lines=3) for _ in range(3)]
    first, second = (broker.partner_id for broker in made.sample().brokers[:2])
    return [
        (made.cusdec([*good, maker.faulty("CAD-003")], "E1"), first),
        (made.cusdec([maker.faulty("CAD-005")], "E2")[:-40], first),
        (made.cad_xml([other.declaration(lines=2) for _ in range(2)], "X1", 1), second),
        (made.payments([(good[0].importer, "15.00"), ("nobody", "7.50")]), "northbank"),
        (b"no format", first),
        (made.cusdec([maker.declaration()], "E3"), second),  # through another's door
        (EVERY_CHARGE.read_bytes(), first),
    ]


def prepared(hub: Hub, files: list[tuple[bytes, str]]) -> Prepared:
    """Let files arrive and prepare them as one batch."""
    arrived = [arrive(hub, content, partner_id=sender) for content, sender in files]
    with hub.book.transaction() as tx:
        found = post_batch.prepare(hub, tx, arrived, FilesAhead(hub))
    assert found.file_ids == arrived
    return found


def written_while(hub: Hub, monkeypatch: pytest.MonkeyPatch, batch: Prepared) -> int:
    """Post a batch; return how many documents were written for it under the lock."""
    written: list[ToWrite] = []

    def counted(item: ToWrite) -> bytes:
        written.append(item)
        return item.write()

    with monkeypatch.context() as patch, hub.book.transaction() as tx:
        patch.setattr(answer_file, "_write", counted)
        post_batch.post(hub, tx, batch)
    return len(written)


def test_answers_are_written_before_the_lock(hub: Hub, monkeypatch):
    """Of a batch about which the book says nothing new, none is written again under it."""
    batch = prepared(hub, mixed())
    assert written_while(hub, monkeypatch, batch) == 0
    assert batch.decided is not None
    files, at = batch.decided.batch.files, batch.decided.ready.prepared_at
    with hub.book.transaction() as tx:
        queued = tx.rows("SELECT name, sha256 FROM outbox ORDER BY outbox_id")
        anew = answer_file.documents(
            tx, hub.kept, files, recipient=hub.rules.recipient, ready=Ready(prepared_at=at)
        )
    assert len(anew) == len(queued) == 9
    assert {each.name: each.sha256 for each in anew} == {
        row["name"]: bytes(row["sha256"]) for row in queued
    }


def test_answers_are_written_again_where_the_verdict_differs(hub: Hub, monkeypatch):
    """A declaration that stands already is answered as repeated; its neighbour as was expected."""
    maker = made.maker(5)
    again, new = maker.declaration(lines=2), maker.declaration(lines=2)
    sender = made.broker().partner_id
    send(hub, made.cusdec([again], "A1"), TODAY, sender)
    batch = prepared(
        hub, [(made.cusdec([again], "A2"), sender), (made.cusdec([new], "A3"), sender)]
    )
    assert written_while(hub, monkeypatch, batch) == 2  # CONTRL and CUSRES of the one
    with hub.book.transaction() as tx:
        rows = tx.rows("SELECT sha256 FROM outbox WHERE kind = 'CUSRES' ORDER BY outbox_id")
    first, second, third = (hub.kept.get(bytes(row["sha256"])).decode("latin-1") for row in rows)
    assert "ERC+CAD-007:CADERR:96'" in second and "ERC" not in first + third
    amounts = [
        line for line in first.split("\n") if line.startswith(("TAX", "MOA", "CUX", "CST", "DOC"))
    ]
    assert amounts and "\n".join(amounts) in second
