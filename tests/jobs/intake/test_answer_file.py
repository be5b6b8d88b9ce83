"""Answers repeat what was received, from the kept bytes."""

from pathlib import Path

from jobs.hub import Hub
from tests import made
from tests.conftest import TODAY
from tests.sending import send


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
