"""Whatever a partner sends ends as a kept file, findings, an answer, a row; neighbours post."""

import hashlib
import random
from pathlib import Path

import pytest

from jobs.hub import Hub
from jobs.intake import collect_files
from jobs.proofs import prove_book
from ledger_sync.history import overview
from tests import made
from tests.conftest import TODAY
from tests.sending import send

PARTNER = made.broker().partner_id


def bad_files() -> dict[str, tuple[bytes, str]]:
    """Return bad contents by what they are, each with the code it must be found under."""
    good = made.cusdec([made.maker(1).declaration(lines=2)], "BAD")
    xml = made.cad_xml([made.maker(1).declaration(lines=2)], "BAD")
    maker = made.maker(2)
    return {
        "empty": (b"", "FILE-001"),
        "blank": (b"\r\n  \n", "FILE-001"),
        "binary": (random.Random(1).randbytes(5000), "FILE-002"),
        "an X12 file": (b"ISA*00*          *00*", "FILE-002"),
        "truncated": (good[: len(good) // 2], "EDI-001"),
        "truncated XML": (xml[: len(xml) // 2], "XML-018"),
        "wrong counts": (good.replace(b"UNZ+1", b"UNZ+7"), "EDI-002"),
        "unknown sender": (good.replace(b"BOREALIS", b"NOBODY"), "FILE-005"),
        "importer not registered": (made.cusdec([maker.faulty("CAD-001")], "B1"), "CAD-001"),
        "unknown tariff code": (made.cusdec([maker.faulty("CAD-003")], "B2"), "CAD-003"),
        "amount with letters": (made.cusdec([maker.faulty("VAL-002")], "B3"), "VAL-002"),
        "DOCTYPE": (xml.replace(b"?>\n", b'?>\n<!DOCTYPE a [<!ENTITY b "c">]>\n', 1), "XML-002"),
        "entity bomb": (
            b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">'
            + b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a;" * 10) for n in range(9))
            + b"]><l>&a8;</l>",
            "XML-002",
        ),
        "deep XML": (
            b'<DeclarationBatch xmlns="urn:carm-hub:declaration:1">' + b"<a>" * 5000,
            "XML-001",
        ),
        "NULs in a segment": (good.replace(b"RFF+XC:", b"RFF+XC:\x00\x01"), "EDI-014"),
        "another XML": (b'<order xmlns="urn:other"><id>1</id></order>', "FILE-002"),
    }


@pytest.mark.parametrize("what", bad_files())
def test_bad_input_is_an_outcome(hub: Hub, tmp_path: Path, what: str):
    """Bad input is kept, found, answered and listed; the file beside it posts."""
    content, code = bad_files()[what]
    (tmp_path / "bad").write_bytes(content)
    (tmp_path / "good").write_bytes(made.cusdec([made.maker(3).declaration()], "GOOD"))
    ids = [collect_files.ingest(hub, tmp_path / name, TODAY, PARTNER) for name in ("bad", "good")]
    assert collect_files.post(hub, ids) == {"rejected": 1, "posted": 1}
    assert hub.kept.get(hashlib.sha256(content).digest()) == content
    with hub.book.transaction() as tx:
        listed = {row["file_id"]: row for row in overview.files(tx, 10)}
        answers = tx.rows("SELECT name FROM outbox WHERE file_id = :id", id=ids[0])
    assert code in str(listed[ids[0]]["codes"])
    assert answers
    assert all(result.holds for result in prove_book.results(hub))


@pytest.mark.parametrize("start", [b"", b"UNA:+.? 'UNB+UNOC:4+", b"<DeclarationBatch "])
def test_two_hundred_megabytes_of_garbage(hub: Hub, tmp_path: Path, start: bytes):
    """A huge file of nothing is kept and refused like a small one."""
    path = tmp_path / "huge"
    block = random.Random(2).randbytes(1 << 20).replace(b"'", b"x").replace(b"<", b"x")
    with path.open("wb") as stream:
        stream.write(start)
        for _ in range(200):
            stream.write(block)
    assert send(hub, path, TODAY, PARTNER).outcome == "rejected"
    with hub.book.transaction() as tx:
        codes = {row["code"] for row in tx.rows("SELECT code FROM finding")}
    assert codes <= {
        "FILE-002",
        "EDI-001",
        "EDI-010",
        "EDI-011",
        "EDI-012",
        "XML-001",
        "XML-012",
        "XML-018",
        "VAL-001",
    }
    assert codes


def test_a_bad_declaration_never_costs_its_neighbours(hub: Hub, tmp_path: Path):
    """Of a file of ten, the two wrong ones are rejected and the other eight post."""
    maker = made.maker(4)
    declarations = [maker.declaration() for _ in range(8)]
    declarations[3:3] = [maker.faulty("CAD-003"), maker.faulty("VAL-002")]
    for number, write in enumerate((made.cusdec, made.cad_xml)):
        path = tmp_path / f"file{number}"
        if write is made.cad_xml:
            maker = made.maker(5)
            declarations = [maker.declaration() for _ in range(8)]
            declarations[3:3] = [maker.faulty("CAD-003"), maker.faulty("VAL-002")]
        path.write_bytes(write(declarations))
        file_id, outcome = send(hub, path, TODAY)
        assert outcome == "posted"
        with hub.book.transaction() as tx:
            statuses = tx.rows(
                "SELECT status FROM message WHERE file_id = :id ORDER BY ordinal", id=file_id
            )
        expected = ["rejected" if d.fault else "accepted" for d in declarations]
        assert [row["status"] for row in statuses] == expected
