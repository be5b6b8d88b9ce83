"""A declaration in parts or slices is posted as one, in either format."""

import datetime as dt
from pathlib import Path

import pytest

from jobs.hub import Hub
from jobs.proofs import prove_book
from parsers.xml import declarations
from tests import made
from tests.sending import send

TODAY = dt.date(2026, 11, 20)
LONG = made.maker(31).declaration(lines=1_050)
NEIGHBOURS = [made.maker(32).declaration(lines=2), made.maker(33).declaration(lines=3)]
ALL = [NEIGHBOURS[0], LONG, NEIGHBOURS[1]]


@pytest.mark.parametrize("kind", ["edifact", "xml"])
def test_a_long_declaration_is_posted_whole(hub: Hub, tmp_path: Path, monkeypatch, kind: str):
    """All lines are in the book under one declaration, answered once, and the proofs hold."""
    monkeypatch.setattr(declarations, "_SLICE_BYTES", 100_000)
    parts = made.cusdec(ALL, lines_per_message=100)
    path = tmp_path / "file"
    path.write_bytes(parts if kind == "edifact" else made.cad_xml(ALL))
    assert send(hub, path, TODAY).outcome == "posted"
    with hub.book.transaction() as tx:
        rows = tx.rows(
            "SELECT transaction_number, count(*) AS lines FROM cad JOIN cad_line USING (cad_id)"
            " GROUP BY transaction_number"
        )
        assert tx.value("SELECT count(*) FROM message") == len(ALL)
    counted = {row["transaction_number"]: row["lines"] for row in rows}
    assert counted == {each.transaction_number: len(each.lines) for each in ALL}
    assert all(result.holds for result in prove_book.results(hub))


def test_a_wrong_part_refuses_its_declaration_alone(hub: Hub, tmp_path: Path):
    """A part that is missing refuses the declaration, and its neighbours are posted."""
    content = made.cusdec(ALL, lines_per_message=100)
    number = LONG.transaction_number.encode()
    path = tmp_path / "file"
    path.write_bytes(content.replace(number + b"+5'", number + b"+6'"))
    assert send(hub, path, TODAY).outcome == "posted"
    with hub.book.transaction() as tx:
        accepted = {row["transaction_number"] for row in tx.rows("SELECT * FROM cad")}
    assert accepted == {each.transaction_number for each in NEIGHBOURS}
    assert all(result.holds for result in prove_book.results(hub))
